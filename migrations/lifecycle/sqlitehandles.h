// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the .cpp files about SQLite alone: its handles as owned values.

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <QString>

#include <memory>
#include <sqlite3.h>

namespace migrations {

struct SqliteClose
{
    void operator()(sqlite3 *database) const { sqlite3_close(database); }
};
using SqliteDatabase = std::unique_ptr<sqlite3, SqliteClose>;

struct SqliteFinalize
{
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteFinalize>;

// How a file is opened. Nothing is ever made. Writable is what a plain reader needs too: a journal
// that a killed program left has to be rolled back, and a WAL is tidied up behind us.
enum class SqliteOpen { Writable, Immutable };
Result<SqliteDatabase> openSqlite(const QString &file, SqliteOpen how);

// One statement without parameters; the first column of its rows. Cancelled by progress.
Result<QStringList> sqliteColumn(sqlite3 *database, const QString &sql, Progress &progress);

Error sqliteError(sqlite3 *database, const QString &message);

} // namespace migrations
