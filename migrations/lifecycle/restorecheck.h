// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/dumpneeds.h"
#include "migrations/lifecycle/verify.h"

namespace migrations {

// Restoring runs what is in a dump as the role that restores, so a file that is not known to be
// ours needs a person's word (RELIABILITY S15).
enum class Foreign { Refused, Agreed };

// What is known of a backup before it is restored, and nothing has been changed.
struct RestoreCheck
{
    bool ours = false; // our manifest, and its checksum is the file's: can be compared afterwards
    bool superuser = false; // the role that will restore it is one
    DumpNeeds needs;
};

// Reads the backup to its end, compares the checksum, and asks the server for every role, extension
// and tablespace that it names. Errors: ErrorKind::Refused, codes "damaged", "foreign" (no manifest
// of ours, not agreed), "other_dialect", "missing_roles", "not_member", "missing_extensions",
// "superuser_extensions", "missing_tablespaces": each names what is missing.
Result<RestoreCheck> checkRestore(PostgreSql &server, const Backup &backup,
    const ReadableFile &file, Foreign foreign, Progress &progress);

// The same for an SQLite copy: its own check, then the checksum.
Result<RestoreCheck> checkSqliteRestore(
    const Backup &backup, const ReadableFile &file, Foreign foreign, Progress &progress);

} // namespace migrations
