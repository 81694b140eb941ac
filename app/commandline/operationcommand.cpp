// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/operationcommand.h"

#include "app/commandline/consent.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/operationreport.h"
#include "app/commandline/plannedrun.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/unfinished.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Alembic;
using migrations::OperationKind;
using migrations::OperationReport;
using migrations::Plan;
using migrations::ProjectState;
using migrations::Result;

namespace app {

namespace {

ExitCode reportNothingToDo(
    const Context &context, const ProjectState &state, OperationKind kind, const Plan &plan)
{
    if (auto journal = migrations::Journal::open())
        migrations::settleUnfinished(*journal, state);
    OperationReport report;
    report.kind = kind;
    report.outcome = migrations::Outcome::NothingToDo;
    report.sentence = u"Nothing to do: the database is there already."_s;
    report.rowsBefore = plan.rowsBefore;
    report.rowsAfter = plan.rowsBefore;
    if (context.options.json)
        writeReportJson(context.console.out, report);
    else
        context.console.out.line(report.sentence);
    return ExitCode::Done;
}

// A helper that imports while the person reads the plan. A failure comes again, with its reason,
// when the operation starts one itself.
std::optional<Alembic> startAhead(const ProjectState &state, migrations::Progress &progress)
{
    if (!state.trusted)
        return {};
    auto started = migrations::startAlembic(state, progress);
    if (!started)
        return {};
    return std::move(*started);
}

} // namespace

ExitCode OperationCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    std::optional<Alembic> warm;
    auto state = readState(context, warm, progress);
    if (!state)
        return context.fail(state.error());
    if (warm && migrations::needsAlembicsKnowledge(*state)) {
        auto learned = migrations::withAlembicsKnowledge(std::move(*state), *warm, progress);
        if (!learned)
            return context.fail(learned.error());
        state = std::move(learned);
    }
    *state = migrations::withDatabase(std::move(*state), progress);
    const Result<Plan> planned = plan(*state);
    if (!planned)
        return context.fail(planned.error());
    const PlannedRun wanted {m_kind, targets(), purge(), *planned};
    if (context.options.dryRun)
        return showPlanned(context, *state, wanted, progress);
    if (planned->steps.empty())
        return reportNothingToDo(context, *state, m_kind, *planned);
    return runPlanned(context, *state, wanted, std::move(warm));
}

// Its Python imports while the files are read here.
Result<ProjectState> OperationCommand::readState(
    const Context &context, std::optional<Alembic> &warm, migrations::Progress &progress) const
{
    auto opened = context.open();
    if (!opened)
        return opened;
    migrations::RevisionScan scan = migrations::scanRevisionFiles(opened->project);
    if (!context.options.dryRun) {
        if (const Result<void> trusted = askForTrust(context, *opened); !trusted)
            return tl::make_unexpected(trusted.error());
        warm = startAhead(*opened, progress);
    }
    return migrations::withRevisions(std::move(*opened), scan, progress)
        .map([&](ProjectState state) {
            return context.options.dryRun ? context.withKnowledge(std::move(state), progress)
                                          : state;
        });
}

Result<Plan> OperationCommand::plan(const ProjectState &state) const
{
    // A SQLite file that is not there yet is an empty database: the engine knows.
    if (state.databaseError && state.databaseError->code != u"no_file")
        return tl::make_unexpected(*state.databaseError);
    auto planned = migrations::planOperation(state, m_kind, targets(), purge());
    if (planned || planned.error().code != u"MultipleHeads")
        return planned;
    migrations::Error error = planned.error();
    error.message =
        u"There are several heads: %1. Name one, LABEL@head, or `heads` for all of them."_s.arg(
            state.graph.heads().join(u", "_s));
    return tl::make_unexpected(error);
}

RunCommand::RunCommand()
    : OperationCommand(OperationKind::Upgrade)
{
}

CLI::App *RunCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("run",
        "Upgrade the database to TARGET.\nExit code: 0 done or nothing to do, 2 it failed (the "
        "message says what the database holds now), 3 refused before anything ran, 130 cancelled.");
    command->add_option("TARGET", m_target, "head (the default), heads, an id, LABEL@head, +1 …");
    return command;
}

QStringList RunCommand::targets() const
{
    return {QString::fromLocal8Bit(m_target)};
}

RollbackCommand::RollbackCommand()
    : OperationCommand(OperationKind::Downgrade)
{
}

CLI::App *RollbackCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("rollback",
        "Downgrade the database to TARGET.\nExit code: as run. Without a terminal it needs --yes.");
    command->add_option("TARGET", m_target, "-1 (the default), an id, base, LABEL@-1 …");
    return command;
}

QStringList RollbackCommand::targets() const
{
    return {QString::fromLocal8Bit(m_target)};
}

StampCommand::StampCommand()
    : OperationCommand(OperationKind::Stamp)
{
}

CLI::App *StampCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("stamp",
        "Set the version table to TARGET without running any script.\nExit code: as run. Without a "
        "terminal it needs --yes.");
    command->add_option("TARGET", m_targets, "An id, head, heads, base …; several are allowed")
        ->required();
    command->add_flag(
        "--purge", m_purge, "Empty the version table first (the way out with ghosts)");
    return command;
}

QStringList StampCommand::targets() const
{
    QStringList targets;
    for (const std::string &target : m_targets)
        targets += QString::fromLocal8Bit(target);
    return targets;
}

} // namespace app
