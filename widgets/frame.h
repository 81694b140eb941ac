// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/tokens.h"

#include <QRect>

class QPainter;

namespace widgets {

// The rim round a window of an environment. A main window sets contents margins of frameWidth()
// and calls paintFrame from its paintEvent.
int frameWidth(migrations::Tier tier, const Tokens &tokens);
void paintFrame(
    QPainter &painter, const QRect &window, migrations::Tier tier, const Tokens &tokens);

} // namespace widgets
