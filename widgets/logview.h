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
    explicit LogView(const Theme &theme, QWidget *parent = nullptr);
    // total: lines there ever were; the list holds the last of them.
    void setLog(const QStringList &lines, qint64 total);

private:
    qint64 m_shown = 0;
};

} // namespace widgets
