// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/sqlactions.h"
#include "migrations/lifecycle/resetplan.h"

namespace migrations {

// A reset as statements, the same for our own transaction and for Alembic's.
struct ResetScript
{
    // Lock the tables; the list is still the plan's, nothing outside depends on it; drop each;
    // nothing is left, nothing outside has changed. The search_path is put back at the end.
    std::vector<SqlAction> drops;
    // After the migrations: grants and publication membership, where the object exists again.
    std::vector<SqlAction> replays;
};

ResetScript resetScript(const ResetPlan &plan);

// The parameters of resources/sql/reset*.sql.
QStringList resetLiterals(const ResetScope &scope);

} // namespace migrations
