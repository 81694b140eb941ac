// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/operationrun.h"

#include "migrations/base/sourcefile.h"
#include "migrations/operations/ghostscripts.h"
#include "migrations/operations/journalentry.h"
#include "migrations/operations/unfinished.h"

#include <QFile>
#include <QFileInfo>

#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// How long a server may take to come back: a restart; or when a person wants to be done with it.
constexpr int restartMs = 30'000;
constexpr int abandonedMs = 5'000;

Direction directionOf(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Upgrade:
        return Direction::Up;
    case OperationKind::Downgrade:
        return Direction::Down;
    case OperationKind::Stamp:
    case OperationKind::UndoStamp:
        break;
    }
    return Direction::Stamp;
}

std::optional<KeptSource> scriptOf(const RevisionGraph &graph, const QString &id)
{
    const Revision *revision = graph.find(id);
    QFile file(revision != nullptr ? revision->file : QString());
    if (revision == nullptr || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return KeptSource {
        .revision = id, .name = QFileInfo(file).fileName(), .text = file.readAll(), .time = {}};
}

// What is known afterwards is the project as it is on disk.
void takeBackGhostScripts(OperationReport &report)
{
    if (!report.state || !report.state->ghostScripts)
        return;
    report.state = withoutGhostScripts(*std::move(report.state));
    const QStringList &left = report.state->standing.ghosts;
    if (report.outcome == Outcome::Done && !left.isEmpty())
        report.nextAction =
            u"%1 has no file either and stands on another branch: roll it back in the same way."_s
                .arg(left.join(u", "_s));
}

} // namespace

OperationRun::OperationRun(const ProjectState &state, const OperationRequest &request,
    Journal &journal, Progress &progress)
    : m_state(state)
    , m_request(request)
    , m_journal(journal)
    , m_progress(progress)
    , m_redactor(state.project.redactor())
    , m_runId(newRunId())
    , m_identity(request.identity)
{
    m_report.kind = request.kind;
    m_report.rowsBefore = request.plan.rowsBefore;
    for (const Step &step : request.plan.steps)
        m_report.steps.push_back({.step = step});
}

void OperationRun::phase(const QString &text)
{
    m_progress.report({.kind = Event::Kind::Phase, .text = text});
}

Result<> OperationRun::beginJournal()
{
    settleUnfinished(m_journal, m_state);
    GhostScripts::removeAbandoned(m_state.dataFolder);
    const bool undo = m_request.kind == OperationKind::UndoStamp;
    m_entry = newJournalEntry(m_state, m_identity, operationName(m_request.kind),
        undo ? QString::number(m_request.undoes) : m_request.targets.join(u' '));
    m_entry.runId = m_runId;
    m_entry.rowsBefore = m_request.plan.rowsBefore;
    std::vector<KeptSource> sources;
    for (const Step &step : m_request.plan.steps) {
        auto script = scriptOf(m_state.graph, step.revision);
        m_entry.steps.push_back(
            {.step = step, .scriptSha256 = script ? sha256Of(script->text) : QString()});
        if (!script || !runsScripts(m_request.kind))
            continue;
        if (script->text.contains("autocommit_block"))
            m_outsideTransaction.append(step.revision);
        if (m_request.kind == OperationKind::Upgrade)
            sources.push_back(*std::move(script));
    }
    return m_journal.begin(m_entry, sources).map([this](qint64 id) {
        m_entry.id = id;
        m_report.journalId = id;
    });
}

Result<RunAnswer> OperationRun::run(Alembic &alembic, Watch &watch)
{
    phase(u"Alembic runs"_s);
    return alembic.run(
        {.direction = directionOf(m_request.kind),
            .targets = m_request.targets,
            .purge = m_request.purge,
            .rows = m_request.kind == OperationKind::UndoStamp ? std::optional(m_request.targets)
                                                               : std::nullopt,
            .expected = {.identity = m_identity, .plan = m_request.plan},
            .runId = m_runId},
        watch);
}

OperationReport OperationRun::refused(const Error &error)
{
    m_report.error = Error {
        error.kind, m_redactor.redact(error.message), m_redactor.redact(error.detail), error.code};
    m_report.cancelled = error.kind == ErrorKind::Cancelled;
    const bool alreadyThere = error.code == "rows_differ"_L1 && error.detail == "at_target"_L1;
    m_report.outcome = alreadyThere ? Outcome::NothingToDo : Outcome::Refused;
    m_report.rowsAfter = alreadyThere ? m_request.plan.rowsAfter() : m_request.plan.rowsBefore;
    m_report.sentence = alreadyThere
        ? u"Somebody else did this already: the database stands at %1"_s.arg(
            m_report.rowsAfter.join(u", "_s))
        : m_report.error->message;
    if (alreadyThere)
        m_report.error.reset();
    m_report.elapsedMs = m_clock.elapsed();
    removeEmptyFile();
    NoProgress quiet;
    m_report.state = withDatabase(m_state, quiet);
    finishJournal();
    return m_report;
}

void OperationRun::fillSteps(const Verdict &verdict, const Watch &watch)
{
    for (std::size_t i = 0; i < m_report.steps.size(); ++i) {
        m_report.steps[i].inDatabase = int(i) < verdict.stepsIn;
        m_report.steps[i].elapsedMs = watch.stepTimes().at(i);
    }
}

// What the run showed of the project is remembered: the next reading is surer.
void OperationRun::learnFrom(ProjectState &after, const RunAnswer &answer) const
{
    rememberVersionTable(after, answer.context.versionTable);
    after.memory.alembicVersion = m_alembicVersion;
    const ProjectMemory onDisk = MemoryStore(after.dataFolder).load(memoryKey(after.project));
    after.memory.lastInterpreter = onDisk.lastInterpreter;
    after.memory.lastCandidates = onDisk.lastCandidates;
    remember(after);
}

OperationReport OperationRun::conclude(
    const Result<RunAnswer> &answer, const Watch &watch, const std::optional<int> &lingering)
{
    if (answer && answer->context.versionTable != m_versionTable)
        m_versionTable = answer->context.versionTable;
    removeEmptyFile();
    const Result<DatabaseReading> reading =
        readBack(watch.wasCancelled() ? abandonedMs : restartMs);
    RunEvidence evidence {.kind = m_request.kind,
        .plan = m_request.plan,
        .answer = answer,
        .cancelled = watch.wasCancelled(),
        .lockLost = watch.stoppedWithoutLock(),
        .reading = reading,
        .invalidIndexesBefore = m_invalidBefore,
        .invalidIndexesNamed = watch.namedInvalidIndexes(),
        .outsideTransaction = m_outsideTransaction,
        .hiddenTablesBefore = m_hiddenBefore,
        .lingeringPid = lingering,
        .dialect = dialect()};
    lookForLeftovers(evidence);
    const Verdict verdict = judge(evidence);
    m_report.outcome = verdict.outcome;
    m_report.cancelled = watch.wasCancelled();
    m_report.sentence = verdict.sentence;
    m_report.nextAction = verdict.nextAction;
    if (reading)
        m_report.rowsAfter = reading->rows;
    if (!answer)
        m_report.error = Error {answer.error().kind, m_redactor.redact(answer.error().message),
            m_redactor.redact(answer.error().detail), answer.error().code};
    // The helper only knows that it was asked to stop.
    if (!answer && watch.stoppedWithoutLock() && answer.error().kind == ErrorKind::Cancelled)
        m_report.error = Error {ErrorKind::Refused,
            u"The connection that held the lock was lost, so the run was stopped."_s, {},
            u"lock_lost"_s};
    fillSteps(verdict, watch);
    ProjectState after = m_state;
    if (answer)
        learnFrom(after, *answer);
    m_report.state = withReading(std::move(after), reading);
    m_report.elapsedMs = m_clock.elapsed();
    finishJournal();
    return m_report;
}

void OperationRun::finishJournal()
{
    if (m_entry.id < 0)
        return;
    m_entry.ended = QDateTime::currentDateTimeUtc();
    m_entry.rowsAfter = m_report.rowsAfter;
    m_entry.outcome = outcomeName(m_report.outcome);
    m_entry.sentence = m_redactor.redact(m_report.sentence);
    if (m_report.error)
        m_entry.error = m_report.error->message;
    for (std::size_t i = 0; i < m_entry.steps.size(); ++i) {
        m_entry.steps[i].elapsedMs = m_report.steps[i].elapsedMs;
        m_entry.steps[i].inDatabase = m_report.steps[i].inDatabase;
    }
    if (Result<> written = m_journal.finish(m_entry); !written)
        m_progress.report({.kind = Event::Kind::Notice, .text = written.error().message});
}

OperationReport OperationRun::execute(std::optional<Alembic> warm)
{
    m_clock.start();
    m_versionTable = m_state.memory.versionTable;
    if (Result<> ok = check(); !ok)
        return refused(ok.error());
    if (m_request.plan.steps.empty() && !m_request.purge) {
        m_report.outcome = Outcome::NothingToDo;
        m_report.rowsAfter = m_request.plan.rowsBefore;
        m_report.sentence = u"Nothing to do: the database stands there already"_s;
        m_report.state = m_state;
        return m_report;
    }
    Result<Alembic> python = alembic(std::move(warm));
    if (!python)
        return refused(python.error());
    if (Result<> same = checkVersionTable(*python); !same)
        return refused(same.error());
    if (Result<> taken = takeLock(); !taken)
        return refused(taken.error());
    if (Result<> same = proveUnchanged(); !same)
        return refused(same.error());
    if (Result<> alone = checkColleagues(); !alone)
        return refused(alone.error());
    if (Result<> begun = beginJournal(); !begun)
        return refused(begun.error());
    takeInventory();
    // Its greeting comes when its imports are done; a Python without Alembic ends here.
    const Result<HelperVersions> versions = python->versions(m_progress);
    if (!versions)
        return refused(versions.error());
    m_alembicVersion = versions->alembic;
    Watch watch(m_progress,
        {m_journal, m_entry.id, m_redactor, *m_lock, *m_state.environment()->url,
            m_request.plan.steps.size(), m_invalidBefore});
    const Result<RunAnswer> answer = run(*python, watch);
    python->kill(); // one operation, one process: nothing of it may go on while we read back
    const std::optional<int> lingering = lingeringBackend(watch);
    // Only its own refusal proves that nothing ran; all else is judged by reading back.
    if (!answer && answer.error().kind == ErrorKind::Refused && !watch.anythingStarted())
        return refused(answer.error());
    phase(u"Reading back"_s);
    return conclude(answer, watch, lingering);
}

OperationReport runOperation(const ProjectState &state, const OperationRequest &request,
    Journal &journal, std::optional<Alembic> warm, Progress &progress)
{
    OperationReport report =
        OperationRun(state, request, journal, progress).execute(std::move(warm));
    takeBackGhostScripts(report);
    return report;
}

} // namespace migrations
