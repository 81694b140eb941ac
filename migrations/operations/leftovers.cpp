// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/leftovers.h"

#include "migrations/database/sqltext.h"

#include <set>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int limitMs = 10'000;

std::set<std::pair<QString, QString>> namesOf(const Inventory &inventory)
{
    std::set<std::pair<QString, QString>> names;
    for (const UserObject &object : inventory)
        names.emplace(object.kind, object.name);
    return names;
}

} // namespace

Result<Inventory> readInventory(
    PostgreSql &connection, const QString &versionTable, Progress &progress)
{
    return connection.query(sqlText(u"userobjects"_s), {versionTable}, progress, limitMs)
        .map([](const QueryRows &rows) {
            Inventory inventory;
            for (std::size_t row = 0; row < rows.rows.size(); ++row)
                inventory.push_back({.kind = rows.text(row, u"kind"_s),
                    .name = rows.text(row, u"name"_s),
                    .parent = rows.text(row, u"parent"_s)});
            return inventory;
        });
}

QStringList onlyIn(const Inventory &here, const Inventory &there)
{
    const auto others = namesOf(there);
    std::set<QString> tables;
    for (const UserObject &object : here) {
        if (object.parent.isEmpty() && !others.contains({object.kind, object.name}))
            tables.insert(object.name);
    }
    QStringList found;
    for (const UserObject &object : here) {
        if (!others.contains({object.kind, object.name}) && !tables.contains(object.parent))
            found.append(object.kind + u' ' + object.name);
    }
    return found;
}

} // namespace migrations
