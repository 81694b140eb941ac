// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"
#include "migrations/database/databaseurl.h"

#include <vector>

namespace migrations {

// A table, column, index, constraint … of a database, with its definition as the database has it.
struct SchemaObject
{
    QString name; // "column public.users.age"
    QString definition;

    bool operator==(const SchemaObject &) const = default;
};

// What migrations make, without the version table, sorted; the order of columns is not in it.
// database: another one of the same server; empty: the URL's. SQLite: baseFolder resolves its path.
struct SchemaPlace
{
    DatabaseUrl url;
    QString database;
    QString baseFolder;
    QString versionTable = QStringLiteral("alembic_version");
};
Result<std::vector<SchemaObject>> readSchema(const SchemaPlace &place, Progress &progress);

// Sentences that name an object each: which of the two has it, or how they define it.
QStringList schemaDifferences(const std::vector<SchemaObject> &one, const QString &oneName,
    const std::vector<SchemaObject> &other, const QString &otherName);

} // namespace migrations
