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

QStringList sortedIds(const RevisionMap &map, const RevisionSet &set)
{
    QStringList ids;
    for (const RevisionIndex i : set.members())
        ids.append(map[i].id);
    ids.sort();
    return ids;
}

RevisionSet everything(const RevisionMap &map)
{
    RevisionSet all = map.none();
    for (const RevisionIndex i : map.ids)
        all.insert(i);
    return all;
}

} // namespace

AlembicCycle alembicCycle(const RevisionMap &map, const std::vector<RevisionIndexes> &parents)
{
    const QStringList all = map.keys.first(map.ids.size());
    const auto kind = u"Cycle"_s;
    const auto code = u"CycleDetected"_s;
    if (map.heads.empty() || map.bases.empty())
        return detected(code, kind, all);
    RevisionSet lost = everything(map);
    RevisionSet found = map.ancestors(map.heads, Edges::Versions);
    found.intersect(map.descendants(map.bases, Edges::Versions));
    lost.subtract(found);
    if (!lost.isEmpty())
        return detected(code, kind, sortedIds(map, lost));

    RevisionIndexes realBases;
    std::copy_if(map.bases.begin(), map.bases.end(), std::back_inserter(realBases),
        [&](RevisionIndex i) { return parents[i.at()].empty(); });
    const auto realKind = u"Dependency cycle"_s;
    const auto realCode = u"DependencyCycleDetected"_s;
    if (map.realHeads.empty() || realBases.empty())
        return detected(realCode, realKind, all);
    lost = everything(map);
    found = map.ancestors(map.realHeads);
    found.intersect(map.descendants(realBases));
    lost.subtract(found);
    if (!lost.isEmpty())
        return detected(realCode, realKind, sortedIds(map, lost));
    return {.code = realCode, .text = {}};
}

} // namespace migrations
