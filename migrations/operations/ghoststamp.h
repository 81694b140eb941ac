// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/ghosts.h"
#include "migrations/operations/operation.h"

namespace migrations {

// What the version table holds once the ghosts are stamped away: the revisions with a file that
// they stand on, beside the rows that have one; empty is the base. `chosen` takes the place of what
// cannot be known when scripts are missing; without it: ErrorKind::Refused "no_target".
Result<QStringList> rowsWithoutGhosts(
    const ProjectState &state, const GhostSearch &search, const QString &chosen = {});

// A stamp with --purge to those rows. Runs nothing; what the ghosts made stays.
Result<OperationRequest> planGhostStamp(
    const ProjectState &state, const GhostSearch &search, const QString &chosen = {});

// The stamp of one revision as Alembic would do it were the ghosts not there, and without them.
Result<OperationRequest> planStampOverGhosts(const ProjectState &state, const QString &target);

} // namespace migrations
