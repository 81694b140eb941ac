// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/identity.h"

#include <QDateTime>

namespace migrations {

// Where Alembic keeps its rows; learned from the project's env.py through the helper.
struct VersionTable
{
    QString name = QStringLiteral("alembic_version");
    QString schema; // empty: found by the search_path

    QString display() const;
    bool operator==(const VersionTable &) const = default;
};

// What one look at a database says, read in one READ ONLY transaction that is rolled back.
struct DatabaseReading
{
    DatabaseIdentity identity;
    QString serverVersion; // "15.18"; SQLite: "3.40.1"
    QString databaseName;
    QString user;
    QString host; // as the server says: address:port, or the socket folder
    QString schema; // current_schema(): where new tables land
    bool inRecovery = false;
    bool readOnly = false; // default_transaction_read_only
    bool versionTableExists = false;
    QString versionTableSchema; // where it was found; SQLite: "main"
    QStringList versionTablesElsewhere; // other schemas that hold a table of that name
    QStringList rows; // of the version table, sorted; duplicates kept
    QStringList invalidIndexes; // schema-qualified, "not indisvalid"
    QDateTime readAt;

    bool operator==(const DatabaseReading &) const = default;
};

// PostgreSQL and SQLite. SQLite: baseFolder resolves a relative path; the file is opened read-only
// and never created. A missing version table is no error (rows empty). Error codes beside those of
// PostgreSql: "version_table_kind" (a view …), "version_table_column" (no version_num), "no_file"
// (SQLite: not there yet), "locked", "not_a_database", "in_memory".
Result<DatabaseReading> readDatabase(const DatabaseUrl &url, const VersionTable &table,
    const QString &baseFolder, Progress &progress);

// The rows alone, where nothing else of the database matters: of the other members only
// versionTableExists and readAt are filled. Half of a full reading's time is the server's, which
// looks up what its new session has not met. Whatever is unusual (a view, no right to read …) is
// left to readDatabase(), with its errors.
Result<DatabaseReading> readVersionRows(const DatabaseUrl &url, const VersionTable &table,
    const QString &baseFolder, Progress &progress);

// The same within a transaction that the caller has open on a PostgreSQL connection: what its
// snapshot sees.
Result<DatabaseReading> readDatabaseWithin(
    PostgreSql &connection, const VersionTable &table, Progress &progress);

// Refused, code "read_only": what was read is a standby, or is read-only for this role.
Result<> refuseReadOnly(const DatabaseReading &reading);

} // namespace migrations
