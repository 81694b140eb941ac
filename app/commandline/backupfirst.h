// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/consent.h"
#include "migrations/operations/backupoperation.h"

namespace app {

struct GuardedAct
{
    migrations::Safeguards safeguards;
    QString question; // as askForSafeguards takes it
    QString name; // "reset": the backup is made "before reset"
};

// Asks what the safeguards ask for, and makes the backup that they or the person want. The one that
// the act can rely on: one that was there and satisfies them, or the new one; none when there is
// none. Errors: those of askForSafeguards, and what stopped the backup; then the act must not run.
migrations::Result<std::optional<migrations::Backup>> askAndBackUp(const Context &context,
    const migrations::ProjectState &state, const GuardedAct &act, migrations::Journal &journal,
    migrations::Progress &progress);

} // namespace app
