// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/databasefacts.h"
#include "migrations/lifecycle/sessions.h"

namespace migrations {

// What is known before a database is made anew, and nothing has been changed.
struct RecreatePreflight
{
    QString name; // what it is called, and what the new one will be called
    QString holding; // what it will be kept as; empty when there is none yet
    QString making; // what the new one is called until it takes its place
    std::optional<DatabaseFacts> facts; // absent: there is no database, it will be made
    std::vector<DatabaseSession> sessions; // in it now; they will be ended
    QString server; // system_identifier

    bool missing() const { return !facts; }
};

// Everything that would stop it half-way is found here and refused by name (ErrorKind::Refused):
// "no_createdb", "not_owner", "standby", "is_template", "prepared_transactions",
// "replication_slots", "subscriptions", "tablespace_denied", "session_stays",
// "holding_name_taken". Changes nothing. `id`: of the run.
Result<RecreatePreflight> preflightRecreate(
    PostgreSql &beside, const QString &database, const QString &id, Progress &progress);

// The new one under the name it is made with, with the facts of the old one (none: the server's
// defaults), closed; its oid.
Result<NamedDatabase> createBeside(
    PostgreSql &beside, const RecreatePreflight &preflight, Progress &progress);

// Where a recreate has come to, told by the server itself, after a failure or another program's
// end.
struct RecreateRecord
{
    QString name;
    QString making;
    std::optional<NamedDatabase> old; // as it was called; absent: there was none
    QString freshOid; // empty: not known to have been made
};
struct RecreatePosition
{
    std::optional<NamedDatabase> old; // where it is now
    std::optional<NamedDatabase> fresh; // where the new one is now
    bool nameIsTaken = false; // by a third
    bool oldInPlace = false; // the old one has its name
    bool freshInPlace = false; // the new one has taken it

    bool operator==(const RecreatePosition &) const = default;
};
Result<RecreatePosition> findPosition(
    PostgreSql &beside, const RecreateRecord &record, Progress &progress);

// Everything as it was before: the old one under its name and open. The new one is dropped, or,
// with a name for it, set aside under that name. Refused (code "cannot_undo") when the old one is
// gone or a third has its name.
Result<> putOldBack(PostgreSql &beside, const RecreateRecord &record, const QString &keepFreshAs,
    Progress &progress);

} // namespace migrations
