// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/plannedrun.h"

#include "app/commandline/backupfirst.h"
#include "app/commandline/operationreport.h"
#include "app/commandline/statetext.h"
#include "app/commandline/terminalprogress.h"

namespace app {

using migrations::OperationKind;
using migrations::OperationReport;
using migrations::ProjectState;
using migrations::Result;

namespace {

// What is lost is said, agreed to, and backed up first where the tier asks for it.
Result<void> guard(const Context &context, const ProjectState &state, const PlannedRun &run,
    migrations::Journal &journal)
{
    TerminalProgress progress(context.console.error, state.graph);
    const bool telling = run.kind == OperationKind::Downgrade
        || state.environment()->tier == migrations::Tier::Production;
    const migrations::DataLoss loss = telling && state.trusted
        ? migrations::dataLossOf(state, run.kind, run.plan, progress)
        : migrations::DataLoss {};
    showLoss(context.console.error, loss);
    const auto safeguards = safeguardsOf(context, state, run.kind, loss.possible());
    if (!safeguards)
        return tl::make_unexpected(safeguards.error());
    return askAndBackUp(context, state,
        {.safeguards = *safeguards,
            .question = questionOf(state, run.kind, run.plan),
            .name = migrations::operationName(run.kind)},
        journal, progress)
        .map([](const std::optional<migrations::Backup> &) {});
}

} // namespace

ExitCode showPlanned(const Context &context, const ProjectState &state, const PlannedRun &run,
    migrations::Progress &progress)
{
    std::optional<migrations::DataLoss> loss;
    if (run.kind == OperationKind::Downgrade && state.trusted)
        loss = migrations::dataLossOf(state, run.kind, run.plan, progress);
    if (context.options.json) {
        writePlanJson(context.console.out, run.plan, loss);
        return ExitCode::Done;
    }
    showPlan(context.console.out, state, run.plan);
    if (loss)
        showLoss(context.console.out, *loss);
    return ExitCode::Done;
}

ExitCode runPlanned(const Context &context, const ProjectState &state, const PlannedRun &run,
    std::optional<migrations::Alembic> warm)
{
    if (!context.options.json || context.console.isInteractive()) {
        showHeading(context.console.error, state);
        showPlan(context.console.error, state, run.plan);
    }
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    if (Result<void> guarded = guard(context, state, run, *journal); !guarded)
        return context.fail(guarded.error());
    const migrations::OperationRequest request {
        .kind = run.kind,
        .targets = run.targets,
        .purge = run.purge,
        .plan = run.plan,
        .identity = state.database ? state.database->identity : migrations::DatabaseIdentity {},
    };
    std::optional<OperationReport> report;
    {
        TerminalProgress progress(context.console.error, state.graph);
        report = migrations::runOperation(state, request, *journal, std::move(warm), progress);
    }
    if (context.options.json)
        writeReportJson(context.console.out, *report);
    else
        showReport(context.console, *report);
    return exitCodeOf(*report);
}

} // namespace app
