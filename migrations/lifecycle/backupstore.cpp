// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backupstore.h"

#include "migrations/project/memory.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

bool isBackupName(const QString &name)
{
    return name.endsWith(".dump"_L1) || name.endsWith(".sqlite"_L1);
}

bool hasItsFile(const QDir &folder, const QString &manifest)
{
    const QString base = manifest.chopped(5);
    return folder.exists(base + u".dump"_s) || folder.exists(base + u".sqlite"_s);
}

StrayFile strayOf(const QFileInfo &file)
{
    return {file.absoluteFilePath(), file.size(), file.lastModified()};
}

void sortNewestFirst(std::vector<Backup> &backups)
{
    std::sort(backups.begin(), backups.end(), [](const Backup &left, const Backup &right) {
        return left.ended != right.ended ? left.ended > right.ended : left.path > right.path;
    });
}

void take(BackupList &into, BackupList from)
{
    std::move(from.backups.begin(), from.backups.end(), std::back_inserter(into.backups));
    std::move(from.strays.begin(), from.strays.end(), std::back_inserter(into.strays));
}

tl::unexpected<Error> noSuch(const QString &text)
{
    return failure(ErrorKind::Project,
        u"There is no backup %1. spiritsafe db backups lists them."_s.arg(text), {},
        u"no_such_backup"_s);
}

} // namespace

bool BackupOf::matches(const Backup &backup) const
{
    if (!backup.hasManifest)
        return false;
    if (backup.identity == identity)
        return true;
    if (backup.dialect != identity.dialect || backup.database != database)
        return false;
    return backup.dialect == Dialect::Sqlite || !identity.known()
        || backup.identity.server == identity.server;
}

const Backup *BackupList::newestProven(Proof atLeast) const
{
    const auto found = std::find_if(backups.begin(), backups.end(),
        [&](const Backup &backup) { return backup.hasManifest && backup.proof >= atLeast; });
    return found == backups.end() ? nullptr : &*found;
}

Result<Backup> BackupList::find(const QString &text) const
{
    if (text.contains(u'/') || (QFileInfo(text).isFile() && isBackupName(text)))
        return readBackup(text);
    std::vector<Backup> found;
    for (const Backup &backup : backups) {
        if (backup.name() == text)
            return backup;
        if (!text.isEmpty() && backup.name().startsWith(text))
            found.push_back(backup);
    }
    if (found.empty())
        return noSuch(text);
    if (found.size() > 1)
        return failure(ErrorKind::Project,
            u"%1 fits several backups, such as %2 and %3. Write more of the name."_s.arg(
                text, found[0].name(), found[1].name()),
            {}, u"several_backups"_s);
    return found.front();
}

BackupList backupsIn(const QString &path)
{
    BackupList list;
    const QDir folder(path);
    if (!folder.exists())
        return list;
    const Result<PrivateFolder> opened = PrivateFolder::open(path);
    const QFileInfoList files =
        folder.entryInfoList(QDir::Files | QDir::Hidden | QDir::NoSymLinks | QDir::System);
    for (const QFileInfo &file : files) {
        const QString name = file.fileName();
        if (isBackupName(name)) {
            Result<Backup> backup = readBackup(file.absoluteFilePath());
            if (backup && !backup->hasManifest)
                backup->ended = file.lastModified().toUTC();
            if (backup)
                list.backups.push_back(*std::move(backup));
        } else if (name.endsWith(".part"_L1)) {
            if (opened && opened->isAbandoned(name))
                list.strays.push_back(strayOf(file));
        } else if (name.endsWith(".json"_L1) && !hasItsFile(folder, name)) {
            list.strays.push_back(strayOf(file));
        }
    }
    sortNewestFirst(list.backups);
    return list;
}

BackupList backupsOf(const BackupOf &database, const QString &folder, const QString &dataPath)
{
    const QDir all((dataPath.isEmpty() ? dataFolder() : dataPath) + u"/backups"_s);
    QStringList folders;
    for (const QString &name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        folders += all.absoluteFilePath(name);
    if (!folder.isEmpty())
        folders += QFileInfo(folder).absoluteFilePath();
    folders.removeDuplicates();
    BackupList list;
    for (const QString &one : folders)
        take(list, backupsIn(one));
    std::erase_if(list.backups, [&](const Backup &backup) { return !database.matches(backup); });
    sortNewestFirst(list.backups);
    return list;
}

std::vector<Backup> prunable(
    const std::vector<Backup> &newestFirst, const PruneRule &rule, const QDateTime &now)
{
    std::vector<Backup> gone;
    if (rule.keepNewest < 0 && rule.keepDays < 0)
        return gone;
    int seen = 0;
    bool seenProven = false;
    bool seenCompared = false;
    for (const Backup &backup : newestFirst) {
        if (!backup.hasManifest)
            continue;
        const bool newestProven = !seenProven && backup.proof >= Proof::Checksummed;
        const bool newestCompared = !seenCompared && backup.proof >= Proof::Compared;
        seenProven = seenProven || newestProven;
        seenCompared = seenCompared || newestCompared;
        const bool amongNewest = seen++ < rule.keepNewest;
        const bool young =
            rule.keepDays >= 0 && backup.ended.daysTo(now) < std::max(1, rule.keepDays);
        if (!amongNewest && !young && !newestProven && !newestCompared)
            gone.push_back(backup);
    }
    return gone;
}

Result<> removeBackup(const Backup &backup)
{
    const QFileInfo file(backup.path);
    const Result<PrivateFolder> folder = PrivateFolder::open(file.path());
    if (!folder)
        return tl::unexpected(folder.error());
    const Result<> removed = folder->remove(file.fileName());
    if (!removed || !backup.hasManifest)
        return removed;
    return folder->remove(QFileInfo(manifestPath(backup.path)).fileName());
}

Result<> removeStray(const StrayFile &stray)
{
    const QFileInfo file(stray.path);
    const Result<PrivateFolder> folder = PrivateFolder::open(file.path());
    if (!folder)
        return tl::unexpected(folder.error());
    if (!folder->isAbandoned(file.fileName()))
        return failure(ErrorKind::File,
            u"%1 is being written by another process."_s.arg(stray.path), {}, u"in_use"_s);
    return folder->remove(file.fileName());
}

} // namespace migrations
