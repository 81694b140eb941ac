// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

#include <QJsonObject>

#include <optional>
#include <vector>

namespace migrations {

// What a database holds, in numbers that two databases can be compared by: a value of the manifest.

struct TableContent
{
    QString name; // quoted, with its schema
    qint64 rows = 0;
    qint64 hashedRows = 0;
    int every = 1; // the rows whose key's hash is 0 modulo this are in the hash
    QString hash; // sum of the rows' hashes; empty: no rows in it, or a server without the function
    bool operator==(const TableContent &) const = default;
};

struct SequenceContent
{
    QString name;
    std::optional<QString> lastValue; // nullopt: not used yet
    qint64 increment = 1;
    bool operator==(const SequenceContent &) const = default;
};

struct ObjectContent
{
    QString kind; // "table", "index", "function" …
    qint64 count = 0;
    QString hash;
    bool operator==(const ObjectContent &) const = default;
};

struct DatabaseContent
{
    qint64 seed = 0; // of the hashes
    std::vector<TableContent> tables;
    std::vector<SequenceContent> sequences;
    std::vector<ObjectContent> objects;

    qint64 rows() const;
    QJsonObject toJson() const;
    static DatabaseContent fromJson(const QJsonObject &object);
    bool operator==(const DatabaseContent &) const = default;
};

struct ContentOptions
{
    qint64 seed = 0;
    QString snapshot; // of pg_export_snapshot(); empty: the state as it is
    // The sample of each table as it was chosen before; absent: chosen by its size.
    const DatabaseContent *like = nullptr;
};

// Counts and hashes in READ ONLY transactions of a few tables each, so that it never holds many
// locks. Rows are compared in a form that does not depend on settings or the order of columns.
Result<DatabaseContent> readContent(
    PostgreSql &connection, const ContentOptions &options, Progress &progress);

// Sentences, one for each difference, at most `limit` and one that says how many more; empty: the
// same. Sequences may only have moved on.
QStringList contentDifferences(
    const DatabaseContent &wanted, const DatabaseContent &found, int limit = 20);

} // namespace migrations
