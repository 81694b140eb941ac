// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/segmentbar.h"

#include <QPainter>

namespace widgets {

namespace {

constexpr int gap = 3;
constexpr int thickness = 6;
constexpr int mostSegments = 48; // more of them are one bar

} // namespace

SegmentBar::SegmentBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SegmentBar::setContent(const Content &content)
{
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleName(tr("%1 of %2 steps").arg(content.done).arg(content.steps));
    update();
}

QSize SegmentBar::sizeHint() const
{
    return {120, thickness};
}

QColor SegmentBar::colour(int segment) const
{
    const Tokens &tokens = m_theme.tokens();
    if (segment < m_content.done)
        return m_content.undone ? tokens.danger.text : tokens.applied.text;
    if (segment == m_content.done && m_content.running)
        return m_content.waiting ? tokens.caution.text : tokens.focus;
    return tokens.line2;
}

void SegmentBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (m_content.steps > mostSegments) {
        painter.setBrush(m_theme.tokens().line2);
        painter.drawRoundedRect(rect(), 3, 3);
        painter.setBrush(colour(0));
        const double part = double(m_content.done) / m_content.steps;
        painter.drawRoundedRect(QRectF(0, 0, width() * part, height()), 3, 3);
        return;
    }
    const double each = (width() + gap) / double(std::max(1, m_content.steps));
    for (int segment = 0; segment < m_content.steps; ++segment) {
        painter.setBrush(colour(segment));
        painter.drawRoundedRect(QRectF(segment * each, 0, each - gap, height()), 3, 3);
    }
}

} // namespace widgets
