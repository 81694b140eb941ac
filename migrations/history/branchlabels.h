// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revision.h"
#include "migrations/history/revisionmap.h"

namespace migrations {

// Gives each branch label to all descendants of the revision that carries it, and, as Alembic does,
// to the line of single parents below it (ALEMBIC.md 2.5).
void spreadLabels(RevisionMap &map, const std::vector<RevisionFile> &files);

} // namespace migrations
