// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/identifiers.h"

namespace migrations {

enum class Overwalk { IsError, StaysAtEnd }; // history stays, upgrade and downgrade do not

// Where an upgrade to `target` from `current` (rows, or the other end of a range) leads.
Found<Spots> upgradeTarget(const Identifiers &identifiers, const RevisionMap &map,
    const QStringList &current, const QString &target, Overwalk overwalk);

struct DowngradeTarget
{
    QString branch; // empty: none given, none implied
    Spot spot;
    QStringList warnings;
};
Found<DowngradeTarget> downgradeTarget(const Identifiers &identifiers, const RevisionMap &map,
    const QStringList &current, const QString &target, Overwalk overwalk);

// What is applied at these rows and has no applied version child (ALEMBIC.md 2.10).
Found<RevisionIndexes> effectiveHeads(
    const Identifiers &identifiers, const RevisionMap &map, const QStringList &rows);

} // namespace migrations
