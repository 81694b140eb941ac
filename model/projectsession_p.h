// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/enginethread.h"
#include "model/job.h"
#include "model/projectsession.h"
#include "model/projectwatcher.h"

#include <tuple>

namespace model {

// What a session keeps, and its ways of running work. Only projectsession*.cpp include this.
struct ProjectSession::Private
{
    explicit Private(ProjectSession *session);

    // The rows that show a state, and all else of it that takes long and the window's thread would
    // have to work out: for the engine's thread.
    static SharedRevisionRows workedOut(const migrations::ProjectState &state)
    {
        std::ignore = state.standing.pending();
        return revisionRows(state);
    }

    // What the engine's thread has read, with all of it that is shown.
    struct Read
    {
        explicit Read(migrations::ProjectState now)
            : state(std::move(now))
            , rows(workedOut(state))
        {
        }
        migrations::ProjectState state;
        SharedRevisionRows rows;
    };

    // The one way to run work on the engine's thread. A result that belongs to a project or an
    // environment that is no longer on screen is dropped.
    template <typename Work, typename Done>
    std::shared_ptr<Job> run(Job::Receive receive, Work work, Done done)
    {
        auto job = std::make_shared<Job>(q, std::move(receive));
        engine.post(
            q,
            [job, work = std::move(work)](Engine &with) {
                auto value = work(with, *job);
                job->flush();
                return value;
            },
            [this, job, asked = generation, done = std::move(done)](const auto &value) {
                if (asked == generation && !job->isAbandoned())
                    done(value);
            });
        return job;
    }
    static void stop(std::shared_ptr<Job> &job); // its result is dropped too

    void openWith(const QString &folder, const migrations::StateOptions &options);
    void adopt(const Read &read);
    // What an operation left, with the rows that show it.
    template <typename Report>
    struct Ended
    {
        explicit Ended(Report made)
            : report(std::move(made))
            , rows(report.state ? workedOut(*report.state) : nullptr)
        {
        }
        Report report;
        SharedRevisionRows rows;
    };
    template <typename Report>
    void takeStateOf(const Ended<Report> &ended)
    {
        if (!ended.report.state)
            return;
        state = *ended.report.state;
        rows = ended.rows;
    }
    void readFiles();
    void readDatabase();
    void setReading(bool now);
    void warmUp();
    void adoptKnowledge(const migrations::ProjectState &learned);
    void planAgain();
    void loadJournal();
    void watch();
    void setTrouble(const std::optional<Trouble> &now);
    void operationEnded(const Ended<migrations::OperationReport> &ended);
    void lifecycleEnded(const Ended<migrations::LifecycleReport> &ended);
    void settle(const std::optional<migrations::ProjectState> &after);
    void setInspecting(const QString &now);
    void showEvents(const Job::Events &events);
    void remember(const std::function<void(migrations::ProjectMemory &)> &change);
    migrations::StateOptions options() const;

    ProjectSession *q;
    migrations::ProjectState state;
    SharedRevisionRows rows; // of the state; null when it changed here
    bool open = false;
    quint64 generation = 0; // raised whenever what is on screen becomes another thing
    std::optional<Trouble> trouble;
    std::optional<Wish> wish;
    std::optional<Running> running;
    std::optional<migrations::OperationReport> lastReport;
    std::optional<migrations::LifecycleReport> lastLifecycle;
    QString inspecting;
    std::optional<migrations::OperationRequest> plan;
    std::optional<migrations::ProjectState> planState; // absent: it is of `state`
    std::vector<migrations::JournalEntry> journal;
    std::vector<migrations::JournalEntry> unfinished;
    std::optional<migrations::Error> journalProblem;
    Engine::Readiness readiness;
    bool interpreterAsked = false;
    bool reading = false;
    bool opening = false; // another folder is being read
    bool changedMeanwhile = false; // files changed while an operation ran or a folder was opened

    std::shared_ptr<Job> readJob;
    std::shared_ptr<Job> warmJob;
    std::shared_ptr<Job> runJob;
    std::shared_ptr<Job> planJob;
    std::shared_ptr<Job> inspectJob;

    // Last, so that they end first: their work refers to what is above.
    EngineThread engine {QStringLiteral("engine")};
    EngineThread files {QStringLiteral("files")};
    ProjectWatcher *watcher; // lives and dies on the files' thread
};

} // namespace model
