// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/reapplication.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

// Every way to say "down to here" that may take just these.
QStringList rollbackTargets(const ProjectState &state, const QStringList &revisions)
{
    QStringList targets {u"base"_s};
    const QString count = QString::number(revisions.size());
    for (const QString &id : revisions) {
        const Revision *revision = state.graph.find(id);
        targets += revision ? revision->down : QStringList();
    }
    for (const QString &row : state.database->rows)
        targets += {u"%1@-%2"_s.arg(row, count), row + u"@base"_s};
    targets.removeDuplicates();
    return targets;
}

QStringList textsOf(const QJsonValue &list)
{
    QStringList texts;
    for (const QJsonValue &text : list.toArray())
        texts.append(text.toString());
    return texts;
}

} // namespace

const QString reapplicationStage = u"planned"_s;

QStringList revisionsOf(const Plan &plan)
{
    QStringList revisions;
    for (const Step &step : plan.steps)
        revisions.append(step.revision);
    return revisions;
}

Result<Plan> exactRollback(const ProjectState &state, const QStringList &revisions)
{
    for (const QString &target : rollbackTargets(state, revisions)) {
        const Result<Plan> down = state.graph.planDowngrade(target, state.database->rows);
        if (down && sorted(revisionsOf(*down)) == sorted(revisions))
            return planOperation(state, OperationKind::Downgrade, {target});
    }
    return failure(ErrorKind::Refused,
        u"No one rollback takes back %1 and nothing else. Roll back by hand first."_s.arg(
            revisions.join(u", "_s)),
        {}, u"not_alone"_s);
}

Result<Reapplication> planReapplication(const ProjectState &state, const Relocation &relocation)
{
    Reapplication plan {.moved = relocation.moved, .rollback = std::nullopt, .again = {}};
    QStringList rows = state.database->rows;
    if (!relocation.down.isEmpty()) {
        Result<Plan> rollback = exactRollback(state, relocation.down);
        if (!rollback)
            return tl::unexpected(rollback.error());
        rows = rollback->rowsAfter();
        plan.rollback = *std::move(rollback);
    }
    const RevisionGraph graph = RevisionGraph::fromFiles(relocation.files);
    Result<Plan> again = graph.planUpgrade(relocation.target, rows);
    if (!again)
        return tl::unexpected(again.error());
    plan.again = *std::move(again);
    return plan;
}

ReapplicationRecord recordOf(const ProjectState &state, const Reapplication &plan)
{
    return {.environment = state.environmentName,
        .identity = state.database->identity.key(),
        .moved = plan.moved,
        .again = revisionsOf(plan.again),
        .target = plan.again.target,
        .rowsBefore = plan.rowsBefore(),
        .rowsAfter = plan.again.rowsAfter()};
}

QJsonObject toJson(const ReapplicationRecord &record)
{
    return {{u"environment"_s, record.environment}, {u"identity"_s, record.identity},
        {u"moved"_s, QJsonArray::fromStringList(record.moved)},
        {u"again"_s, QJsonArray::fromStringList(record.again)}, {u"target"_s, record.target},
        {u"rows_before"_s, QJsonArray::fromStringList(record.rowsBefore)},
        {u"rows_after"_s, QJsonArray::fromStringList(record.rowsAfter)}};
}

std::optional<ReapplicationRecord> reapplicationFrom(const JournalEntry &entry)
{
    const auto stage = std::find_if(entry.stages.begin(), entry.stages.end(),
        [](const JournalStage &one) { return one.name == reapplicationStage; });
    if (stage == entry.stages.end() || !stage->data.contains(u"again"_s))
        return std::nullopt;
    const QJsonObject &data = stage->data;
    return ReapplicationRecord {.environment = data[u"environment"_s].toString(),
        .identity = data[u"identity"_s].toString(),
        .moved = textsOf(data[u"moved"_s]),
        .again = textsOf(data[u"again"_s]),
        .target = data[u"target"_s].toString(),
        .rowsBefore = textsOf(data[u"rows_before"_s]),
        .rowsAfter = textsOf(data[u"rows_after"_s])};
}

} // namespace migrations
