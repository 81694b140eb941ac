// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/manifest.h"

namespace migrations {

// A database that we made, into which a dump is restored. Never the living one: every way of that
// mixes old and new (RELIABILITY F53).
struct RestoreInto
{
    enum class Owners { Kept, Ignored }; // Ignored: all belongs to us; for a scratch database

    DatabaseUrl url; // of its server
    QString database; // its name
    Owners owners = Owners::Kept;
};

// pg_restore, which stops at the first error. Errors: ErrorKind::Database, code "restore_failed".
Result<> restoreInto(const ReadableFile &dump, const RestoreInto &target, Progress &progress);

// Is what was restored what the manifest says: tables, counts, hashes, sequences, objects? Errors:
// ErrorKind::Refused, code "not_the_same", the differences as detail.
Result<> compareRestored(const Backup &backup, const RestoreInto &target, Progress &progress);

} // namespace migrations
