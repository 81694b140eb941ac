// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/keptfile.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

Result<> prove(const NamedDatabase &file)
{
    if (findFile(file.name) == file)
        return {};
    return failure(ErrorKind::Refused,
        u"%1 is not the file that it was. Nothing was done to it. Refresh and look again."_s.arg(
            file.name),
        {}, u"other_database"_s);
}

// A name that lasts is one whose folder is on the disk.
void syncFolderOf(const QString &path)
{
    const int folder = ::open(
        QFile::encodeName(QFileInfo(path).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

Result<> writeBack(const QString &path)
{
    const QString name =
        u"spiritsafe-close-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto forget = qScopeGuard([&] { QSqlDatabase::removeDatabase(name); });
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    connection.setDatabaseName(path);
    connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    bool done = connection.open();
    QString why = connection.lastError().text();
    // In WAL mode only an exclusive connection finds out that others have the file open.
    for (const QString &sql : {u"PRAGMA locking_mode=EXCLUSIVE"_s, u"BEGIN EXCLUSIVE"_s,
             u"SELECT count(*) FROM sqlite_master"_s, u"COMMIT"_s,
             u"PRAGMA wal_checkpoint(TRUNCATE)"_s}) {
        QSqlQuery query(connection);
        if (done && !query.exec(sql)) {
            done = false;
            why = query.lastError().text();
        }
    }
    connection.close();
    connection = QSqlDatabase();
    if (done && !QFileInfo::exists(path + u"-wal"_s) && !QFileInfo::exists(path + u"-journal"_s))
        return {};
    return failure(ErrorKind::Refused,
        u"Another program has %1 open. End it, then try again. Nothing was changed."_s.arg(path),
        why, u"in_use"_s);
}

} // namespace

std::optional<NamedDatabase> findFile(const QString &path)
{
    struct stat facts
    {
    };
    if (::lstat(QFile::encodeName(path).constData(), &facts) != 0)
        return std::nullopt;
    return NamedDatabase {path, QString::number(facts.st_ino)};
}

Result<> closeFile(const NamedDatabase &file)
{
    return prove(file).and_then([&] { return writeBack(file.name); });
}

Result<> renameFile(const NamedDatabase &file, const QString &path)
{
    if (Result<> same = prove(file); !same)
        return same;
    const int renamed = ::renameat2(AT_FDCWD, QFile::encodeName(file.name).constData(), AT_FDCWD,
        QFile::encodeName(path).constData(), RENAME_NOREPLACE);
    if (renamed == 0) {
        syncFolderOf(path);
        return {};
    }
    const int error = errno;
    return failure(ErrorKind::File, u"%1 could not be renamed to %2."_s.arg(file.name, path),
        QString::fromLocal8Bit(std::strerror(error)),
        error == EEXIST ? u"exists"_s : u"not_renamed"_s);
}

std::vector<KeptDatabase> keptFiles(const QString &path)
{
    static const QRegularExpression id(u"^[0-9a-f]{12}$"_s);
    const QFileInfo original(path);
    const QString beginning = original.fileName() + u"__old_"_s;
    std::vector<KeptDatabase> kept;
    const QFileInfoList files = original.dir().entryInfoList(QDir::Files, QDir::Name);
    for (const QFileInfo &file : files) {
        if (!file.fileName().startsWith(beginning)
            || !id.match(file.fileName().mid(beginning.size())).hasMatch())
            continue;
        if (const auto found = findFile(file.filePath()))
            kept.push_back({.database = *found, .bytes = file.size()});
    }
    return kept;
}

Result<> dropKeptFile(const NamedDatabase &file)
{
    if (Result<> same = prove(file); !same)
        return same;
    if (QFile::remove(file.name))
        return {};
    return failure(
        ErrorKind::File, u"%1 could not be removed."_s.arg(file.name), {}, u"not_removed"_s);
}

} // namespace migrations
