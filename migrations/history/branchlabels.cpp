// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/branchlabels.h"

#include "migrations/history/pythonset.h"

#include <algorithm>

namespace migrations {

namespace {

void unite(std::vector<int> &labels, const std::vector<int> &more)
{
    if (std::includes(labels.begin(), labels.end(), more.begin(), more.end()))
        return;
    std::vector<int> both;
    both.reserve(labels.size() + more.size());
    std::set_union(
        labels.begin(), labels.end(), more.begin(), more.end(), std::back_inserter(both));
    labels = std::move(both);
}

// Beyond this many children the order is not worth its cost; it only decides which ancestors
// inherit.
constexpr size_t orderedChildren = 32;

// The children of each revision as Alembic's walk takes them, found out once.
class Children
{
public:
    explicit Children(const RevisionMap &map)
        : m_map(map)
        , m_ordered(map.nodes.size())
    {
    }
    const RevisionIndexes &of(RevisionIndex parent)
    {
        const RevisionIndexes &children = m_map[parent].next;
        if (children.size() < 2 || children.size() > orderedChildren)
            return children;
        RevisionIndexes &ordered = m_ordered[parent.at()];
        if (ordered.empty())
            ordered = inSetOrder(children);
        return ordered;
    }

private:
    RevisionIndexes inSetOrder(const RevisionIndexes &children) const
    {
        PythonSet names;
        for (const RevisionIndex child : children)
            names = names.united(m_map[child].id);
        RevisionIndexes result;
        for (const QString &name : names.inOrder())
            result.push_back(m_map.ids.value(name));
        return result;
    }

    const RevisionMap &m_map;
    std::vector<RevisionIndexes> m_ordered;
};

// All version descendants, in the order of a depth-first walk: the last one matters.
RevisionIndexes walkUp(const RevisionMap &map, RevisionIndex start, Children &childrenOf)
{
    RevisionIndexes result;
    RevisionIndexes todo {start};
    RevisionSet seen = map.none();
    while (!todo.empty()) {
        const RevisionIndex i = todo.back();
        todo.pop_back();
        if (!seen.insert(i))
            continue;
        result.push_back(i);
        const RevisionIndexes &children = childrenOf.of(i);
        todo.insert(todo.end(), children.begin(), children.end());
    }
    return result;
}

void spreadFrom(RevisionMap &map, RevisionIndex owner, Children &childrenOf)
{
    // A copy: the owner's own labels are among those that grow.
    const std::vector<int> labels = map[owner].labels;
    const RevisionIndexes walk = walkUp(map, owner, childrenOf);
    for (const RevisionIndex i : walk)
        unite(map.nodes[i.at()].labels, labels);
    RevisionIndex i = walk.back();
    RevisionSet seen = map.none();
    while (map[i].neededBy.size() <= 1 && !map[i].isMergePoint() && seen.insert(i)) {
        unite(map.nodes[i.at()].labels, labels);
        if (map[i].down.empty())
            break;
        i = map[i].down.front();
    }
}

} // namespace

void spreadLabels(RevisionMap &map, const std::vector<RevisionFile> &files)
{
    RevisionIndexes owners;
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        MapNode &node = map.nodes[n];
        for (const QString &label : files[node.file].branchLabels) {
            node.labels.push_back(static_cast<int>(map.labelNames.size()));
            map.labelNames.append(label);
        }
        if (!node.labels.empty())
            owners.push_back({static_cast<int>(n)});
    }
    if (owners.empty())
        return;
    Children childrenOf(map);
    for (const RevisionIndex owner : owners)
        spreadFrom(map, owner, childrenOf);
}

} // namespace migrations
