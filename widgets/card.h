// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/icons.h"
#include "widgets/tokens.h"

class QPainter;
class QRect;

namespace widgets {

// The ground of a card with a meaning: soft fill, border, rounded; its sign at the top left.
void paintCard(QPainter &painter, const QRect &rect, const MeaningColours &colours, Icon sign);

} // namespace widgets
