// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/card.h"

#include <QPainter>

namespace widgets {

void paintCard(QPainter &painter, const QRect &rect, const MeaningColours &colours, Icon sign)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.border);
    painter.setBrush(colours.soft);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    paintIcon(painter, QRectF(rect.left() + 14, rect.top() + 13, 16, 16), sign, colours.text);
}

} // namespace widgets
