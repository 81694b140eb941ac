// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/reading.h"

namespace migrations {

// Which schemas a reset empties. The version table goes too, also when its schema is not chosen;
// its schema is empty when there is no such table.
struct ResetScope
{
    QStringList schemas;
    VersionTable versionTable;

    bool operator==(const ResetScope &) const = default;
};

struct ResetObject
{
    QString type; // as pg_identify_object says: "table", "materialized view" …
    QString identity;
    QString owner;
    QString dropSql;
    bool mayDrop = true; // this role owns it, or its schema
    bool mayLock = false; // a table that this role may lock
    QString relationOid; // empty: no relation

    bool operator==(const ResetObject &) const = default;
};

struct ResetTable
{
    QString identity;
    QString owner;
    qint64 rows = -1; // -1: not known
    bool exact = false; // counted just now, not the server's estimate
    qint64 bytes = 0; // with its indexes and TOAST

    bool operator==(const ResetTable &) const = default;
};

// Something that stays. Kinds: "schema" (number = grants, detail = comment), "default privileges"
// (name = schema or "", number), "extension" (detail = its schema), "event trigger" (detail = its
// function, number = 1: it fires on drops), "publication", "server", "other schema" (number =
// tables there of the same owners).
struct ResetKept
{
    QString kind;
    QString name;
    QString owner;
    QString detail;
    qint64 number = 0;

    bool operator==(const ResetKept &) const = default;
};

struct ResetDependent
{
    QString type;
    QString identity;
    QString becauseOf;

    bool operator==(const ResetDependent &) const = default;
};

// A statement that gives back, after the migrations, what went with an object.
struct ResetReplay
{
    QString object;
    QString statement;
    QString othersOwner; // not empty: the publication is that role's, and only it can do this

    bool operator==(const ResetReplay &) const = default;
};

struct LockNeed
{
    qint64 relations = 0; // tables, indexes, sequences, TOAST …: each is locked until the commit
    int perTransaction = 0; // max_locks_per_transaction
    int connections = 0; // max_connections
    int prepared = 0; // max_prepared_transactions

    qint64 slots() const { return qint64(perTransaction) * (connections + prepared); }
    bool operator==(const LockNeed &) const = default;
};

enum class ResetWay {
    OneTransaction, // drops, migrations and grants commit together, or nothing does
    TwoTransactions, // the drops commit first; a backup is the way back
    NewFile, // SQLite: the migrations build a new file, whose content replaces the old one's at
             // once
};

QString resetWayName(ResetWay way); // "one-transaction" …: JSON, journal

// What a reset would do, before anybody agrees to it.
struct ResetPlan
{
    ResetScope scope;
    std::vector<ResetObject> objects; // in drop order
    std::vector<ResetTable> tables; // largest first, partitions one by one
    std::vector<ResetKept> stays;
    std::vector<ResetReplay> grants;
    std::vector<ResetReplay> publications;
    std::vector<ResetDependent> dependents; // outside, on what goes: the reset is refused
    LockNeed locks;
    ResetWay way = ResetWay::TwoTransactions;
    QString wayReason; // one sentence
    QStringList warnings;
    std::vector<Error> refusals; // not empty: it cannot be run

    qint64 bytes() const;
    qint64 rows() const; // known ones only
    bool rowsExact() const; // all were counted
    std::vector<ResetKept> kept(const QString &kind) const;
    bool operator==(const ResetPlan &) const = default;
};

// PostgreSQL: reads, in one READ ONLY transaction, everything but way and wayReason. Refusals found
// here have the codes "dependents", "foreign_owner", "too_many_locks". Errors: "no_schema" (a
// chosen schema does not exist), "system_schema", and those of PostgreSql.
Result<ResetPlan> planReset(PostgreSql &connection, const ResetScope &scope, Progress &progress);

// How many of the relations that the plan lists are still the very same ones: tells the state
// before a reset from the state after it, also where both stand at the same revision.
struct ResetTrace
{
    int listed = 0;
    int there = 0;
};
Result<ResetTrace> traceOf(PostgreSql &connection, const ResetPlan &plan, Progress &progress);

// One sentence with its numbers; empty when they fit.
QString lockShortage(const LockNeed &need, int times);

} // namespace migrations
