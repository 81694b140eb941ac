// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/mapbuilder.h"

#include "migrations/history/branchlabels.h"
#include "migrations/history/cycles.h"
#include "migrations/history/dependencies.h"
#include "migrations/history/mapproblems.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

namespace {

class MapBuilder
{
public:
    MapBuilder(const std::vector<RevisionFile> &files, const AlembicRules &rules)
        : m_files(files)
    {
        m_map.rules = rules;
    }

    RevisionMap build()
    {
        addNodes();
        addLabels();
        resolveDependencies();
        resolveDowns();
        linkChildren();
        findEnds();
        m_map.upwards = inUpwardOrder(m_map, m_parents);
        checkCycles();
        if (!m_map.hasCycle || !m_map.fatal)
            normaliseDependencies(m_map);
        spreadLabels(m_map, m_files);
        return std::move(m_map);
    }

private:
    const RevisionFile &file(const MapNode &node) const { return m_files[node.file]; }
    void addNodes();
    void addNode(size_t file);
    void addLabels();
    void addLabel(RevisionIndex owner, const QString &label);
    void resolveDependencies();
    void checkEmptyDependency(const MapNode &node);
    void resolveDowns();
    void resolveDown(MapNode &node, const QString &id);
    void linkChildren();
    void linkChild(RevisionIndex child);
    RevisionIndexes nodesInMap(RevisionIndex counted) const;
    void findEnds();
    void checkCycles();

    const std::vector<RevisionFile> &m_files;
    RevisionMap m_map;
    std::vector<RevisionIndexes> m_parents; // of each node, each once
    RevisionIndexes m_shadowedOwners;
};

void MapBuilder::addNodes()
{
    m_map.nodes.reserve(m_files.size());
    m_map.ids.reserve(static_cast<qsizetype>(m_files.size()));
    for (size_t i = 0; i < m_files.size(); ++i) {
        checkFile(m_map, m_files[i]);
        if (!m_files[i].id.isEmpty())
            addNode(i);
    }
    m_parents.resize(m_map.nodes.size());
}

void MapBuilder::addNode(size_t fileIndex)
{
    const RevisionFile &file = m_files[fileIndex];
    const RevisionIndex index {static_cast<int>(m_map.nodes.size())};
    MapNode node;
    node.id = file.id;
    node.file = fileIndex;
    const RevisionIndex earlier = m_map.ids.value(file.id);
    if (earlier.isValid()) {
        MapNode &other = m_map.nodes[earlier.at()];
        other.shadowed = true;
        node.keyPosition = other.keyPosition;
        addProblem(m_map, file, u"duplicate_id"_s,
            u"The revision id %1 is used twice, also in %2, and Alembic only sees the last: give one of them a new id."_s
                .arg(file.id, m_files[other.file].path));
    } else {
        node.keyPosition = static_cast<int>(m_map.keys.size());
        m_map.keys.append(file.id);
    }
    m_map.ids.insert(file.id, index);
    m_map.nodes.push_back(std::move(node));
}

void MapBuilder::addLabels()
{
    for (size_t i = 0; i < m_map.nodes.size(); ++i) {
        for (const QString &label : file(m_map.nodes[i]).branchLabels)
            addLabel({static_cast<int>(i)}, label);
    }
}

void MapBuilder::addLabel(RevisionIndex owner, const QString &label)
{
    const RevisionIndex other = m_map.key(label);
    if (!other.isValid()) {
        m_map.labelOwners.insert(label, owner);
        m_map.keys.append(label);
        if (m_map[owner].shadowed)
            addOnce(m_shadowedOwners, owner);
        return;
    }
    const QString &id = m_map[owner].id;
    addFatal(m_map, file(m_map[owner]),
        {.code = u"duplicate_label"_s,
            .message =
                u"The branch label %1 of revision %2 is already taken by revision %3: rename one of them."_s
                    .arg(label, id, m_map[other].id),
            .alembicCode = u"RevisionError"_s,
            .alembicText = u"Branch name '%1' in revision %2 already used by revision %3"_s.arg(
                label, id, m_map[other].id)});
}

void MapBuilder::resolveDependencies()
{
    for (MapNode &node : m_map.nodes) {
        const QStringList &names = file(node).dependsOn;
        if (names.size() == 1 && names.front().isEmpty()) {
            checkEmptyDependency(node);
            continue;
        }
        for (const QString &name : names) {
            const RevisionIndex found = m_map.key(name);
            if (found.isValid()) {
                // A label's owner may be shadowed; its id then means the later file.
                node.dependencies.push_back(m_map.ids.value(m_map[found].id));
                continue;
            }
            addFatal(m_map, file(node),
                {.code = u"missing_dependency"_s,
                    .message =
                        u"Revision %1 depends on %2, which is neither a revision nor a branch label here: restore that file, or correct depends_on in %3."_s
                            .arg(node.id, name, file(node).path),
                    .alembicCode = u"KeyError"_s,
                    .alembicText = {}});
        }
    }
}

// Alembic takes depends_on = "" for no dependency, but then misses the base in its cycle check.
void MapBuilder::checkEmptyDependency(const MapNode &node)
{
    if (!file(node).down.isEmpty())
        return;
    addFatal(m_map, file(node),
        {.code = u"empty_depends_on"_s,
            .message =
                u"Revision %1 is a base with an empty depends_on, which Alembic takes for a cycle: write None in %2."_s
                    .arg(node.id, file(node).path),
            .alembicCode = u"DependencyCycleDetected"_s,
            .alembicText = {}});
}

void MapBuilder::resolveDowns()
{
    for (MapNode &node : m_map.nodes) {
        const RevisionFile &script = file(node);
        if (script.emptyDownString) {
            if (!m_map.rules.emptyDownIsBase)
                resolveDown(node, {});
            continue;
        }
        for (const QString &id : script.down)
            resolveDown(node, id);
    }
}

void MapBuilder::resolveDown(MapNode &node, const QString &id)
{
    const RevisionIndex found = m_map.ids.value(id);
    if (found.isValid()) {
        node.down.push_back(found);
        return;
    }
    const QString &path = file(node).path;
    if (m_map.labelOwners.contains(id)) {
        addFatal(m_map, file(node),
            {.code = u"label_as_down_revision"_s,
                .message =
                    u"Revision %1 names the branch label %2 as its down_revision: write the revision's id in %3."_s
                        .arg(node.id, id, path),
                .alembicCode = u"RevisionError"_s,
                .alembicText = u"Dependency resolution failed; broken map"_s});
        return;
    }
    const QString message = id.isEmpty()
        ? u"Revision %1 has an empty down_revision, which this Alembic cannot load: write None in %2."_s
              .arg(node.id, path)
        : u"Revision %1 comes after %2, which is not here: restore that file, or correct down_revision in %3."_s
              .arg(node.id, id, path);
    addFatal(m_map, file(node),
        {.code = u"missing_down_revision"_s,
            .message = message,
            .alembicCode = u"KeyError"_s,
            .alembicText = {}});
}

void MapBuilder::linkChildren()
{
    for (size_t i = 0; i < m_map.nodes.size(); ++i) {
        MapNode &node = m_map.nodes[i];
        for (const RevisionIndex down : node.down)
            addOnce(node.needs, down);
        if (!node.shadowed)
            linkChild({static_cast<int>(i)});
    }
}

// Called once for each child, so that a child can only be a parent's last one already.
void MapBuilder::linkChild(RevisionIndex child)
{
    const auto addChild = [child](RevisionIndexes &children) {
        if (children.empty() || children.back() != child)
            children.push_back(child);
    };
    RevisionIndexes &parents = m_parents[child.at()];
    for (const RevisionIndex node : nodesInMap(child)) {
        for (const RevisionIndex down : m_map[node].down) {
            addChild(m_map.nodes[down.at()].next);
            addOnce(parents, down);
        }
        for (const RevisionIndex dependency : m_map[node].dependencies)
            addOnce(parents, dependency);
    }
    for (const RevisionIndex parent : parents)
        addChild(m_map.nodes[parent.at()].neededBy);
}

// A revision, and the shadowed ones of its id that Alembic's map still reaches through a label.
RevisionIndexes MapBuilder::nodesInMap(RevisionIndex counted) const
{
    RevisionIndexes result {counted};
    std::copy_if(m_shadowedOwners.begin(), m_shadowedOwners.end(), std::back_inserter(result),
        [&](RevisionIndex owner) { return m_map[owner].id == m_map[counted].id; });
    return result;
}

void MapBuilder::findEnds()
{
    for (const MapNode &node : m_map.nodes) {
        const RevisionIndex counted = m_map.ids.value(node.id);
        if (node.shadowed || node.next.empty())
            m_map.heads.push_back(counted);
        if (node.shadowed || node.neededBy.empty())
            m_map.realHeads.push_back(counted);
        const RevisionFile &script = file(node);
        if (script.down.isEmpty() || (script.emptyDownString && m_map.rules.emptyDownIsBase))
            m_map.bases.push_back(counted);
    }
}

void MapBuilder::checkCycles()
{
    const auto isShadowed = [](const MapNode &node) { return node.shadowed; };
    const auto shadowed = std::count_if(m_map.nodes.begin(), m_map.nodes.end(), isShadowed);
    if (m_map.upwards.size() + static_cast<size_t>(shadowed) == m_map.nodes.size())
        return;
    m_map.hasCycle = true;
    for (MapNode &node : m_map.nodes) {
        node.ownDependencies = node.dependencies;
        for (const RevisionIndex dependency : node.dependencies)
            addOnce(node.needs, dependency);
    }
    const RevisionIndexes cycle = findCycle(m_map, m_parents);
    const AlembicCycle said = alembicCycle(m_map);
    const bool wasBroken = m_map.fatal.has_value();
    addFatal(m_map, file(m_map[cycle.front()]),
        {.code = u"cycle"_s,
            .message =
                u"Revisions need each other in a circle: %1. Correct down_revision or depends_on in one of their files."_s
                    .arg(m_map.idsOf(cycle).join(u" needs "_s)),
            .alembicCode = said.code,
            .alembicText = said.text});
    // Where Alembic misses the cycle it still has answers, and ours are the same.
    if (said.text.isEmpty() && !wasBroken)
        m_map.fatal.reset();
}

} // namespace

RevisionMap buildMap(const std::vector<RevisionFile> &files, const AlembicRules &rules)
{
    return MapBuilder(files, rules).build();
}

} // namespace migrations
