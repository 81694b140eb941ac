// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/recreate.h"

#include "migrations/database/sqltext.h"

#include <QDeadlineTimer>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

tl::unexpected<Error> refuse(const QString &code, const QString &message)
{
    return failure(ErrorKind::Refused, message + u" Nothing was changed."_s, {}, code);
}

Result<> checkRole(const QueryRows &role, const QString &database)
{
    const QString user = role.text(0, u"user_name"_s);
    if (role.text(0, u"in_recovery"_s) == u"t"_s)
        return refuse(u"standby"_s,
            u"This server is a standby, which only follows another. Make %1 anew on its primary."_s
                .arg(database));
    if (role.text(0, u"may_create"_s) == u"t"_s)
        return {};
    return refuse(u"no_createdb"_s,
        u"The role %1 may not create databases, so %2 could be neither renamed nor made anew. Ask "
        "an administrator for ALTER ROLE %1 CREATEDB, or use DATABASE_URL of a role that has it."_s
            .arg(user, database));
}

Result<> checkRights(const DatabaseFacts &facts, const QString &user)
{
    const QString &name = facts.database.name;
    if (!facts.isOwner || !facts.mayGiveAway)
        return refuse(u"not_owner"_s,
            u"%1 belongs to %2, and the role %3 is neither that nor a member of it, so it can not "
            "rename the database. Use DATABASE_URL of its owner."_s.arg(name, facts.owner, user));
    if (!facts.tablespaceAllowed)
        return refuse(u"tablespace_denied"_s,
            u"%1 lies in the tablespace %2, in which the role %3 may not create anything. Ask an "
            "administrator for GRANT CREATE ON TABLESPACE %2 TO %3."_s.arg(
                name, facts.tablespace, user));
    return {};
}

// These belong to the old one and cannot be made again in the new one.
Result<> checkTies(const DatabaseFacts &facts)
{
    const QString &name = facts.database.name;
    if (facts.isTemplate)
        return refuse(u"is_template"_s,
            u"%1 is marked as a template, which is what others are made from. When that is a "
            "mistake: ALTER DATABASE %1 IS_TEMPLATE false."_s.arg(name));
    if (!facts.prepared.isEmpty())
        return refuse(u"prepared_transactions"_s,
            u"%1 has prepared transactions: %2. Finish each with COMMIT PREPARED or ROLLBACK "
            "PREPARED."_s.arg(name, facts.prepared.join(u", "_s)));
    if (!facts.slots.isEmpty())
        return refuse(u"replication_slots"_s,
            u"%1 has logical replication slots: %2. Somebody follows its changes; stop that, and "
            "drop them with pg_drop_replication_slot."_s.arg(name, facts.slots.join(u", "_s)));
    if (!facts.subscriptions.isEmpty())
        return refuse(u"subscriptions"_s,
            u"%1 has subscriptions: %2. Drop them first with DROP SUBSCRIPTION."_s.arg(
                name, facts.subscriptions.join(u", "_s)));
    return {};
}

Result<> checkSessions(const std::vector<DatabaseSession> &sessions)
{
    const auto stays = std::find_if(sessions.begin(), sessions.end(),
        [](const DatabaseSession &session) { return !session.mayEnd; });
    if (stays == sessions.end())
        return {};
    return refuse(u"session_stays"_s,
        u"The %1 cannot be ended by this role. Ask its owner or an administrator to end it."_s.arg(
            sessionText(*stays)));
}

Result<> checkDatabase(const RecreatePreflight &preflight, const QString &user)
{
    return checkRights(*preflight.facts, user)
        .and_then([&] { return checkTies(*preflight.facts); })
        .and_then([&] { return checkSessions(preflight.sessions); });
}

// Before the new one took its place: only that one has to go.
Result<> undoUnplaced(PostgreSql &beside, const RecreatePosition &position, Progress &progress)
{
    if (position.fresh) {
        if (Result<> dropped = dropDatabase(beside, *position.fresh, progress); !dropped)
            return dropped;
    }
    return position.old ? openDatabase(beside, *position.old) : Result<>();
}

Result<> undoPlaced(PostgreSql &beside, const RecreateRecord &record,
    const RecreatePosition &position, const QString &keepFreshAs, Progress &progress)
{
    if (Result<> closed = closeDatabase(beside, *position.fresh, progress); !closed)
        return closed;
    const QString aside = keepFreshAs.isEmpty() ? record.making : keepFreshAs;
    if (position.old) {
        const DatabaseSwap swap {record.name, *position.old, *position.fresh, aside};
        if (Result<> swapped = swapDatabases(beside, swap, progress); !swapped)
            return swapped;
    } else if (const auto renamed = renameDatabase(beside, *position.fresh, aside, progress);
               !renamed) {
        return tl::unexpected(renamed.error());
    }
    if (!keepFreshAs.isEmpty())
        return {};
    return dropDatabase(beside, {aside, position.fresh->oid}, progress);
}

} // namespace

Result<RecreatePreflight> preflightRecreate(
    PostgreSql &beside, const QString &database, const QString &id, Progress &progress)
{
    const Result<QueryRows> role = beside.query(sqlText(u"rolefacts"_s), progress);
    if (!role)
        return tl::unexpected(role.error());
    if (Result<> allowed = checkRole(*role, database); !allowed)
        return tl::unexpected(allowed.error());
    RecreatePreflight preflight {.name = database,
        .making = makingName(database, id),
        .server = role->text(0, u"system_identifier"_s)};
    auto facts = readDatabaseFacts(beside, database, progress);
    if (!facts)
        return tl::unexpected(facts.error());
    preflight.facts = *std::move(facts);
    if (preflight.missing())
        return preflight;
    auto sessions = sessionsIn(beside, database, progress);
    if (!sessions)
        return tl::unexpected(sessions.error());
    preflight.sessions = *std::move(sessions);
    if (Result<> fit = checkDatabase(preflight, role->text(0, u"user_name"_s)); !fit)
        return tl::unexpected(fit.error());
    return freeHoldingName(beside, database, id, progress).map([&](const QString &holding) {
        preflight.holding = holding;
        return preflight;
    });
}

Result<NamedDatabase> createBeside(
    PostgreSql &beside, const RecreatePreflight &preflight, Progress &progress)
{
    const QString sql = preflight.missing()
        ? u"CREATE DATABASE %1 ALLOW_CONNECTIONS false"_s.arg(
            beside.quoteIdentifier(preflight.making))
        : createDatabaseSql(beside, *preflight.facts, preflight.making);
    if (const Result<QueryRows> made = beside.query(sql, progress); !made)
        return tl::unexpected(made.error());
    return findDatabase(beside, preflight.making, progress)
        .and_then([&](const std::optional<NamedDatabase> &made) -> Result<NamedDatabase> {
            if (made)
                return *made;
            return failure(ErrorKind::Database,
                u"The database %1 was made and is gone again; somebody else works here."_s.arg(
                    preflight.making));
        });
}

namespace {

// What an ended program asked of the server may still be being done.
Result<> waitForTheServer(PostgreSql &beside, const QString &name, Progress &progress)
{
    constexpr int patienceMs = 60'000;
    const QDeadlineTimer deadline(patienceMs);
    while (true) {
        const Result<QueryRows> rows = beside.query(sqlText(u"workingon"_s), {name}, progress);
        if (!rows)
            return tl::unexpected(rows.error());
        if (rows->text(0, u"working"_s) == u"f"_s)
            return {};
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
        if (deadline.hasExpired())
            return failure(ErrorKind::Refused,
                u"The server still works on %1 for a program that has ended. Wait for it, then "
                u"look "
                "again."_s.arg(name),
                {}, u"still_working"_s);
        QThread::msleep(50);
    }
}

} // namespace

Result<RecreatePosition> findPosition(
    PostgreSql &beside, const RecreateRecord &record, Progress &progress)
{
    RecreatePosition position;
    if (record.freshOid.isEmpty() && !record.making.isEmpty()) {
        if (Result<> quiet = waitForTheServer(beside, record.making, progress); !quiet)
            return tl::unexpected(quiet.error());
    }
    if (record.old) {
        const auto old = findDatabaseByOid(beside, record.old->oid, progress);
        if (!old)
            return tl::unexpected(old.error());
        position.old = *old;
    }
    // Made, and its oid not written down yet: the name is of this run alone.
    const auto fresh = record.freshOid.isEmpty()
        ? findDatabase(beside, record.making, progress)
        : findDatabaseByOid(beside, record.freshOid, progress);
    if (!fresh)
        return tl::unexpected(fresh.error());
    position.fresh = *fresh;
    const auto named = findDatabase(beside, record.name, progress);
    if (!named)
        return tl::unexpected(named.error());
    position.oldInPlace = named->has_value() && *named == position.old;
    position.freshInPlace = named->has_value() && *named == position.fresh;
    position.nameIsTaken = named->has_value() && !position.oldInPlace && !position.freshInPlace;
    return position;
}

Result<> putOldBack(PostgreSql &beside, const RecreateRecord &record, const QString &keepFreshAs,
    Progress &progress)
{
    const Result<RecreatePosition> position = findPosition(beside, record, progress);
    if (!position)
        return tl::unexpected(position.error());
    if (position->nameIsTaken)
        return failure(ErrorKind::Refused,
            u"Another database has the name %1 by now. Rename it, then undo again."_s.arg(
                record.name),
            {}, u"cannot_undo"_s);
    if (record.old && !position->old)
        return failure(ErrorKind::Refused,
            u"The old database of %1 (oid %2) is gone; somebody dropped it. It can only come back "
            "from a backup."_s.arg(record.name, record.old->oid),
            {}, u"cannot_undo"_s);
    if (position->freshInPlace)
        return undoPlaced(beside, record, *position, keepFreshAs, progress);
    if (position->oldInPlace || !record.old)
        return undoUnplaced(beside, *position, progress);
    // Nobody has the name: the old one waits under the name it was set aside with.
    if (Result<> swapped =
            swapDatabases(beside, {record.name, *position->old, std::nullopt, {}}, progress);
        !swapped)
        return swapped;
    RecreatePosition back = *position;
    back.old = NamedDatabase {record.name, position->old->oid};
    return undoUnplaced(beside, back, progress);
}

} // namespace migrations
