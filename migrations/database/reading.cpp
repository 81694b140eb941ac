// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/reading.h"

#include "migrations/database/sqlite.h"
#include "migrations/database/sqltext.h"
#include "migrations/database/versiontable.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QStringList namesIn(const QString &jsonArray)
{
    QStringList names;
    const QJsonArray array = QJsonDocument::fromJson(jsonArray.toUtf8()).array();
    for (const auto &name : array)
        names.append(name.toString());
    return names;
}

bool isTrue(const QString &cell)
{
    return cell == u"t"_s;
}

DatabaseReading readingOf(const QueryRows &facts, const QString &place)
{
    DatabaseReading reading;
    reading.identity = {Dialect::PostgreSql, facts.text(0, u"system_identifier"_s),
        facts.text(0, u"database_oid"_s)};
    reading.serverVersion = facts.text(0, u"server_version"_s).section(u' ', 0, 0);
    reading.databaseName = facts.text(0, u"database_name"_s);
    reading.user = facts.text(0, u"user_name"_s);
    const QString address = facts.text(0, u"server_address"_s);
    reading.host = address.isEmpty() ? place : address;
    reading.schema = facts.text(0, u"schema_name"_s);
    reading.inRecovery = isTrue(facts.text(0, u"in_recovery"_s));
    reading.readOnly = isTrue(facts.text(0, u"read_only"_s));
    reading.versionTableExists = !facts.isNull(0, u"version_kind"_s);
    reading.versionTableSchema = facts.text(0, u"version_schema"_s);
    reading.versionTablesElsewhere = namesIn(facts.text(0, u"elsewhere"_s));
    reading.readAt = QDateTime::currentDateTimeUtc();
    return reading;
}

// pg_class.relkind of what is no ordinary or partitioned table.
QString kindOf(const QString &relkind)
{
    if (relkind == u"v"_s)
        return u"a view"_s;
    if (relkind == u"m"_s)
        return u"a materialized view"_s;
    return u"a foreign table"_s;
}

Result<QStringList> firstColumn(Result<QueryRows> rows)
{
    return std::move(rows).map([](const QueryRows &cells) {
        QStringList texts;
        for (std::size_t row = 0; row < cells.rows.size(); ++row)
            texts.append(cells.text(row, cells.columns.constFirst()));
        return texts;
    });
}

Result<void> checkVersionTable(
    PostgreSql &connection, const QueryRows &facts, const VersionTable &table, Progress &progress)
{
    const QString kind = facts.text(0, u"version_kind"_s);
    if (kind != u"r"_s && kind != u"p"_s)
        return tl::unexpected(versionTableIsNoTable(table, kindOf(kind)));
    if (!isTrue(facts.text(0, u"has_version_num"_s))) {
        const Result<QStringList> columns = firstColumn(connection.query(sqlText(u"tablecolumns"_s),
            {facts.text(0, u"version_schema"_s), table.name}, progress));
        return tl::unexpected(columns ? versionTableHasNoColumn(table, *columns) : columns.error());
    }
    if (!isTrue(facts.text(0, u"version_readable"_s))) {
        return failure(ErrorKind::Database,
            u"User \"%1\" may not read the version table %2. Ask its owner to grant USAGE on the "
            "schema and SELECT on the table."_s.arg(facts.text(0, u"user_name"_s), table.display()),
            {}, u"42501"_s);
    }
    return {};
}

QString quotedName(const PostgreSql &connection, const QString &schema, const QString &name)
{
    const QString quoted = connection.quoteIdentifier(name);
    return schema.isEmpty() ? quoted : connection.quoteIdentifier(schema) + u'.' + quoted;
}

Result<QStringList> versionRows(PostgreSql &connection, const QString &quoted, Progress &progress)
{
    // Only where it stands as a name of its own: the comment on top quotes it.
    const QString sql =
        sqlText(u"versionrows"_s).replace(u"FROM version_table\n"_s, u"FROM "_s + quoted + u'\n');
    return firstColumn(connection.query(sql, progress)).map([](QStringList versions) {
        versions.sort();
        return versions;
    });
}

// Nothing: it takes a full reading to say what is the matter.
std::optional<DatabaseReading> rowsAlone(
    PostgreSql &connection, const VersionTable &table, Progress &progress)
{
    const QString quoted = quotedName(connection, table.schema, table.name);
    const Result<QueryRows> found =
        connection.query(sqlText(u"versiontablekind"_s), {quoted}, progress);
    if (!found)
        return std::nullopt;
    DatabaseReading reading;
    reading.readAt = QDateTime::currentDateTimeUtc();
    if (found->isNull(0, u"kind"_s))
        return reading;
    if (found->text(0, u"kind"_s) != u"table"_s)
        return std::nullopt;
    reading.versionTableExists = true;
    const Result<QStringList> rows = versionRows(connection, quoted, progress);
    if (!rows)
        return std::nullopt;
    reading.rows = *rows;
    return reading;
}

Result<DatabaseReading> readAll(
    PostgreSql &connection, const VersionTable &table, Progress &progress)
{
    const Result<QueryRows> begun = connection.query(
        u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"_s, progress);
    if (!begun)
        return tl::unexpected(begun.error());
    Result<DatabaseReading> reading = readDatabaseWithin(connection, table, progress);
    if (!reading)
        return reading; // the connection ends here, and its transaction with it
    const Result<QueryRows> ended = connection.query(u"ROLLBACK"_s, progress);
    return ended ? reading : Result<DatabaseReading>(tl::unexpected(ended.error()));
}

} // namespace

QString VersionTable::display() const
{
    return schema.isEmpty() ? name : schema + u'.' + name;
}

Error versionTableIsNoTable(const VersionTable &table, const QString &kind)
{
    return {ErrorKind::Database,
        u"The version table %1 is %2, not a table, so Alembic cannot write to it. Rename it, or "
        "set another version_table in env.py."_s.arg(table.display(), kind),
        {}, u"version_table_kind"_s};
}

Error versionTableHasNoColumn(const VersionTable &table, const QStringList &columns)
{
    return {ErrorKind::Database,
        u"The table %1 is not Alembic's: it has no column version_num. Rename it, or set another "
        "version_table in env.py."_s.arg(table.display()),
        u"Its columns: %1"_s.arg(columns.join(u", "_s)), u"version_table_column"_s};
}

Result<DatabaseReading> readDatabaseWithin(
    PostgreSql &connection, const VersionTable &table, Progress &progress)
{
    using Parameter = std::optional<QString>;
    const Parameter schema = table.schema.isEmpty() ? Parameter() : Parameter(table.schema);
    const Result<QueryRows> facts =
        connection.query(sqlText(u"databasefacts"_s), {schema, table.name}, progress);
    if (!facts)
        return tl::unexpected(facts.error());
    DatabaseReading reading = readingOf(*facts, connection.place());
    if (isTrue(facts->text(0, u"has_invalid_indexes"_s))) {
        const Result<QStringList> indexes =
            firstColumn(connection.query(sqlText(u"invalidindexes"_s), progress));
        if (!indexes)
            return tl::unexpected(indexes.error());
        reading.invalidIndexes = *indexes;
    }
    if (!reading.versionTableExists)
        return reading;
    if (const Result<void> usable = checkVersionTable(connection, *facts, table, progress); !usable)
        return tl::unexpected(usable.error());
    return versionRows(
        connection, quotedName(connection, reading.versionTableSchema, table.name), progress)
        .map([&](const QStringList &rows) {
            reading.rows = rows;
            return reading;
        });
}

Result<DatabaseReading> readDatabase(const DatabaseUrl &url, const VersionTable &table,
    const QString &baseFolder, Progress &progress)
{
    if (url.dialect == Dialect::Sqlite)
        return readSqlite(url, table, baseFolder);
    return PostgreSql::connect(url, {}, progress).and_then([&](PostgreSql connection) {
        return readAll(connection, table, progress);
    });
}

Result<DatabaseReading> readVersionRows(const DatabaseUrl &url, const VersionTable &table,
    const QString &baseFolder, Progress &progress)
{
    if (url.dialect == Dialect::Sqlite)
        return readSqlite(url, table, baseFolder);
    return PostgreSql::connect(url, {.readOnly = true}, progress)
        .and_then([&](PostgreSql connection) -> Result<DatabaseReading> {
            if (auto alone = rowsAlone(connection, table, progress))
                return *std::move(alone);
            return readAll(connection, table, progress);
        });
}

Result<> refuseReadOnly(const DatabaseReading &reading)
{
    if (reading.inRecovery)
        return failure(ErrorKind::Refused,
            u"This server is a standby and cannot be written. Connect to its primary."_s, {},
            u"read_only"_s);
    if (reading.readOnly)
        return failure(ErrorKind::Refused,
            u"This database is read-only for this role (default_transaction_read_only is on). Turn "
            "that off, or connect as another role."_s,
            {}, u"read_only"_s);
    return {};
}

} // namespace migrations
