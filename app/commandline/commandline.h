// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace app {

// What the arguments ask for: a command that has run (its exit code), or the window.
struct Invocation
{
    bool window = false;
    QString folder; // for the window; may be empty
    int exitCode = 0;
};

// Reads the arguments and runs the command they name. Makes a QCoreApplication only when a command
// runs; never touches Qt Widgets.
Invocation runCommandLine(int argc, char **argv);

} // namespace app
