// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/runwindow.h"

namespace app {

int runWindow(int argc, char **argv, const QString &folder)
{
    Q_UNUSED(argc)
    Q_UNUSED(argv)
    Q_UNUSED(folder)
    return 2;
}

} // namespace app
