// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/reading.h"

namespace migrations {

// readDatabase's SQLite half: over Qt Sql, QSQLITE_OPEN_READONLY, a connection name of its own that
// is removed again; never creates a file. Thread-safe in that each call owns its connection.
Result<DatabaseReading> readSqlite(
    const DatabaseUrl &url, const VersionTable &table, const QString &baseFolder);

// The file that a URL names, absolute; empty for a database in memory.
QString sqliteFile(const DatabaseUrl &url, const QString &baseFolder);

} // namespace migrations
