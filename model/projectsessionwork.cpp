// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/sourcefile.h"
#include "migrations/operations/ghostscripts.h"
#include "migrations/project/memory.h"
#include "model/projectsession_p.h"
#include "model/watchedpaths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <tuple>
#include <utility>

namespace model {

using namespace Qt::StringLiterals;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;

namespace {

constexpr int journalEntriesShown = 200;

struct JournalPage
{
    std::vector<migrations::JournalEntry> entries;
    std::vector<migrations::JournalEntry> unfinished;
    std::optional<migrations::Error> problem;
};

JournalPage readJournal(Engine &engine, const QString &project)
{
    const auto journal = engine.journal();
    if (!journal)
        return {{}, {}, journal.error()};
    JournalPage page;
    if (auto entries = (*journal)->entries(project, journalEntriesShown))
        page.entries = std::move(*entries);
    else
        page.problem = entries.error();
    if (auto unfinished = (*journal)->unfinished(project))
        page.unfinished = std::move(*unfinished);
    return page;
}

// What only Python knows of a file may have been learned of the other one.
bool saysTheSame(const migrations::RevisionFile &now, const migrations::RevisionFile &then)
{
    return now == then || (now.path == then.path && !now.computed.isEmpty());
}

// Files and rows are still those that the other state was made of.
bool isOf(const ProjectState &now, const ProjectState &then)
{
    const auto files = migrations::withoutGhostScripts(then).files;
    return now.database && then.database && now.database->identity == then.database->identity
        && now.database->rows == then.database->rows
        && std::equal(
            now.files->begin(), now.files->end(), files->begin(), files->end(), saysTheSame);
}

// The list is not painted as "reading" again while the same database is looked at anew.
ProjectState withDatabaseOf(const ProjectState &before, ProjectState read)
{
    const bool sameDatabase = read.environmentName == before.environmentName && read.environment()
        && before.environment() && read.environment()->url == before.environment()->url;
    if (sameDatabase && before.database) {
        read.database = before.database;
        read.standing = migrations::standingOf(read.graph, before.database->rows);
    }
    return read;
}

} // namespace

ProjectSession::Private::Private(ProjectSession *session)
    : q(session)
    , watcher(new ProjectWatcher)
{
    files.adopt(watcher);
    connect(watcher, &ProjectWatcher::changed, q, &ProjectSession::refresh);
}

void ProjectSession::Private::stop(std::shared_ptr<Job> &job)
{
    if (job)
        job->abandon();
    job.reset();
}

migrations::StateOptions ProjectSession::Private::options() const
{
    migrations::StateOptions options;
    options.environmentName = state.environmentName;
    options.configFile = state.project.config.file;
    options.section = state.project.config.section;
    return options;
}

void ProjectSession::Private::setTrouble(const std::optional<Trouble> &now)
{
    const bool nothingNew = !trouble && !now;
    trouble = now;
    if (!nothingNew)
        Q_EMIT q->troubleChanged();
}

void ProjectSession::Private::setReading(bool now)
{
    if (std::exchange(reading, now) != now)
        Q_EMIT q->readingChanged();
}

void ProjectSession::Private::openWith(
    const QString &folder, const migrations::StateOptions &wanted)
{
    if (running)
        return;
    ++generation;
    q->stopInspecting();
    stop(readJob);
    stop(warmJob);
    wish.reset();
    opening = true; // a refresh of what is still open must not drop it
    const QString absolute = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    readJob = run(
        {},
        [absolute, wanted](Engine &with, Progress &progress) {
            with.coolDown();
            auto read = migrations::readProjectState(absolute, wanted, progress);
            if (read && !wanted.configFile.isEmpty()) // asked once, remembered as far as it can be
                std::ignore = migrations::rememberConfiguration(absolute, wanted.configFile, {});
            return read.map([](const ProjectState &now) { return Read(now); });
        },
        [this, absolute](const Result<Read> &read) {
            opening = false;
            const bool changed = std::exchange(changedMeanwhile, false);
            if (!read) {
                const bool choose = read.error().code == "choose_config"_L1;
                setTrouble(Trouble {read.error(),
                    choose ? read.error().detail.split(u'\n', Qt::SkipEmptyParts) : QStringList(),
                    absolute});
                if (changed)
                    q->refresh();
                return;
            }
            open = true;
            plan.reset();
            planState.reset();
            lastReport.reset();
            readiness = {};
            setTrouble(std::nullopt);
            adopt(*read);
            setReading(true);
            Q_EMIT q->opened();
            Q_EMIT q->planChanged();
            Q_EMIT q->stateChanged();
            watch();
            loadJournal();
            readDatabase();
        });
}

void ProjectSession::Private::adopt(const Read &read)
{
    state = read.state;
    rows = read.rows;
}

void ProjectSession::Private::readFiles()
{
    stop(readJob);
    stop(warmJob);
    setReading(true);
    readJob = run(
        {},
        [before = state, wanted = options()](Engine &with, Progress &progress) {
            with.coolDown(); // it has loaded scripts that may not be these
            return migrations::readProjectState(before.project.folder, wanted, progress)
                .map([&before](
                         const ProjectState &now) { return Read(withDatabaseOf(before, now)); });
        },
        [this](const Result<Read> &read) {
            if (!read) {
                setReading(false);
                if (read.error().kind != migrations::ErrorKind::Cancelled)
                    setTrouble(Trouble {read.error(), {}, state.project.folder});
                return;
            }
            adopt(*read);
            Q_EMIT q->stateChanged();
            watch();
            readDatabase();
        });
}

void ProjectSession::Private::readDatabase()
{
    setReading(true);
    readJob = run(
        {},
        [from = state](Engine &, Progress &progress) {
            return Read(migrations::withDatabase(from, progress));
        },
        [this](const Read &read) {
            setReading(false);
            adopt(read);
            Q_EMIT q->stateChanged();
            warmUp();
            planAgain();
        });
}

// What is shown must still be what would run.
void ProjectSession::Private::planAgain()
{
    if (!plan)
        return;
    if (!planState)
        return q->planOperation(plan->kind, plan->targets);
    if (isOf(state, *planState))
        return;
    q->dropPlan();
    Q_EMIT q->planFailed(migrations::Error {migrations::ErrorKind::Refused,
        ProjectSession::tr(
            "The files or the database have changed since the plan was made. Plan again."),
        {}, u"changed"_s});
}

// Ahead of the click, so that the click does not wait for Python's imports.
void ProjectSession::Private::warmUp()
{
    stop(warmJob);
    if (!state.trusted || running || !state.environment() || !state.environment()->url) {
        Q_EMIT q->interpreterChanged();
        return;
    }
    warmJob = run(
        {},
        [from = state](Engine &with, Progress &progress) { return with.warmUp(from, progress); },
        [this](const Engine::Readiness &now) {
            if (now.problem && now.problem->kind == migrations::ErrorKind::Cancelled)
                return;
            readiness = now;
            Q_EMIT q->interpreterChanged();
            if (now.learned)
                adoptKnowledge(*std::exchange(readiness.learned, std::nullopt));
        });
}

void ProjectSession::Private::adoptKnowledge(const ProjectState &learned)
{
    const bool otherTable = learned.memory.versionTable != state.memory.versionTable;
    state = learned;
    rows.reset();
    Q_EMIT q->stateChanged();
    if (otherTable)
        readDatabase();
}

void ProjectSession::Private::loadJournal()
{
    run(
        {},
        [project = migrations::memoryKey(state.project)](
            Engine &with, Progress &) { return readJournal(with, project); },
        [this](const JournalPage &page) {
            journal = page.entries;
            unfinished = page.unfinished;
            journalProblem = page.problem;
            Q_EMIT q->journalChanged();
        });
}

void ProjectSession::Private::watch()
{
    QMetaObject::invokeMethod(
        watcher,
        [target = watcher, watched = open ? std::optional(state) : std::nullopt] {
            target->watch(watched ? watchedPaths(*watched) : QStringList());
        },
        Qt::QueuedConnection);
}

void ProjectSession::Private::operationEnded(const Ended<migrations::OperationReport> &ended)
{
    running.reset();
    planState.reset();
    runJob.reset();
    lastReport = ended.report;
    takeStateOf(ended);
    Q_EMIT q->stateChanged();
    Q_EMIT q->operationFinished(ended.report);
    settle(ended.report.state);
}

// The window is shown the outcome; then what the operation may have changed is read.
void ProjectSession::Private::settle(const std::optional<ProjectState> &after)
{
    loadJournal();
    if (std::exchange(changedMeanwhile, false) || !after)
        readFiles();
    else
        warmUp();
}

// Changes what is remembered of the project, then reads it anew.
void ProjectSession::Private::remember(
    const std::function<void(migrations::ProjectMemory &)> &change)
{
    const QString key = migrations::memoryKey(state.project);
    run(
        {},
        [key, change](Engine &, Progress &) {
            const migrations::MemoryStore store;
            migrations::ProjectMemory memory = store.load(key);
            change(memory);
            return store.save(key, memory);
        },
        [this](const Result<> &saved) {
            if (saved)
                readFiles();
            else
                setTrouble(Trouble {saved.error(), {}, state.project.folder});
        });
}

void ProjectSession::readScript(const QString &path)
{
    d->files.post(
        this, [path](Engine &) { return readScriptFile(path); },
        [this](const Script &script) { Q_EMIT scriptRead(script); });
}

void ProjectSession::saveScript(const QString &path, const QByteArray &before,
    const QByteArray &after, std::function<void(const migrations::Result<> &)> done)
{
    d->files.post(
        this,
        [path, before, after](Engine &) {
            return migrations::replaceUnchanged(path, before, after).map([&path] {
                migrations::DraftStore().forget(path);
            });
        },
        std::move(done));
}

void ProjectSession::keepDraft(const QString &path, const migrations::Draft &draft)
{
    d->files.post(
        this, [path, draft](Engine &) { return migrations::DraftStore().keep(path, draft); },
        [](const migrations::Result<> &) {});
}

void ProjectSession::forgetDraft(const QString &path, std::function<void()> done)
{
    d->files.post(
        this,
        [path](Engine &) {
            migrations::DraftStore().forget(path);
            return true;
        },
        [done = std::move(done)](bool) { done(); });
}

void ProjectSession::readJournalEntry(qint64 id)
{
    d->run(
        {},
        [id](Engine &with, Progress &) -> Result<migrations::JournalEntry> {
            const auto journal = with.journal();
            if (!journal)
                return tl::unexpected(journal.error());
            return (*journal)->entry(id);
        },
        [this](const Result<migrations::JournalEntry> &entry) {
            if (entry)
                Q_EMIT journalEntryRead(*entry);
        });
}

} // namespace model
