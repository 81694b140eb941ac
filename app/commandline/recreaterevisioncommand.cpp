// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/recreaterevisioncommand.h"

#include "app/commandline/interrupt.h"
#include "app/commandline/operationreport.h"
#include "app/commandline/rollbackguard.h"
#include "app/commandline/terminalprogress.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Journal;
using migrations::ProjectState;
using migrations::RecreatedRevision;
using migrations::Result;
using migrations::RevisionRecreation;

namespace app {

namespace {

QString questionOf(const RevisionRecreation &plan)
{
    const QString what = plan.rollback ? u"Roll back and remove %1 (%2), and write it anew"_s
                                       : u"Remove %1 (%2), and write it anew"_s;
    return what.arg(withoutControls(plan.revision), withoutControls(plan.message));
}

void showPlanOf(const Context &context, const ProjectState &state, const RevisionRecreation &plan)
{
    Output &output = context.console.error;
    for (const QString &unasked : plan.unasked)
        output.line(output.styled(u"not asked: "_s, Style::Caution) + withoutControls(unasked));
    if (!plan.rollback)
        return;
    showPlan(output, state, *plan.rollback);
    output.line(u"`migration undo` puts the files back, and leaves the database rolled back: what "
                "the downgrade drops comes back from a backup only."_s);
}

Result<> guard(const Context &context, const ProjectState &state, const RevisionRecreation &plan,
    Journal &journal, migrations::Progress &progress)
{
    const QString question = questionOf(plan) + u'?';
    return plan.rollback ? guardRollback(
               context, state, {*plan.rollback, question, u"recreate"_s}, journal, progress)
                         : agreeTo(context, state, question);
}

ExitCode show(const Context &context, const RecreatedRevision &made)
{
    if (context.options.json) {
        JsonWriter json;
        json.beginObject();
        writeFileReport(json, made.files);
        json.key("rolled_back"_L1).value(made.rolledBack);
        json.key("difference"_L1).value(QStringView(made.difference));
        json.endObject();
        context.console.out.write(std::move(json).line());
        return ExitCode::Done;
    }
    showFileReport(context, made.files);
    context.console.out.line(
        u"From the old text to the new one; take over what was written by hand:"_s);
    for (const QString &line : made.difference.split(u'\n'))
        context.console.out.line(u"  "_s + withoutControls(line));
    return ExitCode::Done;
}

} // namespace

CLI::App *RecreateRevisionCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("recreate",
        "Roll back the last revision if it is applied, remove its file, and write it anew from the "
        "models. When that fails, file and database are as before. `migration undo` puts the files "
        "back.\nExit code: 0 done, 2 could not, 3 refused, 130 cancelled. Without a terminal it "
        "needs --yes.");
    command->add_option("MESSAGE", m_message, "What it does, in a few words")->required();
    command->add_option("--revision", m_revision, "Which one, when there are several heads")
        ->type_name("ID");
    return command;
}

ExitCode RecreateRevisionCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    auto authoring = startAuthoring(context, Database::Asked, progress);
    if (!authoring)
        return context.fail(authoring.error());
    const ProjectState &state = authoring->state;
    const auto plan = migrations::planRecreation(
        state, QString::fromLocal8Bit(m_revision), QString::fromLocal8Bit(m_message), progress);
    if (!plan)
        return context.fail(plan.error());
    showPlanOf(context, state, *plan);
    if (context.options.dryRun)
        return showFileReport(context,
            {.kind = migrations::FileOperationKind::Recreate,
                .sentence = questionOf(*plan),
                .changes = {plan->removal},
                .trash = {}});
    auto journal = Journal::open();
    if (!journal)
        return context.fail(journal.error());
    if (const Result<> guarded = guard(context, state, *plan, *journal, progress); !guarded)
        return context.fail(guarded.error());
    const auto made = migrations::recreateRevision(state, *plan, *journal, progress);
    return made ? show(context, *made) : context.fail(made.error());
}

} // namespace app
