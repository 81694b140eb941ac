// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/manifest.h"

namespace migrations {

// Which database's backups are meant. A restore or a recreate makes a new database with another
// oid, so the same name on the same server counts too.
struct BackupOf
{
    DatabaseIdentity identity; // unknown: of any server
    QString database; // SQLite: the file

    bool matches(const Backup &backup) const;
};

// What somebody's end left behind: a ".part" nobody writes any more, a manifest without its file.
struct StrayFile
{
    QString path;
    qint64 bytes = 0;
    QDateTime modified;
};

struct BackupList
{
    std::vector<Backup> backups; // newest first; those without a manifest by their file's time
    std::vector<StrayFile> strays;

    const Backup *newestProven(Proof atLeast) const;
    // One that the person named: a path, a file name, or the start of a name that fits one alone.
    // Errors: ErrorKind::Project, code "no_such_backup", "several_backups".
    Result<Backup> find(const QString &text) const;
};

// The files of one folder.
BackupList backupsIn(const QString &folder);
// All below dataFolder (empty: dataFolder()), and in `folder` when it is not empty, that are of
// this database.
BackupList backupsOf(const BackupOf &database, const QString &folder, const QString &dataFolder);

// What a person wants to keep: the newest ones, and all that are young. Neither given: all.
struct PruneRule
{
    int keepNewest = -1;
    int keepDays = -1;
};

// What the rule lets go: never the newest proven one, nor the newest that was restored and
// compared, nor a file without our manifest. Pure.
std::vector<Backup> prunable(
    const std::vector<Backup> &newestFirst, const PruneRule &rule, const QDateTime &now);

Result<> removeBackup(const Backup &backup); // the file, then its manifest
Result<> removeStray(const StrayFile &stray); // code "in_use" when somebody writes it again

} // namespace migrations
