// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/manifest.h"
#include "migrations/lifecycle/verify.h"

namespace migrations {

struct BackupRequest
{
    DatabaseUrl url;
    QString baseFolder; // SQLite: what a relative path is relative to
    VersionTable versionTable;
    DatabaseIdentity identity; // of the database on screen; unknown: not compared
    QString environment;
    QString reason = QStringLiteral("by hand");
    QString folder; // where the file goes; empty: the database's own below dataFolder()
    QString dataFolder; // empty: dataFolder()
    Proof proof = Proof::Checksummed; // at least that is always reached
    int lockWaitMs = 5'000;
};

// What is told before a backup starts.
struct BackupEstimate
{
    qint64 databaseBytes = 0;
    qint64 freeBytes = -1; // in the folder; -1: not known
    qint64 neededBytes = 0;
    qint64 seconds = 0;
    bool guess = true; // false: from the last backup of this database (its size × 1.2, its speed)
    QString folder;

    bool fits() const { return freeBytes < 0 || freeBytes >= neededBytes; }
    QString sentence() const; // "1.0 GB on the server; about 60 MB and 20 s (a guess); 79 GB free"
};

// Reads sizes and the last backup's manifest; writes nothing but the folder.
Result<BackupEstimate> estimateBackup(const BackupRequest &request, Progress &progress);

// A new file with its manifest, proven at least to level 3, or an error and no trace of it:
// written under a ".part" name through our own descriptor, synced, read to its end, renamed to a
// name that was free. PostgreSQL: pg_dump's custom format; rows are counted in the very snapshot
// that is dumped. Errors beside those of dumpchecks.h and verify.h: Refused "other_database",
// File "no_space", "no_pg_dump". Progress: a Phase with step of steps for each table.
Result<Backup> makeBackup(const BackupRequest &request, Progress &progress);

} // namespace migrations
