// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/sqlitebackup.h"

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/backupfile.h"
#include "migrations/lifecycle/sqlitehandles.h"

#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int busyMs = 5'000;
constexpr int pagesAtOnce = 2'000;
constexpr int instructionsBetweenLooks = 10'000;

struct BackupEnd
{
    void operator()(sqlite3_backup *backup) const { sqlite3_backup_finish(backup); }
};

QString quoted(const QString &name)
{
    return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

int stopWhenCancelled(void *progress)
{
    return static_cast<Progress *>(progress)->cancelled() ? 1 : 0;
}

Result<DatabaseContent> contentOf(sqlite3 *database, Progress &progress)
{
    const Result<QStringList> tables = sqliteColumn(database,
        u"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"_s,
        progress);
    if (!tables)
        return tl::unexpected(tables.error());
    DatabaseContent content;
    for (const QString &table : *tables) {
        const Result<QStringList> rows =
            sqliteColumn(database, u"SELECT count(*) FROM main.%1"_s.arg(quoted(table)), progress);
        if (!rows)
            return tl::unexpected(rows.error());
        content.tables.push_back({.name = table, .rows = rows->value(0).toLongLong()});
    }
    const Result<QStringList> kinds = sqliteColumn(database,
        u"SELECT type || ' ' || count(*) FROM sqlite_schema GROUP BY type ORDER BY type"_s,
        progress);
    if (!kinds)
        return tl::unexpected(kinds.error());
    for (const QString &kind : *kinds)
        content.objects.push_back(
            {.kind = kind.section(u' ', 0, 0), .count = kind.section(u' ', 1).toLongLong()});
    return content;
}

Result<DatabaseContent> contentOfFile(const QString &file, Progress &progress)
{
    return openSqlite(file, SqliteOpen::Immutable).and_then([&](const SqliteDatabase &database) {
        return contentOf(database.get(), progress);
    });
}

// A read transaction on the source for the whole time: without it each commit of somebody else
// would make the copy start again.
Result<> copyPages(sqlite3 *source, sqlite3 *copy, Progress &progress)
{
    if (const auto begun = sqliteColumn(source, u"BEGIN"_s, progress); !begun)
        return tl::unexpected(begun.error());
    if (const auto read = sqliteColumn(source, u"SELECT count(*) FROM sqlite_schema"_s, progress);
        !read)
        return tl::unexpected(read.error());
    // The copy is synced and renamed by us; until then it is nobody's database.
    std::ignore = sqliteColumn(copy, u"PRAGMA journal_mode = OFF"_s, progress);
    std::ignore = sqliteColumn(copy, u"PRAGMA synchronous = OFF"_s, progress);
    const std::unique_ptr<sqlite3_backup, BackupEnd> backup(
        sqlite3_backup_init(copy, "main", source, "main"));
    if (!backup)
        return tl::unexpected(sqliteError(copy, u"The SQLite database could not be copied."_s));
    int step = SQLITE_OK;
    while (step == SQLITE_OK) {
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
        step = sqlite3_backup_step(backup.get(), pagesAtOnce);
        const int pages = sqlite3_backup_pagecount(backup.get());
        progress.report({.kind = Event::Kind::Phase,
            .text = u"Copying the database"_s,
            .step = pages - sqlite3_backup_remaining(backup.get()),
            .steps = pages});
    }
    if (step != SQLITE_DONE)
        return failure(step == SQLITE_FULL ? ErrorKind::File : ErrorKind::Database,
            step == SQLITE_FULL || step == SQLITE_IOERR || (step & 0xff) == SQLITE_IOERR
                ? u"The copy could not be written. Make room, or choose another folder (--to)."_s
                : u"The SQLite database could not be copied. Try again when nobody writes to it."_s,
            QString::fromUtf8(sqlite3_errstr(step)),
            step == SQLITE_BUSY || step == SQLITE_LOCKED ? u"locked"_s : u"no_space"_s);
    return {};
}

Result<> copyInto(const QString &file, const QString &part, Progress &progress)
{
    const Result<SqliteDatabase> source = openSqlite(file, SqliteOpen::Writable);
    if (!source)
        return tl::unexpected(source.error());
    const Result<SqliteDatabase> copy = openSqlite(part, SqliteOpen::Writable);
    if (!copy)
        return tl::unexpected(copy.error());
    return copyPages(source->get(), copy->get(), progress);
}

// A version table that Alembic could not use is no reason not to make a backup.
Result<DatabaseReading> look(
    const DatabaseUrl &url, const VersionTable &table, const QString &baseFolder)
{
    const Result<DatabaseReading> reading = readSqlite(url, table, baseFolder);
    if (reading || !reading.error().code.startsWith("version_table"_L1))
        return reading;
    return readSqlite(url, {.name = QString()}, baseFolder);
}

Result<Backup> describe(const BackupRequest &request)
{
    return look(request.url, request.versionTable, request.baseFolder)
        .and_then([&](const DatabaseReading &reading) -> Result<Backup> {
            if (request.identity.known() && reading.identity != request.identity)
                return failure(ErrorKind::Refused,
                    u"DATABASE_URL now leads to another file than the one on screen. Nothing was "
                    "backed up. Refresh (F5) and try again."_s,
                    {}, u"other_database"_s);
            const QString file = sqliteFile(request.url, request.baseFolder);
            return Backup {.dialect = Dialect::Sqlite,
                .identity = reading.identity,
                .database = file,
                .place = QFileInfo(file).path(),
                .environment = request.environment,
                .reason = request.reason,
                .serverVersion = reading.serverVersion,
                .toolVersion = u"SQLite "_s + QString::fromLatin1(sqlite3_libversion()),
                .versionTable = request.versionTable,
                .revisions = reading.rows,
                .started = QDateTime::currentDateTimeUtc(),
                .databaseBytes = sqliteBytes(file)};
        });
}

// What the copy holds, not what the database held a moment before.
Result<> describeCopy(
    const BackupRequest &request, const QString &part, Backup &backup, Progress &progress)
{
    DatabaseUrl copy = request.url;
    copy.file = part;
    copy.fileUri = false;
    return look(copy, request.versionTable, {})
        .and_then([&](const DatabaseReading &reading) {
            backup.revisions = reading.rows;
            return contentOfFile(part, progress);
        })
        .map([&](const DatabaseContent &content) { backup.content = content; });
}

} // namespace

Error sqliteError(sqlite3 *database, const QString &message)
{
    const int code = database != nullptr ? sqlite3_errcode(database) : SQLITE_NOMEM;
    const QString detail =
        QString::fromUtf8(database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code));
    if (code == SQLITE_INTERRUPT)
        return {ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s};
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return {ErrorKind::Database,
            u"Another program is writing to the SQLite database. Wait for it to end and try again."_s,
            detail, u"locked"_s};
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return {ErrorKind::Refused, message, detail, u"damaged"_s};
    return {ErrorKind::Database, message, detail, u"sqlite"_s};
}

Result<SqliteDatabase> openSqlite(const QString &file, SqliteOpen how)
{
    const QByteArray uri = "file:" + QUrl::toPercentEncoding(file, "/")
        + (how == SqliteOpen::Immutable ? "?immutable=1" : "?mode=rw");
    const int flags = SQLITE_OPEN_URI
        | (how == SqliteOpen::Immutable ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    sqlite3 *opened = nullptr;
    const int code = sqlite3_open_v2(uri.constData(), &opened, flags, nullptr);
    SqliteDatabase database(opened);
    if (code != SQLITE_OK)
        return tl::unexpected(sqliteError(opened,
            u"The SQLite database %1 could not be opened. Check the path and who may read it."_s
                .arg(file)));
    sqlite3_busy_timeout(opened, busyMs);
    return database;
}

Result<QStringList> sqliteColumn(sqlite3 *database, const QString &sql, Progress &progress)
{
    sqlite3_progress_handler(database, instructionsBetweenLooks, stopWhenCancelled, &progress);
    sqlite3_stmt *prepared = nullptr;
    sqlite3_prepare_v2(database, sql.toUtf8().constData(), -1, &prepared, nullptr);
    const SqliteStatement statement(prepared);
    QStringList cells;
    int step = prepared != nullptr ? sqlite3_step(prepared) : SQLITE_ERROR;
    for (; step == SQLITE_ROW; step = sqlite3_step(prepared)) {
        const unsigned char *text = sqlite3_column_text(prepared, 0);
        cells += QString::fromUtf8(
            reinterpret_cast<const char *>(text), sqlite3_column_bytes(prepared, 0));
    }
    sqlite3_progress_handler(database, 0, nullptr, nullptr);
    if (step == SQLITE_DONE)
        return cells;
    return tl::unexpected(sqliteError(
        database, u"The SQLite database could not be read. The detail has its words."_s));
}

Result<> checkSqliteIntegrity(const QString &file, Progress &progress)
{
    const Result<QStringList> words =
        openSqlite(file, SqliteOpen::Immutable).and_then([&](const SqliteDatabase &database) {
            return sqliteColumn(database.get(), u"PRAGMA integrity_check(20)"_s, progress);
        });
    if (!words)
        return tl::unexpected(words.error());
    if (*words == QStringList {u"ok"_s})
        return {};
    return failure(ErrorKind::Refused,
        u"SQLite finds damage in %1. Do not use it; take an older backup."_s.arg(file),
        words->join(u'\n'), u"damaged"_s);
}

qint64 sqliteBytes(const QString &file)
{
    return QFileInfo(file).size() + QFileInfo(file + u"-wal"_s).size();
}

Result<Backup> copySqlite(const BackupRequest &request, Progress &progress)
{
    Result<Backup> backup = describe(request);
    if (!backup)
        return backup;
    const Result<PrivateFolder> folder = PrivateFolder::open(request.folder.isEmpty()
            ? backupFolder(backup->identity, request.dataFolder)
            : request.folder);
    if (!folder)
        return tl::unexpected(folder.error());
    Result<BackupPart> part = createPart(*folder, *backup);
    if (!part)
        return tl::unexpected(part.error());
    const QString path = part->file.path();
    const Result<> copied =
        copyInto(backup->database, path, progress)
            .and_then([&] { return checkSqliteIntegrity(path, progress); })
            .and_then([&] { return describeCopy(request, path, *backup, progress); });
    if (!copied)
        return tl::unexpected(copied.error());
    return publishBackup(*folder, *std::move(part), *std::move(backup), progress);
}

Result<> proveSqliteCopy(
    const Backup &backup, const ReadableFile &file, Proof level, Progress &progress)
{
    if (const Result<> whole = checkSqliteIntegrity(file.path(), progress); !whole)
        return whole;
    if (level < Proof::Checksummed)
        return {};
    if (const Result<> same = compareChecksum(backup, file, progress); !same)
        return same;
    const Result<DatabaseContent> content = contentOfFile(file.path(), progress);
    if (!content)
        return tl::unexpected(content.error());
    const QStringList differences = contentDifferences(backup.content, *content);
    if (differences.isEmpty())
        return {};
    return failure(ErrorKind::Refused,
        u"The backup is not what its manifest says. "_s + differences.first(),
        differences.join(u'\n'), u"not_the_same"_s);
}

} // namespace migrations
