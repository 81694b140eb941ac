// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

#include <QTemporaryDir>

#include <memory>

namespace migrations {

// An entry of a dump's table of contents.
struct DumpEntry
{
    int id = 0;
    QString text; // "SCHEMA - app app_owner": kind, schema, name, owner

    bool operator==(const DumpEntry &) const = default;
};

// Of `pg_restore --list`, those that a database has beside what migrations make: extensions,
// schemas, default privileges, event triggers with their functions (`triggerFunctions`: beginnings
// of entries), publications, foreign servers, their grants and comments. Pure.
std::vector<DumpEntry> entriesToCarry(const QString &list, const QStringList &triggerFunctions);

// Must it wait until the migrations have run? Event triggers would fire at them; and what a script
// creates itself, without IF NOT EXISTS, must not be there before. Pure.
bool waitsForMigrations(
    const DumpEntry &entry, const QString &scripts, const QStringList &triggerFunctions);

// What is in a database beside tables and the like, one line a fact, sorted (insidefacts.sql).
Result<QStringList> insideLines(
    const DatabaseUrl &url, const QString &database, Progress &progress);

// The inside facts of a database, taken while it is still open, to be put into another one: a dump
// of its definitions without its tables, in a private folder that goes with this object.
class InsideFacts
{
public:
    // `scripts`: the texts of the migrations that will run. Errors: "no_pg_dump" among others.
    static Result<InsideFacts> take(const DatabaseUrl &url, const QString &database,
        const QString &scripts, Progress &progress);

    const QStringList &lines() const { return m_lines; }
    // What cannot be put there (it exists, or needs another role) is passed over: insideLines of
    // both sides tells what is missing.
    enum class When { BeforeMigrations, AfterMigrations };
    Result<> putInto(
        const DatabaseUrl &url, const QString &database, When when, Progress &progress) const;

private:
    InsideFacts() = default;
    Result<> dump(const DatabaseUrl &url, const QString &database, Progress &progress);
    Result<> choose(const QString &scripts, Progress &progress);
    QString file(const QString &name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_restore; // pg_restore
    QStringList m_lines;
    QStringList m_triggerFunctions;
    std::vector<DumpEntry> m_entries;
    std::vector<DumpEntry> m_early;
};

} // namespace migrations
