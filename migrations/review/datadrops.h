// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QMap>
#include <QSet>

#include <vector>

namespace migrations {

// Something that a script takes away or changes so that values cannot come back.
struct DataDrop
{
    enum class Kind {
        Schema, // with everything in it
        Table, // or materialized view
        Column,
        AllRows, // TRUNCATE, DELETE without a condition
        SomeRows, // DELETE with one
        Converted, // a column gets another type
        Unseen, // a DO block: what it does is not in its grammar
    };
    Kind kind = Kind::Table;
    QString schema; // empty: found by the search_path
    QString table;
    QString column;

    bool operator==(const DataDrop &) const = default;
};

// Reads the SQL of a plan's steps, one after the other, with PostgreSQL's own grammar
// (libpg_query), and names what is lost as it is called before the first of them: renames are
// followed back, and what the steps themselves have made is nothing that can be lost.
class DropReader
{
public:
    // Errors: ErrorKind::Project, code "sql", the grammar's complaint as detail.
    Result<std::vector<DataDrop>> read(const QString &sql);

private:
    friend struct DropStatements;

    QMap<QString, QString> m_tables; // keys: now -> before
    QMap<QString, QString> m_columns; // table before and column now -> column before
    QSet<QString> m_made;
};

} // namespace migrations
