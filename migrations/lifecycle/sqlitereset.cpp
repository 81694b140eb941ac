// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/sqlitereset.h"

#include "migrations/lifecycle/sqlitebackup.h"
#include "migrations/lifecycle/sqlitehandles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

const QString freshMark = u".spiritsafe-reset-"_s;

QString quoted(const QString &name)
{
    return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

// "table name", in the order of dropping; what SQLite keeps for itself is left out.
Result<QStringList> objectsOf(sqlite3 *database, Progress &progress)
{
    return sqliteColumn(database,
        u"SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE "
        "'\\' ORDER BY CASE type WHEN 'trigger' THEN 1 WHEN 'view' THEN 2 WHEN 'index' THEN 3 ELSE "
        "4 END, name"_s,
        progress);
}

Result<QStringList> objectsIn(const QString &file, Progress &progress)
{
    return openSqlite(file, SqliteOpen::Writable).and_then([&](const SqliteDatabase &database) {
        return objectsOf(database.get(), progress);
    });
}

Result<> countTables(sqlite3 *database, ResetPlan &plan, Progress &progress)
{
    for (const ResetObject &object : plan.objects) {
        if (object.type != "table"_L1)
            continue;
        const auto rows = sqliteColumn(
            database, u"SELECT count(*) FROM main.%1"_s.arg(quoted(object.identity)), progress);
        if (!rows)
            return tl::unexpected(rows.error());
        plan.tables.push_back(
            {.identity = object.identity, .rows = rows->value(0).toLongLong(), .exact = true});
    }
    return {};
}

// Bytes of each table, when this SQLite was built with dbstat; else they stay 0.
void measureTables(sqlite3 *database, ResetPlan &plan, Progress &progress)
{
    const auto sizes = sqliteColumn(database,
        u"SELECT s.tbl_name || char(10) || sum(d.pgsize) FROM dbstat AS d JOIN sqlite_schema AS s "
        "ON s.name = d.name GROUP BY s.tbl_name"_s,
        progress);
    if (!sizes)
        return;
    for (const QString &line : *sizes) {
        for (ResetTable &table : plan.tables) {
            if (table.identity == line.section(u'\n', 0, 0))
                table.bytes = line.section(u'\n', 1).toLongLong();
        }
    }
}

void removeWithCompanions(const QString &path)
{
    for (const QString &ending : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(path + ending);
}

void removeStrays(const QString &file)
{
    const QFileInfo info(file);
    const QString wanted = info.fileName() + freshMark;
    const QStringList names = info.dir().entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        if (name.startsWith(wanted))
            QFile::remove(info.dir().filePath(name));
    }
}

Result<> makeEmpty(const QString &path)
{
    QFile made(path);
    if (!made.open(QIODevice::WriteOnly | QIODevice::NewOnly)
        || !made.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failure(ErrorKind::File,
            u"No file could be made beside the database, for the migrations to build the new "
            "content in: %1. Make room or see who may write there."_s.arg(path),
            made.errorString(), u"no_file"_s);
    return {};
}

Result<> likeThe(const QString &file, const QString &path, Progress &progress)
{
    const auto old = openSqlite(file, SqliteOpen::Writable);
    const auto fresh = openSqlite(path, SqliteOpen::Writable);
    if (!old || !fresh)
        return tl::unexpected(old ? fresh.error() : old.error());
    for (const QString &pragma :
        {u"encoding"_s, u"page_size"_s, u"auto_vacuum"_s, u"application_id"_s}) {
        const auto value = sqliteColumn(old->get(), u"PRAGMA "_s + pragma, progress);
        const auto set = value.and_then([&](const QStringList &cells) {
            return sqliteColumn(
                fresh->get(), u"PRAGMA %1 = '%2'"_s.arg(pragma, cells.value(0)), progress);
        });
        if (!set)
            return tl::unexpected(set.error());
    }
    // Until something is written the file is empty and the settings are only the connection's.
    return sqliteColumn(fresh->get(), u"VACUUM"_s, progress).map([](const QStringList &) {});
}

struct BackupEnd
{
    void operator()(sqlite3_backup *backup) const { sqlite3_backup_finish(backup); }
};

} // namespace

Result<ResetPlan> planSqliteReset(
    const QString &file, const VersionTable &versionTable, Progress &progress)
{
    const auto database = openSqlite(file, SqliteOpen::Writable);
    if (!database)
        return tl::unexpected(database.error());
    const auto objects = objectsOf(database->get(), progress);
    if (!objects)
        return tl::unexpected(objects.error());
    ResetPlan plan {.scope = {{u"main"_s}, versionTable}, .way = ResetWay::NewFile};
    plan.wayReason =
        u"The migrations build a new file; its content replaces the old one's in one transaction, "
        "or nothing changes."_s;
    for (const QString &object : *objects)
        plan.objects.push_back(
            {.type = object.section(u' ', 0, 0), .identity = object.section(u' ', 1)});
    if (Result<> counted = countTables(database->get(), plan, progress); !counted)
        return tl::unexpected(counted.error());
    measureTables(database->get(), plan, progress);
    std::stable_sort(plan.tables.begin(), plan.tables.end(),
        [](const ResetTable &a, const ResetTable &b) { return a.bytes > b.bytes; });
    return plan;
}

FreshSqlite::FreshSqlite(QString path)
    : m_path(std::move(path))
{
}

FreshSqlite::FreshSqlite(FreshSqlite &&other) noexcept
    : m_path(std::exchange(other.m_path, {}))
{
}

FreshSqlite::~FreshSqlite()
{
    if (!m_path.isEmpty())
        removeWithCompanions(m_path);
}

Result<FreshSqlite> FreshSqlite::make(const QString &file, const QString &id, Progress &progress)
{
    removeStrays(file);
    const QString path = file + freshMark + id;
    if (Result<> made = makeEmpty(path); !made)
        return tl::unexpected(made.error());
    FreshSqlite fresh(path);
    if (Result<> like = likeThe(file, path, progress); !like)
        return tl::unexpected(like.error());
    return fresh;
}

Result<> checkSqliteUnchanged(const QString &file, const ResetPlan &plan, Progress &progress)
{
    const auto objects = objectsIn(file, progress);
    if (!objects)
        return tl::unexpected(objects.error());
    QStringList listed;
    for (const ResetObject &object : plan.objects)
        listed.append(object.type + u' ' + object.identity);
    if (*objects == listed)
        return {};
    return failure(ErrorKind::Refused,
        u"The database has changed since the plan was made. Nothing was changed. Look at the new "
        "plan and confirm it."_s,
        objects->join(u'\n'), u"check_failed"_s);
}

Result<> takeOver(const QString &file, const QString &fresh, Progress &progress)
{
    if (Result<> whole = checkSqliteIntegrity(fresh, progress); !whole)
        return whole;
    const auto source = openSqlite(fresh, SqliteOpen::Writable);
    const auto old = openSqlite(file, SqliteOpen::Writable);
    if (!source || !old)
        return tl::unexpected(old ? source.error() : old.error());
    if (progress.cancelled())
        return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
    const std::unique_ptr<sqlite3_backup, BackupEnd> copy(
        sqlite3_backup_init(old->get(), "main", source->get(), "main"));
    if (!copy)
        return tl::unexpected(
            sqliteError(old->get(), u"The SQLite database could not be written."_s));
    // All pages in one step, which is one write transaction.
    const int step = sqlite3_backup_step(copy.get(), -1);
    if (step == SQLITE_DONE)
        return {};
    const bool busy = step == SQLITE_BUSY || step == SQLITE_LOCKED;
    return failure(busy ? ErrorKind::Database : ErrorKind::File,
        busy ? u"Another program is writing to the SQLite database, so nothing was changed. Wait "
               "for it to end and try again."_s
             : u"The new content could not be written, so nothing was changed. Make room and try "
               "again."_s,
        QString::fromUtf8(sqlite3_errstr(step)), busy ? u"locked"_s : u"no_space"_s);
}

} // namespace migrations
