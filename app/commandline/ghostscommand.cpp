// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/ghostscommand.h"

#include "app/commandline/authoring.h"
#include "app/commandline/consent.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/plannedrun.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/ghostrollback.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::FoundScript;
using migrations::GhostSearch;
using migrations::ProjectState;
using migrations::Result;

namespace app {

namespace {

void showScripts(Output &output, const GhostSearch &search)
{
    output.line(u"In the database, but not on disk: %1"_s.arg(
        output.styled(withoutControls(search.ghosts.join(u", "_s)), Style::Danger)));
    for (const FoundScript &script : search.found) {
        output.line(
            u"  %1  %2"_s.arg(output.styled(withoutControls(script.revision), Style::Strong),
                withoutControls(script.message)));
        output.line(
            u"    %1: %2"_s.arg(withoutControls(script.name), withoutControls(script.where)));
    }
    for (const QString &revision : search.missing)
        output.line(
            u"  %1  found nowhere"_s.arg(output.styled(withoutControls(revision), Style::Strong)));
}

void showSearch(Output &output, const GhostSearch &search)
{
    if (search.ghosts.isEmpty()) {
        output.line(u"Every revision in the database has its file."_s);
        return;
    }
    showScripts(output, search);
    if (search.missing.isEmpty())
        output.line(
            u"Roll them back with these very scripts: spiritsafe migration ghosts --roll-back. Or "
            "write the files again: spiritsafe migration ghosts --restore"_s);
    else
        output.line(
            u"Ask who ran it for the file. Without it the database can only be stamped with "
            "a revision that has one: spiritsafe migration stamp REVISION --purge"_s);
}

void writeSearch(JsonWriter &json, const GhostSearch &search)
{
    json.beginObject();
    json.key("ghosts"_L1).value(search.ghosts);
    json.key("found"_L1).beginList();
    for (const FoundScript &script : search.found) {
        json.beginObject();
        json.key("revision"_L1).value(QStringView(script.revision));
        json.key("down"_L1).value(script.down);
        json.key("message"_L1).value(QStringView(script.message));
        json.key("name"_L1).value(QStringView(script.name));
        json.key("where"_L1).value(QStringView(script.where));
        json.key("text"_L1).value(QStringView(QString::fromUtf8(script.text)));
        json.endObject();
    }
    json.endList();
    json.key("missing"_L1).value(search.missing);
    json.endObject();
}

ExitCode showAll(const Context &context, const GhostSearch &search)
{
    if (context.options.json) {
        JsonWriter json;
        writeSearch(json, search);
        context.console.out.write(json.bytes() + '\n');
    } else {
        showSearch(context.console.out, search);
    }
    return search.missing.isEmpty() ? ExitCode::Done : ExitCode::Failed;
}

// An ordinary rollback once it is known what with.
ExitCode rollBack(const Context &context, ProjectState state, const GhostSearch &search,
    migrations::Progress &progress)
{
    if (!context.options.json)
        showScripts(context.console.error, search);
    if (!context.options.dryRun) {
        if (const Result<> trusted = askForTrust(context, state); !trusted)
            return context.fail(trusted.error());
    }
    const auto wanted = migrations::planGhostRollback(state, search, progress);
    if (!wanted)
        return context.fail(wanted.error());
    const PlannedRun run {
        migrations::OperationKind::Downgrade, {wanted->plan.target}, false, wanted->plan};
    return context.options.dryRun ? showPlanned(context, wanted->state, run, progress)
                                  : runPlanned(context, wanted->state, run, std::nullopt);
}

} // namespace

CLI::App *GhostsCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("ghosts",
        "Look for the files of revisions that are in the database and not on disk: in all "
        "branches, "
        "stashes and reflogs, in commits that no branch holds, and among the scripts that ran from "
        "here.\nExit code: 0 all found (or no ghosts), 2 some were found nowhere, 3 refused, 130 "
        "cancelled; --roll-back: as rollback.");
    CLI::Option *restore = command->add_flag("--restore", m_restore,
        "Write the files again, so that the revisions can be rolled back or kept (needs --yes "
        "without a terminal)");
    command
        ->add_flag("--roll-back", m_rollBack,
            "Roll back with the scripts that were found, and leave the project's files alone; asks "
            "what rollback asks")
        ->excludes(restore);
    return command;
}

ExitCode GhostsCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    Result<ProjectState> state = readWithDatabase(context, progress);
    if (!state)
        return context.fail(state.error());
    if (!state->standing.known && state->databaseError)
        return context.fail(*state->databaseError);
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    const Result<GhostSearch> search = migrations::findGhosts(*state, *journal, progress);
    if (!search)
        return context.fail(search.error());
    if (m_rollBack && !search->ghosts.isEmpty())
        return rollBack(context, *std::move(state), *search, progress);
    if (!m_restore || context.options.dryRun || search->ghosts.isEmpty())
        return showAll(context, *search);
    if (!context.options.json)
        showSearch(context.console.error, *search);
    if (const Result<> agreed = agreeTo(context, *state, u"Write these files again?"_s); !agreed)
        return context.fail(agreed.error());
    const auto report = migrations::restoreGhosts(*state, *search, *journal);
    return report ? showFileReport(context, *report) : context.fail(report.error());
}

} // namespace app
