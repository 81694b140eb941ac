// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/resetplan.h"
#include "migrations/operations/lifecyclerun.h"

namespace migrations {

// What a reset of schemas will do, for a person to agree to. Nothing has been changed.
struct ResetOutlook
{
    ResetPlan reset;
    Plan migrations; // from nothing to all heads
    DatabaseIdentity identity;
    QString database; // its name; SQLite: its file
    VersionTable versionTable; // as env.py says: its schema only where that names one
    QStringList rowsBefore; // of the version table

    QJsonObject toJson() const; // for --dry-run --json and the report
};

// Schemas empty: the project's, which is where its tables are: the version table's schema when that
// holds more than the version table, else the one where new tables land. `alembic` is asked how
// env.py runs its transactions. Errors: Refused "no_url", "read_only", "identity_differs", those of
// planOperation, of the lifecycle's planReset and of Alembic. What only stands in the way of
// running it is in reset.refusals, so that it can be shown.
Result<ResetOutlook> planReset(
    const ProjectState &state, const QStringList &schemas, Alembic &alembic, Progress &progress);

struct ResetRequest
{
    ResetOutlook outlook; // as confirmed
    QJsonObject backup; // the proven one made before or found good enough; empty: none
};

// Runs it, read back: the legal states are those before it and after it. Stages in the journal:
// planned; then resetting (one transaction), or dropping, migrating and granting, or building and
// replacing (SQLite). `warm` may hold a helper that was started for this very state.
// facts: "way", "schemas", "dropped", "rows", "bytes", "revisions", "given_back", "not_given_back",
// "backup".
LifecycleReport runReset(const ProjectState &state, const ResetRequest &request, Journal &journal,
    std::optional<Alembic> warm, Progress &progress);

} // namespace migrations
