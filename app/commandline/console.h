// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdio>

namespace app {

// What a piece of text means, for a terminal that shows colours.
enum class Style { Plain, Strong, Dim, Good, Pending, Caution, Danger };

// Text that others wrote (messages of migrations, answers of servers), safe to show: control
// characters and the ones that turn the direction of writing are taken out, line ends and tabs
// become spaces.
QString withoutControls(const QString &text);
// The same, but lines stay lines.
QString linesWithoutControls(const QString &text);

// One stream to write to. Not owned. A terminal gets colours unless NO_COLOR is set.
class Output
{
public:
    explicit Output(FILE *file);

    void write(const QByteArray &bytes);
    void line(const QString &text = {});
    QString styled(const QString &text, Style style) const;
    // Shortened to what is left of a terminal's line after `used` columns; whole when it is none.
    QString fitted(const QString &text, int used) const;
    void flush();
    bool failed() const; // something that was written did not get there

    bool isTerminal() const { return m_terminal; }

private:
    FILE *m_file = nullptr;
    bool m_terminal = false;
    bool m_colours = false;
    int m_width = 0; // 0: no limit
};

// Where a command reads and writes; tests give it files of their own.
class Console
{
public:
    struct Streams
    {
        FILE *input = stdin;
        FILE *output = stdout;
        FILE *error = stderr;
    };
    explicit Console(const Streams &streams);

    Output out; // results
    Output error; // progress, questions, errors

    // Somebody is there to answer a question.
    bool isInteractive() const;
    // One line of an answer, trimmed; empty at the end of the input or when a signal came.
    QString answer(const QString &question);

private:
    FILE *m_input = nullptr;
};

} // namespace app
