// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/commandline/console.h"

#include <QString>

#include <memory>

namespace app {

class SampleProject;

// What the arguments ask for: a command that has run (its exit code), or the window.
struct Invocation
{
    bool window = false;
    QString folder; // for the window; may be empty
    int exitCode = 0;
    std::shared_ptr<SampleProject> sample; // `spiritsafe demo`: to be kept while the window is open
    std::shared_ptr<const void> read; // what the command holds in memory; may be left to the end
};

// Reads the arguments and runs the command they name. Makes a QCoreApplication only when a command
// runs; never touches Qt Widgets.
Invocation runCommandLine(int argc, char **argv);
// The same, reading and writing elsewhere.
Invocation runCommandLine(int argc, char **argv, const Console::Streams &streams);

} // namespace app
