// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/sqlite.h"

#include "migrations/database/versiontable.h"

#include <QDir>
#include <QFileInfo>
#include <QScopeGuard>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// SQLite's primary result codes (sqlite.org/rescode.html).
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteNotADatabase = 26;
constexpr int busyTimeoutMs = 2'000;

Error sqliteError(const QString &file, const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString detail = error.databaseText() + u' ' + error.driverText();
    if (code == sqliteBusy || code == sqliteLocked) {
        return {ErrorKind::Database,
            u"Another program is writing to %1. Wait for it to end and refresh."_s.arg(file),
            detail, u"locked"_s};
    }
    if (code == sqliteNotADatabase) {
        return {ErrorKind::Database,
            u"%1 is not an SQLite database. Correct the path in DATABASE_URL."_s.arg(file), detail,
            u"not_a_database"_s};
    }
    return {ErrorKind::Database,
        u"The SQLite database %1 could not be read. The detail has SQLite's own words."_s.arg(file),
        detail, error.nativeErrorCode()};
}

Result<DatabaseIdentity> identityOf(const QString &file)
{
    struct stat facts
    {
    };
    if (::stat(QFile::encodeName(file).constData(), &facts) != 0) {
        return failure(ErrorKind::Database,
            u"There is no SQLite database at %1 yet. The first upgrade will create it."_s.arg(file),
            {}, u"no_file"_s);
    }
    if (!S_ISREG(facts.st_mode)) {
        return failure(ErrorKind::Database,
            u"%1 is not a file, so it is no SQLite database. Correct the path in DATABASE_URL."_s
                .arg(file),
            {}, u"not_a_database"_s);
    }
    return DatabaseIdentity {
        Dialect::Sqlite, QString::number(facts.st_dev), QString::number(facts.st_ino)};
}

QString quoted(const QString &name)
{
    return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

// An attached database's name is a schema to Alembic; ours has only the main one.
QString schemaOf(const VersionTable &table)
{
    return table.schema.isEmpty() ? u"main"_s : table.schema;
}

Result<QStringList> columnOf(QSqlDatabase &connection, const QString &file, const QString &sql,
    const QStringList &parameters = {})
{
    QSqlQuery query(connection);
    query.setForwardOnly(true);
    bool done = query.prepare(sql);
    for (const QString &parameter : parameters)
        query.addBindValue(parameter);
    done = done && query.exec();
    QStringList cells;
    while (done && query.next())
        cells.append(query.value(0).toString());
    if (!done || query.lastError().isValid())
        return tl::unexpected(sqliteError(file, query.lastError()));
    return cells;
}

Result<void> readVersionTable(
    QSqlDatabase &connection, const QString &file, const VersionTable &table, DatabaseReading &into)
{
    const Result<QStringList> kinds = columnOf(connection, file,
        u"SELECT type FROM %1.sqlite_master WHERE lower(name) = lower(?) AND type IN ('table', "
        "'view')"_s.arg(quoted(schemaOf(table))),
        {table.name});
    if (!kinds)
        return tl::unexpected(kinds.error());
    into.versionTableExists = !kinds->isEmpty();
    if (kinds->isEmpty())
        return {};
    into.versionTableSchema = schemaOf(table);
    if (kinds->first() == u"view"_s)
        return tl::unexpected(versionTableIsNoTable(table, u"a view"_s));
    const Result<QStringList> columns = columnOf(connection, file,
        u"SELECT lower(name) FROM pragma_table_info(?, ?)"_s, {table.name, schemaOf(table)});
    if (!columns)
        return tl::unexpected(columns.error());
    if (!columns->contains(u"version_num"_s))
        return tl::unexpected(versionTableHasNoColumn(table, *columns));
    return columnOf(connection, file,
        u"SELECT version_num FROM %1.%2"_s.arg(quoted(schemaOf(table)), quoted(table.name)))
        .map([&](QStringList rows) {
            rows.sort();
            into.rows = rows;
        });
}

Result<DatabaseReading> readOpened(
    QSqlDatabase &connection, const QString &file, const VersionTable &table)
{
    DatabaseReading reading;
    reading.databaseName = QFileInfo(file).fileName();
    reading.host = QFileInfo(file).path();
    reading.schema = u"main"_s;
    // One read transaction, so that all rows are of one moment.
    const Result<void> read =
        columnOf(connection, file, u"BEGIN"_s)
            .and_then([&](const QStringList &) {
                return columnOf(connection, file, u"SELECT sqlite_version()"_s);
            })
            .and_then([&](const QStringList &version) {
                reading.serverVersion = version.value(0);
                return readVersionTable(connection, file, table, reading);
            });
    if (!read)
        return tl::unexpected(read.error());
    reading.readAt = QDateTime::currentDateTimeUtc();
    return reading;
}

// A database in WAL mode that nobody has open. Opened as usual, even for reading, SQLite would
// leave a -wal and a -shm file beside it (sqlite.org/wal.html#readonly); opened as immutable,
// nothing.
bool isWalAtRest(const QString &file)
{
    QFile header(file);
    constexpr int readVersionAt = 19; // sqlite.org/fileformat.html: 2 = WAL
    return header.open(QIODevice::ReadOnly) && header.seek(readVersionAt)
        && header.read(1) == QByteArray(1, 2) && !QFileInfo::exists(file + u"-wal"_s);
}

// Recovering: what a killed program left half written is taken back, as the next one that writes
// would do it; SQLite lets nobody read before.
enum class Opening { Shared, Immutable, Recovering };

QString optionsFor(Opening opening)
{
    const QString timeout = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs);
    switch (opening) {
    case Opening::Shared:
        return u"QSQLITE_OPEN_READONLY;"_s + timeout;
    case Opening::Immutable:
        return u"QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI;"_s + timeout;
    case Opening::Recovering:
        break;
    }
    return u"QSQLITE_OPEN_URI;"_s + timeout;
}

QString nameFor(Opening opening, const QString &file)
{
    const QString escaped = u"file:"_s + QString::fromLatin1(QUrl::toPercentEncoding(file, "/"));
    switch (opening) {
    case Opening::Shared:
        return file;
    case Opening::Immutable:
        return escaped + u"?immutable=1"_s;
    case Opening::Recovering:
        break;
    }
    return escaped + u"?mode=rw"_s; // never makes one
}

bool isHalfWritten(const Result<DatabaseReading> &reading)
{
    return !reading && (reading.error().code.toInt() & 0xff) == sqliteReadOnly;
}

Result<DatabaseReading> readFile(const QString &file, const VersionTable &table, Opening opening)
{
    const QString name = u"spiritsafe-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto forget = qScopeGuard([&] { QSqlDatabase::removeDatabase(name); });
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    connection.setDatabaseName(nameFor(opening, file));
    connection.setConnectOptions(optionsFor(opening));
    if (!connection.open())
        return tl::unexpected(sqliteError(file, connection.lastError()));
    Result<DatabaseReading> reading = readOpened(connection, file, table);
    connection.close();
    connection = QSqlDatabase();
    return reading;
}

} // namespace

QString sqliteFile(const DatabaseUrl &url, const QString &baseFolder)
{
    if (url.file.isEmpty() || url.file == u":memory:"_s)
        return {};
    // SQLite decodes what is written as a URI, and only that.
    const QString path = url.fileUri
        ? QString::fromUtf8(QByteArray::fromPercentEncoding(url.file.toUtf8()))
        : url.file;
    return QDir::cleanPath(QDir(baseFolder).absoluteFilePath(path));
}

Result<DatabaseReading> readSqlite(
    const DatabaseUrl &url, const VersionTable &table, const QString &baseFolder)
{
    const QString file = sqliteFile(url, baseFolder);
    if (file.isEmpty()) {
        return failure(ErrorKind::Database,
            u"DATABASE_URL names an SQLite database in memory, which ends with each connection. "
            "Name a file in it."_s,
            {}, u"in_memory"_s);
    }
    const Result<DatabaseIdentity> identity = identityOf(file);
    if (!identity)
        return tl::unexpected(identity.error());

    const bool atRest = isWalAtRest(file);
    Result<DatabaseReading> reading =
        readFile(file, table, atRest ? Opening::Immutable : Opening::Shared);
    if (atRest && !isWalAtRest(file)) // somebody began to write meanwhile
        reading = readFile(file, table, Opening::Shared);
    if (isHalfWritten(reading))
        reading = readFile(file, table, Opening::Recovering);
    if (reading)
        reading->identity = *identity;
    return reading;
}

} // namespace migrations
