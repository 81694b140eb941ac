// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/dumpchecks.h"

#include "migrations/database/sqltext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QStringList namesIn(const QString &json)
{
    QStringList names;
    for (const QJsonValue value : QJsonDocument::fromJson(json.toUtf8()).array())
        names += value.toString();
    return names;
}

QString listText(const QStringList &names)
{
    constexpr qsizetype shown = 10;
    const QString list = names.mid(0, shown).join(u", "_s);
    return names.size() <= shown ? list : list + u" and %1 more"_s.arg(names.size() - shown);
}

tl::unexpected<Error> refused(const QString &message, const QString &code)
{
    return failure(ErrorKind::Refused, message, {}, code);
}

struct Complaint
{
    QLatin1StringView words; // of pg_dump or the server, in English
    QLatin1StringView code;
    QLatin1StringView message;
};

// --lock-wait-timeout is a statement_timeout around LOCK TABLE.
constexpr std::array complaints {
    Complaint {"due to lock timeout"_L1, "locked"_L1,
        "A table is locked by another session, and the backup did not wait longer for it. See who "
        "holds it, then try again."_L1},
    Complaint {"due to statement timeout"_L1, "locked"_L1,
        "A table is locked by another session, and the backup did not wait longer for it. See who "
        "holds it, then try again."_L1},
    Complaint {"row-level security"_L1, "row_security"_L1,
        "Row level security would hide rows from this role, so the backup would not be whole. Make "
        "it with a role that has BYPASSRLS or owns the tables."_L1},
    Complaint {"permission denied"_L1, "no_right"_L1,
        "This role may not read all of the database. Make the backup with its owner, or have the "
        "right granted."_L1},
    Complaint {"out of shared memory"_L1, "too_many_tables"_L1,
        "The server's lock table is too small for a backup of so many tables. Raise "
        "max_locks_per_transaction on the server."_L1},
    Complaint {"No space left"_L1, "no_space"_L1,
        "There is no space left for the backup. Make room, or choose another folder (--to)."_L1},
    Complaint {"File too large"_L1, "no_space"_L1,
        "The backup is larger than a file may be here. Choose another folder (--to), or raise the "
        "limit."_L1},
    Complaint {"quota exceeded"_L1, "no_space"_L1,
        "There is no space left for the backup. Make room, or choose another folder (--to)."_L1},
    Complaint {"server closed the connection"_L1, "connection_lost"_L1,
        "The server ended the connection while the backup was made. Try again when it is back."_L1},
    Complaint {"terminating connection"_L1, "connection_lost"_L1,
        "The server ended the connection while the backup was made. Try again when it is back."_L1},
    Complaint {"version mismatch"_L1, "no_pg_dump"_L1,
        "pg_dump is older than the server. Install the client programs of the server's version."_L1},
};

} // namespace

Result<DumpFacts> readDumpFacts(PostgreSql &connection, Progress &progress)
{
    return connection.query(sqlText(u"dumpchecks"_s), progress).map([](const QueryRows &rows) {
        return DumpFacts {
            .databaseBytes = rows.text(0, u"database_bytes"_s).toLongLong(),
            .tables = rows.text(0, u"tables"_s).toInt(),
            .maxLocks = rows.text(0, u"max_locks"_s).toInt(),
            .maxConnections = rows.text(0, u"max_connections"_s).toInt(),
            .maxPrepared = rows.text(0, u"max_prepared"_s).toInt(),
            .superuser = rows.text(0, u"is_superuser"_s) == "t"_L1,
            .hiddenTables = namesIn(rows.text(0, u"hidden_tables"_s)),
            .unreadable = namesIn(rows.text(0, u"unreadable"_s)),
        };
    });
}

Result<> checkDumpable(const DumpFacts &facts)
{
    if (!facts.hiddenTables.isEmpty())
        return refused(
            u"Row level security would hide rows of %1 from this role, so the backup would not be "
            "whole. Make it with a role that has BYPASSRLS or owns the tables."_s.arg(
                listText(facts.hiddenTables)),
            u"row_security"_s);
    if (!facts.unreadable.isEmpty())
        return refused(u"This role may not read %1. Make the backup with the owner, or have SELECT "
                       "(and USAGE on the schema) granted."_s.arg(listText(facts.unreadable)),
            u"no_right"_s);
    if (facts.tables > facts.lockCapacity())
        return refused(
            u"pg_dump holds a lock on each of the %1 tables, and the server has room for %2 "
            "(max_locks_per_transaction %3 × (max_connections %4 + max_prepared_transactions %5)). "
            "Raise max_locks_per_transaction to at least %6 and restart the server."_s
                .arg(facts.tables)
                .arg(facts.lockCapacity())
                .arg(facts.maxLocks)
                .arg(facts.maxConnections)
                .arg(facts.maxPrepared)
                .arg(facts.tables / std::max(1, facts.maxConnections + facts.maxPrepared) + 1),
            u"too_many_tables"_s);
    return {};
}

Error dumpError(const QString &text)
{
    for (const Complaint &complaint : complaints) {
        if (text.contains(complaint.words))
            return {complaint.code == "row_security"_L1 || complaint.code == "no_right"_L1
                    ? ErrorKind::Refused
                    : ErrorKind::Database,
                complaint.message, text, complaint.code};
    }
    return {ErrorKind::Database,
        u"pg_dump could not make the backup. The detail has its words; nothing was kept."_s, text,
        u"dump_failed"_s};
}

} // namespace migrations
