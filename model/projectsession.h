// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/lifecyclerun.h"
#include "model/revisionrow.h"
#include "model/script.h"

#include <QObject>

#include <any>
#include <functional>
#include <memory>
#include <type_traits>

namespace model {

class Engine;
class Job;

// What the window knows of the open project: one ProjectState, replaced as a whole; the operation
// that runs; the plan that is shown. Lives on the GUI thread and never waits: all work goes to the
// Engine's thread and comes back as a queued, guarded call.
class ProjectSession : public QObject
{
    Q_OBJECT
public:
    // A question about trust, several configurations or an error, as the window shows it inline.
    struct Trouble
    {
        migrations::Error error;
        QStringList choices; // code "choose_config": configuration files
        QString folder;
    };
    // What was asked for before a question came up.
    struct Wish
    {
        migrations::OperationKind kind = migrations::OperationKind::Upgrade;
        QStringList targets;
    };
    struct Running
    {
        migrations::OperationRequest request;
        std::optional<migrations::LifecycleKind> lifecycle; // then there is no request
        QString target; // of a lifecycle operation
        QDateTime started;
        std::vector<migrations::StepReport> steps; // inDatabase is set by read-back only
        int currentStep = -1; // -1: between steps
        QDateTime currentStepStarted;
        int finishedSteps = 0; // as the helper says; what is in the database is read back
        QString phase;
        int phaseStep = -1; // of what the phase counts, 0-based; -1: it does not
        int phaseSteps = 0;
        QString statement;
        QDateTime statementStarted;
        std::vector<migrations::Blocker> blockers; // empty: not waiting
        qint64 waitedMs = 0;
        std::vector<migrations::SessionLock> locks; // what it waits for first
        migrations::Queue queue;
        std::optional<migrations::IndexBuild> indexBuild;
        struct Answer // to what was last asked of a blocker
        {
            int pid = 0;
            bool done = false;
            QString text;
            bool operator==(const Answer &) const = default;
        };
        std::optional<Answer> answer;
        QDateTime lastAlive; // when the server last answered; invalid: it is not asked
        QStringList log; // newest last, bounded
        qint64 logged = 0; // lines there ever were
        bool cancelling = false;
        bool givenUp = false;
        int backendPid = 0;
    };

    explicit ProjectSession(QObject *parent = nullptr);
    ~ProjectSession() override;

    bool isOpen() const;
    const migrations::ProjectState &state() const;
    const SharedRevisionRows &rows() const; // of state(), where they are made already; or null
    const std::optional<Trouble> &trouble() const;
    const std::optional<Running> &running() const;
    const std::optional<migrations::OperationReport> &lastReport() const;
    const std::optional<migrations::LifecycleReport> &lastLifecycle() const;
    const QString &inspecting() const; // what is being looked at, a sentence; empty: nothing
    const std::vector<migrations::JournalEntry> &journal() const; // newest first, of this project
    const std::vector<migrations::JournalEntry> &unfinished() const;
    const std::optional<migrations::OperationRequest> &plan() const; // on the plan page
    // What plan(), or what runs, was made of: it may know scripts that the project does not have.
    const migrations::ProjectState &planState() const;
    bool reading() const; // the database is being read
    QString interpreterText() const; // "Alembic 1.8.1, Python 3.11.2 in .venv", or why none
    const std::optional<migrations::Error> &interpreterProblem() const; // detail: what was tried
    const std::optional<migrations::Interpreter> &interpreter() const;
    const std::optional<migrations::Error> &journalProblem() const;

    // An operation on a whole database: runs on the engine's thread as what running() tells.
    using LifecycleWork = std::function<migrations::LifecycleReport(
        const migrations::ProjectState &, migrations::Journal &, migrations::Progress &)>;
    void runLifecycle(migrations::LifecycleKind kind, const QString &target, LifecycleWork work);
    // What plan() shows, once `before` has succeeded: a backup. Its error is why nothing was run.
    using Prelude = std::function<migrations::Result<>(
        const migrations::ProjectState &, migrations::Journal &, migrations::Progress &)>;
    void runPlanAfter(const Prelude &before);
    // One that was agreed to elsewhere than on the plan page.
    void runOperation(const migrations::OperationRequest &request, const Prelude &before = {});

    // Shows a plan that was made elsewhere, of a state like the one on screen. It is dropped (with
    // planFailed) once files or rows are no longer what it was made of.
    void offerPlan(const migrations::ProjectState &of, const migrations::OperationRequest &request);

    // Looks at something before it is asked about: work(state, journal, progress) on the engine's
    // thread, then done(value) here. journal is null when it cannot be opened. One with a sentence
    // replaces the one before; all are dropped when another database comes on screen. Nothing is
    // looked at while an operation runs.
    template <typename Work, typename Done>
    void inspect(const QString &sentence, Work work, Done done)
    {
        using Value = std::invoke_result_t<Work, const migrations::ProjectState &,
            migrations::Journal *, migrations::Progress &>;
        inspectAny(
            sentence,
            [work = std::move(work)](const auto &state, auto *journal, auto &progress) {
                return std::any(Value(work(state, journal, progress)));
            },
            [done = std::move(done)](
                const std::any &value) { done(std::any_cast<const Value &>(value)); });
    }

    // Writes a file that still has the bytes `before`; else nothing is changed: code
    // "changed_since". Forgets the draft.
    void saveScript(const QString &path, const QByteArray &before, const QByteArray &after,
        std::function<void(const migrations::Result<> &)> done);
    void keepDraft(const QString &path, const migrations::Draft &draft);
    void forgetDraft(
        const QString &path, std::function<void()> done = [] {});

public Q_SLOTS:
    void stopInspecting();
    void open(const QString &folder);
    void openConfiguration(const QString &folder, const QString &configFile);
    void close();
    void refresh();
    void selectEnvironment(const QString &name);
    void setTier(migrations::Tier tier);
    void askForTrust(); // raises the question when the folder is not trusted
    void trust(); // answers it; then what was asked for goes on
    void dismissTrouble(); // "keep reading only", or back to what was open
    void chooseInterpreter(const QString &path);
    void planOperation(migrations::OperationKind kind, const QStringList &targets);
    void dropPlan();
    void runPlan(); // what plan() shows
    void cancel();
    // Ends the helper without waiting for the server; what became of it is read back, if it can be.
    void giveUp();
    // Cancels the query of a session that blocks the operation, or ends that session.
    void askOfBlocker(const migrations::BlockerRequest &request);
    // Answered by scriptRead and journalEntryRead, also when something else runs.
    void readScript(const QString &path);
    void readJournalEntry(qint64 id);

Q_SIGNALS:
    void opened();
    void closed();
    void stateChanged();
    void troubleChanged();
    void planChanged();
    void planFailed(const migrations::Error &error);
    void operationStarted();
    void operationProgressed();
    void operationFinished(const migrations::OperationReport &report);
    void lifecycleFinished(const migrations::LifecycleReport &report);
    void inspectingChanged();
    void inspectingPhase(const QString &phase); // of what is looked at under a sentence
    void journalChanged();
    void interpreterChanged();
    void readingChanged();
    void scriptRead(const model::Script &script);
    void journalEntryRead(const migrations::JournalEntry &entry);

private:
    using AnyWork = std::function<std::any(
        const migrations::ProjectState &, migrations::Journal *, migrations::Progress &)>;
    void inspectAny(
        const QString &sentence, AnyWork work, std::function<void(const std::any &)> done);

    struct Private;
    friend struct Private;
    std::unique_ptr<Private> d;
};

} // namespace model
