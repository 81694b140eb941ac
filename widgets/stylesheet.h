// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/tokens.h"

#include <QString>

namespace widgets {

// The one style sheet: buttons, inputs, tabs, table head, menus, splitter, tool bar. Everything
// with a meaning is painted by delegates instead.
QString styleSheet(const Tokens &tokens);

} // namespace widgets
