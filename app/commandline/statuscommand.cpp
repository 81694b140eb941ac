// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/statuscommand.h"

#include "app/commandline/statejson.h"
#include "app/commandline/statetext.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::ProjectState;

namespace app {

namespace {

void writeJson(Output &output, const ProjectState &state)
{
    JsonWriter json;
    json.beginObject();
    json.key("environment"_L1);
    writeEnvironment(json, state);
    json.key("current"_L1).value(state.standing.current);
    json.key("heads"_L1).value(state.graph.heads());
    json.key("pending"_L1).value(state.standing.known ? state.standing.pending() : QStringList());
    json.key("ghosts"_L1).value(state.standing.ghosts);
    json.key("up_to_date"_L1).value(state.standing.upToDate() && state.historyUsable());
    json.key("problems"_L1);
    writeProblems(json, state);
    json.endObject();
    output.write(json.bytes() + '\n');
}

void showHeads(Output &output, const ProjectState &state)
{
    const QStringList heads = state.graph.heads();
    if (heads.size() > 1) {
        output.line(u"%1 heads:"_s.arg(heads.size()));
        showRevisions(output, state, heads, Style::Strong);
    }
}

void showStanding(Output &output, const ProjectState &state)
{
    if (!state.standing.known) {
        output.line(u"Where the database stands is not known."_s);
        return;
    }
    if (!state.standing.current.isEmpty())
        output.line(u"It stands at:"_s);
    else if (state.standing.ghosts.isEmpty())
        output.line(u"No revision has run yet."_s);
    showRevisions(output, state, state.standing.current, Style::Strong);
    if (!state.standing.ghosts.isEmpty()) {
        output.line(u"In the database, but not on disk (check out the branch that has them):"_s);
        showRevisions(output, state, state.standing.ghosts, Style::Danger);
    }
    const qsizetype pending = state.standing.pending().size();
    if (pending == 0 && state.standing.upToDate() && state.historyUsable()) {
        output.line(output.styled(u"Up to date."_s, Style::Good));
    } else if (pending > 0) {
        output.line(
            pending == 1 ? u"1 revision pending:"_s : u"%1 revisions pending:"_s.arg(pending));
        showRevisions(output, state, state.standing.pending(), Style::Pending);
        if (!state.historyUsable() || !state.standing.ghosts.isEmpty())
            return; // it would be refused
        const bool several = state.graph.heads().size() > 1;
        output.line(
            u"Run it with: spiritsafe migration run"_s + (several ? u" heads"_s : QString()));
    }
}

ExitCode exitCodeOf(const ProjectState &state)
{
    if (!state.standing.known || !state.historyUsable())
        return ExitCode::Failed;
    return state.standing.upToDate() ? ExitCode::Done : ExitCode::Pending;
}

} // namespace

CLI::App *StatusCommand::addTo(CLI::App &parent)
{
    return parent.add_subcommand("status",
        "Show where the database stands.\nExit code: 0 up to date, 1 pending revisions or ghosts, "
        "2 could not tell.");
}

ExitCode StatusCommand::show(
    const Context &context, const ProjectState &state, migrations::Progress &)
{
    if (context.options.json) {
        writeJson(context.console.out, state);
    } else {
        showHeading(context.console.out, state);
        showHeads(context.console.out, state);
        showStanding(context.console.out, state);
        showProblems(context.console.error, state);
    }
    return exitCodeOf(state);
}

} // namespace app
