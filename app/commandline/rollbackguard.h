// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/reapplication.h"

namespace app {

// A rollback that is a part of something larger.
struct GuardedRollback
{
    migrations::Plan plan;
    QString question; // what is asked, with its question mark
    QString name; // "rebase": a backup is made "before rebase"
};

// As before a rollback: what it loses is shown, it is agreed to, and a backup is made where the
// tier asks for one. Errors: those of askAndBackUp.
migrations::Result<> guardRollback(const Context &context, const migrations::ProjectState &state,
    const GuardedRollback &rollback, migrations::Journal &journal, migrations::Progress &progress);

// What is rolled back and applied again around a change of files.
void showReapplication(
    Output &output, const migrations::ProjectState &state, const migrations::Reapplication &plan);

} // namespace app
