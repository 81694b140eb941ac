// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/job.h"

#include <utility>

namespace model {

namespace {

constexpr qint64 frameMs = 16;
constexpr quint64 endsSession = quint64(1) << 32;

} // namespace

Job::Job(QObject *receiver, Receive receive)
    : m_receiver(receiver)
    , m_receive(std::move(receive))
{
}

void Job::report(const migrations::Event &event)
{
    if (!m_receive) // work that nobody watches, such as warming up
        return;
    m_waiting.push_back(event);
    flushWhenDue();
}

// Blocking work asks this at least every 50 ms, so the last event of a burst is not held back.
bool Job::cancelled()
{
    flushWhenDue();
    return m_cancelled;
}

bool Job::givenUp()
{
    return m_givenUp;
}

void Job::giveUp()
{
    m_givenUp = true;
    cancel();
}

void Job::ask(const migrations::BlockerRequest &request)
{
    const bool ends = request.what == migrations::BlockerRequest::What::EndSession;
    m_request = quint64(quint32(request.pid)) | (ends ? endsSession : 0);
}

std::optional<migrations::BlockerRequest> Job::takeBlockerRequest()
{
    using What = migrations::BlockerRequest::What;
    const quint64 asked = m_request.exchange(0);
    if (asked == 0)
        return std::nullopt;
    return migrations::BlockerRequest {
        (asked & endsSession) != 0 ? What::EndSession : What::CancelQuery, int(quint32(asked))};
}

void Job::flushWhenDue()
{
    if (m_waiting.empty() || (m_sinceFlush.isValid() && m_sinceFlush.elapsed() < frameMs))
        return;
    flush();
}

void Job::flush()
{
    if (m_waiting.empty())
        return;
    m_sinceFlush.start();
    QMetaObject::invokeMethod(
        m_receiver,
        [receive = m_receive, events = std::exchange(m_waiting, {})] { receive(events); },
        Qt::QueuedConnection);
}

void Job::cancel()
{
    m_cancelled = true;
}

bool Job::isCancelled() const
{
    return m_cancelled;
}

void Job::abandon()
{
    m_abandoned = true;
    cancel();
}

bool Job::isAbandoned() const
{
    return m_abandoned;
}

} // namespace model
