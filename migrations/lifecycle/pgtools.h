// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

namespace migrations {

// pg_dump and pg_restore of one installed PostgreSQL.
struct PgTools
{
    QString dump;
    QString restore;
    QString version; // "15.18"
    int major = 0;
};

// The newest installed pair that is not older than the server (server version as libpq tells it:
// 150018), below `versionsFolder` and in `searchPath` (empty: PATH): pg_dump refuses a newer
// server, and writes an empty file first (RELIABILITY F47). Errors: ErrorKind::File, code
// "no_pg_dump"; the message names the package to install.
Result<PgTools> findPgTools(int serverVersion, Progress &progress,
    const QString &versionsFolder = QStringLiteral("/usr/lib/postgresql"),
    const QStringList &searchPath = {});

} // namespace migrations
