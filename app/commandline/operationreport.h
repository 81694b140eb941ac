// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/dataloss.h"

namespace app {

// What run, rollback and stamp write: a plan before, a report after.
void showPlan(Output &output, const migrations::ProjectState &state, const migrations::Plan &plan);
void showReport(Console &console, const migrations::OperationReport &report);
void showLoss(Output &output, const migrations::DataLoss &loss);
// loss absent: not worked out (an upgrade, or no trusted project); its key is left out.
void writePlanJson(
    Output &output, const migrations::Plan &plan, const std::optional<migrations::DataLoss> &loss);
void writeReportJson(Output &output, const migrations::OperationReport &report);

ExitCode exitCodeOf(const migrations::OperationReport &report);

} // namespace app
