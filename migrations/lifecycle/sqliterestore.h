// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/manifest.h"

namespace migrations {

// The backup's bytes as a new file beside a database's, with that one's mode and owner; the bytes
// are compared with what was read. `path` must be free. Errors: ErrorKind::File, "exists",
// "no_space".
Result<> copyBesideSqlite(
    const ReadableFile &backup, const QString &like, const QString &path, Progress &progress);

// Two files get each other's name in one step: there is no moment without a database under its
// name, which its program would take as a reason to make an empty one. Both were closed before.
// Refused with code "in_use", and exchanged back, when somebody opened the old one meanwhile.
Result<> exchangeFiles(const QString &database, const QString &other);

} // namespace migrations
