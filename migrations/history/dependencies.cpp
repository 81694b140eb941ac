// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/dependencies.h"

#include "migrations/history/pythonset.h"

namespace migrations {

namespace {

// The dependencies that more than one revision declares, numbered: no other can be declared by an
// ancestor as well.
struct SharedDependencies
{
    explicit SharedDependencies(const RevisionMap &map);
    RevisionIndex columnOf(RevisionIndex dependency) const { return columns[dependency.at()]; }
    void addDeclared(const MapNode &node, RevisionSet &set) const;

    RevisionIndexes columns; // of each revision, or invalid
    size_t count = 0;
};

SharedDependencies::SharedDependencies(const RevisionMap &map)
    : columns(map.nodes.size())
{
    std::vector<int> declarations(map.nodes.size());
    for (const MapNode &node : map.nodes) {
        for (const RevisionIndex dependency : node.dependencies) {
            if (++declarations[dependency.at()] == 2)
                columns[dependency.at()] = {static_cast<int>(count++)};
        }
    }
}

void SharedDependencies::addDeclared(const MapNode &node, RevisionSet &set) const
{
    for (const RevisionIndex dependency : node.dependencies) {
        if (columnOf(dependency).isValid())
            set.insert(columnOf(dependency));
    }
}

// For each revision the columns of the dependencies that some version ancestor of it declares.
std::vector<RevisionSet> declaredAbove(const RevisionMap &map, const SharedDependencies &shared)
{
    std::vector<RevisionSet> result(map.nodes.size(), RevisionSet(shared.count));
    for (const RevisionIndex i : map.upwards) {
        for (const RevisionIndex down : map[i].down) {
            result[i.at()].unite(result[down.at()]);
            shared.addDeclared(map[down], result[i.at()]);
        }
    }
    return result;
}

// The same where there is no order to go by.
std::vector<RevisionSet> declaredAboveOnCycles(
    const RevisionMap &map, const SharedDependencies &shared)
{
    std::vector<RevisionSet> result(map.nodes.size(), RevisionSet(shared.count));
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        const RevisionIndex i {static_cast<int>(n)};
        for (const RevisionIndex above : map.ancestors({i}, Edges::Versions).members()) {
            if (above != i)
                shared.addDeclared(map[above], result[n]);
        }
    }
    return result;
}

// In the order of Alembic's set of them.
RevisionIndexes inSetOrder(
    const RevisionMap &map, const RevisionIndexes &dependencies, const RevisionIndexes &without)
{
    PythonSet names;
    for (const RevisionIndex i : dependencies)
        names.insert(map[i].id);
    std::vector<QString> out;
    for (const RevisionIndex i : without)
        out.push_back(map[i].id);
    names.removeAll(out);
    RevisionIndexes result;
    for (const QString &name : names.inOrder())
        result.push_back(map.ids.value(name));
    return result;
}

} // namespace

void normaliseDependencies(RevisionMap &map)
{
    const SharedDependencies shared(map);
    const auto declared =
        map.hasCycle ? declaredAboveOnCycles(map, shared) : declaredAbove(map, shared);
    for (size_t n = 0; n < map.nodes.size(); ++n) {
        MapNode &node = map.nodes[n];
        if (node.dependencies.empty())
            continue;
        RevisionIndexes known;
        for (const RevisionIndex dependency : node.dependencies) {
            const RevisionIndex column = shared.columnOf(dependency);
            if (column.isValid() && declared[n].contains(column))
                known.push_back(dependency);
        }
        node.ownDependencies = inSetOrder(map, node.dependencies, known);
        node.needs.clear();
        for (const RevisionIndexes *some : {&node.down, &node.ownDependencies}) {
            for (const RevisionIndex need : *some)
                addOnce(node.needs, need);
        }
    }
}

} // namespace migrations
