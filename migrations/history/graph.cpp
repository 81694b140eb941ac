// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/graph.h"

#include "migrations/history/historyorder.h"
#include "migrations/history/mapbuilder.h"
#include "migrations/history/planner.h"

#include <QVersionNumber>

#include <algorithm>
#include <map>

namespace migrations {

using namespace Qt::StringLiterals;

AlembicRules AlembicRules::forVersion(const QString &alembicVersion)
{
    if (alembicVersion.isEmpty())
        return {};
    const auto version = QVersionNumber::fromString(alembicVersion);
    return {.emptyDownIsBase = version < QVersionNumber(1, 13, 0),
        .independentUnmerge = version >= QVersionNumber(1, 13, 1),
        .colonForbidden = version >= QVersionNumber(1, 17, 1)};
}

struct RevisionGraph::Private
{
    RevisionMap map;
    std::vector<Revision> revisions;
    std::vector<int> places; // in revisions, of each node
};

namespace {

// The label lists of all revisions; most are on few branches, so that their lists can be shared.
class LabelLists
{
public:
    explicit LabelLists(const RevisionMap &map)
        : m_map(map)
    {
    }
    QStringList of(const MapNode &node)
    {
        if (node.labels.empty())
            return {};
        const auto [place, isNew] = m_lists.try_emplace(node.labels);
        if (isNew)
            place->second = listOf(node);
        return place->second;
    }

private:
    QStringList listOf(const MapNode &node) const
    {
        QStringList labels;
        for (const int place : node.labels)
            labels.append(m_map.labelNames[place]);
        labels.sort();
        labels.removeDuplicates();
        return labels;
    }

    const RevisionMap &m_map;
    std::map<std::vector<int>, QStringList> m_lists;
};

Revision describe(const RevisionMap &map, const MapNode &node, const RevisionFile &file)
{
    return {.id = node.id,
        .down = file.emptyDownString ? QStringList() : file.down,
        .dependsOn = file.dependsOn,
        .branchLabels = file.branchLabels,
        .next = map.idsOf(node.next),
        .message = file.message,
        .created = file.created,
        .file = file.path,
        .isHead = node.next.empty(),
        .isRealHead = node.neededBy.empty(),
        .isBase = file.down.isEmpty() || file.emptyDownString,
        .isBranchPoint = node.isBranchPoint(),
        .isMergePoint = file.down.size() > 1};
}

// Asks the map unless it is broken; says what the person asked when it fails.
template <typename T, typename Ask>
Result<T> answer(const RevisionMap &map, const Question &question, Ask ask)
{
    if (map.fatal)
        return tl::unexpected(*map.fatal);
    Found<T> found = ask();
    if (!found)
        return tl::unexpected(toError(found.error(), question));
    return std::move(*found);
}

// Rows that no file on disk has are the commonest cause, and need another remedy than a typing
// error.
tl::unexpected<Error> explained(const RevisionMap &map, Error error, const QStringList &rows)
{
    for (const QString &row : rows) {
        if (map.ids.contains(row)
            || error.detail != u"Can't locate revision identified by '%1'"_s.arg(row))
            continue;
        error.message =
            u"The database is at revision %1, which is not on disk: check out the branch that has it, or stamp the database with a revision that is here."_s
                .arg(row);
    }
    return tl::unexpected(std::move(error));
}

Result<Plan> planned(
    const RevisionMap &map, Result<Plan> plan, const QString &target, const QStringList &rows)
{
    if (!plan)
        return explained(map, plan.error(), rows);
    plan->target = target;
    plan->rowsBefore = rows;
    return plan;
}

} // namespace

RevisionGraph::RevisionGraph()
{
    static const auto empty = std::make_shared<const Private>();
    d = empty;
}

RevisionGraph RevisionGraph::fromFiles(
    const std::vector<RevisionFile> &files, const AlembicRules &rules)
{
    auto made = std::make_shared<Private>();
    made->map = buildMap(files, rules);
    const RevisionMap &map = made->map;
    LabelLists labels(map);
    made->places.resize(map.nodes.size());
    made->revisions.reserve(map.nodes.size());
    for (const RevisionIndex i : historyOrder(map)) {
        made->places[i.at()] = static_cast<int>(made->revisions.size());
        made->revisions.push_back(describe(map, map[i], files[map[i].file]));
        made->revisions.back().allLabels = labels.of(map[i]);
    }
    RevisionGraph graph;
    graph.d = std::move(made);
    return graph;
}

const std::vector<Revision> &RevisionGraph::revisions() const
{
    return d->revisions;
}

int RevisionGraph::indexOf(const QString &id) const
{
    const RevisionIndex i = d->map.ids.value(id);
    return i.isValid() ? d->places[i.at()] : -1;
}

const Revision *RevisionGraph::find(const QString &id) const
{
    const int place = indexOf(id);
    return place < 0 ? nullptr : &d->revisions[static_cast<size_t>(place)];
}

QStringList RevisionGraph::heads() const
{
    return d->map.idsOf(d->map.heads);
}

QStringList RevisionGraph::realHeads() const
{
    return d->map.idsOf(d->map.realHeads);
}

QStringList RevisionGraph::bases() const
{
    return d->map.idsOf(d->map.bases);
}

const std::vector<Problem> &RevisionGraph::problems() const
{
    return d->map.problems;
}

bool RevisionGraph::usable() const
{
    return !d->map.fatal && !d->map.hasCycle;
}

Result<QStringList> RevisionGraph::resolve(const QString &identifier) const
{
    const RevisionMap &map = d->map;
    return answer<QStringList>(map, {}, [&] {
        return Identifiers(map).all(identifier).map([&](const Spots &spots) {
            QStringList ids;
            for (const Spot &spot : spots) {
                const QString end = spot.kind == Spot::Kind::Base ? u"base"_s : QString();
                ids.append(spot.isNode() ? map[spot.node].id : end);
            }
            return ids;
        });
    });
}

Result<QString> RevisionGraph::resolveOne(const QString &identifier) const
{
    const RevisionMap &map = d->map;
    return answer<QString>(map, {}, [&] {
        return Identifiers(map).one(identifier).map([&](const Spot &spot) {
            return spot.isNode() ? map[spot.node].id : QString();
        });
    });
}

Result<QStringList> RevisionGraph::range(const QString &base, const QString &head) const
{
    const QString start = base.isEmpty() ? u"base"_s : base;
    const QString end = head.isEmpty() ? u"heads"_s : head;
    const RevisionMap &map = d->map;
    return answer<QStringList>(
        map, {.kind = Question::Kind::History, .start = start, .end = end}, [&] {
            return Planner(map).range(start, end).map([&](const RevisionIndexes &order) {
                return map.idsOf(order);
            });
        });
}

Result<QStringList> RevisionGraph::branchPoints() const
{
    return range({}, {}).map([this](QStringList ids) {
        ids.removeIf([this](const QString &id) { return !find(id)->isBranchPoint; });
        return ids;
    });
}

Result<QStringList> RevisionGraph::current(const QStringList &rows) const
{
    const auto ids = answer<QStringList>(d->map, {}, [&] { return Planner(d->map).current(rows); });
    if (!ids)
        return explained(d->map, ids.error(), rows);
    return ids;
}

Result<QStringList> RevisionGraph::upgradeOrder(
    const QString &target, const QStringList &rows) const
{
    const Question question {.kind = Question::Kind::Upgrade, .start = {}, .end = target};
    auto ids = answer<QStringList>(d->map, question, [&] {
        return Planner(d->map).upgradeOrder(target, rows).map([this](const RevisionIndexes &order) {
            return d->map.idsOf(order);
        });
    });
    if (!ids)
        return explained(d->map, ids.error(), rows);
    return ids;
}

Result<Plan> RevisionGraph::planUpgrade(const QString &target, const QStringList &rows) const
{
    const Question question {.kind = Question::Kind::Upgrade, .start = {}, .end = target};
    return planned(d->map,
        answer<Plan>(d->map, question, [&] { return Planner(d->map).upgrade(target, rows); }),
        target, rows);
}

Result<Plan> RevisionGraph::planDowngrade(const QString &target, const QStringList &rows) const
{
    const Question question {.kind = Question::Kind::Downgrade, .start = {}, .end = target};
    return planned(d->map,
        answer<Plan>(d->map, question, [&] { return Planner(d->map).downgrade(target, rows); }),
        target, rows);
}

Result<Plan> RevisionGraph::planStamp(const QStringList &targets, const QStringList &rows) const
{
    const Question question {.kind = Question::Kind::Stamp};
    return planned(d->map,
        answer<Plan>(d->map, question, [&] { return Planner(d->map).stamp(targets, rows); }),
        targets.join(u' '), rows);
}

QStringList RevisionGraph::appliedBy(const QStringList &rows) const
{
    RevisionIndexes tips;
    for (const QString &row : rows) {
        if (const RevisionIndex i = d->map.ids.value(row); i.isValid())
            tips.push_back(i);
    }
    RevisionIndexes applied = d->map.ancestors(tips).members();
    std::sort(applied.begin(), applied.end(),
        [this](RevisionIndex a, RevisionIndex b) { return d->places[a.at()] < d->places[b.at()]; });
    return d->map.idsOf(applied);
}

} // namespace migrations
