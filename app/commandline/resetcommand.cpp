// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/resetcommand.h"

#include "app/commandline/backupfirst.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/lifecyclereport.h"
#include "app/commandline/resettext.h"
#include "app/commandline/statetext.h"
#include "app/commandline/terminalprogress.h"

#include <QJsonDocument>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Alembic;
using migrations::ProjectState;
using migrations::ResetOutlook;
using migrations::Result;
using migrations::Safeguards;

namespace app {

namespace {

// A project that was read, its Python started, and what a reset of it would do.
struct Prepared
{
    ProjectState state;
    Alembic alembic;
    ResetOutlook outlook;
};

Result<Prepared> prepare(
    const Context &context, const QStringList &schemas, migrations::Progress &progress)
{
    Result<ProjectState> state = context.readFiles(progress);
    if (!state)
        return tl::make_unexpected(state.error());
    if (Result<void> trusted = askForTrust(context, *state); !trusted)
        return tl::make_unexpected(trusted.error());
    Result<Alembic> alembic = migrations::startAlembic(*state, progress);
    if (!alembic)
        return tl::make_unexpected(alembic.error());
    if (migrations::needsAlembicsKnowledge(*state)) {
        state = migrations::withAlembicsKnowledge(*std::move(state), *alembic, progress);
        if (!state)
            return tl::make_unexpected(state.error());
    }
    *state = migrations::withDatabase(*std::move(state), progress);
    Result<ResetOutlook> outlook = migrations::planReset(*state, schemas, *alembic, progress);
    if (!outlook)
        return tl::make_unexpected(outlook.error());
    return Prepared {*std::move(state), *std::move(alembic), *std::move(outlook)};
}

ExitCode showOnly(const Context &context, const ResetOutlook &outlook)
{
    if (context.options.json)
        context.console.out.write(
            QJsonDocument(outlook.toJson()).toJson(QJsonDocument::Compact) + '\n');
    else
        showResetOutlook(context.console.out, outlook);
    return outlook.reset.refusals.empty() ? ExitCode::Done : ExitCode::Refused;
}

QString question(const ProjectState &state, const ResetOutlook &outlook)
{
    return u"Reset %1 of %2 (%3)?"_s.arg(withoutControls(outlook.reset.scope.schemas.join(u", "_s)),
        withoutControls(outlook.database), migrations::tierName(state.environment()->tier));
}

ExitCode execute(const Context &context, Prepared prepared)
{
    const Result<Safeguards> safeguards =
        migrations::safeguardsFor(prepared.state, migrations::Act::Reset);
    if (!safeguards)
        return context.fail(safeguards.error());
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    TerminalProgress progress(context.console.error, prepared.state.graph);
    const auto backup = askAndBackUp(context, prepared.state,
        {.safeguards = *safeguards,
            .question = question(prepared.state, prepared.outlook),
            .name = u"reset"_s},
        *journal, progress);
    if (!backup)
        return context.fail(backup.error());
    migrations::ResetRequest request {.outlook = std::move(prepared.outlook), .backup = {}};
    if (*backup)
        request.backup = migrations::backupFacts(**backup);
    return showLifecycleReport(context,
        migrations::runReset(
            prepared.state, request, *journal, std::move(prepared.alembic), progress));
}

} // namespace

CLI::App *ResetCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("reset",
        "Drop everything in the project's schemas and build them anew with all revisions; grants, "
        "extensions, default privileges and other schemas stay.\nIn one transaction where env.py "
        "allows it. Off on production until unlocked (db unlock).\nExit code: 0 done, 2 it failed "
        "(the message says what the database holds now), 3 refused, 130 cancelled.");
    command
        ->add_option("--schema", m_schemas,
            "Reset these schemas (default: the one that the project's tables are in)")
        ->type_name("NAME")
        ->take_all();
    return command;
}

ExitCode ResetCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    QStringList schemas;
    for (const std::string &schema : m_schemas)
        schemas += QString::fromLocal8Bit(schema);
    Result<Prepared> prepared = prepare(context, schemas, progress);
    if (!prepared)
        return context.fail(prepared.error());
    const ResetOutlook &outlook = prepared->outlook;
    if (context.options.dryRun)
        return showOnly(context, outlook);
    if (!context.options.json || context.console.isInteractive()) {
        showHeading(context.console.error, prepared->state);
        showResetOutlook(context.console.error, outlook);
    }
    if (!outlook.reset.refusals.empty())
        return context.fail(outlook.reset.refusals.front());
    return execute(context, *std::move(prepared));
}

} // namespace app
