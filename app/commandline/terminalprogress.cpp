// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/terminalprogress.h"

#include "app/commandline/interrupt.h"

using namespace Qt::StringLiterals;
using migrations::Blocker;
using migrations::Event;

namespace app {

namespace {

QString blockerText(const Blocker &blocker)
{
    QString who = u"pid %1"_s.arg(blocker.pid);
    if (!blocker.user.isEmpty())
        who += u", user "_s + blocker.user;
    if (!blocker.application.isEmpty())
        who += u", "_s + blocker.application;
    if (!blocker.state.isEmpty())
        who += u", "_s + blocker.state;
    if (blocker.transactionMs >= 0)
        who += u" for "_s + durationText(blocker.transactionMs);
    if (!blocker.query.isEmpty())
        who += u": "_s + blocker.query;
    return withoutControls(who);
}

QString phaseText(const Event &event)
{
    return event.step < 0 || event.steps <= 0
        ? event.text
        : u"%1  %2 of %3"_s.arg(event.text).arg(event.step + 1).arg(event.steps);
}

} // namespace

QString durationText(qint64 milliseconds)
{
    if (milliseconds < 1000)
        return u"%1 ms"_s.arg(milliseconds);
    if (milliseconds < 60'000)
        return u"%1 s"_s.arg(static_cast<double>(milliseconds) / 1000, 0, 'f', 1);
    const qint64 seconds = milliseconds / 1000;
    return u"%1 min %2 s"_s.arg(seconds / 60).arg(seconds % 60);
}

TerminalProgress::TerminalProgress(Output &output, const migrations::RevisionGraph &graph)
    : m_output(output)
    , m_graph(graph)
{
}

TerminalProgress::~TerminalProgress()
{
    clearTransient();
    m_output.flush();
}

void TerminalProgress::report(const Event &event)
{
    switch (event.kind) {
    case Event::Kind::Phase:
        transient(phaseText(event));
        break;
    case Event::Kind::Connected:
        transient(u"Connected to %1, server process %2"_s.arg(event.text).arg(event.pid));
        break;
    case Event::Kind::StepStarted:
        transient(stepText(event));
        break;
    case Event::Kind::StepFinished:
        stepFinished(event);
        break;
    case Event::Kind::StatementStarted:
        transient(event.text.simplified());
        break;
    case Event::Kind::StatementFinished:
        break;
    case Event::Kind::LockWait:
        lockWait(event);
        break;
    case Event::Kind::LockGranted:
        m_blockerTold = 0;
        line(u"The lock was granted after %1."_s.arg(durationText(event.elapsedMs)), Style::Dim);
        break;
    case Event::Kind::IndexBuild:
        if (event.indexBuild && event.indexBuild->percent >= 0)
            transient(u"%1: %2, %3 %"_s.arg(event.indexBuild->index, event.indexBuild->phase)
                          .arg(event.indexBuild->percent));
        break;
    case Event::Kind::Locks:
    case Event::Kind::Alive:
    case Event::Kind::BlockerAnswer:
        break;
    case Event::Kind::Log: // the project's own handlers print it, if it is to be seen: Output
        break;
    case Event::Kind::Notice:
    case Event::Kind::Output:
        line(event.text, Style::Dim);
        break;
    }
}

bool TerminalProgress::cancelled()
{
    if (!Interrupt::requested())
        return false;
    if (!m_toldCancel) {
        m_toldCancel = true;
        line(u"Cancelling: the server is asked to stop, then its answer is awaited."_s,
            Style::Caution);
    }
    return true;
}

void TerminalProgress::lockWait(const Event &event)
{
    for (const Blocker &blocker : event.blockers) {
        if (!blocker.root || blocker.pid == m_blockerTold)
            continue;
        m_blockerTold = blocker.pid;
        line(u"Waiting for a lock held by "_s + blockerText(blocker), Style::Caution);
    }
    transient(
        u"Waiting for a lock, %1 so far"_s.arg(durationText(qMax<qint64>(0, event.elapsedMs))));
}

void TerminalProgress::stepFinished(const Event &event)
{
    const QString time = event.elapsedMs >= 0 ? u"  "_s + durationText(event.elapsedMs) : QString();
    line(stepText(event) + time, Style::Plain);
}

QString TerminalProgress::stepText(const Event &event) const
{
    const migrations::Revision *revision = m_graph.find(event.revision);
    const QString message = revision ? u"  "_s + withoutControls(revision->message) : QString();
    return u"[%1/%2] %3%4"_s.arg(event.step + 1).arg(event.steps).arg(event.revision, message);
}

void TerminalProgress::transient(const QString &text)
{
    if (!m_output.isTerminal())
        return;
    const QString shown = m_output.fitted(withoutControls(text), 1);
    m_output.write("\r\033[K" + m_output.styled(shown, Style::Dim).toUtf8());
    m_output.flush();
    m_transient = true;
}

void TerminalProgress::clearTransient()
{
    if (m_transient)
        m_output.write("\r\033[K");
    m_transient = false;
}

void TerminalProgress::line(const QString &text, Style style)
{
    clearTransient();
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &one : lines)
        m_output.line(m_output.styled(withoutControls(one), style));
    m_output.flush();
}

} // namespace app
