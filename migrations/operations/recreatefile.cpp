// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/recreatefile.h"

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/keptfile.h"
#include "migrations/project/protection.h"

#include <QFileInfo>

#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Files have 255 bytes for their name: nothing is cut.
QString heldAs(const QString &file, const QString &id)
{
    return file + u"__old_"_s + id;
}

QJsonObject keptJson(const NamedDatabase &old, const QString &holding)
{
    return {
        {u"name"_s, holding}, {u"oid"_s, old.oid}, {u"of"_s, old.name}, {u"server"_s, QString()}};
}

LifecycleRequest requestFor(const ProjectState &state, const RecreatePlan &plan)
{
    Q_UNUSED(state)
    return {.kind = LifecycleKind::Recreate,
        .target = plan.database,
        .identity = plan.identity,
        .lock = LifecycleRequest::Lock::Outside,
        .needsTrust = !plan.migrations.steps.empty()};
}

class FileRecreation
{
public:
    FileRecreation(
        const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress)
        : m_state(state)
        , m_plan(plan)
        , m_run(state, requestFor(state, plan), journal, progress)
    {
    }

    LifecycleReport execute()
    {
        if (Result<> begun = m_run.begin(); !begun)
            return m_run.refused(begun.error());
        if (Result<> fit = prepare(); !fit)
            return m_run.refused(fit.error());
        if (Result<> replaced = setAside(); !replaced)
            return undo(replaced.error());
        return migrateAndReport();
    }

    LifecycleReport finish(const JournalEntry &entry)
    {
        if (Result<> begun = m_run.begin(entry); !begun)
            return m_run.refused(begun.error());
        m_position = filePositionOf(entry);
        return migrateAndReport();
    }

private:
    // A Python that does not start must be known before anything is changed.
    Result<> prepare()
    {
        m_position = {.file = m_plan.database, .holding = heldAs(m_plan.database, m_plan.id)};
        m_position.old = findFile(m_plan.database);
        if (m_position.old) {
            if (Result<> closed = closeFile(*m_position.old); !closed)
                return closed;
        }
        QJsonObject planned {{u"name"_s, m_position.file}, {u"holding"_s, m_position.holding},
            {u"backup"_s, m_plan.backup}};
        if (m_position.old)
            planned.insert(u"old"_s, keptJson(*m_position.old, m_position.file));
        return startPython().and_then(
            [&] { return announce(u"planned"_s, u"Planned"_s, planned); });
    }

    Result<> announce(const QString &stage, const QString &text, const QJsonObject &data = {})
    {
        if (m_run.progress().cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
        return m_run.stage(stage, data).map([&] { m_run.phase(text); });
    }

    Result<> startPython()
    {
        if (m_plan.migrations.steps.empty())
            return {};
        Result<Alembic> started = startAlembic(m_state, m_run.progress());
        if (!started)
            return tl::unexpected(started.error());
        m_alembic.emplace(*std::move(started));
        return m_alembic->versions(m_run.progress()).map([](const HelperVersions &) {});
    }

    Result<> setAside()
    {
        if (!m_position.old)
            return {};
        if (Result<> told = announce(u"renaming"_s, u"Setting the old file aside"_s,
                {{u"kept"_s, keptJson(*m_position.old, m_position.holding)}});
            !told)
            return told;
        return renameFile(*m_position.old, m_position.holding);
    }

    Result<> migrate()
    {
        if (Result<> told = announce(u"migrating"_s, u"Migrating the new file"_s); !told)
            return told;
        if (m_state.graph.revisions().empty())
            return {};
        NoProgress quiet;
        const ProjectState fresh = withDatabase(m_state, quiet);
        const Result<Plan> plan = planOperation(fresh, OperationKind::Upgrade, {u"heads"_s});
        if (!plan)
            return tl::unexpected(plan.error());
        m_migrated = runOperation(fresh,
            {.kind = OperationKind::Upgrade,
                .targets = {u"heads"_s},
                .plan = *plan,
                .identity = fresh.database ? fresh.database->identity
                                           : DatabaseIdentity {Dialect::Sqlite, {}, {}},
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

    LifecycleReport migrateAndReport()
    {
        if (Result<> migrated = migrate(); !migrated)
            return undo(migrated.error());
        if (Result<> told = announce(u"verifying"_s, u"Reading back"_s); !told)
            return undo(told.error());
        const std::optional<NamedDatabase> fresh = findFile(m_position.file);
        QJsonObject facts {{u"revisions"_s, m_migrated ? qint64(m_migrated->steps.size()) : 0},
            {u"new_oid"_s, fresh ? fresh->oid : QString()}};
        QString sentence = u"Made %1 anew"_s.arg(QFileInfo(m_position.file).fileName());
        if (m_position.old) {
            facts.insert(u"kept"_s, keptJson(*m_position.old, m_position.holding));
            facts.insert(u"old_oid"_s, m_position.old->oid);
            sentence += u"; the old one is kept as "_s + m_position.holding;
            if (fresh)
                carryProtection(*fresh);
        }
        return m_run.finish({.sentence = sentence, .facts = facts});
    }

    void carryProtection(const NamedDatabase &fresh) const
    {
        const auto key = [&](const QString &inode) {
            return DatabaseIdentity {Dialect::Sqlite, m_plan.identity.server, inode}.key();
        };
        std::ignore =
            ProtectionStore(m_state.dataFolder).carryOver(key(m_position.old->oid), key(fresh.oid));
    }

    LifecycleReport undo(const Error &error)
    {
        m_alembic.reset();
        std::ignore = m_run.stage(u"undoing"_s);
        m_run.phase(u"Putting the old file back"_s);
        const Result<> back = putOldFileBack(filePositionOf(m_run.entry()), {});
        if (!back)
            return m_run.finish({.outcome = Outcome::Unknown,
                .sentence =
                    u"Making %1 anew failed, and putting the old file back failed too: %2"_s.arg(
                        m_position.file, back.error().message),
                .nextAction = u"It is kept as %1."_s.arg(m_position.holding),
                .error = error,
                .leaveOpen = true});
        return m_run.finish({.outcome = Outcome::RolledBack,
            .sentence = u"%1 was not made anew; the old file is in its place, unchanged"_s.arg(
                QFileInfo(m_position.file).fileName()),
            .nextAction =
                error.kind == ErrorKind::Cancelled ? u"It was cancelled"_s : error.message,
            .error = error});
    }

    const ProjectState &m_state;
    const RecreatePlan &m_plan;
    LifecycleRun m_run;
    std::optional<Alembic> m_alembic;
    FilePosition m_position;
    std::optional<OperationReport> m_migrated;
};

} // namespace

Result<RecreatePlan> planRecreateFile(
    const ProjectState &state, RecreatePlan plan, Progress &progress)
{
    Q_UNUSED(progress)
    plan.database = sqliteFile(*state.environment()->url, state.project.root);
    if (plan.database.isEmpty())
        return failure(ErrorKind::Refused,
            u"A database in memory is new with each connection; there is nothing to make anew."_s,
            {}, u"in_memory"_s);
    if (!findFile(plan.database))
        return plan;
    plan.keptAs = heldAs(plan.database, plan.id);
    plan.bytes = QFileInfo(plan.database).size();
    if (!state.database)
        return tl::unexpected(state.databaseError.value_or(Error {}));
    plan.identity = state.database->identity;
    return plan;
}

LifecycleReport recreateFile(
    const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress)
{
    return FileRecreation(state, plan, journal, progress).execute();
}

LifecycleReport finishRecreateFile(
    const ProjectState &state, const JournalEntry &entry, Journal &journal, Progress &progress)
{
    NoProgress quiet;
    Result<Plan> steps = planOperation(state, OperationKind::Upgrade, {u"heads"_s});
    const RecreatePlan plan {
        .database = filePositionOf(entry).file, .migrations = steps ? *std::move(steps) : Plan {}};
    return FileRecreation(state, plan, journal, progress).finish(entry);
}

FilePosition filePositionOf(const JournalEntry &entry)
{
    FilePosition position;
    for (const JournalStage &stage : entry.stages) {
        if (stage.name != u"planned"_s)
            continue;
        position.file = stage.data[u"name"_s].toString();
        position.holding = stage.data[u"holding"_s].toString();
        position.making = stage.data[u"making"_s].toString();
        const QJsonObject old = stage.data[u"old"_s].toObject();
        if (!old.isEmpty())
            position.old = NamedDatabase {position.file, old[u"oid"_s].toString()};
    }
    const std::optional<NamedDatabase> present = findFile(position.file);
    position.oldInPlace = present.has_value() && present == position.old;
    position.freshInPlace = present.has_value() && !position.oldInPlace;
    // The two files of a restore have changed names, and the old one has not its last one yet.
    if (position.old && !position.making.isEmpty()
        && findFile(position.making) == NamedDatabase {position.making, position.old->oid})
        position.holding = position.making;
    position.oldKept = position.old
        && findFile(position.holding) == NamedDatabase {position.holding, position.old->oid};
    return position;
}

Result<> putOldFileBack(const FilePosition &position, const QString &keepFreshAs)
{
    if (position.oldInPlace || position.file.isEmpty()) {
        const auto made = findFile(position.making);
        return made ? dropKeptFile(*made) : Result<>();
    }
    if (position.old && !position.oldKept)
        return failure(ErrorKind::Refused,
            u"The old file of %1 is gone from %2. It can only come back from a backup."_s.arg(
                position.file, position.holding),
            {}, u"cannot_undo"_s);
    if (position.freshInPlace) {
        const NamedDatabase fresh = *findFile(position.file);
        if (Result<> closed = closeFile(fresh); !closed)
            return closed;
        const Result<> gone =
            keepFreshAs.isEmpty() ? dropKeptFile(fresh) : renameFile(fresh, keepFreshAs);
        if (!gone)
            return gone;
    }
    return position.old ? renameFile({position.holding, position.old->oid}, position.file)
                        : Result<>();
}

LifecycleReport undoWithKeptFile(LifecycleRun &run, const KeptRecord &record)
{
    const NamedDatabase &kept = record.database.database;
    FilePosition position {.file = record.of,
        .holding = kept.name,
        .old = NamedDatabase {record.of, kept.oid},
        .oldKept = true};
    const std::optional<NamedDatabase> present = findFile(record.of);
    position.freshInPlace = present.has_value();
    const QString aside = heldAs(record.of, run.runId());
    QJsonObject data {{u"name"_s, record.of}, {u"holding"_s, kept.name},
        {u"old"_s, keptJson(*position.old, kept.name)}};
    if (present)
        data.insert(u"kept"_s, keptJson(*present, aside));
    if (Result<> told = run.stage(u"planned"_s, data); !told)
        return run.refused(told.error());
    if (Result<> back = putOldFileBack(position, aside); !back)
        return run.finish({.outcome = Outcome::RolledBack,
            .sentence = u"%1 was not put back: %2"_s.arg(record.of, back.error().message),
            .error = back.error()});
    QString sentence = u"%1 is back as it was"_s.arg(record.of);
    if (present)
        sentence += u"; the one that was there is kept as "_s + aside;
    return run.finish({.sentence = sentence,
        .facts = {{u"kept"_s, data[u"kept"_s]}, {u"back"_s, keptJson(*position.old, record.of)}}});
}

} // namespace migrations
