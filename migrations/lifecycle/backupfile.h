// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backup.h"

namespace migrations {

// The folder of a database's backups below dataFolder (empty: dataFolder()).
QString backupFolder(const DatabaseIdentity &identity, const QString &dataFolder);

// "shop_dev-20261126-110233-c7e19a40b52d.dump": nothing in it that a shell or a file system takes
// for something else, at most 200 bytes. `count` > 1 makes it another one ("…-2.dump").
QString backupName(const QString &database, const QDateTime &at, const QStringList &revisions,
    Dialect dialect, int count);

// A file under a name in the folder of which nothing is there yet: no dump, manifest or part.
struct BackupPart
{
    QString name; // it will have
    PrivateFile file;
};
Result<BackupPart> createPart(const PrivateFolder &folder, const Backup &backup);

// The last of making one: sync, checksum into the manifest, manifest and file under their names.
// The file comes last, so that what has its name is whole.
Result<Backup> publishBackup(
    const PrivateFolder &folder, BackupPart part, Backup backup, Progress &progress);

} // namespace migrations
