// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/lifecyclerun.h"

namespace app {

// What the commands below `db` write when they have run: text for people, or with --json one
// object: "kind", "outcome", "cancelled", "sentence", "next_action", "elapsed_ms", "journal_id",
// "error" and "facts". Gives the exit code.
ExitCode showLifecycleReport(const Context &context, const migrations::LifecycleReport &report);

ExitCode exitCodeOf(const migrations::LifecycleReport &report);

} // namespace app
