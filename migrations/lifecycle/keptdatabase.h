// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// A database by its name and its oid. Whatever is done to one is done only while both belong
// together: a name can be taken by another, an oid is never used again.
struct NamedDatabase
{
    QString name;
    QString oid;

    bool operator==(const NamedDatabase &) const = default;
};

// One that was renamed instead of dropped, with nobody let in: the way back.
struct KeptDatabase
{
    NamedDatabase database;
    qint64 bytes = -1; // -1: hidden from this role
    bool allowsConnections = false; // true: not as we left it

    bool operator==(const KeptDatabase &) const = default;
};

// "shop__old_1f9a3c…": what a database is renamed to. PostgreSQL cuts names silently at 63 bytes;
// here the database's own name is cut, at a whole character. `id`: of the run, 12 hexadecimal
// digits.
QString holdingName(const QString &database, const QString &id);
// "shop__new_1f9a3c…": what one is called that is made to take that database's place.
QString makingName(const QString &database, const QString &id);

// A connection for what is done to a database from outside it: to postgres, else to template1.
Result<PostgreSql> connectBeside(
    const DatabaseUrl &url, const QString &database, Progress &progress);

// nullopt: no database of that name.
Result<std::optional<NamedDatabase>> findDatabase(
    PostgreSql &beside, const QString &name, Progress &progress);
// Which name that oid has now; nullopt: it is gone.
Result<std::optional<NamedDatabase>> findDatabaseByOid(
    PostgreSql &beside, const QString &oid, Progress &progress);

// holdingName, and Refused (code "holding_name_taken") when a database has it already.
Result<QString> freeHoldingName(
    PostgreSql &beside, const QString &database, const QString &id, Progress &progress);

// Lets nobody in any more, ends who is in it, and looks again: nobody is left. Refused with code
// "session_stays" names the one that this role may not end; the database is then as it was.
Result<> closeDatabase(PostgreSql &beside, const NamedDatabase &database, Progress &progress);
// Lets people in again.
Result<> openDatabase(PostgreSql &beside, const NamedDatabase &database);

// The closed database gets another name (and stays closed).
Result<NamedDatabase> renameDatabase(
    PostgreSql &beside, const NamedDatabase &database, const QString &name, Progress &progress);

// `incoming` gets `name` and is opened; whoever has that name now is renamed to `aside` and stays
// closed. One transaction: there is no moment without a database of that name, and no half of it.
// Both must have been closed. Nothing to set aside: `present` empty.
struct DatabaseSwap
{
    QString name;
    NamedDatabase incoming;
    std::optional<NamedDatabase> present;
    QString aside;
};
Result<> swapDatabases(PostgreSql &beside, const DatabaseSwap &swap, Progress &progress);

// Those that were set aside for a database of this name: by the shape of their name, and those
// whose oids are known from elsewhere (the journal), whatever they are called by now.
Result<std::vector<KeptDatabase>> keptDatabases(
    PostgreSql &beside, const QString &database, const QStringList &knownOids, Progress &progress);

// Closes and drops exactly this one. Once the server has begun it is not cancelled any more.
Result<> dropDatabase(PostgreSql &beside, const NamedDatabase &database, Progress &progress);

} // namespace migrations
