// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/recreation.h"

#include "migrations/project/protection.h"

#include <QFile>
#include <QJsonArray>
#include <QLocale>
#include <QThread>

#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int reconnectMs = 30'000;

QJsonObject toJson(const NamedDatabase &database)
{
    return {{u"name"_s, database.name}, {u"oid"_s, database.oid}};
}

std::optional<NamedDatabase> databaseFrom(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    return NamedDatabase {value[u"name"_s].toString(), value[u"oid"_s].toString()};
}

QStringList textsFrom(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray list = value.toArray();
    for (const auto &text : list)
        texts.append(text.toString());
    return texts;
}

QStringList missingIn(const QStringList &after, const QStringList &before)
{
    QStringList missing;
    for (const QString &line : before) {
        if (!after.contains(line))
            missing.append(line);
    }
    return missing;
}

LifecycleRequest requestFor(const RecreatePlan &plan)
{
    return {.kind = LifecycleKind::Recreate,
        .target = plan.database,
        .identity = plan.identity,
        .lock = LifecycleRequest::Lock::Outside,
        .needsTrust = !plan.migrations.steps.empty()};
}

} // namespace

RecreateStages recreateStagesOf(const JournalEntry &entry)
{
    RecreateStages stages;
    for (const JournalStage &stage : entry.stages) {
        const QJsonObject &data = stage.data;
        stages.last = stage.name;
        if (stage.name == u"planned"_s) {
            stages.server = data[u"server"_s].toString();
            stages.record.name = data[u"name"_s].toString();
            stages.record.making = data[u"making"_s].toString();
            stages.record.old = databaseFrom(data[u"old"_s]);
            stages.outside = textsFrom(data[u"outside"_s]);
            stages.inside = textsFrom(data[u"inside"_s]);
        } else if (data.contains(u"new"_s)) {
            stages.record.freshOid = data[u"new"_s][u"oid"_s].toString();
        }
    }
    return stages;
}

Recreation::Recreation(
    const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress)
    : m_state(state)
    , m_plan(plan)
    , m_run(state, requestFor(plan), journal, progress)
{
}

// On the disk first, then said, then done.
Result<> Recreation::announce(const QString &stage, const QString &text, const QJsonObject &data)
{
    if (m_run.progress().cancelled())
        return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
    return m_run.stage(stage, data).map([&] { m_run.phase(text); });
}

QString Recreation::scripts() const
{
    QString text;
    for (const Step &step : m_plan.migrations.steps) {
        const Revision *revision = m_state.graph.find(step.revision);
        QFile file(revision != nullptr ? revision->file : QString());
        if (file.open(QIODevice::ReadOnly))
            text += QString::fromUtf8(file.readAll());
    }
    return text;
}

// To end the session of a colleague's running migration would be no recreate but an accident.
Result<> Recreation::refuseOthers()
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
    const Blocker &other = others->front();
    return failure(ErrorKind::Refused,
        u"Another migration runs on this database: pid %1, user %2. Wait until it is done. Nothing "
        "was changed."_s.arg(QString::number(other.pid), other.user),
        other.query, u"other_migration"_s);
}

// A Python that does not start must be known before anything is changed.
Result<> Recreation::startPython()
{
    if (m_plan.migrations.steps.empty())
        return {};
    Result<Alembic> started = startAlembic(m_state, m_run.progress());
    if (!started)
        return tl::unexpected(started.error());
    m_alembic.emplace(*std::move(started));
    return m_alembic->versions(m_run.progress()).map([](const HelperVersions &) {});
}

Result<> Recreation::takeInside()
{
    if (m_preflight.missing())
        return {};
    Result<InsideFacts> taken =
        InsideFacts::take(m_run.url(), m_preflight.name, scripts(), m_run.progress());
    if (!taken)
        return tl::unexpected(taken.error());
    m_inside.emplace(*std::move(taken));
    return {};
}

Result<> Recreation::prepare()
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
            u"%1 is not the database that was on screen any more. Nothing was changed. Refresh "
            "and look again."_s.arg(m_plan.database),
            {}, u"identity_differs"_s);
    return refuseOthers().and_then([&] { return startPython(); }).and_then([&] {
        return takeInside();
    });
}

Result<> Recreation::build()
{
    m_stages.record = {.name = m_preflight.name, .making = m_preflight.making};
    QJsonObject planned {{u"server"_s, m_preflight.server}, {u"name"_s, m_preflight.name},
        {u"making"_s, m_preflight.making}, {u"holding"_s, m_preflight.holding},
        {u"backup"_s, m_plan.backup}};
    if (!m_preflight.missing()) {
        m_stages.record.old = m_preflight.facts->database;
        m_stages.outside = factLines(*m_preflight.facts);
        m_stages.inside = m_inside->lines();
        planned.insert(u"old"_s, toJson(m_preflight.facts->database));
        planned.insert(u"outside"_s, QJsonArray::fromStringList(m_stages.outside));
        planned.insert(u"inside"_s, QJsonArray::fromStringList(m_stages.inside));
    }
    if (Result<> told = announce(u"planned"_s, u"Planned"_s, planned); !told)
        return told;
    if (Result<> told = announce(u"creating"_s, u"Making the new database"_s); !told)
        return told;
    const Result<NamedDatabase> fresh = createBeside(*m_beside, m_preflight, m_run.progress());
    if (!fresh)
        return tl::unexpected(fresh.error());
    m_stages.record.freshOid = fresh->oid;
    if (Result<> told = announce(u"carrying"_s,
            u"Carrying over owner, grants, settings, extensions"_s, {{u"new"_s, toJson(*fresh)}});
        !told)
        return told;
    return furnish(*fresh);
}

Result<> Recreation::furnish(const NamedDatabase &fresh)
{
    if (m_preflight.missing())
        return {};
    Progress &progress = m_run.progress();
    auto left = carryOver(*m_beside, *m_preflight.facts, fresh.name, m_preflight.name, progress);
    if (!left)
        return tl::unexpected(left.error());
    m_left = *std::move(left);
    return openDatabase(*m_beside, fresh)
        .and_then([&] {
            return m_inside->putInto(
                m_run.url(), fresh.name, InsideFacts::When::BeforeMigrations, progress);
        })
        .and_then([&] { return closeDatabase(*m_beside, fresh, progress); });
}

Result<> Recreation::replace()
{
    Progress &progress = m_run.progress();
    const NamedDatabase fresh {m_preflight.making, m_stages.record.freshOid};
    const std::optional<NamedDatabase> &old = m_stages.record.old;
    if (!m_run.stillLocked())
        return failure(ErrorKind::Database,
            u"The lock that keeps others out was lost, so nothing was replaced."_s, {},
            u"lock_lost"_s);
    if (old) {
        if (Result<> told = announce(u"closing"_s, u"Closing the old database"_s); !told)
            return told;
        if (Result<> closed = closeDatabase(*m_beside, *old, progress); !closed)
            return closed;
    }
    QJsonObject data {{u"new"_s, toJson({m_preflight.name, fresh.oid})}};
    if (old)
        data.insert(u"kept"_s,
            QJsonObject {{u"name"_s, m_preflight.holding}, {u"oid"_s, old->oid},
                {u"of"_s, m_preflight.name}, {u"server"_s, m_preflight.server}});
    if (Result<> told = announce(u"renaming"_s, u"Putting the new database in its place"_s, data);
        !told)
        return told;
    return swapDatabases(*m_beside, {m_preflight.name, fresh, old, m_preflight.holding}, progress);
}

Result<> Recreation::migrate()
{
    if (Result<> told = announce(u"migrating"_s, u"Migrating the new database"_s); !told)
        return told;
    NoProgress quiet;
    const ProjectState fresh = withDatabase(m_state, quiet);
    if (!fresh.database)
        return tl::unexpected(fresh.databaseError.value_or(Error {}));
    if (fresh.graph.revisions().empty())
        return {};
    const Result<Plan> plan = planOperation(fresh, OperationKind::Upgrade, {u"heads"_s});
    if (!plan)
        return tl::unexpected(plan.error());
    m_migrated = runOperation(fresh,
        {.kind = OperationKind::Upgrade,
            .targets = {u"heads"_s},
            .plan = *plan,
            .identity = fresh.database->identity,
            .lockedOutside = true},
        m_run.journal(), std::exchange(m_alembic, std::nullopt), m_run.progress());
    if (m_migrated->outcome == Outcome::Done || m_migrated->outcome == Outcome::NothingToDo)
        return {};
    Error error = m_migrated->error.value_or(Error {});
    if (m_migrated->cancelled)
        error.kind = ErrorKind::Cancelled;
    if (error.message.isEmpty())
        error.message = m_migrated->sentence;
    return tl::unexpected(error);
}

// What the old one had and the new one has not.
Result<QStringList> Recreation::notCarried()
{
    if (m_stages.outside.isEmpty())
        return QStringList();
    Progress &progress = m_run.progress();
    const auto facts = readDatabaseFacts(*m_beside, m_stages.record.name, progress);
    if (!facts || !*facts)
        return tl::unexpected(
            facts ? Error {ErrorKind::Database, u"The new database is gone."_s} : facts.error());
    const auto inside = insideLines(m_run.url(), m_stages.record.name, progress);
    if (!inside)
        return tl::unexpected(inside.error());
    return missingIn(factLines(**facts), m_stages.outside) + missingIn(*inside, m_stages.inside);
}

QJsonObject Recreation::factsNow(const QStringList &missing) const
{
    QJsonObject facts {{u"new_oid"_s, m_stages.record.freshOid},
        {u"not_carried"_s, QJsonArray::fromStringList(missing)},
        {u"statements_left"_s, QJsonArray::fromStringList(m_left)}};
    if (m_migrated)
        facts.insert(u"revisions"_s, qint64(m_migrated->steps.size()));
    for (const JournalStage &stage : m_run.entry().stages) {
        if (stage.data.contains(u"kept"_s))
            facts.insert(u"kept"_s, stage.data[u"kept"_s]);
    }
    if (m_stages.record.old)
        facts.insert(u"old_oid"_s, m_stages.record.old->oid);
    return facts;
}

LifecycleReport Recreation::verify()
{
    if (Result<> told = announce(u"verifying"_s, u"Comparing with the old database"_s); !told)
        return undo(told.error());
    Result<QStringList> missing = notCarried();
    if (missing && !missing->isEmpty() && m_inside) {
        std::ignore = m_inside->putInto(m_run.url(), m_stages.record.name,
            InsideFacts::When::AfterMigrations, m_run.progress());
        missing = notCarried();
    }
    if (!missing)
        return undo(missing.error());
    if (m_stages.record.old)
        std::ignore = ProtectionStore(m_state.dataFolder)
                          .carryOver(DatabaseIdentity {Dialect::PostgreSql, m_stages.server,
                                         m_stages.record.old->oid}
                                         .key(),
                              DatabaseIdentity {
                                  Dialect::PostgreSql, m_stages.server, m_stages.record.freshOid}
                                  .key());
    const QJsonObject facts = factsNow(*missing);
    const qsizetype revisions = m_migrated ? qsizetype(m_migrated->steps.size()) : 0;
    QString sentence = u"Made %1 anew with %2"_s.arg(
        m_stages.record.name, revisions == 1 ? u"1 revision"_s : u"%1 revisions"_s.arg(revisions));
    if (facts.contains(u"kept"_s))
        sentence += u"; the old one is kept as "_s + facts[u"kept"_s][u"name"_s].toString();
    QString next;
    if (!missing->isEmpty())
        next = u"Not carried over, because this role may not or the scripts do it otherwise: %1."_s
                   .arg((m_left + *missing).join(u"; "_s));
    return m_run.finish(
        {.outcome = Outcome::Done, .sentence = sentence, .nextAction = next, .facts = facts});
}

// A server that was restarted is given its time: the old database must come back.
Result<> Recreation::reconnect()
{
    NoProgress unstoppable;
    const QDeadlineTimer deadline(reconnectMs);
    while (!m_beside || !m_beside->alive() || !m_beside->query(u"SELECT 1"_s, unstoppable)) {
        Result<PostgreSql> beside = connectBeside(m_run.url(), m_stages.record.name, unstoppable);
        if (beside)
            m_beside.emplace(*std::move(beside));
        else if (deadline.hasExpired())
            return tl::unexpected(beside.error());
        else
            QThread::msleep(200);
    }
    return {};
}

// What the failure has left is not asked of us but of the server.
LifecycleReport Recreation::undo(Error error)
{
    // Whatever it was that noticed it first.
    if (m_run.progress().cancelled())
        error.kind = ErrorKind::Cancelled;
    if (m_finishing)
        return stopFinishing(error);
    NoProgress unstoppable;
    m_alembic.reset();
    std::ignore = m_run.stage(u"undoing"_s);
    m_run.phase(u"Putting everything back"_s);
    const Result<> back = reconnect().and_then(
        [&] { return putOldBack(*m_beside, m_stages.record, {}, unstoppable); });
    const QString why = error.kind == ErrorKind::Cancelled ? u"It was cancelled"_s : error.message;
    if (!back)
        return m_run.finish({.outcome = Outcome::Unknown,
            .sentence = u"Making %1 anew failed, and putting the old one back failed too: %2"_s.arg(
                m_stages.record.name, back.error().message),
            .nextAction =
                u"spiritsafe db info shows where it is; spiritsafe db undo tries again."_s,
            .error = error,
            .facts = factsNow({}),
            .leaveOpen = true});
    const QString state = m_stages.record.old
        ? u"the old database is in its place, unchanged (oid %1)"_s.arg(m_stages.record.old->oid)
        : u"there is no database, as before"_s;
    return m_run.finish({.outcome = Outcome::RolledBack,
        .sentence = u"%1 was not made anew; %2"_s.arg(m_stages.record.name, state),
        .nextAction = why,
        .error = error,
        .facts = {{u"old_oid"_s, m_stages.record.old ? m_stages.record.old->oid : QString()}}});
}

// Somebody may work with the new one by now: it stays, and the person decides.
LifecycleReport Recreation::stopFinishing(const Error &error)
{
    return m_run.finish({.outcome = Outcome::Partly,
        .sentence = u"%1 is the new database, but finishing it failed: %2"_s.arg(
            m_stages.record.name, error.message),
        .nextAction = u"Try again, or put the old one back: spiritsafe db undo."_s,
        .error = error,
        .facts = factsNow({}),
        .leaveOpen = true});
}

LifecycleReport Recreation::migrateAndVerify()
{
    if (Result<> migrated = migrate(); !migrated)
        return undo(migrated.error());
    return verify();
}

LifecycleReport Recreation::execute()
{
    if (Result<> begun = m_run.begin(); !begun)
        return m_run.refused(begun.error());
    m_run.phase(u"Checking what could stop it"_s);
    if (Result<> fit = prepare(); !fit)
        return m_run.refused(fit.error());
    m_stages.server = m_preflight.server;
    if (Result<> built = build(); !built)
        return undo(built.error());
    if (Result<> replaced = replace(); !replaced)
        return undo(replaced.error());
    return migrateAndVerify();
}

LifecycleReport Recreation::finish(const JournalEntry &entry)
{
    if (Result<> begun = m_run.begin(entry); !begun)
        return m_run.refused(begun.error());
    m_finishing = true;
    m_stages = recreateStagesOf(entry);
    if (Result<> connected = reconnect().and_then([&] { return startPython(); }); !connected)
        return m_run.refused(connected.error());
    return migrateAndVerify();
}

} // namespace migrations
