// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backup.h"

namespace migrations {

// makeBackup's SQLite half: SQLite's own backup calls, which see what is in the WAL and in another
// program's transaction as they must (a copy of the file would not: RELIABILITY 2e); then
// integrity_check and counts of the copy.
Result<Backup> copySqlite(const BackupRequest &request, Progress &progress);

// verifyBackup's: checksum, integrity_check, counts. There is no further level for a file that is
// the database itself, so Compared is reached by the same.
Result<> proveSqliteCopy(
    const Backup &backup, const ReadableFile &file, Proof level, Progress &progress);

// SQLite's integrity_check finds nothing. Errors: Refused, code "damaged".
Result<> checkSqliteIntegrity(const QString &file, Progress &progress);

qint64 sqliteBytes(const QString &file); // with what is in its WAL

} // namespace migrations
