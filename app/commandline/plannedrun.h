// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/operation.h"

namespace app {

// A plan of a state, from being shown to its report.
struct PlannedRun
{
    migrations::OperationKind kind = migrations::OperationKind::Upgrade;
    QStringList targets;
    bool purge = false;
    migrations::Plan plan;
};

// --dry-run: the plan, and what a downgrade loses.
ExitCode showPlanned(const Context &context, const migrations::ProjectState &state,
    const PlannedRun &run, migrations::Progress &progress);
// Shown, agreed to, backed up first where the tier asks for it, run, reported.
ExitCode runPlanned(const Context &context, const migrations::ProjectState &state,
    const PlannedRun &run, std::optional<migrations::Alembic> warm);

} // namespace app
