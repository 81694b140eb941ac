// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/historyorder.h"

#include "migrations/history/planner.h"

namespace migrations {

using namespace Qt::StringLiterals;

namespace {

// Each once, the line of down_revision last: a stack goes on with it.
RevisionIndexes parentsOf(const MapNode &node)
{
    RevisionIndexes parents;
    for (const RevisionIndexes *some : {&node.dependencies, &node.down}) {
        for (const RevisionIndex i : *some)
            addOnce(parents, i);
    }
    return parents;
}

// Depth first from the heads, a line at a time, without Alembic's help.
RevisionIndexes ownOrder(const RevisionMap &map)
{
    std::vector<size_t> missing(map.nodes.size());
    RevisionIndexes todo;
    for (size_t n = map.nodes.size(); n-- > 0;) {
        missing[n] = map.nodes[n].neededBy.size();
        if (missing[n] == 0 && !map.nodes[n].shadowed)
            todo.push_back({static_cast<int>(n)});
    }
    RevisionIndexes order;
    while (!todo.empty()) {
        const RevisionIndex i = todo.back();
        todo.pop_back();
        order.push_back(i);
        for (const RevisionIndex parent : parentsOf(map[i])) {
            if (--missing[parent.at()] == 0)
                todo.push_back(parent);
        }
    }
    return order;
}

} // namespace

RevisionIndexes historyOrder(const RevisionMap &map)
{
    RevisionIndexes order;
    if (!map.fatal) {
        if (auto range = Planner(map).range(u"base"_s, u"heads"_s))
            order = std::move(*range);
    }
    if (order.empty())
        order = ownOrder(map);
    RevisionSet listed = map.none();
    for (const RevisionIndex i : order)
        listed.insert(i);
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        const RevisionIndex i {static_cast<int>(n)};
        if (!listed.contains(i))
            order.push_back(i);
    }
    return order;
}

} // namespace migrations
