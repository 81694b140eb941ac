// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/sessionwatch.h"

#include "migrations/database/sessionactivity.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int lookMs = 500;
constexpr int queueMs = 2'000; // pg_blocking_pids holds up the lock table for a moment

// Says nothing, and stops only when nobody waits for the answer any more: a cancel of the work
// needs these queries.
class Quiet final : public Progress
{
public:
    explicit Quiet(Progress &outer)
        : m_outer(outer)
    {
    }
    void report(const Event &) override { }
    bool cancelled() override { return m_outer.givenUp(); }

private:
    Progress &m_outer;
};

} // namespace

void SessionWatch::look(PostgreSql &connection, int pid, int step)
{
    if (pid == 0)
        return;
    answerRequest(connection, pid);
    if (m_sinceLook.elapsed() < lookMs)
        return;
    m_sinceLook.restart();
    showBlockers(connection, pid, step);
    showLocks(connection, pid);
    showIndexBuild(connection, pid);
}

void SessionWatch::showBlockers(PostgreSql &connection, int pid, int step)
{
    Quiet quiet(m_to);
    const Result<std::vector<Blocker>> blockers = blockersOf(connection, pid, quiet);
    if (!blockers)
        return;
    if (blockers->empty())
        return statementEnded(step);
    if (!m_waiting)
        m_waited.start();
    m_waiting = true;
    m_to.report({.kind = Event::Kind::LockWait,
        .step = step,
        .elapsedMs = m_waited.elapsed(),
        .blockers = *blockers});
}

void SessionWatch::statementEnded(int step)
{
    if (!m_waiting)
        return;
    m_waiting = false;
    m_to.report({.kind = Event::Kind::LockGranted, .step = step, .elapsedMs = m_waited.elapsed()});
}

void SessionWatch::showLocks(PostgreSql &connection, int pid)
{
    Quiet quiet(m_to);
    const Result<std::vector<SessionLock>> locks = locksOf(connection, pid, quiet);
    Queue queue = m_queue;
    if (m_sinceQueue.elapsed() >= queueMs) {
        m_sinceQueue.restart();
        queue = queueBehind(connection, pid, quiet).value_or(m_queue);
    }
    if (!locks || (*locks == m_locks && queue == m_queue))
        return;
    m_locks = *locks;
    m_queue = queue;
    m_to.report({.kind = Event::Kind::Locks, .locks = m_locks, .queue = m_queue});
}

void SessionWatch::showIndexBuild(PostgreSql &connection, int pid)
{
    Quiet quiet(m_to);
    const Result<std::optional<IndexBuild>> build = indexBuildOf(connection, pid, quiet);
    if (!build || *build == m_indexBuild)
        return;
    m_indexBuild = *build;
    m_to.report({.kind = Event::Kind::IndexBuild, .indexBuild = m_indexBuild});
}

// What was asked of a session counts for the session that was on screen: one that blocks the work
// no more, or another with its pid, is left alone.
void SessionWatch::answerRequest(PostgreSql &connection, int pid)
{
    const std::optional<BlockerRequest> request = m_to.takeBlockerRequest();
    if (!request)
        return;
    Quiet quiet(m_to);
    const Result<std::vector<Blocker>> blockers = blockersOf(connection, pid, quiet);
    if (!blockers)
        return answer(request->pid, false, blockers.error().message);
    const bool blocks = std::any_of(blockers->begin(), blockers->end(),
        [&request](const Blocker &blocker) { return blocker.pid == request->pid; });
    if (!blocks)
        return answer(request->pid, false,
            u"Session %1 does not block this operation any more; nothing was done to it."_s.arg(
                request->pid));
    const bool ends = request->what == BlockerRequest::What::EndSession;
    const Result<bool> done = ends ? terminateBackend(connection, request->pid, quiet)
                                   : cancelQueryOf(connection, request->pid, quiet);
    if (!done)
        return answer(request->pid, false, done.error().message);
    if (!ends)
        return answer(request->pid, *done,
            *done ? u"Session %1 was asked to cancel its query."_s.arg(request->pid)
                  : u"Session %1 has ended by itself."_s.arg(request->pid));
    answer(request->pid, *done,
        *done
            ? u"Session %1 was ended; what it had not committed is rolled back."_s.arg(request->pid)
            : u"Session %1 was told to end and has not done so yet. It ends when it next looks "
              "for interrupts."_s.arg(request->pid));
}

void SessionWatch::answer(int pid, bool done, const QString &text)
{
    m_to.report({.kind = Event::Kind::BlockerAnswer, .text = text, .pid = pid, .done = done});
}

} // namespace migrations
