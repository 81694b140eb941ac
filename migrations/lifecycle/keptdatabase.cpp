// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/keptdatabase.h"

#include "migrations/database/locks.h"
#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/sessions.h"

#include <QDeadlineTimer>
#include <QThread>

#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qsizetype nameLimit = 63; // NAMEDATALEN - 1
constexpr int closeLimitMs = 10'000;
constexpr int sliceMs = 20;

// Up to `bytes` of UTF-8, at a whole character.
QString cutAt(const QString &text, qsizetype bytes)
{
    QString cut = text;
    while (cut.toUtf8().size() > bytes)
        cut.chop(cut.size() > 1 && cut.back().isLowSurrogate() ? 2 : 1);
    return cut;
}

constexpr qsizetype idLength = 12;

QString beginningOf(const QString &database, const QString &mark = u"__old_"_s)
{
    return cutAt(database, nameLimit - mark.size() - idLength) + mark;
}

struct Found
{
    NamedDatabase database;
    bool open = false;
};

Result<std::optional<Found>> find(PostgreSql &beside, const std::optional<QString> &name,
    const std::optional<QString> &oid, Progress &progress)
{
    return beside.query(sqlText(u"databasenamed"_s), {name, oid}, progress)
        .map([](const QueryRows &rows) {
            return rows.rows.empty() ? std::optional<Found>()
                                     : Found {{rows.text(0, u"name"_s), rows.text(0, u"oid"_s)},
                                         rows.text(0, u"allows_connections"_s) == u"t"_s};
        });
}

std::optional<NamedDatabase> nameOf(const std::optional<Found> &found)
{
    return found ? std::optional(found->database) : std::nullopt;
}

Result<Found> prove(PostgreSql &beside, const NamedDatabase &database, Progress &progress)
{
    const auto found = find(beside, database.name, database.oid, progress);
    if (!found)
        return tl::unexpected(found.error());
    if (*found)
        return **found;
    return failure(ErrorKind::Refused,
        u"The database %1 is not the one that it was (oid %2). Nothing was done to it. Refresh and "
        "look again."_s.arg(database.name, database.oid),
        {}, u"other_database"_s);
}

Result<> execute(PostgreSql &beside, const QString &sql, Progress &progress)
{
    return beside.query(sql, progress).map([](const QueryRows &) {});
}

Result<> allowConnections(
    PostgreSql &beside, const NamedDatabase &database, bool allow, Progress &progress)
{
    return execute(beside,
        u"ALTER DATABASE %1 WITH ALLOW_CONNECTIONS %2"_s.arg(
            beside.quoteIdentifier(database.name), allow ? u"true"_s : u"false"_s),
        progress);
}

tl::unexpected<Error> stays(const DatabaseSession &session, const QString &detail = {})
{
    return failure(ErrorKind::Refused,
        u"The %1 cannot be ended by this role. Ask its owner or an administrator to end it, then "
        "try again. Nothing was changed."_s.arg(sessionText(session)),
        detail, u"session_stays"_s);
}

// Those that come while others are ended were let in before the door was shut.
Result<> endSessions(PostgreSql &beside, const NamedDatabase &database, Progress &progress)
{
    const QDeadlineTimer deadline(closeLimitMs);
    while (true) {
        const auto sessions = sessionsIn(beside, database.name, progress);
        if (!sessions)
            return tl::unexpected(sessions.error());
        if (sessions->empty())
            return {};
        for (const DatabaseSession &session : *sessions) {
            if (!session.mayEnd || deadline.hasExpired())
                return stays(session);
            const Result<bool> ended =
                terminateBackend(beside, session.session.pid, progress, session.start);
            if (!ended)
                return stays(session, ended.error().detail);
        }
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled; the database is open again."_s);
        QThread::msleep(sliceMs);
    }
}

// All of them or none.
Result<> inTransaction(PostgreSql &beside, const QStringList &statements, Progress &progress)
{
    Result<> done = execute(beside, u"BEGIN"_s, progress);
    for (const QString &statement : statements) {
        if (done)
            done = execute(beside, statement, progress);
    }
    if (done)
        return execute(beside, u"COMMIT"_s, progress);
    NoProgress quiet;
    std::ignore = execute(beside, u"ROLLBACK"_s, quiet);
    return done;
}

QString renameSql(PostgreSql &beside, const QString &from, const QString &to)
{
    return u"ALTER DATABASE %1 RENAME TO %2"_s.arg(
        beside.quoteIdentifier(from), beside.quoteIdentifier(to));
}

} // namespace

QString holdingName(const QString &database, const QString &id)
{
    return beginningOf(database) + id.left(idLength);
}

QString makingName(const QString &database, const QString &id)
{
    return beginningOf(database, u"__new_"_s) + id.left(idLength);
}

Result<PostgreSql> connectBeside(
    const DatabaseUrl &url, const QString &database, Progress &progress)
{
    Error last {ErrorKind::Database,
        u"%1 is a database that is needed for changing others; it is not changed itself."_s.arg(
            database),
        {}, u"no_maintenance_database"_s};
    for (const QString &name : {u"postgres"_s, u"template1"_s}) {
        if (name == database)
            continue;
        Result<PostgreSql> connected = PostgreSql::connect(
            url, {.applicationName = u"spiritsafe beside"_s, .databaseName = name}, progress);
        if (connected || connected.error().kind == ErrorKind::Cancelled)
            return connected;
        last = connected.error();
    }
    return tl::unexpected(last);
}

Result<std::optional<NamedDatabase>> findDatabase(
    PostgreSql &beside, const QString &name, Progress &progress)
{
    return find(beside, name, std::nullopt, progress).map(nameOf);
}

Result<std::optional<NamedDatabase>> findDatabaseByOid(
    PostgreSql &beside, const QString &oid, Progress &progress)
{
    return find(beside, std::nullopt, oid, progress).map(nameOf);
}

Result<QString> freeHoldingName(
    PostgreSql &beside, const QString &database, const QString &id, Progress &progress)
{
    const QString name = holdingName(database, id);
    const auto taken = findDatabase(beside, name, progress);
    if (!taken)
        return tl::unexpected(taken.error());
    if (!*taken)
        return name;
    return failure(ErrorKind::Refused,
        u"There is a database %1 already, which is the name that %2 would be kept under. Rename or "
        "drop it. Nothing was changed."_s.arg(name, database),
        {}, u"holding_name_taken"_s);
}

Result<> closeDatabase(PostgreSql &beside, const NamedDatabase &database, Progress &progress)
{
    const Result<Found> before = prove(beside, database, progress);
    if (!before)
        return tl::unexpected(before.error());
    if (Result<> shut = allowConnections(beside, database, false, progress); !shut)
        return shut;
    Result<> ended = endSessions(beside, database, progress);
    if (!ended && before->open)
        std::ignore = openDatabase(beside, database);
    return ended;
}

Result<> openDatabase(PostgreSql &beside, const NamedDatabase &database)
{
    NoProgress quiet;
    return prove(beside, database, quiet).and_then([&](const Found &) {
        return allowConnections(beside, database, true, quiet);
    });
}

Result<NamedDatabase> renameDatabase(
    PostgreSql &beside, const NamedDatabase &database, const QString &name, Progress &progress)
{
    return prove(beside, database, progress)
        .and_then([&](const Found &) {
            return execute(beside, renameSql(beside, database.name, name), progress);
        })
        .map([&] {
            return NamedDatabase {name, database.oid};
        });
}

Result<> swapDatabases(PostgreSql &beside, const DatabaseSwap &swap, Progress &progress)
{
    if (const auto same = prove(beside, swap.incoming, progress); !same)
        return tl::unexpected(same.error());
    QStringList statements;
    if (swap.present) {
        if (const auto same = prove(beside, *swap.present, progress); !same)
            return tl::unexpected(same.error());
        statements.append(renameSql(beside, swap.present->name, swap.aside));
    }
    statements.append(renameSql(beside, swap.incoming.name, swap.name));
    statements.append(
        u"ALTER DATABASE %1 WITH ALLOW_CONNECTIONS true"_s.arg(beside.quoteIdentifier(swap.name)));
    return inTransaction(beside, statements, progress);
}

Result<std::vector<KeptDatabase>> keptDatabases(
    PostgreSql &beside, const QString &database, const QStringList &knownOids, Progress &progress)
{
    return beside
        .query(sqlText(u"keptdatabases"_s),
            {beginningOf(database), u'{' + knownOids.join(u',') + u'}'}, progress)
        .map([](const QueryRows &rows) {
            std::vector<KeptDatabase> kept;
            for (std::size_t row = 0; row < rows.rows.size(); ++row) {
                kept.push_back({.database = {rows.text(row, u"name"_s), rows.text(row, u"oid"_s)},
                    .bytes =
                        rows.isNull(row, u"bytes"_s) ? -1 : rows.text(row, u"bytes"_s).toLongLong(),
                    .allowsConnections = rows.text(row, u"allows_connections"_s) == u"t"_s});
            }
            return kept;
        });
}

Result<> dropDatabase(PostgreSql &beside, const NamedDatabase &database, Progress &progress)
{
    if (Result<> closed = closeDatabase(beside, database, progress); !closed)
        return closed;
    NoProgress unstoppable;
    return execute(
        beside, u"DROP DATABASE "_s + beside.quoteIdentifier(database.name), unstoppable);
}

} // namespace migrations
