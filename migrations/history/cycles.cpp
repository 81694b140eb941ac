// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/cycles.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

RevisionIndexes inUpwardOrder(const RevisionMap &map, const std::vector<RevisionIndexes> &parents)
{
    std::vector<size_t> missing(parents.size());
    RevisionIndexes order;
    order.reserve(parents.size());
    for (size_t i = 0; i < parents.size(); ++i) {
        missing[i] = parents[i].size();
        if (missing[i] == 0 && !map.nodes[i].shadowed)
            order.push_back({static_cast<int>(i)});
    }
    for (size_t done = 0; done < order.size(); ++done) {
        for (const RevisionIndex child : map[order[done]].neededBy) {
            if (--missing[child.at()] == 0)
                order.push_back(child);
        }
    }
    return order;
}

RevisionIndexes findCycle(const RevisionMap &map, const std::vector<RevisionIndexes> &parents)
{
    RevisionSet ordered = map.none();
    for (const RevisionIndex i : map.upwards)
        ordered.insert(i);
    const auto isLeft = [&](RevisionIndex i) { return !ordered.contains(i) && !map[i].shadowed; };

    // Whatever is left over needs something that is left over: follow that until it comes round.
    RevisionIndexes path;
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        const RevisionIndex start {static_cast<int>(n)};
        if (!isLeft(start))
            continue;
        RevisionSet seen = map.none();
        RevisionIndex i = start;
        while (seen.insert(i)) {
            path.push_back(i);
            i = *std::find_if(parents[i.at()].begin(), parents[i.at()].end(), isLeft);
        }
        path.erase(path.begin(), std::find(path.begin(), path.end(), i));
        path.push_back(i);
        break;
    }
    return path;
}

namespace {

AlembicCycle detected(const QString &code, const QString &kind, const QStringList &ids)
{
    return {
        .code = code, .text = u"%1 is detected in revisions (%2)"_s.arg(kind, ids.join(u", "_s))};
}

// Alembic goes by ids here, so that a shadowed revision counts for the one that shadows it.
RevisionSet counted(const RevisionMap &map, const RevisionSet &set)
{
    RevisionSet result = map.none();
    for (const RevisionIndex i : set.members())
        result.insert(map.ids.value(map[i].id));
    return result;
}

template <typename Predicate>
RevisionIndexes nodesThat(const RevisionMap &map, Predicate predicate)
{
    RevisionIndexes result;
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        if (predicate(map.nodes[n]))
            result.push_back({static_cast<int>(n)});
    }
    return result;
}

// Those that a head does not lead down to, or a base not up to.
QStringList lost(
    const RevisionMap &map, const RevisionIndexes &heads, const RevisionIndexes &bases, Edges edges)
{
    const QStringList all = map.keys.first(map.ids.size());
    if (heads.empty() || bases.empty())
        return all;
    RevisionSet found = counted(map, map.ancestors(heads, edges));
    found.intersect(counted(map, map.descendants(bases, edges)));
    QStringList result;
    for (const QString &id : all) {
        if (!found.contains(map.ids.value(id)))
            result.append(id);
    }
    result.sort();
    return result;
}

} // namespace

AlembicCycle alembicCycle(const RevisionMap &map)
{
    const auto heads = nodesThat(map, [](const MapNode &node) { return node.next.empty(); });
    const auto bases = nodesThat(map, [](const MapNode &node) { return node.down.empty(); });
    const QStringList byVersions = lost(map, heads, bases, Edges::Versions);
    if (!byVersions.isEmpty())
        return detected(u"CycleDetected"_s, u"Cycle"_s, byVersions);
    const auto realHeads =
        nodesThat(map, [](const MapNode &node) { return node.neededBy.empty(); });
    const auto realBases = nodesThat(
        map, [](const MapNode &node) { return node.down.empty() && node.dependencies.empty(); });
    const QStringList byAll = lost(map, realHeads, realBases, Edges::All);
    if (!byAll.isEmpty())
        return detected(u"DependencyCycleDetected"_s, u"Dependency cycle"_s, byAll);
    return {.code = u"DependencyCycleDetected"_s, .text = {}};
}

} // namespace migrations
