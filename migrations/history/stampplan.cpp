// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/planner.h"
#include "migrations/history/versionrows.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

namespace {

bool contains(const RevisionIndexes &indexes, RevisionIndex i)
{
    return std::find(indexes.begin(), indexes.end(), i) != indexes.end();
}

// The rows that the stamp replaces: those on one line with any target, dependencies included.
Found<RevisionIndexes> replacedRows(
    const Identifiers &identifiers, const RevisionIndexes &rows, const QStringList &targets)
{
    RevisionIndexes result;
    for (const QString &target : targets) {
        if (target.isEmpty())
            continue;
        const auto shared = identifiers.sharing(rows, target, Edges::All);
        if (!shared)
            return shared;
        for (const RevisionIndex i : *shared) {
            if (!contains(result, i))
                result.push_back(i);
        }
    }
    return result;
}

// The moves for one target.
Found<std::vector<VersionRows::Stamp>> stampsTo(
    const RevisionMap &map, const Spot &target, const RevisionIndexes &replaced)
{
    using Stamps = std::vector<VersionRows::Stamp>;
    if (target.kind == Spot::Kind::Nothing) {
        Stamps result;
        for (const RevisionIndex row : replaced)
            result.push_back({.from = {row}, .to = {}, .isBranchMove = true});
        return result;
    }
    if (!target.isNode())
        return nodesOf({target}).map([](const RevisionIndexes &) { return Stamps {}; });
    if (contains(replaced, target.node))
        return Stamps {};
    const bool isBelow = map.descendants({target.node}).intersects(replaced);
    const bool isAbove = map.ancestors({target.node}).intersects(replaced);
    if (isBelow && isAbove)
        return crash(u"AssertionError"_s,
            u"The version table has rows both above and below %1, and Alembic cannot stamp between them: stamp the base first."_s
                .arg(map[target.node].id));
    if (isBelow || isAbove)
        return Stamps {{.from = replaced, .to = target.node, .isUpgrade = isAbove}};
    return Stamps {{.from = {}, .to = target.node, .isUpgrade = true, .isBranchMove = true}};
}

} // namespace

Found<Plan> Planner::stamp(const QStringList &targets, const QStringList &rows)
{
    const auto rowNodes = m_identifiers.all(rows).and_then(&nodesOf);
    if (!rowNodes)
        return tl::unexpected(rowNodes.error());
    const QStringList names = targets.isEmpty() ? QStringList {u"base"_s} : targets;
    const auto replaced = replacedRows(m_identifiers, *rowNodes, names);
    if (!replaced)
        return tl::unexpected(replaced.error());
    auto spots = m_identifiers.all(names);
    if (!spots)
        return tl::unexpected(spots.error());
    if (spots->empty())
        spots->push_back({});

    std::vector<VersionRows::Stamp> stamps;
    for (const Spot &spot : *spots) {
        const auto more = stampsTo(m_map, spot, *replaced);
        if (!more)
            return tl::unexpected(more.error());
        stamps.insert(stamps.end(), more->begin(), more->end());
    }
    VersionRows table(m_map, m_ancestors, rows);
    Plan plan;
    for (const VersionRows::Stamp &stamp : stamps) {
        if (const auto done = table.stamp(stamp); !done)
            return tl::unexpected(done.error());
        const QString to = stamp.to.isValid() ? m_map[stamp.to].id : QString();
        plan.steps.push_back({.direction = Direction::Stamp,
            .revision = to,
            .stampFrom = m_map.idsOf(stamp.from),
            .stampTo = to.isNull() ? QStringList() : QStringList {to},
            .rowsAfter = table.rows()});
    }
    return plan;
}

} // namespace migrations
