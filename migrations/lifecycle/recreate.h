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

} // namespace migrations
