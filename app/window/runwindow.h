// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace app {

// Opens the window and runs until it is closed. folder empty: the start page. Owns the
// QApplication.
int runWindow(int argc, char **argv, const QString &folder);

} // namespace app
