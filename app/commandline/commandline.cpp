// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/commandline.h"

namespace app {

Invocation runCommandLine(int argc, char **argv)
{
    Q_UNUSED(argc)
    Q_UNUSED(argv)
    return { .window = true };
}

} // namespace app
