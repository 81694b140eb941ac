// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backup.h"

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/backupfile.h"
#include "migrations/lifecycle/backupstore.h"
#include "migrations/lifecycle/pgdump.h"
#include "migrations/lifecycle/sqlitebackup.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// What was measured for pg_dump -Fc here: 1 GB in 20 s. Only told as a guess.
constexpr qint64 guessedBytesPerSecond = 50'000'000;

struct Measured
{
    DatabaseIdentity identity;
    QString database;
    qint64 bytes = 0;
};

Result<Measured> measurePostgreSql(const BackupRequest &request, Progress &progress)
{
    ConnectOptions options;
    options.readOnly = true;
    Result<PostgreSql> connection = PostgreSql::connect(request.url, options, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    Measured measured {.database = connection->databaseName()};
    return readIdentity(*connection, progress)
        .and_then([&](const DatabaseIdentity &identity) {
            measured.identity = identity;
            return readDumpFacts(*connection, progress);
        })
        .map([&](const DumpFacts &facts) {
            measured.bytes = facts.databaseBytes;
            return measured;
        });
}

Result<Measured> measureSqlite(const BackupRequest &request)
{
    return readSqlite(request.url, {.name = QString()}, request.baseFolder)
        .map([&](const DatabaseReading &reading) {
            const QString file = sqliteFile(request.url, request.baseFolder);
            return Measured {reading.identity, file, sqliteBytes(file)};
        });
}

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString secondsText(qint64 seconds)
{
    return seconds < 90 ? u"%1 s"_s.arg(seconds) : u"%1 min"_s.arg((seconds + 59) / 60);
}

// From the last backup of this database, as far as it is known how that went.
void learnFrom(const Backup *last, BackupEstimate &estimate)
{
    if (last == nullptr || last->bytes <= 0 || last->databaseBytes <= 0)
        return;
    const double growth =
        static_cast<double>(estimate.databaseBytes) / static_cast<double>(last->databaseBytes);
    estimate.guess = false;
    estimate.neededBytes =
        static_cast<qint64>(1.2 * std::max(1.0, growth) * static_cast<double>(last->bytes));
    estimate.seconds = std::max<qint64>(
        1, static_cast<qint64>(growth * static_cast<double>(std::max<qint64>(1, last->seconds()))));
}

} // namespace

QString BackupEstimate::sentence() const
{
    const QString guessed = guess ? u" (a guess: there is no earlier backup)"_s : QString();
    const QString space = freeBytes < 0 ? QString() : u"; %1 free"_s.arg(sizeText(freeBytes));
    return u"%1 in the database; the backup needs at most about %2 and %3%4%5"_s.arg(
        sizeText(databaseBytes), sizeText(neededBytes), secondsText(seconds), guessed, space);
}

Result<BackupEstimate> estimateBackup(const BackupRequest &request, Progress &progress)
{
    const Result<Measured> measured = request.url.dialect == Dialect::Sqlite
        ? measureSqlite(request)
        : measurePostgreSql(request, progress);
    if (!measured)
        return tl::unexpected(measured.error());
    BackupEstimate estimate {.databaseBytes = measured->bytes,
        .neededBytes = measured->bytes,
        .seconds = 1 + measured->bytes / guessedBytesPerSecond,
        .folder = request.folder.isEmpty() ? backupFolder(measured->identity, request.dataFolder)
                                           : request.folder};
    const BackupList list =
        backupsOf({measured->identity, measured->database}, request.folder, request.dataFolder);
    learnFrom(list.newestProven(Proof::Written), estimate);
    return PrivateFolder::open(estimate.folder).map([&](const PrivateFolder &folder) {
        estimate.folder = folder.path();
        estimate.freeBytes = folder.freeBytes();
        return estimate;
    });
}

Result<Backup> makeBackup(const BackupRequest &request, Progress &progress)
{
    const Result<BackupEstimate> estimate = estimateBackup(request, progress);
    if (!estimate)
        return tl::unexpected(estimate.error());
    // A guess is no reason to refuse: a disk that is full after all leaves nothing behind either.
    if (!estimate->guess && !estimate->fits())
        return failure(ErrorKind::File,
            u"The backup needs about %1 in %2, and there are %3. Make room, choose another folder "
            "(--to), or prune old backups (db backups --prune)."_s.arg(
                sizeText(estimate->neededBytes), estimate->folder, sizeText(estimate->freeBytes)),
            {}, u"no_space"_s);
    Result<Backup> backup = request.url.dialect == Dialect::Sqlite
        ? copySqlite(request, progress)
        : dumpPostgreSql(request, progress);
    if (!backup || request.proof <= Proof::Checksummed)
        return backup;
    return verifyBackup(*std::move(backup),
        {.level = request.proof, .server = &request.url, .dataFolder = request.dataFolder},
        progress);
}

} // namespace migrations
