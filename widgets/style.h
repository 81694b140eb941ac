// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace widgets {

// Fusion with the measures of LOOK.md that a style sheet cannot say, and with its tick boxes: those
// of Fusion have hardly a border on a dark ground. Colours come from the palette (paletteOf).
class Style final : public QProxyStyle
{
    Q_OBJECT
public:
    Style();

    int pixelMetric(
        PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget) const override;
};

} // namespace widgets
