// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/locks.h"
#include "migrations/database/reading.h"

namespace migrations {

// A plain `alembic` takes no lock of ours, but its run shows in pg_locks. Refused, code
// "other_migration", with the session's name.
Result<> refuseColleagues(OperationLock &lock, const VersionTable &table, Progress &progress);

} // namespace migrations
