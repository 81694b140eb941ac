// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/appliedchange.h"

#include "migrations/database/locks.h"
#include "migrations/operations/planrun.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString namesOf(const QStringList &revisions)
{
    return revisions.isEmpty() ? u"base"_s : revisions.join(u", "_s);
}

// Held from the first run to the last. Absent: each run takes its own.
Result<std::optional<OperationLock>> lockFor(const ProjectState &state, Progress &progress)
{
    const DatabaseUrl &url = *state.environment()->url;
    const OperationLock::Options options {.baseFolder = state.project.root};
    const DatabaseReading &database = *state.database;
    Result<OperationLock> lock = url.dialect == Dialect::Sqlite
        ? OperationLock::acquire(url, database.identity, options, progress)
        : OperationLock::acquireOutside(
            url, database.identity.server, database.databaseName, options, progress);
    if (lock)
        return std::optional(*std::move(lock));
    if (lock.error().code == "no_maintenance_database"_L1)
        return std::optional<OperationLock>();
    return tl::unexpected(lock.error());
}

class AppliedRun
{
public:
    AppliedRun(const ProjectState &state, const AppliedChange &change, FileOperation &operation,
        Progress &progress)
        : m_state(state)
        , m_change(change)
        , m_operation(operation)
        , m_progress(progress)
    {
    }

    Result<FileReport> run();

private:
    Result<> lock();
    Result<> rollBack();
    Result<> changeFiles();
    Result<> runAgain();
    Result<> checkPlan(const Plan &plan) const;
    Result<> runOn(
        const ProjectState &now, OperationKind kind, const Plan &plan, Progress &progress);

    Error takenBack(Error error);
    void takeBackRuns(const ProjectState &now);
    void takeBackMoved(const ProjectState &now);
    void rollBackOf(const ProjectState &now, QStringList revisions);
    void putFilesBack(const ProjectState &now);
    void applyAsBefore(const ProjectState &now);
    void noteProblem(const Result<> &step);
    Error toldAfter(Error error);

    const ProjectState &m_state;
    const AppliedChange &m_change;
    FileOperation &m_operation;
    Progress &m_progress;
    std::optional<OperationLock> m_lock;
    bool m_filesChanged = false;
    QStringList m_problems; // of taking back
    Outcome m_outcome = Outcome::RolledBack;
};

Result<> AppliedRun::lock()
{
    return lockFor(m_state, m_progress).map([&](std::optional<OperationLock> taken) {
        m_lock = std::move(taken);
    });
}

Result<> AppliedRun::runOn(
    const ProjectState &now, OperationKind kind, const Plan &plan, Progress &progress)
{
    if (plan.steps.empty())
        return {};
    const PlanRun run {.kind = kind, .plan = plan, .lockedOutside = m_lock.has_value()};
    return runPlan(now, run, m_operation.journal(), progress).map([](const OperationReport &) {});
}

Result<> AppliedRun::rollBack()
{
    if (!m_change.plan.rollback)
        return {};
    return m_operation.stage(u"rolling-back"_s, {}).and_then([&] {
        return runOn(m_state, OperationKind::Downgrade, *m_change.plan.rollback, m_progress);
    });
}

Result<> AppliedRun::changeFiles()
{
    if (m_change.changes.empty())
        return {};
    const Result<QString> made = m_operation.announce(m_change.changes).and_then([&] {
        return m_operation.apply(m_change.changes);
    });
    if (!made)
        return tl::unexpected(made.error());
    m_filesChanged = true;
    return m_change.check ? m_change.check() : Result<> {};
}

Result<> AppliedRun::checkPlan(const Plan &plan) const
{
    if (revisionsOf(plan) == revisionsOf(m_change.plan.again))
        return {};
    return failure(ErrorKind::Refused,
        u"The history was changed meanwhile: %1 would be applied now."_s.arg(
            namesOf(revisionsOf(plan))),
        {}, u"not_as_planned"_s);
}

Result<> AppliedRun::runAgain()
{
    const Result<ProjectState> now = readAgain(m_state, m_progress);
    if (!now)
        return tl::unexpected(now.error());
    const Result<Plan> plan =
        planOperation(*now, OperationKind::Upgrade, {m_change.plan.again.target});
    if (!plan)
        return tl::unexpected(plan.error());
    return checkPlan(*plan)
        .and_then([&] { return m_operation.stage(u"applying-again"_s, {}); })
        .and_then([&] { return runOn(*now, OperationKind::Upgrade, *plan, m_progress); });
}

Result<FileReport> AppliedRun::run()
{
    const QJsonObject record = toJson(recordOf(m_state, m_change.plan));
    const Result<> ready =
        FileOperation::check(m_change.changes).and_then([&] { return lock(); }).and_then([&] {
            return m_operation.stage(reapplicationStage, record);
        });
    if (!ready)
        return tl::unexpected(m_operation.failed(ready.error()));
    const Result<> done =
        rollBack().and_then([&] { return changeFiles(); }).and_then([&] { return runAgain(); });
    if (!done) {
        const Error told = takenBack(done.error());
        return tl::unexpected(m_operation.failed(told, m_outcome));
    }
    return m_operation.done(m_change.sentence, m_change.changes);
}

void AppliedRun::noteProblem(const Result<> &step)
{
    if (!step)
        m_problems.append(step.error().message);
}

void AppliedRun::rollBackOf(const ProjectState &now, QStringList revisions)
{
    revisions.removeIf(
        [&](const QString &id) { return now.standing.stateOf(id) != RevisionState::Applied; });
    if (!m_filesChanged || !now.database || revisions.isEmpty())
        return;
    NoProgress quiet;
    noteProblem(exactRollback(now, revisions).and_then([&](const Plan &down) {
        return runOn(now, OperationKind::Downgrade, down, quiet);
    }));
}

// What the second run has done, in the history that it ran in.
void AppliedRun::takeBackRuns(const ProjectState &now)
{
    rollBackOf(now, revisionsOf(m_change.plan.again));
}

// Where not all of it goes, what keeps the files from going back.
void AppliedRun::takeBackMoved(const ProjectState &now)
{
    rollBackOf(now, m_change.plan.moved);
}

void AppliedRun::putFilesBack(const ProjectState &now)
{
    if (!m_filesChanged || !now.standing.known)
        return;
    const QStringList &moved = m_change.plan.moved;
    const bool used = std::any_of(moved.begin(), moved.end(),
        [&](const QString &id) { return now.standing.stateOf(id) == RevisionState::Applied; });
    if (used)
        return;
    const Result<QString> back = m_operation.apply(reversed(m_change.changes));
    m_filesChanged = !back;
    noteProblem(back.map([](const QString &) {}));
}

void AppliedRun::applyAsBefore(const ProjectState &now)
{
    if (m_filesChanged || !now.database || now.database->rows == m_change.plan.rowsBefore())
        return;
    NoProgress quiet;
    const QString target = m_change.plan.again.target;
    noteProblem(planOperation(now, OperationKind::Upgrade, {target}).and_then([&](const Plan &up) {
        return runOn(now, OperationKind::Upgrade, up, quiet);
    }));
}

Error AppliedRun::takenBack(Error error)
{
    NoProgress quiet; // also after Ctrl+C
    noteProblem(m_operation.stage(u"taking-back"_s, {}));
    using Step = void (AppliedRun::*)(const ProjectState &);
    for (const Step step : {&AppliedRun::takeBackRuns, &AppliedRun::takeBackMoved,
             &AppliedRun::putFilesBack, &AppliedRun::applyAsBefore}) {
        const Result<ProjectState> now = readAgain(m_state, quiet);
        if (now)
            (this->*step)(*now);
        else
            m_problems.append(now.error().message);
    }
    return toldAfter(std::move(error));
}

// The database's own word, on a fresh connection.
Error AppliedRun::toldAfter(Error error)
{
    NoProgress quiet;
    const Result<ProjectState> now = readAgain(m_state, quiet);
    const QString files = m_filesChanged ? u"The files are changed"_s
        : m_change.changes.empty()       ? u"No file was changed"_s
                                         : u"The files have the text that they had"_s;
    if (!now || !now->database) {
        m_outcome = Outcome::Unknown;
        error.message +=
            u" %1; where the database stands could not be read. Refresh before anything else."_s
                .arg(files);
    } else if (!m_filesChanged && now->database->rows == m_change.plan.rowsBefore()) {
        error.message += u" All is as before: %1, and the database stands at %2, read back."_s.arg(
            files.toLower(), namesOf(now->database->rows));
    } else {
        m_outcome = Outcome::Partly;
        error.message +=
            u" %1, and the database stands at %2, read back; before it stood at %3."_s.arg(
                files, namesOf(now->database->rows), namesOf(m_change.plan.rowsBefore()));
    }
    if (!m_problems.isEmpty())
        error.message += u" Taking it back met: "_s + m_problems.join(u' ');
    return error;
}

} // namespace

Result<FileReport> changeApplied(const ProjectState &state, const AppliedChange &change,
    FileOperation &operation, Progress &progress)
{
    return AppliedRun(state, change, operation, progress).run();
}

} // namespace migrations
