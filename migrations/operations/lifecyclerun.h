// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/redactor.h"
#include "migrations/database/locks.h"
#include "migrations/operations/operation.h"

#include <QElapsedTimer>

namespace migrations {

// Operations on a whole database or schema.
enum class LifecycleKind {
    Backup,
    Restore,
    Reset,
    Recreate,
    Undo,
    DropKept,
    Repair,
    Reapply, // a change of files that rolls back and applies again; its journal has another name
    Commit // of git, and what else changes its index: the journal has none of it
};
QString lifecycleName(LifecycleKind kind); // "backup", "drop-kept" …: journal, JSON
std::optional<LifecycleKind> lifecycleFromName(const QString &name);

struct LifecycleReport
{
    qint64 journalId = -1;
    LifecycleKind kind = LifecycleKind::Backup;
    Outcome outcome = Outcome::Unknown;
    bool cancelled = false;
    QString sentence;
    QString nextAction; // "" when there is nothing left to do
    qint64 elapsedMs = 0;
    std::optional<Error> error; // what stopped it
    QJsonObject facts; // of its kind: the backup's path, what was dropped, the kept database …
    std::optional<ProjectState> state; // after it, with the database read
};

struct LifecycleRequest
{
    LifecycleKind kind = LifecycleKind::Backup;
    QString target; // for the journal: schemas, a backup's name
    DatabaseIdentity identity; // as on screen; unknown only where there is no database yet
    // A session in a database blocks its renaming; reading needs no lock.
    enum class Lock { Target, Outside, None } lock = Lock::Target;
    bool needsTrust = false; // it runs the project's Python
};

// What all of them have in common around their own work: the lock, the proof that the URL still
// leads to the database on screen, colleagues' runs, the journal and its stages, the report. Lives
// for one operation, on the thread that runs it.
class LifecycleRun
{
public:
    LifecycleRun(
        const ProjectState &state, LifecycleRequest request, Journal &journal, Progress &progress);

    // Nothing has been changed when it fails: answer it with refused(). An operation that continues
    // an interrupted one adopts its journal entry: `entry` is then the one it goes on with.
    Result<> begin(std::optional<JournalEntry> entry = {});
    // Durable before it returns. Announce every side effect with one.
    Result<> stage(const QString &name, const QJsonObject &data = {});
    void phase(const QString &text);

    OperationLock &lock(); // not for Lock::None, nor before begin()
    bool stillLocked(); // ask about every second; a false is final
    Journal &journal() { return m_journal; }
    Progress &progress() { return m_progress; }
    const ProjectState &state() const { return m_state; }
    const DatabaseUrl &url() const { return *m_state.environment()->url; }
    const QString &runId() const { return m_runId; }
    const JournalEntry &entry() const { return m_entry; }

    // The three ends. Each reads the database once more for the report's state, and ends the
    // journal's entry when there is one.
    LifecycleReport refused(const Error &error);
    struct Ending
    {
        Outcome outcome = Outcome::Done;
        QString sentence;
        QString nextAction;
        std::optional<Error> error;
        QJsonObject facts;
        // The entry gets no end: what is left is found as interrupted when this program is gone.
        bool leaveOpen = false;
    };
    LifecycleReport finish(const Ending &ending);

private:
    Result<> proveIdentity();
    Result<> takeLock();

    const ProjectState &m_state;
    const LifecycleRequest m_request;
    Journal &m_journal;
    Progress &m_progress;
    const Redactor m_redactor;
    const QString m_runId;
    std::optional<OperationLock> m_lock;
    JournalEntry m_entry;
    QElapsedTimer m_clock;
};

} // namespace migrations
