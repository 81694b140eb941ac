// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Operations on whole databases, and what is looked at before one is asked for.

#include "model/projectsession_p.h"
#include "model/running.h"

#include <utility>

namespace model {

using namespace Qt::StringLiterals;
using migrations::LifecycleKind;
using migrations::LifecycleReport;
using migrations::Progress;

namespace {

LifecycleReport withoutJournal(LifecycleKind kind, const migrations::Error &error)
{
    return {.kind = kind,
        .outcome = migrations::Outcome::Refused,
        .sentence = ProjectSession::tr("Nothing was run: the journal cannot be written."),
        .nextAction = error.message,
        .error = error};
}

} // namespace

const std::optional<LifecycleReport> &ProjectSession::lastLifecycle() const
{
    return d->lastLifecycle;
}

const QString &ProjectSession::inspecting() const
{
    return d->inspecting;
}

void ProjectSession::runLifecycle(LifecycleKind kind, const QString &target, LifecycleWork work)
{
    if (!d->open || d->running)
        return;
    Private::stop(d->readJob);
    stopInspecting();
    dropPlan();
    d->running = startedLifecycle(kind, target, QDateTime::currentDateTime());
    d->runJob = d->run([this](const Job::Events &events) { d->showEvents(events); },
        [state = d->state, kind, work = std::move(work)](Engine &engine, Progress &progress) {
            const auto journal = engine.journal();
            return Private::Ended<LifecycleReport>(
                journal ? work(state, **journal, progress) : withoutJournal(kind, journal.error()));
        },
        [this](const Private::Ended<LifecycleReport> &ended) { d->lifecycleEnded(ended); });
    d->setReading(false);
    Q_EMIT operationStarted();
}

void ProjectSession::Private::showEvents(const Job::Events &events)
{
    if (!running)
        return;
    const QDateTime now = QDateTime::currentDateTime();
    for (const migrations::Event &event : events)
        applyEvent(*running, event, now);
    Q_EMIT q->operationProgressed();
}

void ProjectSession::Private::lifecycleEnded(const Ended<LifecycleReport> &ended)
{
    running.reset();
    runJob.reset();
    lastLifecycle = ended.report;
    takeStateOf(ended);
    Q_EMIT q->stateChanged();
    Q_EMIT q->lifecycleFinished(ended.report);
    settle(ended.report.state);
}

void ProjectSession::Private::setInspecting(const QString &now)
{
    if (std::exchange(inspecting, now) != now)
        Q_EMIT q->inspectingChanged();
}

void ProjectSession::inspectAny(
    const QString &sentence, AnyWork work, std::function<void(const std::any &)> done)
{
    if (!d->open || d->running)
        return;
    const bool quiet = sentence.isEmpty();
    if (!quiet) {
        Private::stop(d->inspectJob);
        d->setInspecting(sentence);
    }
    const auto tell = [this](const Job::Events &events) {
        for (const migrations::Event &event : events) {
            if (event.kind == migrations::Event::Kind::Phase)
                Q_EMIT inspectingPhase(event.text);
        }
    };
    auto job = d->run(
        quiet ? Job::Receive() : tell,
        [state = d->state, work = std::move(work)](Engine &engine, Progress &progress) {
            const auto journal = engine.journal();
            return work(state, journal ? *journal : nullptr, progress);
        },
        [this, quiet, done = std::move(done)](const std::any &value) {
            if (!quiet) {
                d->inspectJob.reset();
                d->setInspecting({});
            }
            done(value);
        });
    if (!quiet)
        d->inspectJob = std::move(job);
}

void ProjectSession::stopInspecting()
{
    Private::stop(d->inspectJob);
    d->setInspecting({});
}

} // namespace model
