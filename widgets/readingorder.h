// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace widgets {

// Tab goes through everything below this widget as its layouts stand, from the top left; needed
// where parts are made anew, which Qt puts at the end.
void setReadingOrder(QWidget *page);

} // namespace widgets
