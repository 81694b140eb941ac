// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// What is known of a database before pg_dump starts.
struct DumpFacts
{
    qint64 databaseBytes = 0;
    int tables = 0;
    int maxLocks = 0; // max_locks_per_transaction
    int maxConnections = 0;
    int maxPrepared = 0;
    bool superuser = false;
    QStringList hiddenTables; // row level security would hide rows from this role
    QStringList unreadable; // tables and sequences this role may not read

    int lockCapacity() const { return maxLocks * (maxConnections + maxPrepared); }
};

Result<DumpFacts> readDumpFacts(PostgreSql &connection, Progress &progress);

// Why pg_dump would fail or leave rows out; nothing: it may start. Errors: ErrorKind::Refused with
// code "row_security" (pg_dump's own way round it leaves rows out: 10 of 200,000, RELIABILITY F45,
// so it is never used), "no_right", "too_many_tables".
Result<> checkDumpable(const DumpFacts &facts);

// What pg_dump complained about, in words with a next step: codes "locked", "row_security",
// "no_right", "too_many_tables", "no_space", "connection_lost", else "dump_failed".
Error dumpError(const QString &complaints);

} // namespace migrations
