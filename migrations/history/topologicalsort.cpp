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
    while (!m_heads.empty()) {
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
    if (m_heads.size() == 1 || (m_gaps == Gaps::No && m_children[next.at()] == 0))
        return false;
    for (size_t i = 0; i < m_heads.size(); ++i) {
        if (i != m_current && m_ancestors.isAncestor(next, m_heads[i])) {
            m_current = i;
            return true;
        }
    }
    return false;
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

} // namespace migrations
