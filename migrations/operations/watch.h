// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migrations/base/redactor.h"
#include "migrations/database/locks.h"
#include "migrations/operations/journal.h"
#include "migrations/operations/sessionwatch.h"

#include <QElapsedTimer>

#include <optional>

namespace migrations {

// The Progress that a run reports to: redacts and passes on what it hears, writes the journal, and,
// each time the run asks whether it is cancelled, looks after the second connection: the session
// that works, is the lock still held, and a cancel that has to reach the server. One thread, no
// waiting of its own beyond those short queries. The second connection is the lock's; a new one
// when that is gone.
class Watch final : public Progress
{
public:
    struct Subject
    {
        Journal &journal;
        qint64 journalId;
        const Redactor &redactor;
        OperationLock &lock;
        const DatabaseUrl &url;
        std::size_t steps;
        QStringList invalidIndexes; // that there were before
    };
    Watch(Progress &inner, const Subject &subject);

    void report(const Event &event) override;
    bool cancelled() override;
    bool givenUp() override { return m_inner.givenUp(); }
    std::optional<BlockerRequest> takeBlockerRequest() override
    {
        return m_inner.takeBlockerRequest();
    }

    int backendPid() const { return m_pid; }
    bool toldDeaf() const { return m_toldDeaf; } // the server did not react to a cancel
    bool wasCancelled() const { return m_cancelled; } // by a person
    bool stoppedWithoutLock() const { return m_stopAfterStep && !m_cancelled; }
    // Of the invalid indexes that there were before, those that a statement of the run named.
    const QStringList &namedInvalidIndexes() const { return m_named; }
    PostgreSql &second(); // PostgreSQL only; may be dead when the server cannot be reached
    bool anythingStarted() const { return m_started; }
    const std::vector<qint64> &stepTimes() const { return m_stepTimes; } // -1: not finished

private:
    void beat();
    void cancelInServer();
    void keep(const Event &event);
    void lookForIndexes(const QString &statement);

    Progress &m_inner;
    Subject m_subject;
    std::vector<qint64> m_stepTimes;
    int m_pid = 0;
    int m_step = -1;
    bool m_started = false;
    bool m_cancelled = false;
    bool m_lockLost = false;
    bool m_stopAfterStep = false;
    std::optional<SessionWatch> m_session; // nullopt: SQLite
    bool m_toldDeaf = false;
    QStringList m_named;
    std::optional<PostgreSql> m_spare;
    QElapsedTimer m_sinceBeat;
    QElapsedTimer m_sinceCancel;
    QElapsedTimer m_sinceSpare;
};

} // namespace migrations
