// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/running.h"

namespace model {

using namespace Qt::StringLiterals;
using migrations::Event;
using Running = ProjectSession::Running;

namespace {

constexpr qsizetype mostLogLines = 1'000;
constexpr qsizetype longestStatement = 200; // of a line in the log

void log(Running &running, const QDateTime &now, const QString &text)
{
    if (running.log.size() >= mostLogLines)
        running.log.remove(0, mostLogLines / 4); // seldom and many, not each time one
    running.log.append(now.toString(u"HH:mm:ss"_s) + "  "_L1 + text);
    ++running.logged;
}

// A statement or message as one line.
QString oneLine(const QString &text)
{
    const QString line = text.simplified();
    return line.size() <= longestStatement ? line : line.left(longestStatement) + u'…';
}

QString milliseconds(qint64 elapsed)
{
    return elapsed < 10'000 ? ProjectSession::tr("%1 ms").arg(elapsed)
                            : ProjectSession::tr("%1 s").arg(double(elapsed) / 1'000, 0, 'f', 1);
}

void stepStarted(Running &running, const Event &event, const QDateTime &now)
{
    running.currentStep = event.step;
    running.currentStepStarted = now;
    running.statement.clear();
    log(running, now,
        ProjectSession::tr("step %1 started: %2").arg(event.step + 1).arg(event.revision));
}

void stepFinished(Running &running, const Event &event, const QDateTime &now)
{
    if (event.step >= 0 && std::size_t(event.step) < running.steps.size())
        running.steps.at(std::size_t(event.step)).elapsedMs = std::max<qint64>(0, event.elapsedMs);
    running.finishedSteps = std::max(running.finishedSteps, event.step + 1);
    running.currentStep = -1;
    running.statement.clear();
    log(running, now,
        ProjectSession::tr("step %1 done: %2, %3")
            .arg(QString::number(event.step + 1), event.revision, milliseconds(event.elapsedMs)));
}

void statementFinished(Running &running, const Event &event, const QDateTime &now)
{
    const QString statement = oneLine(event.text.isEmpty() ? running.statement : event.text);
    running.statement.clear();
    QStringList facts {statement};
    if (event.rowCount >= 0)
        facts.append(event.rowCount == 1 ? ProjectSession::tr("1 row")
                                         : ProjectSession::tr("%1 rows").arg(event.rowCount));
    if (event.elapsedMs >= 0)
        facts.append(milliseconds(event.elapsedMs));
    log(running, now, facts.join(", "_L1));
}

void indexBuild(Running &running, const Event &event, const QDateTime &now)
{
    const auto phaseOf = [](const std::optional<migrations::IndexBuild> &build) {
        return build ? build->phase : QString();
    };
    if (event.indexBuild && phaseOf(event.indexBuild) != phaseOf(running.indexBuild))
        log(running, now,
            ProjectSession::tr("index on %1: %2")
                .arg(event.indexBuild->table, event.indexBuild->phase));
    running.indexBuild = event.indexBuild;
}

void blockerAnswer(Running &running, const Event &event, const QDateTime &now)
{
    running.answer = Running::Answer {event.pid, event.done, event.text};
    log(running, now, oneLine(event.text));
}

void lockWait(Running &running, const Event &event, const QDateTime &now)
{
    if (running.blockers.empty() && !event.blockers.empty())
        log(running, now,
            ProjectSession::tr("waits for a lock of pid %1").arg(event.blockers.front().pid));
    running.lastAlive = now;
    running.blockers = event.blockers;
    running.waitedMs = event.elapsedMs;
}

void lockGranted(Running &running, const Event &event, const QDateTime &now)
{
    running.blockers.clear();
    running.waitedMs = 0;
    running.answer.reset();
    log(running, now,
        ProjectSession::tr("lock granted after %1").arg(milliseconds(event.elapsedMs)));
}

// A phase that counts (the tables of a backup) is one line of the log, not one a table.
void phase(Running &running, const Event &event, const QDateTime &now)
{
    const bool counts = event.step >= 0 && event.steps > 0;
    if (!counts || running.phaseSteps == 0)
        log(running, now, oneLine(event.text));
    running.phase = oneLine(event.text);
    running.phaseStep = counts ? event.step : -1;
    running.phaseSteps = counts ? event.steps : 0;
}

} // namespace

Running startedRunning(const migrations::OperationRequest &request, const QDateTime &now)
{
    Running running;
    running.request = request;
    running.started = now;
    for (const migrations::Step &step : request.plan.steps)
        running.steps.push_back(migrations::StepReport {step});
    return running;
}

Running startedLifecycle(
    migrations::LifecycleKind kind, const QString &target, const QDateTime &now)
{
    Running running;
    running.lifecycle = kind;
    running.target = target;
    running.started = now;
    return running;
}

QString runningKind(const Running &running)
{
    return running.lifecycle ? migrations::lifecycleName(*running.lifecycle)
                             : migrations::operationName(running.request.kind);
}

void applyEvent(Running &running, const Event &event, const QDateTime &now)
{
    switch (event.kind) {
    case Event::Kind::Phase:
        phase(running, event, now);
        break;
    case Event::Kind::Connected:
        running.backendPid = event.pid;
        log(running, now,
            ProjectSession::tr("connected: %1, pid %2").arg(event.text).arg(event.pid));
        break;
    case Event::Kind::StepStarted:
        stepStarted(running, event, now);
        break;
    case Event::Kind::StepFinished:
        stepFinished(running, event, now);
        break;
    case Event::Kind::StatementStarted:
        running.statement = event.text;
        running.statementStarted = now;
        break;
    case Event::Kind::StatementFinished:
        statementFinished(running, event, now);
        break;
    case Event::Kind::LockWait:
        lockWait(running, event, now);
        break;
    case Event::Kind::LockGranted:
        lockGranted(running, event, now);
        break;
    case Event::Kind::Locks:
        running.locks = event.locks;
        running.queue = event.queue;
        break;
    case Event::Kind::IndexBuild:
        indexBuild(running, event, now);
        break;
    case Event::Kind::BlockerAnswer:
        blockerAnswer(running, event, now);
        break;
    case Event::Kind::Alive:
        running.lastAlive = now;
        break;
    case Event::Kind::Notice:
    case Event::Kind::Log:
    case Event::Kind::Output:
        log(running, now, oneLine(event.text));
        break;
    }
}

qint64 silentMs(const Running &running, const QDateTime &now)
{
    return running.lastAlive.isValid() ? std::max<qint64>(0, running.lastAlive.msecsTo(now)) : 0;
}

QString runningRevision(const Running &running)
{
    if (running.currentStep < 0 || std::size_t(running.currentStep) >= running.steps.size())
        return {};
    return running.steps.at(std::size_t(running.currentStep)).step.revision;
}

} // namespace model
