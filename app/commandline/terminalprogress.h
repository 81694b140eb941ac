// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/console.h"
#include "migrations/base/progress.h"
#include "migrations/history/graph.h"

namespace app {

// The progress of a command on the standard error output: a line per step with its time, the
// statement being run, who blocks us. A terminal also gets a last line that is replaced as things
// go on. Cancelled by Ctrl+C (Interrupt).
class TerminalProgress final : public migrations::Progress
{
public:
    TerminalProgress(Output &output, const migrations::RevisionGraph &graph);
    ~TerminalProgress() override;

    void report(const migrations::Event &event) override;
    bool cancelled() override;

private:
    void transient(const QString &text);
    void clearTransient();
    void line(const QString &text, Style style);
    void lockWait(const migrations::Event &event);
    void stepFinished(const migrations::Event &event);
    QString stepText(const migrations::Event &event) const;

    Output &m_output;
    const migrations::RevisionGraph &m_graph;
    bool m_transient = false;
    bool m_toldCancel = false;
    int m_blockerTold = 0; // pid of the root blocker that has its line already
};

// "12 ms", "3.4 s", "2 min 5 s"
QString durationText(qint64 milliseconds);

} // namespace app
