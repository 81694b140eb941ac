// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/meterbar.h"

#include <QPainter>

#include <algorithm>

namespace widgets {

namespace {

constexpr int barHeight = 4;

} // namespace

MeterBar::MeterBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MeterBar::setPercent(int percent)
{
    if (m_percent == percent)
        return;
    m_percent = percent;
    update();
}

QSize MeterBar::sizeHint() const
{
    return {80, barHeight};
}

void MeterBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF whole(0, (height() - barHeight) / 2.0, width(), barHeight);
    painter.setBrush(m_theme.tokens().line2);
    painter.drawRoundedRect(whole, 2, 2);
    QRectF filled = whole;
    filled.setWidth(whole.width() * std::clamp(m_percent, 0, 100) / 100);
    painter.setBrush(m_theme.tokens().applied.text);
    painter.drawRoundedRect(filled, 2, 2);
}

} // namespace widgets
