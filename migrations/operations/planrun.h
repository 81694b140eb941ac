// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"

namespace migrations {

// The pieces of an operation that has runs of migrations as its parts.

// One plan run end to end; anything but Done is the error that stopped it.
struct PlanRun
{
    OperationKind kind = OperationKind::Upgrade;
    Plan plan;
    bool lockedOutside = false; // OperationLock::Options::heldOutside
};
Result<OperationReport> runPlan(
    const ProjectState &state, const PlanRun &run, Journal &journal, Progress &progress);

// The same project and environment as files and database are now.
Result<ProjectState> readAgain(ProjectState state, Progress &progress);

// Without the state's own environment, and those that lead to the same database: to ask the others.
ProjectState withoutOwnEnvironment(const ProjectState &state);

} // namespace migrations
