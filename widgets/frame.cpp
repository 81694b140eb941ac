// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/frame.h"

#include <QPainter>

namespace widgets {

int frameWidth(migrations::Tier tier, const Tokens &tokens)
{
    return tokens.tier(tier).frameWidth;
}

void paintFrame(QPainter &painter, const QRect &window, migrations::Tier tier, const Tokens &tokens)
{
    const int width = frameWidth(tier, tokens);
    const QRegion rim = QRegion(window) - window.adjusted(width, width, -width, -width);
    for (const QRect &side : rim)
        painter.fillRect(side, tokens.tier(tier).fill);
}

} // namespace widgets
