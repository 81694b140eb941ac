// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/targets.h"

namespace migrations {

// Which revisions a command touches and in which order (ALEMBIC.md 2.8). One planner answers one
// question: it keeps the map's ancestor table once that has been needed.
class Planner
{
public:
    explicit Planner(const RevisionMap &map)
        : m_map(map)
        , m_identifiers(map)
        , m_ancestors(map)
    {
    }

    // Newest first, both ends included.
    Found<RevisionIndexes> range(const QString &base, const QString &head);
    Found<RevisionIndexes> upgradeOrder(const QString &target, const QStringList &rows);
    Found<Plan> upgrade(const QString &target, const QStringList &rows);
    Found<Plan> downgrade(const QString &target, const QStringList &rows);
    Found<Plan> stamp(const QStringList &targets, const QStringList &rows);
    Found<QStringList> current(const QStringList &rows);

private:
    struct Selection
    {
        RevisionSet revisions;
        RevisionIndexes heads;
        bool isClosed = true; // all between two of them are in it too
    };
    struct Lower
    {
        QStringList names; // identifiers of the same
        RevisionIndexes nodes;
    };

    Found<Selection> forUpgrade(const QString &target, const QStringList &rows);
    Found<Selection> forRange(const QString &base, const QString &head);
    Found<RevisionIndexes> onlyOnBranchOf(const QString &base, RevisionIndexes targets) const;
    Found<Lower> lowerEnd(
        const QString &base, const QString &head, const RevisionSet &required) const;
    Found<Selection> forDowngrade(const DowngradeTarget &target, const QStringList &rows);
    Found<RevisionIndexes> downgradeRoots(const DowngradeTarget &target) const;
    Found<RevisionIndexes> sorted(const Selection &selection);
    Found<Plan> planOf(
        const RevisionIndexes &revisions, Direction direction, const QStringList &rows);

    const RevisionMap &m_map;
    Identifiers m_identifiers;
    AncestorTable m_ancestors;
};

} // namespace migrations
