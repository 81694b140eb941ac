// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/reset.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

Result<SqlActionsDone> inOneTransaction(
    PostgreSql &connection, const std::vector<SqlAction> &actions, Progress &progress)
{
    if (const auto begun = connection.query(u"BEGIN"_s, progress); !begun)
        return tl::unexpected(begun.error());
    Result<SqlActionsDone> done = runSqlActions(connection, actions, progress);
    NoProgress quiet; // a cancel must not leave the transaction open, nor its commit unanswered
    if (!done) {
        std::ignore = connection.query(u"ROLLBACK"_s, quiet);
        return done;
    }
    if (const auto committed = connection.query(u"COMMIT"_s, quiet); !committed)
        return tl::unexpected(committed.error());
    return done;
}

} // namespace

Result<> executeReset(PostgreSql &connection, const ResetPlan &plan, Progress &progress)
{
    if (!plan.refusals.empty())
        return tl::unexpected(plan.refusals.front());
    return inOneTransaction(connection, resetScript(plan).drops, progress)
        .map([](const SqlActionsDone &) {});
}

Result<SqlActionsDone> replayGrants(
    PostgreSql &connection, const ResetPlan &plan, Progress &progress)
{
    return inOneTransaction(connection, resetScript(plan).replays, progress);
}

} // namespace migrations
