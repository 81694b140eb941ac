// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/manifest.h"
#include "migrations/lifecycle/pgtools.h"

namespace migrations {

// The bytes behind a descriptor, from their start.
Result<QString> sha256Of(int descriptor, Progress &progress);

// Level 2: pg_restore reads the dump from its first to its last byte, which finds every cut and
// every flipped bit in compressed data (RELIABILITY F48). Errors: ErrorKind::Refused, code
// "damaged".
Result<> readToTheEnd(const PgTools &tools, int descriptor, Progress &progress);

// Level 3: size and checksum are the manifest's. Errors: Refused, code "no_manifest", "damaged".
Result<> compareChecksum(const Backup &backup, const ReadableFile &file, Progress &progress);

struct VerifyOptions
{
    Proof level = Proof::Checksummed;
    // Compared: where the scratch database is made (dropped again whatever happens).
    const DatabaseUrl *server = nullptr;
    QString dataFolder; // where scratch databases are recorded; empty: dataFolder()
};

// Proves a backup up to a level, each level before it too, and notes the level and the time in its
// manifest. SQLite: integrity_check, checksum, counts. Errors: as above, and Refused, code
// "not_the_same" with the differences as detail.
Result<Backup> verifyBackup(Backup backup, const VerifyOptions &options, Progress &progress);

} // namespace migrations
