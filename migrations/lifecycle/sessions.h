// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// Somebody who is connected to a database.
struct DatabaseSession
{
    Blocker session;
    QString start; // tells it from a later one with the same pid; empty: hidden
    QString kind; // "client backend", "walsender" …; empty: hidden
    bool mayEnd = false; // this role may terminate it
    qint64 stateMs = -1; // how long it has been in its state
    QStringList holds; // "AccessExclusiveLock on orders"; no reader's locks

    bool operator==(const DatabaseSession &) const = default;
};

// "session 4711 (user app, application psql, from 10.0.0.7)"
QString sessionText(const DatabaseSession &session);

// Everybody in the database of that name but this connection, the oldest first; what the server
// ends by itself when it has to (autovacuum) is left out. `connection` may be to any database of
// the server; what they hold is known only to one in that very database.
Result<std::vector<DatabaseSession>> sessionsIn(
    PostgreSql &connection, const QString &database, Progress &progress);

} // namespace migrations
