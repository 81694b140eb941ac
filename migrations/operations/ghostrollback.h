// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/ghosts.h"
#include "migrations/operations/operation.h"

namespace migrations {

// Ghosts rolled back with the scripts that were found: an ordinary downgrade of `state`, which has
// them (withGhostScripts). The project's env.py is today's, and so is what the scripts import.
struct GhostRollback
{
    ProjectState state;
    Plan plan; // its target is Alembic's own: "0002@0001" leaves the other branches alone
    QStringList left; // ghosts that the plan leaves: they stand on another branch
};

// The largest downgrade that takes back ghosts and nothing else. Of a trusted project the scripts
// are tried first, offline. Errors: those of withGhostScripts and planOperation;
// ErrorKind::Refused "in_the_way" when a revision that has its file builds on a ghost and is
// applied, "missing_import" when a script imports what the project does not have any more.
Result<GhostRollback> planGhostRollback(
    const ProjectState &state, const GhostSearch &search, Progress &progress);

} // namespace migrations
