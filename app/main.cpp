// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/commandline.h"
#include "app/window/runwindow.h"
#include "migrations/base/ownprocess.h"

int main(int argc, char **argv)
{
    migrations::keepMemoryPrivate();
    const app::Invocation invocation = app::runCommandLine(argc, argv);
    if (!invocation.window)
        return invocation.exitCode;
    return app::runWindow(argc, argv, invocation.folder);
}
