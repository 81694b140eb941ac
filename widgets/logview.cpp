// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/logview.h"

#include <QHelpEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include <utility>

namespace widgets {

namespace {

constexpr int mostLines = 5'000;
constexpr int margin = 8;

} // namespace

LogView::LogView(const Theme &theme, Lines lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
{
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setFont(theme.type().fixedSmall);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setMaximumBlockCount(mostLines);
    setTabChangesFocus(true);
    document()->setDocumentMargin(lines == Lines::Whole ? margin : 0);
    if (lines == Lines::Elided) {
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        viewport()->setBackgroundRole(QPalette::Base);
    }
}

void LogView::setLog(const QStringList &lines, qint64 total)
{
    if (total == m_shown)
        return;
    if (total < m_shown) {
        clear();
        m_log.clear();
        m_shown = 0;
    }
    const qsizetype fresh = std::min<qsizetype>(lines.size(), qsizetype(total - m_shown));
    append(lines.last(fresh));
    m_shown = total;
}

void LogView::append(const QStringList &lines)
{
    m_log += lines;
    if (m_log.size() > mostLines)
        m_log.remove(0, m_log.size() - mostLines);
    if (lines.isEmpty())
        return;
    QStringList fitting;
    for (const QString &line : lines)
        fitting.append(shown(line));
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    appendPlainText(fitting.join(u'\n'));
    if (atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

QString LogView::shown(const QString &line) const
{
    if (m_lines == Lines::Whole)
        return line;
    return fontMetrics().elidedText(line, Qt::ElideRight, viewport()->width() - 2);
}

void LogView::resizeEvent(QResizeEvent *event)
{
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    QPlainTextEdit::resizeEvent(event);
    const int width = viewport()->width();
    if (m_lines == Lines::Elided && std::exchange(m_width, width) != width) {
        const QStringList lines = std::exchange(m_log, {});
        clear();
        append(lines);
    }
    if (atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

bool LogView::viewportEvent(QEvent *event)
{
    if (m_lines == Lines::Whole || event->type() != QEvent::ToolTip)
        return QPlainTextEdit::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int line = cursorForPosition(help->pos()).blockNumber();
    const QString whole = m_log.value(line);
    QToolTip::showText(help->globalPos(), shown(whole) == whole ? QString() : whole, viewport());
    return true;
}

} // namespace widgets
