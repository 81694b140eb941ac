// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/maperror.h"
#include "migrations/history/revisionmap.h"

namespace migrations {

// Alembic's order of a set of revisions, newest first (ALEMBIC.md 2.8): a list of heads is walked
// down, staying on one line as long as no other listed head still needs the next revision.
class TopologicalSort
{
public:
    // Possible: two of the revisions may be linked by one that is not among them.
    enum class Gaps { No, Possible };

    TopologicalSort(
        const RevisionMap &map, AncestorTable &ancestors, const RevisionSet &revisions, Gaps gaps);
    Found<RevisionIndexes> from(RevisionIndexes heads);

private:
    void countChildren();
    bool jumpsToBlocker();
    bool needs(size_t head, RevisionIndex revision);
    void emitCandidate();
    void moveDown();
    void followAncestors(RevisionIndex done, const RevisionIndexes &next);
    RevisionIndex candidate() const { return m_heads[m_current]; }

    const RevisionMap &m_map;
    AncestorTable &m_ancestors;
    RevisionSet m_todo;
    Gaps m_gaps;
    std::vector<int> m_children; // of each revision: how many that need it are still to come
    RevisionIndexes m_heads;
    RevisionSet m_listed; // the heads once more
    std::vector<RevisionSet> m_headAncestors; // only where there is a cycle
    size_t m_current = 0;
    size_t m_jumps = 0; // since the last revision that could be put out
    RevisionIndexes m_output;
};

} // namespace migrations
