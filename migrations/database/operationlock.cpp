// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/filelock.h"
#include "migrations/database/locks.h"
#include "migrations/database/sessionrows.h"
#include "migrations/database/sqlite.h"
#include "migrations/database/sqltext.h"

#include <QElapsedTimer>
#include <QThread>

#include <functional>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qint32 lockClass = 0x53504954; // "SPIT"
constexpr int tryEveryMs = 150;
constexpr int sliceMs = 50;
constexpr int reportEveryMs = 1'000;
constexpr int heartbeatLimitMs = 5'000;

// FNV-1a: must give the same on every machine and in every version of ours, unlike qHash.
qint32 lockObject(const QString &server, const QString &database)
{
    quint32 hash = 2166136261U;
    const QByteArray text = (server + u'/' + database).toUtf8();
    for (const char byte : text)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    return static_cast<qint32>(hash);
}

struct Holder
{
    Blocker session;
    QString since; // UTC
};

Error lockedBy(const std::optional<Holder> &holder)
{
    QString who = u"Another operation holds this database"_s;
    if (holder) {
        QStringList facts {u"process %1"_s.arg(holder->session.pid)};
        if (!holder->session.user.isEmpty())
            facts += u"user %1"_s.arg(holder->session.user);
        if (!holder->session.application.isEmpty())
            facts += u"application %1"_s.arg(holder->session.application);
        if (!holder->session.client.isEmpty() && holder->session.client != u"local"_s)
            facts += u"from %1"_s.arg(holder->session.client);
        if (!holder->since.isEmpty())
            facts += u"since %1 UTC"_s.arg(holder->since);
        who += u": "_s + facts.join(u", "_s);
    }
    return {ErrorKind::Refused, who + u". Wait for it to end, then refresh and try again."_s, {},
        u"locked"_s};
}

// One lock that can be tried, and asked who has it.
struct Attempt
{
    std::function<Result<bool>()> tryOnce;
    std::function<std::optional<Holder>()> holder;
};

void reportWait(Progress &progress, const std::optional<Holder> &holder, qint64 waitedMs)
{
    Event event;
    event.kind = Event::Kind::LockWait;
    event.elapsedMs = waitedMs;
    if (holder)
        event.blockers = {holder->session};
    progress.report(event);
}

Result<void> waitFor(const Attempt &attempt, int waitMs, Progress &progress)
{
    QElapsedTimer timer;
    timer.start();
    qint64 lastTry = 0;
    qint64 lastReport = -reportEveryMs;
    Result<bool> locked = attempt.tryOnce();
    while (locked && !*locked) {
        if (timer.hasExpired(waitMs))
            return tl::unexpected(lockedBy(attempt.holder()));
        if (timer.elapsed() - lastReport >= reportEveryMs) {
            lastReport = timer.elapsed();
            reportWait(progress, attempt.holder(), lastReport);
        }
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Waiting for the database was cancelled."_s);
        QThread::msleep(sliceMs);
        if (timer.elapsed() - lastTry >= tryEveryMs) {
            lastTry = timer.elapsed();
            locked = attempt.tryOnce();
        }
    }
    if (lastReport >= 0) {
        Event event;
        event.kind = Event::Kind::LockGranted;
        event.elapsedMs = timer.elapsed();
        progress.report(event);
    }
    return locked.map([](bool) {});
}

ConnectOptions lockConnection(const QString &databaseName)
{
    ConnectOptions options;
    options.applicationName = u"spiritsafe lock"_s;
    options.databaseName = databaseName;
    return options;
}

// A connection outside the target, for what the target's own locks cannot see: dropping and
// renaming it. Where no such database may be connected to, the target's lock must do.
Result<std::optional<PostgreSql>> maintenanceConnection(
    const DatabaseUrl &url, const QString &target, Progress &progress)
{
    for (const QString &name : {u"postgres"_s, u"template1"_s}) {
        if (name == target)
            break;
        Result<PostgreSql> connection = PostgreSql::connect(url, lockConnection(name), progress);
        if (connection)
            return std::optional<PostgreSql>(std::move(*connection));
        if (connection.error().kind == ErrorKind::Cancelled)
            return tl::unexpected(connection.error());
    }
    return std::optional<PostgreSql>();
}

std::vector<std::optional<QString>> keyParameters(qint32 object)
{
    return {QString::number(lockClass), QString::number(object)};
}

std::optional<Holder> holderOf(PostgreSql &connection, qint32 object)
{
    NoProgress progress;
    const Result<QueryRows> rows = connection.query(
        sqlText(u"lockholder"_s), keyParameters(object), progress, heartbeatLimitMs);
    if (!rows || rows->rows.empty())
        return std::nullopt;
    return Holder {blockerAt(*rows, 0), rows->text(0, u"since"_s)};
}

Result<bool> tryAdvisoryLock(
    PostgreSql &connection, qint32 object, const DatabaseIdentity &expected, Progress &progress)
{
    const Result<QueryRows> rows =
        connection.query(sqlText(u"locktry"_s), keyParameters(object), progress);
    if (!rows)
        return tl::unexpected(rows.error());
    const bool sameDatabase =
        expected.database.isEmpty() || rows->text(0, u"database_oid"_s) == expected.database;
    if (rows->text(0, u"system_identifier"_s) != expected.server || !sameDatabase) {
        return failure(ErrorKind::Refused,
            u"DATABASE_URL now leads to another database than the one on screen. Nothing was "
            "changed. Refresh, and check the plan again."_s,
            {}, u"other_database"_s);
    }
    return rows->text(0, u"locked"_s) == u"t"_s;
}

Result<void> lockOn(PostgreSql &connection, qint32 object, const DatabaseIdentity &expected,
    int waitMs, Progress &progress)
{
    const Attempt attempt {[&] { return tryAdvisoryLock(connection, object, expected, progress); },
        [&] { return holderOf(connection, object); }};
    return waitFor(attempt, waitMs, progress);
}

// Asks the server, not our memory: behind a pooler the lock may belong to another session by now.
bool stillLocked(PostgreSql &connection, qint32 object)
{
    NoProgress progress;
    const Result<QueryRows> rows = connection.query(
        sqlText(u"lockholder"_s), keyParameters(object), progress, heartbeatLimitMs);
    return rows && rows->text(0, u"is_us"_s) == u"t"_s;
}

} // namespace

struct OperationLock::Private
{
    std::optional<PostgreSql> maintenance;
    std::optional<PostgreSql> target;
    std::optional<FileLock> file;
    qint32 object = 0;
    bool lost = false;

    Result<void> takeServer(const DatabaseUrl &url, DatabaseIdentity identity,
        const Options &options, Progress &progress);
    Result<void> takeOutside(const DatabaseUrl &url, const QString &server, const QString &database,
        const Options &options, Progress &progress);
    Result<void> takeFile(const DatabaseUrl &url, const Options &options, Progress &progress);
};

Result<void> OperationLock::Private::takeServer(
    const DatabaseUrl &url, DatabaseIdentity identity, const Options &options, Progress &progress)
{
    Result<PostgreSql> connected = PostgreSql::connect(url, lockConnection({}), progress);
    if (!connected)
        return tl::unexpected(connected.error());
    target.emplace(std::move(*connected));
    if (!identity.known()) {
        const Result<DatabaseIdentity> read = readIdentity(*target, progress);
        if (!read)
            return tl::unexpected(read.error());
        identity = *read;
    }
    object = lockObject(identity.server, target->databaseName());
    if (!options.heldOutside) {
        Result<std::optional<PostgreSql>> outside =
            maintenanceConnection(url, target->databaseName(), progress);
        if (!outside)
            return tl::unexpected(outside.error());
        maintenance = std::move(*outside);
    }

    // Always in this order, and never waiting inside the server: two of us cannot deadlock, nor
    // hold up CREATE INDEX CONCURRENTLY.
    if (maintenance) {
        const DatabaseIdentity sameServer {Dialect::PostgreSql, identity.server, {}};
        Result<void> locked = lockOn(*maintenance, object, sameServer, options.waitMs, progress);
        if (!locked)
            return locked;
    }
    return lockOn(*target, object, identity, options.waitMs, progress);
}

Result<void> OperationLock::Private::takeOutside(const DatabaseUrl &url, const QString &server,
    const QString &database, const Options &options, Progress &progress)
{
    Result<std::optional<PostgreSql>> outside = maintenanceConnection(url, database, progress);
    if (!outside)
        return tl::unexpected(outside.error());
    if (!*outside)
        return failure(ErrorKind::Database,
            u"Neither the database postgres nor template1 can be connected to, and one of them is "
            "needed beside %1. Allow this role to connect to one of them."_s.arg(database),
            {}, u"no_maintenance_database"_s);
    maintenance = std::move(*outside);
    const Result<DatabaseIdentity> here = readIdentity(*maintenance, progress);
    if (!here)
        return tl::unexpected(here.error());
    const DatabaseIdentity sameServer {
        Dialect::PostgreSql, server.isEmpty() ? here->server : server, {}};
    object = lockObject(here->server, database);
    return lockOn(*maintenance, object, sameServer, options.waitMs, progress);
}

Result<void> OperationLock::Private::takeFile(
    const DatabaseUrl &url, const Options &options, Progress &progress)
{
    const QString database = sqliteFile(url, options.baseFolder);
    if (database.isEmpty() || options.heldOutside)
        return {}; // in memory nobody else can see it
    const QString lockFile = database + u".spiritsafe-lock"_s;
    const Attempt attempt {[&]() -> Result<bool> {
                               Result<std::optional<FileLock>> tried = FileLock::tryLock(lockFile);
                               if (!tried)
                                   return tl::unexpected(tried.error());
                               file = std::move(*tried);
                               return file.has_value();
                           },
        [&]() -> std::optional<Holder> {
            const Blocker holder = FileLock::holder(lockFile);
            return Holder {holder, QString(holder.state).replace(u'T', u' ').remove(u'Z')};
        }};
    return waitFor(attempt, options.waitMs, progress);
}

Result<OperationLock> OperationLock::acquire(const DatabaseUrl &url,
    const DatabaseIdentity &identity, const Options &options, Progress &progress)
{
    auto d = std::make_unique<Private>();
    Result<void> taken = url.dialect == Dialect::Sqlite
        ? d->takeFile(url, options, progress)
        : d->takeServer(url, identity, options, progress);
    if (!taken)
        return tl::unexpected(taken.error());
    return OperationLock(std::move(d));
}

Result<OperationLock> OperationLock::acquireOutside(const DatabaseUrl &url, const QString &server,
    const QString &database, const Options &options, Progress &progress)
{
    auto d = std::make_unique<Private>();
    Result<void> taken = d->takeOutside(url, server, database, options, progress);
    if (!taken)
        return tl::unexpected(taken.error());
    return OperationLock(std::move(d));
}

OperationLock::OperationLock(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}
OperationLock::OperationLock(OperationLock &&) noexcept = default;
OperationLock &OperationLock::operator=(OperationLock &&) noexcept = default;
OperationLock::~OperationLock() = default;

bool OperationLock::heartbeat()
{
    if (d->lost)
        return false;
    const bool held = (!d->file || d->file->stillHeld())
        && (!d->target || stillLocked(*d->target, d->object))
        && (!d->maintenance || stillLocked(*d->maintenance, d->object));
    d->lost = !held;
    return held;
}

bool OperationLock::hasConnection() const
{
    return d->target || d->maintenance;
}

PostgreSql &OperationLock::connection()
{
    Q_ASSERT(hasConnection());
    return d->target ? *d->target : *d->maintenance;
}

std::vector<int> OperationLock::pids() const
{
    std::vector<int> pids;
    for (const auto *connection : {&d->maintenance, &d->target}) {
        if (*connection)
            pids.push_back((*connection)->backendPid());
    }
    return pids;
}

} // namespace migrations
