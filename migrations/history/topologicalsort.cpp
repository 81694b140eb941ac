// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/topologicalsort.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

TopologicalSort::TopologicalSort(
    const RevisionMap &map, AncestorTable &ancestors, const RevisionSet &revisions, Gaps gaps)
    : m_map(map)
    , m_ancestors(ancestors)
    , m_todo(revisions)
    , m_gaps(gaps)
    , m_children(map.nodes.size())
    , m_listed(map.none())
{
}

void TopologicalSort::countChildren()
{
    for (const RevisionIndex i : m_todo.members()) {
        for (const RevisionIndex need : m_map[i].needs)
            ++m_children[need.at()];
    }
}

Found<RevisionIndexes> TopologicalSort::from(RevisionIndexes heads)
{
    std::sort(heads.begin(), heads.end(), [this](RevisionIndex a, RevisionIndex b) {
        return m_map[a].keyPosition < m_map[b].keyPosition;
    });
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    m_heads = std::move(heads);
    for (const RevisionIndex head : m_heads)
        m_listed.insert(head);
    countChildren();
    if (m_map.hasCycle) {
        for (const RevisionIndex head : m_heads)
            m_headAncestors.push_back(m_map.ancestors({head}));
    }
    while (!m_heads.empty()) {
        if (m_jumps > m_heads.size())
            return crash(u"DependencyCycleDetected"_s,
                u"Revisions need each other in a circle, and Alembic would never finish: correct down_revision or depends_on in one of them."_s);
        if (jumpsToBlocker())
            continue;
        emitCandidate();
        moveDown();
    }
    if (!m_todo.isEmpty())
        return crash(u"AssertionError"_s,
            u"Alembic cannot put these revisions in order, because some are linked through a dependency only: choose a range along down_revision."_s);
    return m_output;
}

// Without gaps a revision is blocked exactly as long as a child of it is to come, and only then the
// heads have to be searched for the one that Alembic jumps to: the first.
bool TopologicalSort::jumpsToBlocker()
{
    const RevisionIndex next = candidate();
    const bool childrenDecide = m_gaps == Gaps::No && !m_map.hasCycle;
    const bool isFree = m_heads.size() == 1 || (childrenDecide && m_children[next.at()] == 0);
    for (size_t i = 0; !isFree && i < m_heads.size(); ++i) {
        if (i != m_current && needs(i, next)) {
            m_current = i;
            ++m_jumps;
            return true;
        }
    }
    m_jumps = 0;
    return false;
}

bool TopologicalSort::needs(size_t head, RevisionIndex revision)
{
    if (m_map.hasCycle)
        return m_headAncestors[head].contains(revision);
    return m_ancestors.isAncestor(revision, m_heads[head]);
}

void TopologicalSort::emitCandidate()
{
    const RevisionIndex done = candidate();
    if (!m_todo.contains(done))
        return;
    m_output.push_back(done);
    m_todo.remove(done);
    for (const RevisionIndex need : m_map[done].needs)
        --m_children[need.at()];
}

void TopologicalSort::moveDown()
{
    const RevisionIndex done = candidate();
    RevisionIndexes add;
    for (const RevisionIndex need : m_map[done].needs) {
        if (m_todo.contains(need) && !m_listed.contains(need))
            add.push_back(need);
    }
    m_listed.remove(done);
    if (m_map.hasCycle)
        followAncestors(done, add);
    if (add.empty()) {
        m_heads.erase(m_heads.begin() + static_cast<std::ptrdiff_t>(m_current));
        m_current = m_current == 0 ? 0 : m_current - 1;
        return;
    }
    m_heads[m_current] = add.front();
    m_heads.insert(m_heads.end(), add.begin() + 1, add.end());
    for (const RevisionIndex i : add)
        m_listed.insert(i);
}

// Alembic keeps each head's ancestors and, along a plain line, only takes out the revision it
// leaves. That comes to the same as asking anew, except on a cycle, where the revision is its own
// ancestor.
void TopologicalSort::followAncestors(RevisionIndex done, const RevisionIndexes &next)
{
    const auto current = m_headAncestors.begin() + static_cast<std::ptrdiff_t>(m_current);
    if (next.empty()) {
        m_headAncestors.erase(current);
        return;
    }
    if (m_map[done].ownDependencies.empty() && m_map[done].down.size() == 1) {
        current->remove(done);
        return;
    }
    *current = m_map.ancestors({next.front()});
    for (size_t i = 1; i < next.size(); ++i)
        m_headAncestors.push_back(m_map.ancestors({next[i]}));
}

} // namespace migrations
