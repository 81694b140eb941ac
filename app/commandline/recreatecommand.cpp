// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/recreatecommand.h"

#include "app/commandline/backupfirst.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/lifecyclereport.h"
#include "app/commandline/sizetext.h"
#include "app/commandline/statetext.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/interrupted.h"
#include "migrations/operations/recreateoperation.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Act;
using migrations::ErrorKind;
using migrations::InterruptedOperation;
using migrations::Journal;
using migrations::KeptRecord;
using migrations::LifecycleReport;
using migrations::ProjectState;
using migrations::RecreatePlan;
using migrations::Result;

namespace app {

namespace {

Result<ProjectState> readState(const Context &context, migrations::Progress &progress)
{
    auto state = context.readFiles(progress);
    if (!state)
        return state;
    return migrations::withDatabase(context.withKnowledge(*std::move(state), progress), progress);
}

void showPlan(Output &output, const RecreatePlan &plan)
{
    const std::size_t steps = plan.migrations.steps.size();
    output.line(u"Make %1 anew, and run %2."_s.arg(withoutControls(plan.database),
        steps == 1 ? u"1 migration"_s : u"%1 migrations"_s.arg(steps)));
    if (plan.missing()) {
        output.line(u"There is no such database yet; it will be made."_s);
        return;
    }
    output.line(u"The old one (%1) is kept as %2."_s.arg(
        sizeText(plan.bytes), withoutControls(plan.keptAs)));
    for (const migrations::DatabaseSession &session : plan.sessions)
        output.line(u"  will be ended: "_s + withoutControls(migrations::sessionText(session)));
}

void writePlanJson(Output &output, const RecreatePlan &plan)
{
    QJsonArray sessions;
    for (const migrations::DatabaseSession &session : plan.sessions)
        sessions.append(migrations::sessionText(session));
    QJsonArray revisions;
    for (const migrations::Step &step : plan.migrations.steps)
        revisions.append(step.revision);
    const QJsonObject object {{u"database"_s, plan.database}, {u"missing"_s, plan.missing()},
        {u"kept_as"_s, plan.keptAs}, {u"bytes"_s, plan.bytes}, {u"sessions_ended"_s, sessions},
        {u"revisions"_s, revisions}};
    output.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

// The one that waits, if it can be dealt with as wished.
std::optional<InterruptedOperation> waiting(
    const std::vector<InterruptedOperation> &found, bool InterruptedOperation::*can)
{
    const auto one = std::find_if(found.begin(), found.end(),
        [can](const InterruptedOperation &operation) { return operation.*can; });
    return one == found.end() ? std::nullopt : std::optional(*one);
}

Result<void> ask(
    const Context &context, const ProjectState &state, Act act, const QString &question)
{
    const auto safeguards = migrations::safeguardsFor(state, act);
    if (!safeguards)
        return tl::make_unexpected(safeguards.error());
    return askForSafeguards(context, state, *safeguards, question, false).map([](const Consent &) {
    });
}

// Asks by tier, and makes the backup that this asks for; the plan then names it, for the journal.
Result<void> guard(
    const Context &context, const ProjectState &state, RecreatePlan &plan, Journal &journal)
{
    const auto safeguards = migrations::safeguardsFor(state, plan);
    if (!safeguards)
        return tl::make_unexpected(safeguards.error());
    TerminalProgress progress(context.console.error, state.graph);
    const auto backup = askAndBackUp(context, state,
        {.safeguards = *safeguards,
            .question = u"Make %1 anew?"_s.arg(withoutControls(plan.database)),
            .name = u"recreate"_s},
        journal, progress);
    if (!backup)
        return tl::make_unexpected(backup.error());
    if (*backup)
        plan.backup = migrations::backupFacts(**backup);
    return {};
}

ExitCode finishInterrupted(const Context &context, const ProjectState &state)
{
    TerminalProgress progress(context.console.error, state.graph);
    auto journal = Journal::open();
    if (!journal)
        return context.fail(journal.error());
    const auto found = migrations::interruptedOperations(*journal, state, progress);
    if (!found)
        return context.fail(found.error());
    const auto one = waiting(*found, &InterruptedOperation::canFinish);
    if (!one)
        return context.fail({ErrorKind::Refused,
            u"There is no interrupted recreate that could be finished."_s, {}, u"nothing_waits"_s});
    if (Result<void> agreed = ask(context, state, Act::Repair, one->sentence + u". Finish it?"_s);
        !agreed)
        return context.fail(agreed.error());
    return showLifecycleReport(
        context, migrations::finishInterrupted(state, *one, *journal, progress));
}

} // namespace

CLI::App *RecreateCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("recreate",
        "Make the database anew and migrate it to heads. The old one is renamed and kept; db undo "
        "puts it back.\nExit code: 0 done, 2 it failed and the old database is in its place, 3 "
        "refused before any change, 130 cancelled.");
    command->add_flag("--finish", m_finish, "Go on with one that was interrupted");
    return command;
}

ExitCode RecreateCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress reading(context.console.error, nothing);
    auto state = readState(context, reading);
    if (!state)
        return context.fail(state.error());
    if (m_finish)
        return finishInterrupted(context, *state);
    Result<RecreatePlan> plan = migrations::planRecreate(*state, reading);
    if (!plan)
        return context.fail(plan.error());
    if (context.options.dryRun) {
        if (context.options.json)
            writePlanJson(context.console.out, *plan);
        else
            showPlan(context.console.out, *plan);
        return ExitCode::Done;
    }
    if (Result<void> trusted = askForTrust(context, *state); !trusted)
        return context.fail(trusted.error());
    if (!context.options.json || context.console.isInteractive()) {
        showHeading(context.console.error, *state);
        showPlan(context.console.error, *plan);
    }
    auto journal = Journal::open();
    if (!journal)
        return context.fail(journal.error());
    if (Result<void> guarded = guard(context, *state, *plan, *journal); !guarded)
        return context.fail(guarded.error());
    std::optional<LifecycleReport> report;
    {
        TerminalProgress progress(context.console.error, state->graph);
        report = migrations::recreateDatabase(*state, *plan, *journal, progress);
    }
    return showLifecycleReport(context, *report);
}

CLI::App *UndoCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("undo",
        "Put back the database that was kept last, or what an interrupted operation left. What is "
        "there now is kept in turn.\nExit code: 0 done, 2 it failed, 3 refused or nothing to undo, "
        "130 cancelled.");
    command->add_option("NAME", m_name, "Which kept database (db info lists them; the newest)");
    command->add_option("--drop-kept", m_drop, "Drop this kept database instead")
        ->type_name("NAME");
    return command;
}

ExitCode UndoCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress reading(context.console.error, nothing);
    auto state = readState(context, reading);
    if (!state)
        return context.fail(state.error());
    auto journal = Journal::open();
    if (!journal)
        return context.fail(journal.error());
    if (m_drop.empty() && m_name.empty()) {
        const auto found = migrations::interruptedOperations(*journal, *state, reading);
        if (!found)
            return context.fail(found.error());
        if (const auto one = waiting(*found, &InterruptedOperation::canUndo)) {
            if (Result<void> agreed =
                    ask(context, *state, Act::Undo, one->sentence + u". Undo it?"_s);
                !agreed)
                return context.fail(agreed.error());
            return showLifecycleReport(
                context, migrations::undoInterrupted(*state, *one, *journal, reading));
        }
    }
    return undoKept(context, *state, *journal);
}

ExitCode UndoCommand::undoKept(
    const Context &context, const ProjectState &state, Journal &journal) const
{
    TerminalProgress progress(context.console.error, state.graph);
    const auto kept = migrations::keptRecords(journal, state, progress);
    if (!kept)
        return context.fail(kept.error());
    const QString name = QString::fromLocal8Bit(m_drop.empty() ? m_name : m_drop);
    const auto one = std::find_if(kept->begin(), kept->end(), [&](const KeptRecord &record) {
        return name.isEmpty() || record.database.database.name == name;
    });
    if (one == kept->end())
        return context.fail({ErrorKind::Refused,
            name.isEmpty() ? u"No kept database is there to put back."_s
                           : u"No kept database has the name %1."_s.arg(name),
            {}, u"nothing_kept"_s});
    const QString which = withoutControls(one->database.database.name);
    const bool drop = !m_drop.empty();
    const QString size = sizeText(one->database.bytes);
    const QString question = drop ? u"Drop %1 (%2) for ever?"_s.arg(which, size)
                                  : u"Put %1 (%2) back in its place?"_s.arg(which, size);
    if (Result<void> agreed = ask(context, state, drop ? Act::DropKept : Act::Undo, question);
        !agreed)
        return context.fail(agreed.error());
    return showLifecycleReport(context,
        drop ? migrations::dropKept(state, *one, journal, progress)
             : migrations::undoWithKept(state, *one, journal, progress));
}

} // namespace app
