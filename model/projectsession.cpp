// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/trust.h"
#include "model/projectsession_p.h"
#include "model/running.h"

namespace model {

using namespace Qt::StringLiterals;
using migrations::Error;
using migrations::OperationKind;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;

namespace {

migrations::OperationReport notRun(
    const migrations::OperationRequest &request, const QString &sentence, const Error &error)
{
    migrations::OperationReport refused;
    refused.kind = request.kind;
    refused.outcome = migrations::Outcome::Refused;
    refused.cancelled = error.kind == migrations::ErrorKind::Cancelled;
    refused.sentence = sentence;
    refused.nextAction = error.message;
    refused.error = error;
    return refused;
}

} // namespace

ProjectSession::ProjectSession(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

ProjectSession::~ProjectSession()
{
    for (auto *job : {&d->readJob, &d->warmJob, &d->runJob, &d->planJob, &d->inspectJob})
        Private::stop(*job);
}

bool ProjectSession::isOpen() const
{
    return d->open;
}
const ProjectState &ProjectSession::state() const
{
    return d->state;
}
const SharedRevisionRows &ProjectSession::rows() const
{
    return d->rows;
}
const std::optional<ProjectSession::Trouble> &ProjectSession::trouble() const
{
    return d->trouble;
}
const std::optional<ProjectSession::Running> &ProjectSession::running() const
{
    return d->running;
}

const std::optional<migrations::OperationReport> &ProjectSession::lastReport() const
{
    return d->lastReport;
}

const std::vector<migrations::JournalEntry> &ProjectSession::journal() const
{
    return d->journal;
}

const std::vector<migrations::JournalEntry> &ProjectSession::unfinished() const
{
    return d->unfinished;
}

const std::optional<migrations::OperationRequest> &ProjectSession::plan() const
{
    return d->plan;
}

const ProjectState &ProjectSession::planState() const
{
    return d->planState ? *d->planState : d->state;
}

bool ProjectSession::reading() const
{
    return d->reading;
}

const std::optional<Error> &ProjectSession::interpreterProblem() const
{
    return d->readiness.problem;
}

const std::optional<migrations::Interpreter> &ProjectSession::interpreter() const
{
    return d->readiness.interpreter;
}

const std::optional<Error> &ProjectSession::journalProblem() const
{
    return d->journalProblem;
}

QString ProjectSession::interpreterText() const
{
    if (!d->open)
        return {};
    if (!d->state.trusted)
        return tr("No Python is run: this folder is not trusted.");
    if (const auto &found = d->readiness.interpreter)
        return tr("Alembic %1, Python %2 in %3").arg(found->alembic, found->python, found->source);
    if (d->readiness.problem)
        return d->readiness.problem->message;
    return tr("Looking for the project's Python.");
}

void ProjectSession::open(const QString &folder)
{
    d->openWith(folder, {});
}

void ProjectSession::openConfiguration(const QString &folder, const QString &configFile)
{
    migrations::StateOptions options;
    options.configFile = configFile;
    d->openWith(folder, options);
}

void ProjectSession::close()
{
    if (!d->open || d->running)
        return;
    ++d->generation;
    stopInspecting();
    Private::stop(d->readJob);
    Private::stop(d->warmJob);
    d->opening = false;
    d->open = false;
    d->state = {};
    d->rows.reset();
    d->plan.reset();
    d->planState.reset();
    d->journal.clear();
    d->unfinished.clear();
    d->watch();
    d->setReading(false);
    d->setTrouble(std::nullopt);
    Q_EMIT closed();
}

void ProjectSession::refresh()
{
    if (!d->open)
        return;
    if (d->running || d->opening)
        d->changedMeanwhile = true;
    else
        d->readFiles();
}

void ProjectSession::selectEnvironment(const QString &name)
{
    if (!d->open || d->running || d->opening || !d->state.project.environment(name)
        || name == d->state.environmentName)
        return;
    ++d->generation;
    d->state.environmentName = name;
    d->state.database.reset();
    d->state.databaseError.reset();
    d->state.standing = {};
    d->rows.reset();
    dropPlan();
    Q_EMIT stateChanged();
    d->readFiles();
}

void ProjectSession::setTier(migrations::Tier tier)
{
    if (!d->open || d->running)
        return;
    d->remember([name = d->state.environmentName, tier](
                    migrations::ProjectMemory &memory) { memory.tiers.insert(name, tier); });
}

void ProjectSession::chooseInterpreter(const QString &path)
{
    if (!d->open || d->running)
        return;
    d->readiness = {};
    d->remember([path](migrations::ProjectMemory &memory) { memory.interpreter = path; });
}

void ProjectSession::askForTrust()
{
    if (!d->open || d->state.trusted)
        return;
    d->setTrouble(Trouble {
        Error {migrations::ErrorKind::Refused,
            tr("Changing a database runs this project's Python, beginning with its env.py."), {},
            u"untrusted"_s},
        {}, d->state.project.root});
}

void ProjectSession::trust()
{
    if (!d->open)
        return;
    d->run(
        {},
        [root = d->state.project.root](
            Engine &, Progress &) { return migrations::TrustStore().trust(root); },
        [this](const Result<> &trusted) {
            if (!trusted) {
                d->setTrouble(Trouble {trusted.error(), {}, d->state.project.root});
                return;
            }
            d->state.trusted = true;
            d->setTrouble(std::nullopt);
            Q_EMIT stateChanged();
            d->warmUp();
            if (const auto wish = std::exchange(d->wish, std::nullopt))
                planOperation(wish->kind, wish->targets);
        });
}

void ProjectSession::dismissTrouble()
{
    d->wish.reset();
    d->setTrouble(std::nullopt);
}

void ProjectSession::planOperation(OperationKind kind, const QStringList &targets)
{
    if (!d->open || d->running)
        return;
    if (!d->state.trusted) {
        d->wish = Wish {kind, targets};
        askForTrust();
        return;
    }
    Private::stop(d->planJob);
    d->planJob = d->run(
        {},
        [state = d->state, kind, targets](
            Engine &, Progress &) { return migrations::planOperation(state, kind, targets); },
        [this, kind, targets,
            identity = d->state.database.value_or(migrations::DatabaseReading {}).identity](
            const Result<migrations::Plan> &plan) {
            if (!plan) {
                dropPlan();
                Q_EMIT planFailed(plan.error());
                return;
            }
            d->plan = migrations::OperationRequest {kind, targets, false, *plan, identity};
            d->planState.reset();
            Q_EMIT planChanged();
        });
}

void ProjectSession::offerPlan(const ProjectState &of, const migrations::OperationRequest &request)
{
    if (!d->open || d->running)
        return;
    Private::stop(d->planJob);
    d->plan = request;
    d->planState = of;
    Q_EMIT planChanged();
}

void ProjectSession::dropPlan()
{
    Private::stop(d->planJob);
    stopInspecting();
    if (!std::exchange(d->plan, std::nullopt))
        return;
    d->planState.reset();
    Q_EMIT planChanged();
}

void ProjectSession::runPlan()
{
    runPlanAfter({});
}

void ProjectSession::runPlanAfter(const Prelude &before)
{
    if (d->plan && !d->running)
        runOperation(*std::exchange(d->plan, std::nullopt), before);
}

void ProjectSession::runOperation(
    const migrations::OperationRequest &request, const Prelude &before)
{
    if (!d->open || d->running)
        return;
    Private::stop(d->readJob);
    Private::stop(d->planJob);
    stopInspecting();
    d->plan.reset();
    using OperationEnded = Private::Ended<migrations::OperationReport>;
    d->running = startedRunning(request, QDateTime::currentDateTime());
    d->runJob = d->run([this](const Job::Events &events) { d->showEvents(events); },
        [state = planState(), request, before](
            Engine &engine, Progress &progress) -> OperationEnded {
            const auto journal = engine.journal();
            if (!journal)
                return OperationEnded(notRun(request,
                    tr("Nothing was run: the journal cannot be written."), journal.error()));
            const Result<> ready = before ? before(state, **journal, progress) : Result<>();
            if (!ready)
                return OperationEnded(
                    notRun(request, tr("Nothing was run: there is no backup."), ready.error()));
            return OperationEnded(migrations::runOperation(
                state, request, **journal, engine.takeWarm(state), progress));
        },
        [this](const OperationEnded &ended) { d->operationEnded(ended); });
    d->setReading(false);
    Q_EMIT planChanged();
    Q_EMIT operationStarted();
}

void ProjectSession::cancel()
{
    if (!d->running || d->running->cancelling)
        return;
    d->running->cancelling = true;
    d->runJob->cancel();
    Q_EMIT operationProgressed();
}

void ProjectSession::giveUp()
{
    if (!d->running || d->running->givenUp)
        return;
    d->running->cancelling = true;
    d->running->givenUp = true;
    d->runJob->giveUp();
    Q_EMIT operationProgressed();
}

void ProjectSession::askOfBlocker(const migrations::BlockerRequest &request)
{
    if (!d->running)
        return;
    d->running->answer.reset();
    d->runJob->ask(request);
    Q_EMIT operationProgressed();
}

} // namespace model
