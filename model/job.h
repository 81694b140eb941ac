// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/progress.h"

#include <QElapsedTimer>
#include <QObject>

#include <atomic>
#include <functional>
#include <vector>

namespace model {

// The Progress of work that a window watches. Events are gathered on the engine's thread and go to
// the receiver's thread in batches, at most one in 16 ms, so that a thousand steps a second do not
// flood the window. Whoever runs the work calls flush() at its end.
class Job final : public migrations::Progress
{
public:
    using Events = std::vector<migrations::Event>;
    using Receive = std::function<void(const Events &)>;

    // receiver must outlive the work; receive runs on its thread.
    Job(QObject *receiver, Receive receive);

    void report(const migrations::Event &event) override;
    bool cancelled() override;
    bool givenUp() override;
    std::optional<migrations::BlockerRequest> takeBlockerRequest() override;
    void flush();

    // From any thread.
    void cancel();
    bool isCancelled() const;
    // Cancels it without waiting for the server; its result is still wanted.
    void giveUp();
    // One that was not taken yet is replaced.
    void ask(const migrations::BlockerRequest &request);
    // Cancels it, and nobody wants its result any more.
    void abandon();
    bool isAbandoned() const;

private:
    void flushWhenDue();

    QObject *m_receiver;
    Receive m_receive;
    std::atomic_bool m_cancelled = false;
    std::atomic_bool m_abandoned = false;
    std::atomic_bool m_givenUp = false;
    std::atomic<quint64> m_request = 0; // what and pid in one word; 0: none
    Events m_waiting; // touched by the engine's thread only
    QElapsedTimer m_sinceFlush;
};

} // namespace model
