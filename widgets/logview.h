// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QPlainTextEdit>

namespace widgets {

// What an operation said, line by line; the newest is at the end. Stays where the reader scrolled.
class LogView : public QPlainTextEdit
{
    Q_OBJECT
public:
    // Elided: a line that does not fit ends in "…" and is whole in the tooltip.
    enum class Lines { Whole, Elided };

    explicit LogView(const Theme &theme, Lines lines, QWidget *parent = nullptr);
    // total: lines there ever were; the list holds the last of them.
    void setLog(const QStringList &lines, qint64 total);
    const QStringList &lines() const { return m_log; } // as they were given

protected:
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QString shown(const QString &line) const;
    void append(const QStringList &lines);

    Lines m_lines;
    QStringList m_log;
    qint64 m_shown = 0;
    int m_width = 0; // that the lines were elided to
};

} // namespace widgets
