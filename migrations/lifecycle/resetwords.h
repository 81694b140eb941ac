// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/resetplan.h"

namespace migrations {

// What of a plan for a reset is said in the same words wherever it is shown. Names are as the
// server gave them: a terminal must take the control characters out of the finished line.

QString plural(qint64 count, const QString &word); // "1 table", "3 policies", "1,024 indexes"
QString resetOthers(const ResetPlan &plan); // "4 views, 6 functions": what goes beside tables
QStringList resetKeeps(const ResetPlan &plan); // a line each: "extensions citext, pg_trgm"

} // namespace migrations
