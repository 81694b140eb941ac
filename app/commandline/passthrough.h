// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/console.h"
#include "migrations/operations/alembiccommand.h"

namespace app {

// Runs it to its end: it reads our standard input, what it prints goes to our streams without its
// secrets, and a signal sent to us is passed on (a terminal's Ctrl+C reaches both by itself). Gives
// its exit code, and 128 + N when signal N ended it. Errors: ErrorKind::Helper, code
// "start_failed".
migrations::Result<int> passThrough(const migrations::AlembicCommand &command, Console &console);

} // namespace app
