// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"
#include "migrations/review/datadrops.h"

namespace migrations {

// Something a plan takes away, with what is in it now.
struct LostData
{
    QString revision; // the step
    DataDrop drop;
    qint64 rows = -1; // rows of the table, or values (not NULL) of the column; -1: not known
    bool exact = false; // counted; false: the planner's estimate

    QString object() const; // "orders.legacy_status", "schema audit"
    QString sentence() const; // "orders.legacy_status: 212,904 values"
    bool operator==(const LostData &) const = default;
};

struct DataLoss
{
    std::vector<LostData> items; // what holds nothing is left out; the largest first
    std::optional<Error> unknown; // why it could not be worked out

    bool possible() const { return unknown || !items.empty(); }
    bool operator==(const DataLoss &) const = default;
};

// What these steps lose, worked out from their SQL and counted in the database: each count takes at
// most some seconds, else the estimate stands for it. Runs the project's Python in a process of its
// own, so the project must be trusted.
DataLoss dataLossOf(
    const ProjectState &state, OperationKind kind, const Plan &plan, Progress &progress);

} // namespace migrations
