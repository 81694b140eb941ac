// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/backupoperation.h"

#include <functional>

namespace app {

// What an act has to have behind it when it begins, which can be long after the question.
struct RunGuard
{
    migrations::Safeguards safeguards;
    bool backUp = false; // make one now
    QString reason; // "before reset"
};

// The backup that the act can rely on, made now when that was wanted; none when there is none.
// Errors: those of backupBefore; ErrorKind::Refused, code "tier_locked" (no longer unlocked),
// "backup_required" (the one that would do is gone or too old by now). Then it must not run.
migrations::Result<std::optional<migrations::Backup>> makeReady(const RunGuard &guard,
    const migrations::ProjectState &state, migrations::Journal &journal,
    migrations::Progress &progress);

} // namespace app
