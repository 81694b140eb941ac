// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/ghoststamp.h"

#include "migrations/history/revisionfiles.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

RevisionGraph graphWith(const ProjectState &state, const std::vector<FoundScript> &found)
{
    std::vector<RevisionFile> files = *state.files;
    for (const FoundScript &script : found)
        files.push_back(parseRevision(script.name, script.text));
    return RevisionGraph::fromFiles(files, AlembicRules::forVersion(state.memory.alembicVersion));
}

QStringList neededBy(const RevisionGraph &graph, const QString &id)
{
    const Revision *revision = graph.find(id);
    if (revision == nullptr)
        return {};
    QStringList needed = revision->down;
    for (const QString &other : revision->dependsOn)
        needed += graph.resolve(other).value_or(QStringList());
    return needed;
}

// Those that no other one needs: what Alembic has as rows.
QStringList endsOf(const RevisionGraph &graph, QStringList revisions)
{
    const QStringList all = revisions;
    for (const QString &revision : all) {
        for (const QString &needed : neededBy(graph, revision))
            revisions.removeAll(needed);
    }
    revisions.sort();
    return revisions;
}

Result<OperationRequest> purgeTo(const ProjectState &state, QStringList rows)
{
    if (rows.isEmpty())
        rows.append(u"base"_s);
    return planOperation(state, OperationKind::Stamp, rows, true).map([&](Plan plan) {
        return OperationRequest {.kind = OperationKind::Stamp,
            .targets = rows,
            .purge = true,
            .plan = std::move(plan),
            .identity = state.database->identity};
    });
}

} // namespace

Result<QStringList> rowsWithoutGhosts(
    const ProjectState &state, const GhostSearch &search, const QString &chosen)
{
    if (!state.database)
        return failure(ErrorKind::Refused, u"It is not known where the database stands."_s, {},
            u"unknown_database"_s);
    if (!search.missing.isEmpty() && chosen.isEmpty())
        return failure(ErrorKind::Refused,
            u"What %1 stands on is not known: name the revision that the database really is."_s.arg(
                search.missing.join(u", "_s)),
            {}, u"no_target"_s);
    const RevisionGraph graph = graphWith(state, search.found);
    QStringList applied = graph.appliedBy(
        chosen.isEmpty() ? state.database->rows : state.standing.current + QStringList {chosen});
    applied.removeIf([&](const QString &id) { return state.graph.find(id) == nullptr; });
    return endsOf(graph, applied);
}

Result<OperationRequest> planGhostStamp(
    const ProjectState &state, const GhostSearch &search, const QString &chosen)
{
    return rowsWithoutGhosts(state, search, chosen).and_then([&](const QStringList &rows) {
        return purgeTo(state, rows);
    });
}

Result<OperationRequest> planStampOverGhosts(const ProjectState &state, const QString &target)
{
    return state.graph.planStamp({target}, state.standing.current).and_then([&](const Plan &plan) {
        return purgeTo(state, plan.rowsAfter());
    });
}

} // namespace migrations
