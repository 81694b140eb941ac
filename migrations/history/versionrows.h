// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/maperror.h"
#include "migrations/history/revisionmap.h"

#include <map>

namespace migrations {

// What becomes of alembic_version as steps run (ALEMBIC.md 2.9). Where Alembic would die in the
// middle of a run this refuses, so that no such plan is ever started.
class VersionRows
{
public:
    VersionRows(const RevisionMap &map, AncestorTable &ancestors, const QStringList &rows);

    Found<> upgrade(RevisionIndex revision);
    Found<> downgrade(RevisionIndex revision);

    struct Stamp
    {
        RevisionIndexes from;
        RevisionIndex to; // invalid: the rows are deleted
        bool isUpgrade = false;
        bool isBranchMove = false; // a row comes or goes, instead of changing
    };
    Found<> stamp(const Stamp &stamp);

    QStringList rows() const; // sorted

private:
    bool holds(RevisionIndex i) const { return m_rows.contains(m_map[i].id); }
    RevisionIndexes held(const RevisionIndexes &indexes) const;
    // Those that no row but `except` includes already.
    RevisionIndexes notIncluded(const RevisionIndexes &needs, const RevisionIndexes &except);
    RevisionIndexes unmergeTargets(RevisionIndex revision);
    Found<> insert(RevisionIndex i);
    Found<> remove(RevisionIndex i);
    Found<> change(RevisionIndex from, RevisionIndex to);
    Found<> merge(const RevisionIndexes &from, RevisionIndex to);

    const RevisionMap &m_map;
    AncestorTable &m_ancestors;
    std::map<QString, RevisionIndex> m_rows; // invalid: not an exact id, and no ancestor of any
};

} // namespace migrations
