// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/watch.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int beatMs = 1'000;
constexpr int cancelAgainMs = 1'000;
constexpr int spareAgainMs = 5'000;
constexpr int spareConnectMs = 3'000;

// "public.ix_d", "\"My\".\"Ix\"" -> the name as a statement spells it, without its quotes.
QString bareName(const QString &qualified)
{
    return qualified.section(u'.', -1).remove(u'"');
}

} // namespace

Watch::Watch(Progress &inner, const Subject &subject)
    : m_inner(inner)
    , m_subject(subject)
    , m_stepTimes(subject.steps, -1)
{
    if (subject.url.dialect == Dialect::PostgreSql)
        m_session.emplace(*this);
    m_sinceBeat.start();
}

void Watch::report(const Event &event)
{
    Event shown = event;
    shown.text = m_subject.redactor.redact(event.text);
    keep(shown);
    m_inner.report(shown);
}

void Watch::keep(const Event &event)
{
    switch (event.kind) {
    case Event::Kind::Connected:
        m_pid = event.pid;
        break;
    case Event::Kind::StepStarted:
        m_started = true;
        m_step = event.step;
        break;
    case Event::Kind::StepFinished:
        if (event.step >= 0 && std::size_t(event.step) < m_stepTimes.size())
            m_stepTimes[std::size_t(event.step)] = event.elapsedMs;
        m_subject.journal.stepFinished(m_subject.journalId, event.step, event.elapsedMs);
        m_stopAfterStep = m_lockLost && std::size_t(event.step) + 1 < m_subject.steps;
        break;
    case Event::Kind::StatementStarted:
        m_started = true;
        break;
    case Event::Kind::StatementFinished:
        if (m_session)
            m_session->statementEnded(m_step); // before the next look would have seen it
        lookForIndexes(event.text);
        m_subject.journal.statement(m_subject.journalId,
            {.step = m_step, .text = event.text, .elapsedMs = event.elapsedMs});
        break;
    default:
        break;
    }
}

// IF NOT EXISTS over an index that an earlier run left invalid: no error, and no index either.
void Watch::lookForIndexes(const QString &statement)
{
    for (const QString &index : m_subject.invalidIndexes) {
        if (!m_named.contains(index) && statement.contains(bareName(index)))
            m_named.append(index);
    }
}

bool Watch::cancelled()
{
    m_cancelled = m_cancelled || m_inner.cancelled();
    if (givenUp())
        return m_cancelled = true; // the server does not answer: nothing more is asked of it
    const bool stop = m_cancelled || m_stopAfterStep;
    if (m_session) {
        if (stop)
            cancelInServer();
        m_session->look(second(), m_pid, m_step);
    }
    beat();
    return stop;
}

PostgreSql &Watch::second()
{
    PostgreSql &own = m_subject.lock.connection();
    if (own.alive())
        return own;
    const bool due = !m_sinceSpare.isValid() || m_sinceSpare.hasExpired(spareAgainMs);
    if ((!m_spare || !m_spare->alive()) && due) {
        m_sinceSpare.start();
        NoProgress quiet;
        auto made = PostgreSql::connect(m_subject.url,
            {.applicationName = u"spiritsafe cancel"_s, .connectTimeoutMs = spareConnectMs}, quiet);
        if (made)
            m_spare = std::move(*made);
    }
    return m_spare ? *m_spare : own;
}

void Watch::cancelInServer()
{
    if (m_pid == 0 || (m_sinceCancel.isValid() && m_sinceCancel.elapsed() < cancelAgainMs))
        return;
    NoProgress quiet;
    const Result<bool> heard = cancelBackend(second(), m_pid, quiet);
    m_sinceCancel.start();
    if (m_toldDeaf || (heard && *heard))
        return;
    m_toldDeaf = true;
    report({.kind = Event::Kind::Notice,
        .text = u"The server does not answer the cancel (process %1). It is asked again; when it "
                "stays silent the run is abandoned, and what became of it is not known until it "
                "answers."_s.arg(m_pid)});
}

// Without the lock somebody else may start: finish the step that runs, then stop.
void Watch::beat()
{
    if (m_lockLost || m_sinceBeat.elapsed() < beatMs)
        return;
    m_sinceBeat.restart();
    if (m_subject.lock.heartbeat())
        return m_inner.report({.kind = Event::Kind::Alive});
    m_lockLost = true;
    report({.kind = Event::Kind::Notice,
        .text =
            u"The connection that holds the lock is gone. The run stops after this step, because "
            "nothing keeps others out any more."_s});
}

} // namespace migrations
