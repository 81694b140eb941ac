// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/ownprocess.h"
#include "migrations/operations/operation.h"
#include "migrations/operations/readback.h"
#include "migrations/operations/watch.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QFile>
#include <QThread>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int readBackMs = 30'000;
constexpr int lingerMs = 10'000;

Direction directionOf(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Upgrade:
        return Direction::Up;
    case OperationKind::Downgrade:
        return Direction::Down;
    case OperationKind::Stamp:
        break;
    }
    return Direction::Stamp;
}

QByteArray scriptOf(const RevisionGraph &graph, const QString &id)
{
    const Revision *revision = graph.find(id);
    QFile file(revision != nullptr ? revision->file : QString());
    return revision != nullptr && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// No connection (no SQLSTATE, class 08), or a server that stops or starts (class 57).
bool mayComeBack(const Error &error)
{
    return error.kind == ErrorKind::Database
        && (error.code.isEmpty() || error.code.startsWith(u"08"_s)
            || error.code.startsWith(u"57"_s));
}

// One operation from its checks to its end. Lives for one runOperation call.
class OperationRun
{
public:
    OperationRun(const ProjectState &state, const OperationRequest &request, Journal &journal,
        Progress &progress)
        : m_state(state)
        , m_request(request)
        , m_journal(journal)
        , m_progress(progress)
        , m_redactor(state.project.redactor())
    {
        m_report.kind = request.kind;
        m_report.rowsBefore = request.plan.rowsBefore;
        for (const Step &step : request.plan.steps)
            m_report.steps.push_back({.step = step});
    }

    OperationReport execute(std::optional<Alembic> warm);

private:
    Result<> check() const;
    Result<Alembic> alembic(std::optional<Alembic> warm);
    Result<> checkVersionTable(Alembic &alembic);
    Result<OperationLock> lock();
    Result<> proveUnchanged(OperationLock &lock);
    Result<> checkColleagues(OperationLock &lock);
    Result<> beginJournal();
    Result<RunAnswer> run(Alembic &alembic, Watch &watch);
    std::optional<int> lingeringBackend(OperationLock &lock, int pid) const;
    Result<DatabaseReading> readBack() const;
    Result<DatabaseReading> readOnce() const;
    OperationReport refused(const Error &error);
    OperationReport conclude(
        const Result<RunAnswer> &answer, const Watch &watch, const std::optional<int> &lingering);
    void fillSteps(const Verdict &verdict, const Watch &watch);
    void learnFrom(ProjectState &after, const RunAnswer &answer) const;
    void finishJournal();
    QStringList outsideTransaction() const;
    Dialect dialect() const { return m_state.environment()->url->dialect; }
    void phase(const QString &text)
    {
        m_progress.report({.kind = Event::Kind::Phase, .text = text});
    }

    const ProjectState &m_state;
    const OperationRequest &m_request;
    Journal &m_journal;
    Progress &m_progress;
    const Redactor m_redactor;
    const QString m_runId = QUuid::createUuid().toString(QUuid::Id128).left(12);
    OperationReport m_report;
    JournalEntry m_entry;
    QStringList m_invalidBefore;
    VersionTable m_versionTable;
    QString m_alembicVersion; // empty: not heard of
    QElapsedTimer m_clock;
};

Result<> OperationRun::check() const
{
    const Environment *environment = m_state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to run against."_s, {}, u"no_url"_s);
    return {};
}

// The imports of a helper go on in the background while the lock is taken and the rows are read.
Result<Alembic> OperationRun::alembic(std::optional<Alembic> warm)
{
    if (warm && warm->alive())
        return *std::move(warm);
    return startAlembic(m_state, m_progress);
}

// The rows on screen were read from a table that was only guessed: ask env.py before anything runs.
Result<> OperationRun::checkVersionTable(Alembic &alembic)
{
    if (m_state.memory.versionTableKnown)
        return {};
    const Result<RunContext> context = alembic.context(m_progress);
    if (!context)
        return tl::unexpected(context.error());
    ProjectState learned = m_state;
    rememberVersionTable(learned, context->versionTable);
    remember(learned);
    m_versionTable = context->versionTable;
    if (context->versionTable == m_state.memory.versionTable)
        return {};
    return failure(ErrorKind::Refused,
        u"env.py keeps its rows in %1, not in %2 as was assumed. Refresh (F5) and plan again."_s
            .arg(context->versionTable.display(), m_state.memory.versionTable.display()),
        {}, u"version_table_differs"_s);
}

Result<OperationLock> OperationRun::lock()
{
    phase(u"Taking the lock"_s);
    return OperationLock::acquire(*m_state.environment()->url, m_request.identity, {}, m_progress);
}

Result<DatabaseReading> OperationRun::readOnce() const
{
    NoProgress quiet;
    return readDatabase(*m_state.environment()->url, m_versionTable, m_state.project.root, quiet);
}

// Under the lock: the very database on screen, at the very rows that were planned from.
Result<> OperationRun::proveUnchanged(OperationLock &)
{
    const Result<DatabaseReading> reading = readOnce();
    if (!reading && reading.error().code == "no_file"_L1 && m_request.plan.rowsBefore.isEmpty())
        return {};
    if (!reading)
        return tl::unexpected(reading.error());
    m_invalidBefore = reading->invalidIndexes;
    if (m_request.identity.known() && reading->identity != m_request.identity)
        return failure(ErrorKind::Refused,
            u"DATABASE_URL now leads to another database than the one on screen. Nothing was run. "
            u"Refresh "
            "(F5) and plan again."_s,
            {}, u"identity_differs"_s);
    QStringList planned = m_request.plan.rowsBefore;
    planned.sort();
    if (reading->rows == planned)
        return {};
    return failure(ErrorKind::Refused,
        u"The database has moved since the plan was made: it stands at %1, the plan starts at %2. "
        u"Nothing "
        "was run. Refresh (F5) and plan again."_s.arg(
            reading->rows.isEmpty() ? u"base"_s : reading->rows.join(u", "_s),
            planned.isEmpty() ? u"base"_s : planned.join(u", "_s)),
        reading->rows == m_request.plan.rowsAfter() ? u"at_target"_s : QString(), u"rows_differ"_s);
}

Result<> OperationRun::checkColleagues(OperationLock &lock)
{
    if (dialect() != Dialect::PostgreSql)
        return {};
    const Result<std::vector<Blocker>> others = alembicRunsElsewhere(
        lock.connection(), m_versionTable.schema, m_versionTable.name, lock.pids(), m_progress);
    if (!others)
        return tl::unexpected(others.error());
    if (others->empty())
        return {};
    const Blocker &other = others->front();
    return failure(ErrorKind::Refused,
        u"Another migration runs on this database: pid %1, user %2, application %3. Wait until it "
        u"is "
        "done, then refresh (F5)."_s.arg(QString::number(other.pid), other.user,
            other.application.isEmpty() ? u"without a name"_s : other.application),
        other.query, u"other_migration"_s);
}

Result<> OperationRun::beginJournal()
{
    const Environment &environment = *m_state.environment();
    m_entry = {.runId = m_runId,
        .kind = operationName(m_request.kind),
        .project = memoryKey(m_state.project),
        .environment = environment.name,
        .tier = tierName(environment.tier),
        .database = environment.url->display(),
        .identity = m_request.identity.key(),
        .target = m_request.targets.join(u' '),
        .rowsBefore = m_request.plan.rowsBefore,
        .started = QDateTime::currentDateTimeUtc(),
        .operatingUser = operatingUser(),
        .processId = QCoreApplication::applicationPid()};
    for (const Step &step : m_request.plan.steps) {
        const QByteArray script = scriptOf(m_state.graph, step.revision);
        m_entry.steps.push_back({.step = step,
            .scriptSha256 = script.isEmpty()
                ? QString()
                : QString::fromLatin1(
                    QCryptographicHash::hash(script, QCryptographicHash::Sha256).toHex())});
    }
    return m_journal.begin(m_entry).map([this](qint64 id) {
        m_entry.id = id;
        m_report.journalId = id;
    });
}

Result<RunAnswer> OperationRun::run(Alembic &alembic, Watch &watch)
{
    phase(u"Alembic runs"_s);
    return alembic.run({.direction = directionOf(m_request.kind),
                           .targets = m_request.targets,
                           .purge = m_request.purge,
                           .expected = {.identity = m_request.identity, .plan = m_request.plan},
                           .runId = m_runId},
        watch);
}

// After the helper is gone its backend ends too, unless the server still works on a statement.
std::optional<int> OperationRun::lingeringBackend(OperationLock &lock, int pid) const
{
    if (dialect() != Dialect::PostgreSql || pid == 0)
        return std::nullopt;
    NoProgress quiet;
    const QDeadlineTimer deadline(lingerMs);
    while (true) {
        const Result<bool> exists = backendExists(lock.connection(), pid, quiet);
        if (!exists || !*exists)
            return std::nullopt;
        if (deadline.hasExpired())
            return pid;
        std::ignore = cancelBackend(lock.connection(), pid, quiet);
        QThread::msleep(20);
    }
}

// A restarting server is given its time; anything else is told as it is.
Result<DatabaseReading> OperationRun::readBack() const
{
    const QDeadlineTimer deadline(readBackMs);
    unsigned long pauseMs = 50;
    Result<DatabaseReading> reading = readOnce();
    while (!reading && mayComeBack(reading.error()) && !deadline.hasExpired()) {
        QThread::msleep(pauseMs);
        pauseMs = std::min(pauseMs * 2, 2'000UL);
        reading = readOnce();
    }
    return reading;
}

QStringList OperationRun::outsideTransaction() const
{
    QStringList found;
    for (const Step &step : m_request.plan.steps) {
        if (m_request.kind != OperationKind::Stamp
            && scriptOf(m_state.graph, step.revision).contains("autocommit_block"))
            found.append(step.revision);
    }
    return found;
}

OperationReport OperationRun::refused(const Error &error)
{
    m_report.error = Error {
        error.kind, m_redactor.redact(error.message), m_redactor.redact(error.detail), error.code};
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
    const Result<DatabaseReading> reading = readBack();
    const Verdict verdict = judge({.kind = m_request.kind,
        .plan = m_request.plan,
        .answer = answer,
        .cancelled = watch.wasCancelled(),
        .reading = reading,
        .invalidIndexesBefore = m_invalidBefore,
        .outsideTransaction = outsideTransaction(),
        .lingeringPid = lingering,
        .dialect = dialect()});
    m_report.outcome = verdict.outcome;
    m_report.cancelled = watch.wasCancelled();
    m_report.sentence = verdict.sentence;
    m_report.nextAction = verdict.nextAction;
    if (reading)
        m_report.rowsAfter = reading->rows;
    if (!answer)
        m_report.error = Error {answer.error().kind, m_redactor.redact(answer.error().message),
            m_redactor.redact(answer.error().detail), answer.error().code};
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
    Result<OperationLock> held = lock();
    if (!held)
        return refused(held.error());
    if (Result<> same = proveUnchanged(*held); !same)
        return refused(same.error());
    if (Result<> alone = checkColleagues(*held); !alone)
        return refused(alone.error());
    if (Result<> begun = beginJournal(); !begun)
        return refused(begun.error());
    Watch watch(m_progress,
        {m_journal, m_entry.id, m_redactor, *held, dialect(), m_request.plan.steps.size()});
    const Result<RunAnswer> answer = run(*python, watch);
    if (const Result<HelperVersions> versions = python->versions(watch); answer && versions)
        m_alembicVersion = versions->alembic;
    python->kill(); // one operation, one process: nothing of it may go on while we read back
    const std::optional<int> lingering = lingeringBackend(*held, watch.backendPid());
    if (!answer && !watch.anythingStarted()
        && (answer.error().kind == ErrorKind::Refused || watch.backendPid() == 0))
        return refused(answer.error());
    phase(u"Reading back"_s);
    return conclude(answer, watch, lingering);
}

} // namespace

OperationReport runOperation(const ProjectState &state, const OperationRequest &request,
    Journal &journal, std::optional<Alembic> warm, Progress &progress)
{
    return OperationRun(state, request, journal, progress).execute(std::move(warm));
}

} // namespace migrations
