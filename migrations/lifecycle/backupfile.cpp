// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backupfile.h"

#include "migrations/project/memory.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qsizetype longestDatabasePart = 100; // bytes

// Letters of any alphabet, digits, "_" and "." not at the start; the rest becomes "_".
QString plain(const QString &text)
{
    QString safe;
    for (const QChar c : text) {
        const bool kept =
            c.isLetterOrNumber() || c == u'_' || (c == u'.' && !safe.isEmpty()) || c.isSurrogate();
        safe += kept ? c : QChar(u'_');
    }
    while (safe.toUtf8().size() > longestDatabasePart)
        safe.chop(safe.back().isLowSurrogate() ? 2 : 1);
    return safe.isEmpty() ? u"database"_s : safe;
}

QString revisionPart(const QStringList &revisions)
{
    if (revisions.isEmpty())
        return u"base"_s;
    const QString first = plain(revisions.first().left(12));
    return revisions.size() == 1 ? first : first + u"_and_%1_more"_s.arg(revisions.size() - 1);
}

QString baseOf(const QString &name)
{
    return QFileInfo(name).completeBaseName();
}

} // namespace

QString backupFolder(const DatabaseIdentity &identity, const QString &folder)
{
    return (folder.isEmpty() ? dataFolder() : folder) + u"/backups/"_s
        + identity.key().replace(u':', u'-');
}

QString backupName(const QString &database, const QDateTime &at, const QStringList &revisions,
    Dialect dialect, int count)
{
    const QString shown =
        dialect == Dialect::Sqlite ? QFileInfo(database).completeBaseName() : database;
    return u"%1-%2-%3%4%5"_s.arg(plain(shown), at.toUTC().toString(u"yyyyMMdd-HHmmss"_s),
        revisionPart(revisions), count > 1 ? u"-%1"_s.arg(count) : QString(),
        dialect == Dialect::Sqlite ? u".sqlite"_s : u".dump"_s);
}

Result<BackupPart> createPart(const PrivateFolder &folder, const Backup &backup)
{
    for (int count = 1;; ++count) {
        const QString name =
            backupName(backup.database, backup.started, backup.revisions, backup.dialect, count);
        if (folder.has(name) || folder.has(baseOf(name) + u".json"_s))
            continue;
        Result<PrivateFile> file = folder.create(name + u".part"_s);
        if (file)
            return BackupPart {name, std::move(*file)};
        if (file.error().code != "exists"_L1)
            return tl::unexpected(file.error());
    }
}

Result<Backup> publishBackup(
    const PrivateFolder &folder, BackupPart part, Backup backup, Progress &progress)
{
    if (const Result<> synced = part.file.sync(); !synced)
        return tl::unexpected(synced.error());
    const Result<QString> sum = sha256Of(part.file.descriptor(), progress);
    if (!sum)
        return tl::unexpected(sum.error());
    backup.path = folder.path() + u'/' + part.name;
    backup.hasManifest = true;
    backup.bytes = part.file.size();
    backup.sha256 = *sum;
    backup.ended = QDateTime::currentDateTimeUtc();
    backup.proof = Proof::Checksummed;
    backup.provedAt = backup.ended;
    if (const Result<> written = writeManifest(folder, backup, ManifestIs::New); !written)
        return tl::unexpected(written.error());
    if (const Result<> published = part.file.publish(part.name); !published) {
        std::ignore = folder.remove(baseOf(part.name) + u".json"_s);
        return tl::unexpected(published.error());
    }
    return backup;
}

} // namespace migrations
