// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// A table, view, sequence, index or column, as people would name it.
struct UserObject
{
    QString kind; // "table"
    QString name; // "public.orders", quoted where needed
    QString parent; // of an index, a column, an owned sequence

    bool operator==(const UserObject &) const = default;
};
using Inventory = std::vector<UserObject>;

// PostgreSQL: everything that people made in this database.
Result<Inventory> readInventory(
    PostgreSql &connection, const QString &versionTable, Progress &progress);

// What is in one and not in the other, without the parts of a table that is named itself:
// {"table public.orders", "column public.users.name"}. Pure.
QStringList onlyIn(const Inventory &here, const Inventory &there);

} // namespace migrations
