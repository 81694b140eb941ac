// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"
#include "migrations/database/postgresql.h"

namespace migrations {

// What a session is doing, asked on another connection (short queries, 5 s at most).

// Locked and waited for; what it waits for first.
Result<std::vector<SessionLock>> locksOf(PostgreSql &connection, int pid, Progress &progress);
// Who waits because of it.
Result<Queue> queueBehind(PostgreSql &connection, int pid, Progress &progress);
// nullopt: it builds none, or the server is older than 12.
Result<std::optional<IndexBuild>> indexBuildOf(PostgreSql &connection, int pid, Progress &progress);

} // namespace migrations
