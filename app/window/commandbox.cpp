// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/commandbox.h"

#include "widgets/icons.h"

#include <QPainter>

namespace app {

using namespace Qt::StringLiterals;

CommandBox::CommandBox(const widgets::Theme &theme, const QString &shortcut, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
    , m_shortcut(shortcut)
{
    setObjectName("commandBox"_L1);
    setText(tr("Run a command"));
    setAccessibleName(text());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &widgets::Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize CommandBox::sizeHint() const
{
    return {m_compact ? 36 : 280, std::max(30, fontMetrics().height() + 12)};
}

void CommandBox::setCompact(bool compact)
{
    m_compact = compact;
    setToolTip(compact ? tr("%1 (%2)").arg(text(), m_shortcut) : QString());
    updateGeometry();
}

void CommandBox::paintEvent(QPaintEvent *)
{
    const widgets::Tokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(tokens.focus, 2) : QPen(tokens.edge));
    painter.setBrush(tokens.base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    widgets::paintIcon(
        painter, QRectF(10, (height() - 14) / 2.0, 14, 14), widgets::Icon::EditFind, tokens.text2);

    if (m_compact)
        return;
    const QFontMetrics caption(m_theme.type().caption);
    const int capWidth = caption.horizontalAdvance(m_shortcut) + 12;
    const QRectF cap(width() - capWidth - 8.5, (height() - caption.height() - 4) / 2 + 0.5,
        capWidth, caption.height() + 3);
    const bool capFits = width() > capWidth + fontMetrics().horizontalAdvance(text()) + 50;
    if (capFits) {
        painter.setPen(tokens.line2);
        painter.setBrush(tokens.sunken);
        painter.drawRoundedRect(cap, 4, 4);
        painter.setFont(m_theme.type().caption);
        painter.setPen(tokens.text2);
        painter.drawText(cap, Qt::AlignCenter, m_shortcut);
    }
    painter.setFont(font());
    painter.setPen(tokens.text3);
    painter.drawText(QRect(32, 0, (capFits ? int(cap.left()) : width()) - 40, height()),
        Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace app
