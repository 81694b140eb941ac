// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/restoreoperation.h"

#include "migrations/lifecycle/restoreinto.h"
#include "migrations/operations/backupoperation.h"
#include "migrations/operations/interrupted.h"
#include "migrations/operations/journalentry.h"
#include "migrations/operations/restorefile.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QThread>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int reconnectMs = 30'000;

QJsonObject toJson(const NamedDatabase &database)
{
    return {{u"name"_s, database.name}, {u"oid"_s, database.oid}};
}

Result<RestorePlan> planOnServer(
    const ProjectState &state, RestorePlan plan, const ReadableFile &file, Progress &progress)
{
    const DatabaseUrl &url = *state.environment()->url;
    plan.database = state.database ? state.database->databaseName : url.databaseName();
    Result<PostgreSql> beside = connectBeside(url, plan.database, progress);
    if (!beside)
        return tl::unexpected(beside.error());
    const auto preflight = preflightRecreate(*beside, plan.database, plan.id, progress);
    if (!preflight)
        return tl::unexpected(preflight.error());
    const auto check = checkRestore(*beside, plan.backup, file, plan.foreign, progress);
    if (!check)
        return tl::unexpected(check.error());
    plan.check = *check;
    plan.keptAs = preflight->holding;
    plan.sessions = preflight->sessions;
    if (preflight->missing())
        return plan;
    plan.identity = {Dialect::PostgreSql, preflight->server, preflight->facts->database.oid};
    plan.bytes = preflight->facts->bytes;
    return plan;
}

// One restore on a server, from its checks to its end. Lives for one call.
class Restoration
{
public:
    Restoration(const ProjectState &state, const RestorePlan &plan, const ReadableFile &file,
        Journal &journal, Progress &progress)
        : m_state(state)
        , m_plan(plan)
        , m_file(file)
        , m_run(state, restoreRequest(plan), journal, progress)
    {
    }
    LifecycleReport execute();

private:
    Result<> prepare();
    Result<> refuseOthers();
    Result<> create();
    Result<> fill();
    Result<> replace();
    Result<> announce(const QString &stage, const QString &text, const QJsonObject &data = {});
    LifecycleReport done();
    LifecycleReport undo(const Error &error);
    Result<> reconnect();
    RecreateRecord record() const;
    std::optional<NamedDatabase> old() const
    {
        return m_preflight.facts ? std::optional(m_preflight.facts->database) : std::nullopt;
    }

    const ProjectState &m_state;
    const RestorePlan &m_plan;
    const ReadableFile &m_file;
    LifecycleRun m_run;
    std::optional<PostgreSql> m_beside;
    RecreatePreflight m_preflight;
    std::optional<NamedDatabase> m_fresh; // by the name it was made with
    QJsonObject m_kept;
    QStringList m_left; // statements that this role may not run
};

// On the disk first, then said, then done.
Result<> Restoration::announce(const QString &stage, const QString &text, const QJsonObject &data)
{
    if (m_run.progress().cancelled())
        return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
    return m_run.stage(stage, data).map([&] { m_run.phase(text); });
}

// To end the session of a colleague's running migration would be no restore but an accident.
Result<> Restoration::refuseOthers()
{
    if (m_preflight.missing())
        return {};
    Result<PostgreSql> inside = PostgreSql::connect(m_run.url(), {}, m_run.progress());
    if (!inside)
        return tl::unexpected(inside.error());
    const VersionTable &table = m_state.memory.versionTable;
    const auto others = alembicRunsElsewhere(
        *inside, table.schema, table.name, {inside->backendPid()}, m_run.progress());
    if (!others)
        return tl::unexpected(others.error());
    if (others->empty())
        return {};
    return failure(ErrorKind::Refused,
        u"A migration runs on this database: pid %1, user %2. Wait until it is done. Nothing was "
        "changed."_s.arg(QString::number(others->front().pid), others->front().user),
        others->front().query, u"other_migration"_s);
}

Result<> Restoration::prepare()
{
    Progress &progress = m_run.progress();
    Result<PostgreSql> beside = connectBeside(m_run.url(), m_plan.database, progress);
    if (!beside)
        return tl::unexpected(beside.error());
    m_beside.emplace(*std::move(beside));
    auto preflight = preflightRecreate(*m_beside, m_plan.database, m_plan.id, progress);
    if (!preflight)
        return tl::unexpected(preflight.error());
    m_preflight = *std::move(preflight);
    const QString oid = m_preflight.missing() ? QString() : m_preflight.facts->database.oid;
    if (oid != m_plan.identity.database)
        return failure(ErrorKind::Refused,
            u"%1 is not the database that was on screen any more. Nothing was changed. Refresh and "
            "look again."_s.arg(m_plan.database),
            {}, u"identity_differs"_s);
    return refuseOthers();
}

Result<> Restoration::create()
{
    QJsonObject planned {{u"server"_s, m_preflight.server}, {u"name"_s, m_preflight.name},
        {u"making"_s, m_preflight.making}, {u"holding"_s, m_preflight.holding},
        {u"backup"_s, backupFacts(m_plan.backup)}};
    if (old())
        planned.insert(u"old"_s, toJson(*old()));
    if (Result<> told = announce(u"planned"_s, u"Planned"_s, planned); !told)
        return told;
    if (Result<> told = announce(u"creating"_s, u"Making a new database to restore into"_s); !told)
        return told;
    return createBeside(*m_beside, m_preflight, m_run.progress())
        .map([&](const NamedDatabase &made) { m_fresh = made; });
}

Result<> Restoration::fill()
{
    Progress &progress = m_run.progress();
    const RestoreInto target {.url = m_run.url(), .database = m_fresh->name};
    const QJsonObject fresh {{u"new"_s, toJson(*m_fresh)}};
    if (Result<> told = announce(u"restoring"_s, u"Restoring into the new database"_s, fresh);
        !told)
        return told;
    Result<> filled = openDatabase(*m_beside, *m_fresh).and_then([&] {
        return restoreInto(m_file, target, progress);
    });
    if (!filled)
        return filled;
    if (Result<> told = announce(u"comparing"_s, u"Comparing it with the backup"_s); !told)
        return told;
    if (m_plan.check.ours)
        filled = compareRestored(m_plan.backup, target, progress);
    if (!filled || m_preflight.missing())
        return filled;
    return carryOver(*m_beside, *m_preflight.facts, m_fresh->name, m_preflight.name, progress)
        .map([&](const QStringList &left) { m_left = left; });
}

Result<> Restoration::replace()
{
    Progress &progress = m_run.progress();
    if (!m_run.stillLocked())
        return failure(ErrorKind::Database,
            u"The lock that keeps others out was lost, so nothing was replaced."_s, {},
            u"lock_lost"_s);
    if (Result<> told = announce(u"closing"_s, u"Closing the old database"_s); !told)
        return told;
    Result<> closed = closeDatabase(*m_beside, *m_fresh, progress);
    if (closed && old())
        closed = closeDatabase(*m_beside, *old(), progress);
    if (!closed)
        return closed;
    QJsonObject data {{u"new"_s, toJson({m_preflight.name, m_fresh->oid})}};
    if (old()) {
        m_kept = {{u"name"_s, m_preflight.holding}, {u"oid"_s, old()->oid},
            {u"of"_s, m_preflight.name}, {u"server"_s, m_preflight.server}};
        data.insert(u"kept"_s, m_kept);
    }
    if (Result<> told =
            announce(u"renaming"_s, u"Putting the restored database in its place"_s, data);
        !told)
        return told;
    return swapDatabases(
        *m_beside, {m_preflight.name, *m_fresh, old(), m_preflight.holding}, progress);
}

LifecycleReport Restoration::done()
{
    const DatabaseIdentity now {Dialect::PostgreSql, m_preflight.server, m_fresh->oid};
    carryProtection(m_state, m_plan.identity, now);
    QJsonObject facts {{u"backup"_s, backupFacts(m_plan.backup)}, {u"new_oid"_s, m_fresh->oid},
        {u"compared"_s, m_plan.check.ours},
        {u"statements_left"_s, QJsonArray::fromStringList(m_left)}};
    if (old()) {
        facts.insert(u"kept"_s, m_kept);
        facts.insert(u"old_oid"_s, old()->oid);
    }
    const QString next = m_left.isEmpty()
        ? QString()
        : u"This role may not set all that the old one had. Have an administrator run: %1"_s.arg(
            m_left.join(u"; "_s));
    return m_run.finish({.sentence = restoredSentence(m_plan), .nextAction = next, .facts = facts});
}

// A server that was restarted is given its time: the old database must let people in again.
Result<> Restoration::reconnect()
{
    NoProgress unstoppable;
    const QDeadlineTimer deadline(reconnectMs);
    while (!m_beside->alive() || !m_beside->query(u"SELECT 1"_s, unstoppable)) {
        Result<PostgreSql> beside = connectBeside(m_run.url(), m_plan.database, unstoppable);
        if (beside)
            m_beside.emplace(*std::move(beside));
        else if (deadline.hasExpired())
            return tl::unexpected(beside.error());
        else
            QThread::msleep(100);
    }
    return {};
}

// What the failure has left is not asked of us but of the server.
RecreateRecord Restoration::record() const
{
    return {.name = m_preflight.name,
        .making = m_preflight.making,
        .old = old(),
        .freshOid = m_fresh ? m_fresh->oid : QString()};
}

LifecycleReport Restoration::undo(const Error &error)
{
    std::ignore = m_run.stage(u"undoing"_s, {});
    m_run.phase(u"Putting everything back"_s);
    NoProgress unstoppable;
    Result<> back = reconnect();
    if (back) {
        const auto position = findPosition(*m_beside, record(), unstoppable);
        if (position && position->freshInPlace)
            return done(); // the answer to the swap was lost, not the swap
    }
    back = back.and_then([&] { return putOldBack(*m_beside, record(), {}, unstoppable); });
    if (!back)
        return m_run.finish({.outcome = Outcome::Unknown,
            .sentence = u"Restoring %1 failed, and putting everything back failed too: %2"_s.arg(
                m_plan.database, back.error().message),
            .nextAction =
                u"spiritsafe db info shows where it is; spiritsafe db undo tries again."_s,
            .error = error,
            .leaveOpen = true});
    return m_run.finish({.outcome = Outcome::RolledBack,
        .sentence = m_plan.missing()
            ? u"%1 was not restored; there is no database, as before"_s.arg(m_plan.database)
            : u"%1 was not restored; the database is as it was (oid %2)"_s.arg(
                m_plan.database, m_plan.identity.database),
        .nextAction = error.kind == ErrorKind::Cancelled ? u"It was cancelled."_s : error.message,
        .error = error});
}

LifecycleReport Restoration::execute()
{
    if (Result<> begun = m_run.begin(); !begun)
        return m_run.refused(begun.error());
    m_run.phase(u"Checking what could stop it"_s);
    if (Result<> fit = prepare(); !fit)
        return m_run.refused(fit.error());
    const Result<> restored =
        create().and_then([&] { return fill(); }).and_then([&] { return replace(); });
    return restored ? done() : undo(restored.error());
}

} // namespace

LifecycleRequest restoreRequest(const RestorePlan &plan)
{
    return {.kind = LifecycleKind::Restore,
        .target = plan.backup.name(),
        .identity = plan.identity,
        .lock = LifecycleRequest::Lock::Outside};
}

Result<ReadableFile> openPlanned(const RestorePlan &plan, Progress &progress)
{
    Result<ReadableFile> file = ReadableFile::open(plan.backup.path);
    if (!file || !plan.check.ours)
        return file;
    const Result<> same = compareChecksum(plan.backup, *file, progress);
    return same ? std::move(file) : Result<ReadableFile>(tl::unexpected(same.error()));
}

QString restoredSentence(const RestorePlan &plan)
{
    QString sentence = u"Restored %1 from %2"_s.arg(plan.database, plan.backup.name());
    sentence += plan.check.ours ? u", compared with the backup"_s
                                : u" (not compared: the file is not one of ours)"_s;
    return plan.missing() ? sentence
                          : sentence + u"; the one before is kept as %1"_s.arg(plan.keptAs);
}

void carryProtection(
    const ProjectState &state, const DatabaseIdentity &from, const DatabaseIdentity &to)
{
    if (from.known())
        std::ignore = ProtectionStore(state.dataFolder).carryOver(from.key(), to.key());
}

Result<RestorePlan> planRestore(
    const ProjectState &state, const Backup &backup, Foreign foreign, Progress &progress)
{
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to restore into."_s, {}, u"no_url"_s);
    if (const Result<> settled = refuseInterrupted(state, progress); !settled)
        return tl::unexpected(settled.error());
    const Result<ReadableFile> file = ReadableFile::open(backup.path);
    if (!file)
        return tl::unexpected(file.error());
    RestorePlan plan {.id = newRunId(), .backup = backup, .foreign = foreign};
    return environment->url->dialect == Dialect::Sqlite
        ? planRestoreFile(state, std::move(plan), *file, progress)
        : planOnServer(state, std::move(plan), *file, progress);
}

LifecycleReport restoreDatabase(
    const ProjectState &state, const RestorePlan &plan, Journal &journal, Progress &progress)
{
    if (state.environment()->url->dialect == Dialect::Sqlite)
        return restoreFile(state, plan, journal, progress);
    const Result<ReadableFile> file = openPlanned(plan, progress);
    if (!file)
        return LifecycleRun(state, restoreRequest(plan), journal, progress).refused(file.error());
    return Restoration(state, plan, *file, journal, progress).execute();
}

} // namespace migrations
