// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/logview.h"

#include <QScrollBar>

namespace widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostLines = 5'000;

} // namespace

LogView::LogView(const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setFont(theme.type().fixedSmall);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setMaximumBlockCount(mostLines);
    setTabChangesFocus(true);
}

void LogView::setLog(const QStringList &lines, qint64 total)
{
    if (total == m_shown)
        return;
    if (total < m_shown) {
        clear();
        m_shown = 0;
    }
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    const qsizetype fresh = std::min<qsizetype>(lines.size(), qsizetype(total - m_shown));
    appendPlainText(lines.last(fresh).join(u'\n'));
    if (atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_shown = total;
}

} // namespace widgets
