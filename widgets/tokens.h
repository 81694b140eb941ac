// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/project/environment.h"

#include <QColor>

#include <array>

class QPalette;

namespace widgets {

// Text on its soft fill, and the border of a box filled with it.
struct MeaningColours
{
    QColor text;
    QColor soft;
    QColor border;
};

// A tier on screen: the picker and the frame (fill), the tool bar's tint, its badge.
struct TierColours
{
    QColor fill;
    QColor onFill;
    QColor tint; // of the tool bar; the window's colour where the tier has none
    QColor onTint;
    QColor badge;
    QColor onBadge;
    int frameWidth = 2;
};

struct SyntaxColours
{
    QColor keyword;
    QColor string;
    QColor number;
    QColor comment;
    QColor function;
    QColor type;
};

// Every colour of the program (LOOK.md 1). Nothing else names a colour.
struct Tokens
{
    bool dark = false;
    bool highContrast = false; // soft fills are the base: paint a 1 px outline instead

    QColor window, base, sunken, raised;
    QColor line, line2, edge;
    QColor text, text2, text3, disabled;
    QColor accent, onAccent, focus, link;
    QColor select, selectOff, hover;
    MeaningColours applied, pending, ghost, unknown, ok, caution, danger, info;
    QColor dangerButton, onDangerButton;
    std::array<TierColours, 3> tiers;
    std::array<QColor, 6> lanes;
    SyntaxColours syntax;
    QColor veil; // over the window, under the palette

    const TierColours &tier(migrations::Tier tier) const;
    QColor lane(int lane) const; // 0 is neutral, 1-5 repeat
};

Tokens lightTokens();
Tokens darkTokens();
// High contrast: the roles of the system's own palette.
Tokens tokensOf(const QPalette &palette);
QPalette paletteOf(const Tokens &tokens);

// WCAG 2.1 relative luminance contrast, 1 to 21, of opaque colours.
double contrast(const QColor &one, const QColor &other);

} // namespace widgets
