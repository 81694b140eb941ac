// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/planner.h"

#include "migrations/history/topologicalsort.h"
#include "migrations/history/versionrows.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

namespace {

enum class Asked { Targets, Rows };

tl::unexpected<MapError> overlap(
    const RevisionMap &map, RevisionIndex target, const QStringList &others, Asked asked)
{
    const QString &id = map[target].id;
    const QString names = others.join(u", "_s);
    return revisionError(
        u"Requested revision %1 overlaps with other requested revisions %2"_s.arg(id, names),
        asked == Asked::Rows
            ? u"The version table holds %1 and also %2, which is on the same line, so Alembic refuses every upgrade: stamp the database with the one that is right."_s
                  .arg(id, names)
            : u"Revisions %1 and %2 are on the same line: ask for the later one only."_s.arg(
                id, names));
}

// All that the targets lead to; an error when one of them leads to another.
template <typename NextOf>
Found<RevisionSet> reachApart(
    const RevisionMap &map, const RevisionIndexes &targets, Asked asked, NextOf nextOf)
{
    RevisionSet isTarget = map.none();
    for (const RevisionIndex target : targets)
        isTarget.insert(target);
    RevisionSet seen = map.none();
    for (const RevisionIndex target : targets) {
        QStringList others;
        RevisionIndexes todo {target};
        while (!todo.empty()) {
            const RevisionIndex i = todo.back();
            todo.pop_back();
            if (i != target && isTarget.contains(i) && !others.contains(map[i].id))
                others.append(map[i].id);
            if (!seen.insert(i))
                continue;
            const RevisionIndexes &next = nextOf(map[i]);
            todo.insert(todo.end(), next.begin(), next.end());
        }
        if (!others.isEmpty())
            return overlap(map, target, others, asked);
    }
    return seen;
}

Found<RevisionSet> ancestorsApart(
    const RevisionMap &map, const RevisionIndexes &targets, Asked asked)
{
    return reachApart(
        map, targets, asked, [](const MapNode &node) -> auto & { return node.needs; });
}

Found<RevisionSet> descendantsApart(const RevisionMap &map, const RevisionIndexes &targets)
{
    return reachApart(
        map, targets, Asked::Targets, [](const MapNode &node) -> auto & { return node.next; });
}

} // namespace

Found<Planner::Selection> Planner::forUpgrade(const QString &target, const QStringList &rows)
{
    const auto targets =
        upgradeTarget(m_identifiers, m_map, rows, target, Overwalk::IsError).and_then(&nodesOf);
    if (!targets)
        return tl::unexpected(targets.error());
    auto required = ancestorsApart(m_map, *targets, Asked::Targets);
    if (!required)
        return tl::unexpected(required.error());
    const auto applied = m_identifiers.all(rows).and_then(&nodesOf).and_then(
        [&](const RevisionIndexes &nodes) { return ancestorsApart(m_map, nodes, Asked::Rows); });
    if (!applied)
        return tl::unexpected(applied.error());
    required->subtract(*applied);
    return Selection {.revisions = std::move(*required), .heads = *targets};
}

Found<RevisionIndexes> Planner::upgradeOrder(const QString &target, const QStringList &rows)
{
    auto order = forUpgrade(target, rows).and_then([this](const Selection &selection) {
        return sorted(selection);
    });
    if (order)
        std::reverse(order->begin(), order->end());
    return order;
}

Found<Plan> Planner::upgrade(const QString &target, const QStringList &rows)
{
    return upgradeOrder(target, rows).and_then([&](const RevisionIndexes &order) {
        return planOf(order, Direction::Up, rows);
    });
}

Found<RevisionIndexes> Planner::downgradeRoots(const DowngradeTarget &target) const
{
    RevisionIndexes roots;
    if (target.spot.isNode()) {
        roots = m_map[target.spot.node].next;
    } else {
        // A base that carries labels is in Alembic's map once more for each of them.
        for (const QString &key : m_map.keys) {
            const RevisionIndex i = m_map.key(key);
            if (m_map[i].down.empty())
                roots.push_back(i);
        }
    }
    if (target.branch.isEmpty() || roots.size() <= 1)
        return roots;
    const auto branch = m_identifiers.branch(target.branch);
    if (!branch)
        return tl::unexpected(branch.error());
    const RevisionSet line = m_map.ancestors({*branch}, Edges::Versions);
    std::erase_if(roots, [&](RevisionIndex i) { return !line.contains(i); });
    if (roots.empty())
        return revisionError(u"Not a valid downgrade target from current heads"_s,
            u"Branch \"%1\" does not lead through this target: name a revision of that branch."_s
                .arg(target.branch));
    return roots;
}

Found<Planner::Selection> Planner::forDowngrade(
    const DowngradeTarget &target, const QStringList &rows)
{
    const auto roots = downgradeRoots(target);
    if (!roots)
        return tl::unexpected(roots.error());
    const auto heads = m_identifiers.all(rows).and_then(&nodesOf);
    if (!heads)
        return tl::unexpected(heads.error());
    RevisionSet drop = m_map.descendants(*roots);
    drop.intersect(m_map.ancestors(*heads));
    const bool isThere = !target.spot.isNode()
        || std::find(heads->begin(), heads->end(), target.spot.node) != heads->end();
    if (drop.isEmpty() && !isThere)
        return rangeError(
            u"Nothing above %1 is applied to this database, so there is nothing to take back: choose a revision below the current one."_s
                .arg(m_map[target.spot.node].id));
    return Selection {.revisions = std::move(drop), .heads = *heads};
}

Found<Plan> Planner::downgrade(const QString &target, const QStringList &rows)
{
    const auto goal = downgradeTarget(m_identifiers, m_map, rows, target, Overwalk::IsError);
    if (!goal)
        return tl::unexpected(goal.error());
    const auto selection = forDowngrade(*goal, rows);
    if (!selection)
        return tl::unexpected(selection.error());
    const auto order = sorted(*selection);
    if (!order)
        return tl::unexpected(order.error());
    auto plan = planOf(*order, Direction::Down, rows);
    if (plan)
        plan->warnings = goal->warnings;
    return plan;
}

// "label@…" at the lower end keeps only the targets of that label.
Found<RevisionIndexes> Planner::onlyOnBranchOf(const QString &base, RevisionIndexes targets) const
{
    QString label = base.first(base.indexOf(u'@'));
    const auto branch = m_identifiers.one(label);
    if (!branch)
        return tl::unexpected(branch.error());
    if (branch->isNode() && m_map[branch->node].id == label) {
        const auto &labels = m_map[branch->node].labels;
        if (labels.size() != 1)
            return crash(u"AssertionError"_s,
                u"Revision %1 does not have exactly one branch label: write the label of the branch that you mean."_s
                    .arg(label));
        label = m_map.labelNames[labels.front()];
    }
    std::erase_if(targets, [&](RevisionIndex i) { return !m_map.hasLabel(i, label); });
    return targets;
}

Found<Planner::Lower> Planner::lowerEnd(
    const QString &base, const QString &head, const RevisionSet &required) const
{
    const auto spots = m_identifiers.all(base);
    if (!spots)
        return tl::unexpected(spots.error());
    for (const Spot &spot : *spots) {
        const bool isBelow =
            spot.isNode() ? required.contains(spot.node) : spot.kind == Spot::Kind::Nothing;
        if (!isBelow)
            return rangeError(
                u"%1 and %2 are not on one line: choose two revisions of which one leads to the other."_s
                    .arg(base, head));
    }
    if (spots->empty() || spots->front().kind != Spot::Kind::Nothing)
        return nodesOf(*spots).map(
            [&](const RevisionIndexes &nodes) { return Lower {.names = {base}, .nodes = nodes}; });
    const auto target = downgradeTarget(m_identifiers, m_map, {head}, base, Overwalk::StaysAtEnd);
    if (!target)
        return tl::unexpected(target.error());
    if (target->spot.kind == Spot::Kind::Base)
        return Lower {};
    return nodesOf({target->spot}).map([&](const RevisionIndexes &nodes) {
        return Lower {.names = m_map.idsOf(nodes), .nodes = nodes};
    });
}

Found<Planner::Selection> Planner::forRange(const QString &base, const QString &head)
{
    auto targets =
        upgradeTarget(m_identifiers, m_map, {base}, head, Overwalk::StaysAtEnd).and_then(&nodesOf);
    if (targets && base.contains(u'@'))
        targets = onlyOnBranchOf(base, *targets);
    if (!targets)
        return tl::unexpected(targets.error());
    auto needed = ancestorsApart(m_map, *targets, Asked::Targets);
    if (!needed)
        return tl::unexpected(needed.error());
    const auto lower = lowerEnd(base, head, *needed);
    if (!lower)
        return tl::unexpected(lower.error());
    const auto below = ancestorsApart(m_map, lower->nodes, Asked::Targets);
    if (!below)
        return tl::unexpected(below.error());
    needed->subtract(*below);
    const auto included = m_identifiers.all(lower->names).and_then(&nodesOf);
    if (!included)
        return tl::unexpected(included.error());
    for (const RevisionIndex i : *included)
        needed->insert(i);
    if (lower->nodes.empty())
        return Selection {.revisions = std::move(*needed), .heads = *targets};
    const auto above = descendantsApart(m_map, lower->nodes);
    if (!above)
        return tl::unexpected(above.error());
    needed->intersect(*above);
    return Selection {.revisions = std::move(*needed), .heads = *targets, .isClosed = false};
}

Found<RevisionIndexes> Planner::range(const QString &base, const QString &head)
{
    return forRange(base, head).and_then([this](const Selection &selection) {
        return sorted(selection);
    });
}

Found<QStringList> Planner::current(const QStringList &rows)
{
    return effectiveHeads(m_identifiers, m_map, rows).map([this](const RevisionIndexes &heads) {
        QStringList ids = m_map.idsOf(heads);
        ids.sort();
        return ids;
    });
}

Found<RevisionIndexes> Planner::sorted(const Selection &selection)
{
    RevisionIndexes heads;
    std::copy_if(selection.heads.begin(), selection.heads.end(), std::back_inserter(heads),
        [&](RevisionIndex i) { return selection.revisions.contains(i); });
    TopologicalSort sort(m_map, m_ancestors, selection.revisions,
        selection.isClosed ? TopologicalSort::Gaps::No : TopologicalSort::Gaps::Possible);
    return sort.from(std::move(heads));
}

Found<Plan> Planner::planOf(
    const RevisionIndexes &revisions, Direction direction, const QStringList &rows)
{
    VersionRows table(m_map, m_ancestors, rows);
    Plan plan;
    plan.steps.reserve(revisions.size());
    for (const RevisionIndex i : revisions) {
        const auto done = direction == Direction::Up ? table.upgrade(i) : table.downgrade(i);
        if (!done)
            return tl::unexpected(done.error());
        plan.steps.push_back(
            {.direction = direction, .revision = m_map[i].id, .rowsAfter = table.rows()});
    }
    return plan;
}

} // namespace migrations
