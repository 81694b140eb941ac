// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace app {

// What the window's module offers the program: runWindow, under a name that can be looked up.
using RunWindow = int(int argc, char **argv, const QString *folder);
inline constexpr const char *runWindowSymbol = "spiritsafe_run_window";

} // namespace app
