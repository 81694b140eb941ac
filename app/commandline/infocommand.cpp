// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/infocommand.h"

#include "app/commandline/consent.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/lifecyclereport.h"
#include "app/commandline/statetext.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/repair.h"

#include <algorithm>
#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Anomaly;
using migrations::ErrorKind;
using migrations::ProjectState;
using migrations::Result;

namespace app {

CLI::App *InfoCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("info",
        "Show the database: sessions, sizes, kept databases, invalid indexes, and what is wrong "
        "with its version table. With --repair: mend one of these.\nExit code: 0 nothing wrong, or "
        "repaired; 1 something is wrong or waits; 2 it cannot be read, or not repaired; 3 "
        "refused.");
    command->add_option("--repair", m_repair, "Repair this (a code that info shows)")
        ->type_name("CODE");
    command->add_option("--to", m_to, "For a stamp: the revision that the database really is")
        ->type_name("REVISION");
    return command;
}

ExitCode InfoCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    auto state = context.readFiles(progress);
    if (!state)
        return context.fail(state.error());
    *state = migrations::withDatabase(context.withKnowledge(*std::move(state), progress), progress);
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    if (!m_repair.empty())
        return repair(context, *std::move(state), *journal);
    const migrations::DatabaseInfo info = migrations::readDatabaseInfo(*state, *journal, progress);
    if (context.options.json)
        context.console.out.write(databaseInfoJson(*state, info));
    else
        showDatabaseInfo(context.console.out, *state, info);
    if (!info.anomalies.empty() || !info.interrupted.empty())
        return ExitCode::Pending;
    return state->database ? ExitCode::Done : ExitCode::Failed;
}

ExitCode InfoCommand::repair(
    const Context &context, ProjectState state, migrations::Journal &journal) const
{
    TerminalProgress progress(context.console.error, state.graph);
    const auto facts = migrations::readVersionTableFacts(state, progress);
    if (!facts)
        return context.fail(facts.error());
    const std::vector<Anomaly> anomalies = migrations::diagnose(state, *facts);
    const QString code = QString::fromLocal8Bit(m_repair);
    const auto one = std::find_if(anomalies.begin(), anomalies.end(),
        [&](const Anomaly &anomaly) { return anomaly.code == code; });
    if (one == anomalies.end())
        return context.fail({ErrorKind::Refused,
            u"This database has no such thing: %1. Without --repair, info shows what it has."_s.arg(
                code),
            {}, u"no_anomaly"_s});
    const migrations::RepairRequest request {.anomaly = *one,
        .target = QString::fromLocal8Bit(m_to),
        .identity = state.database ? state.database->identity : migrations::DatabaseIdentity()};
    const Result<QString> what = migrations::repairText(state, request);
    if (!what)
        return context.fail(what.error());
    if (Result<void> trusted = askForTrust(context, state); !trusted)
        return context.fail(trusted.error());
    const auto safeguards = migrations::safeguardsFor(state, migrations::Act::Repair);
    if (!safeguards)
        return context.fail(safeguards.error());
    if (const auto agreed =
            askForSafeguards(context, state, *safeguards, withoutControls(*what) + u'?', false);
        !agreed)
        return context.fail(agreed.error());
    return showLifecycleReport(
        context, migrations::repairAnomaly(state, request, journal, progress));
}

} // namespace app
