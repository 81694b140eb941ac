// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/locks.h"

#include <QElapsedTimer>

namespace migrations {

// Looks at the session that does the work from a second connection, twice a second: who blocks it,
// what it has locked, who waits behind it, the index it builds; and carries out what a person asks
// of a blocker, while that very session still blocks the work. Reports to `to`.
class SessionWatch
{
public:
    explicit SessionWatch(Progress &to)
        : m_to(to)
    {
        m_sinceLook.start();
        m_sinceQueue.start();
    }

    void look(PostgreSql &connection, int pid, int step); // cheap when it is not due
    void statementEnded(int step); // a wait that no look has seen end

private:
    void showBlockers(PostgreSql &connection, int pid, int step);
    void showLocks(PostgreSql &connection, int pid);
    void showIndexBuild(PostgreSql &connection, int pid);
    void answerRequest(PostgreSql &connection, int pid);
    void answer(int pid, bool done, const QString &text);

    Progress &m_to;
    bool m_waiting = false;
    std::vector<SessionLock> m_locks;
    Queue m_queue;
    std::optional<IndexBuild> m_indexBuild;
    QElapsedTimer m_sinceLook;
    QElapsedTimer m_sinceQueue;
    QElapsedTimer m_waited;
};

} // namespace migrations
