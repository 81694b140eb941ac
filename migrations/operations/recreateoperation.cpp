// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/recreateoperation.h"

#include "migrations/operations/interrupted.h"
#include "migrations/operations/journalentry.h"
#include "migrations/operations/recreatefile.h"
#include "migrations/operations/recreation.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Of an empty database, whatever this one holds.
Result<Plan> migrationsFromNothing(ProjectState state)
{
    if (state.graph.revisions().empty() && state.historyUsable())
        return Plan {.target = u"heads"_s};
    state.database = DatabaseReading {};
    state.standing = standingOf(state.graph, {});
    return planOperation(state, OperationKind::Upgrade, {u"heads"_s});
}

Result<RecreatePlan> planOnServer(const ProjectState &state, RecreatePlan plan, Progress &progress)
{
    const DatabaseUrl &url = *state.environment()->url;
    plan.database = state.database ? state.database->databaseName : url.databaseName();
    Result<PostgreSql> beside = connectBeside(url, plan.database, progress);
    if (!beside)
        return tl::unexpected(beside.error());
    const auto preflight = preflightRecreate(*beside, plan.database, plan.id, progress);
    if (!preflight)
        return tl::unexpected(preflight.error());
    plan.keptAs = preflight->holding;
    plan.sessions = preflight->sessions;
    if (preflight->missing())
        return plan;
    plan.identity = {Dialect::PostgreSql, preflight->server, preflight->facts->database.oid};
    plan.bytes = preflight->facts->bytes;
    return plan;
}

} // namespace

Result<RecreatePlan> planRecreate(const ProjectState &state, Progress &progress)
{
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to make anew."_s, {}, u"no_url"_s);
    if (Result<> settled = refuseInterrupted(state, progress); !settled)
        return tl::unexpected(settled.error());
    Result<Plan> migrations = migrationsFromNothing(state);
    if (!migrations)
        return tl::unexpected(migrations.error());
    RecreatePlan plan {.id = newRunId(), .migrations = *std::move(migrations)};
    return environment->url->dialect == Dialect::Sqlite
        ? planRecreateFile(state, std::move(plan), progress)
        : planOnServer(state, std::move(plan), progress);
}

Result<Safeguards> safeguardsFor(const ProjectState &state, const RecreatePlan &plan)
{
    return safeguardsFor(state, Act::Recreate).map([&](Safeguards safeguards) {
        if (plan.missing()) {
            safeguards.unlock = false;
            safeguards.backup = Safeguards::Backup::None;
        }
        return safeguards;
    });
}

LifecycleReport recreateDatabase(
    const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress)
{
    if (state.environment()->url->dialect == Dialect::Sqlite)
        return recreateFile(state, plan, journal, progress);
    return Recreation(state, plan, journal, progress).execute();
}

} // namespace migrations
