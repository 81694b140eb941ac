// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

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

    bool operator==(const Blocker &) const = default;
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
};

// For work that nobody watches.
class NoProgress final : public Progress
{
public:
    void report(const Event &event) override;
    bool cancelled() override;
};

} // namespace migrations
