// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>
#include <QStringList>

namespace migrations {

// What a process printed, as lines, without growing with it: the last lines for an error's detail,
// and, at a time, no more lines than a person can follow.
class OutputTail
{
public:
    // Lines that became complete; of a flood only as many as one can read.
    QStringList add(const QByteArray &bytes);
    // A line that counts what was left out, once the flood has a pause.
    QStringList leftOut();
    // The rest that has no line end, when no more will come.
    QStringList finish();
    QString text() const; // the last lines

private:
    QString line(QByteArrayView bytes) const;
    void keep(const QString &line);

    QByteArray m_rest; // of a line, cut at lineLimit
    QStringList m_lines;
    qsizetype m_size = 0; // characters in m_lines
    QDeadlineTimer m_window; // in which m_told lines were told
    int m_told = 0;
    int m_leftOut = 0;
};

} // namespace migrations
