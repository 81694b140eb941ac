// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// The columns that blockers.sql, otherruns.sql and lockholder.sql have in common.
Blocker blockerAt(const QueryRows &rows, std::size_t row);
std::vector<Blocker> blockersIn(const QueryRows &rows);

} // namespace migrations
