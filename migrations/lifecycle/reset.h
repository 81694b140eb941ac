// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/resetscript.h"

namespace migrations {

// The two halves of a reset that is not one transaction with the migrations; each is one of its
// own, on our connection. A failure or a cancel has changed nothing.

// Drops what the plan lists. Refused (code "check_failed") when the database is no longer as the
// plan says, when something would be left, or when something outside would change.
Result<> executeReset(PostgreSql &connection, const ResetPlan &plan, Progress &progress);
// Gives back grants and publication membership. What cannot be given back is told, no failure.
Result<SqlActionsDone> replayGrants(
    PostgreSql &connection, const ResetPlan &plan, Progress &progress);

} // namespace migrations
