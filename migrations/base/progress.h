// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace migrations {

// A session that holds what we wait for.
struct Blocker
{
    int pid = 0;
    QString user;
    QString application;
    QString client;
    QString state;
    QString query; // empty when the server hides it from us
    qint64 transactionMs = -1; // age of its transaction
    bool root = true; // false: it only queues ahead of us
    QString holds; // of what we wait for: "ACCESS SHARE on payments"; empty: not known

    bool operator==(const Blocker &) const = default;
};

// A lock of the session that does the work, held or waited for.
struct SessionLock
{
    QString mode; // "ACCESS EXCLUSIVE"
    QString object; // "orders"; empty: no relation, then kind says what
    QString kind; // pg_locks.locktype
    bool granted = true;

    bool operator==(const SessionLock &) const = default;
};

// An index that the session builds right now.
struct IndexBuild
{
    QString index;
    QString table;
    QString phase; // PostgreSQL's words: "building index: scanning table"
    int percent = -1; // of this phase; -1: it has no measure

    bool operator==(const IndexBuild &) const = default;
};

// Sessions that wait because of the work.
struct Queue
{
    int sessions = 0;
    QStringList applications;

    bool operator==(const Queue &) const = default;
};

// What a person asks about a session that blocks the work: end its query, or the session itself.
struct BlockerRequest
{
    enum class What { CancelQuery, EndSession };
    What what = What::CancelQuery;
    int pid = 0;

    bool operator==(const BlockerRequest &) const = default;
};

// Something that happened while work was done. Only the members that the kind names are set.
struct Event
{
    enum class Kind {
        Phase, // text: what is being done now, a sentence for people; step of steps, when counted
        Connected, // pid, text: "database on host"
        StepStarted, // revision, step, steps
        StepFinished, // revision, step, steps, elapsedMs, rowsAfter
        StatementStarted, // text: the SQL, revision, scriptLine
        StatementFinished, // text, elapsedMs, rowCount
        LockWait, // blockers, elapsedMs: waited so far
        LockGranted, // elapsedMs
        Notice, // text: the server's NOTICE
        Log, // text: a log record of the project or of Alembic
        Output, // text: what the project printed
        Locks, // locks, queue
        IndexBuild, // indexBuild; nullopt: none is built any more
        BlockerAnswer, // pid, text: what became of a BlockerRequest; done: it was carried out
        Alive, // the server answered a moment ago
    };
    Kind kind = Kind::Phase;
    QString text;
    QString revision;
    int step = -1; // 0-based
    int steps = 0;
    qint64 elapsedMs = -1;
    qint64 rowCount = -1;
    int scriptLine = -1;
    int pid = 0;
    QStringList rowsAfter;
    std::vector<Blocker> blockers;
    std::vector<SessionLock> locks;
    Queue queue;
    std::optional<IndexBuild> indexBuild;
    bool done = false;
};

// How work reports and learns that it should stop. Called on the thread that does the work; a
// blocking call asks cancelled() at least every 50 ms.
class Progress
{
public:
    Progress() = default;
    virtual ~Progress();
    Q_DISABLE_COPY_MOVE(Progress)

    virtual void report(const Event &event) = 0;
    virtual bool cancelled() = 0;
    // Nobody waits for the server's answer any more: end at once, what became of it is read back.
    virtual bool givenUp() { return false; }
    // What a person asks of a blocker; each request is given once.
    virtual std::optional<BlockerRequest> takeBlockerRequest() { return std::nullopt; }
};

// For work that nobody watches.
class NoProgress final : public Progress
{
public:
    void report(const Event &event) override;
    bool cancelled() override;
};

} // namespace migrations
