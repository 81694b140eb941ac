// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/resetplan.h"

namespace migrations {

// Counts the rows of small tables exactly, within two seconds in all; the others keep the server's
// estimate. A table that is locked, or that this role may not read to its end, keeps it too.
// `heapBytes` goes with `tables`. In a transaction of the caller.
Result<> countRows(PostgreSql &connection, const std::vector<qint64> &heapBytes,
    std::vector<ResetTable> &tables, Progress &progress);

} // namespace migrations
