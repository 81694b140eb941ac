// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/redactor.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace migrations {

enum class Dialect { PostgreSql, Sqlite };

// A database URL as SQLAlchemy reads it, never as libpq's own URI parser would (they differ in
// RELIABILITY 2f's ways; one of them is another server). Facts: tests/facts/database-url.json.
struct DatabaseUrl
{
    Dialect dialect = Dialect::PostgreSql;
    QString driver; // "psycopg2", "asyncpg" …; empty when the URL names none
    QMap<QString, QString> keywords; // PostgreSQL: libpq keywords; absent = libpq's default
    QString file; // SQLite: path as written (may be relative); empty = in memory
    bool fileUri = false; // SQLite: written as file:…?uri=true; "file:" is already taken off
    QMap<QString, QString> sqliteOptions; // SQLite: the URL's query
    QStringList warnings; // codes, e.g. "percent_not_decoded"

    // Errors: ErrorKind::Project, code as in the facts ("port_invalid" …); never shows the
    // password.
    static Result<DatabaseUrl> fromText(const QString &text);

    QString databaseName() const; // "shop_dev"; SQLite: the file's name
    QString hostText() const; // "localhost", "db1:6432", "/run/postgresql", SQLite: the folder
    QString display() const; // "shop_dev on localhost", no user, no password
    bool isLocal() const; // socket, loopback, file

    bool operator==(const DatabaseUrl &) const = default;
};

// A person's words for a warning code, with what to do.
QString warningText(const QString &code);

// The URL's passwords as written and decoded, also when it is no valid URL.
QStringList secretsOf(const QString &urlText);
// Knows the URL's password in all its spellings.
Redactor redactorFor(const QString &urlText);

} // namespace migrations
