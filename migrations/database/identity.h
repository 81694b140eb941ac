// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// Which database this really is, whatever URL led there: PostgreSQL's system_identifier and
// database oid; SQLite's device and inode.
struct DatabaseIdentity
{
    Dialect dialect = Dialect::PostgreSql;
    QString server; // system_identifier; SQLite: device
    QString database; // oid; SQLite: inode

    bool known() const { return !server.isEmpty() && !database.isEmpty(); }
    QString key() const; // one line, for the journal and settings
    bool operator==(const DatabaseIdentity &) const = default;
};

Result<DatabaseIdentity> readIdentity(PostgreSql &connection, Progress &progress);

} // namespace migrations
