// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/filecommands.h"

#include "app/commandline/interrupt.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/uncommit.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Result;
using migrations::UncommitPlan;

namespace app {

namespace {

QString text(const std::string &argument)
{
    return QString::fromLocal8Bit(argument);
}

} // namespace

CLI::App *MergeCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("merge",
        "Write a revision that follows several heads, so that there is one again.\nExit code: 0 "
        "written, 2 could not, 3 refused, 130 cancelled.");
    command->add_option("HEAD", m_heads, "The heads to merge (default: all)");
    command->add_option("-m,--message", m_message, "What it does, in a few words")
        ->type_name("MESSAGE")
        ->capture_default_str();
    command->add_option("--branch-label", m_branchLabel, "A label for it")->type_name("LABEL");
    command->add_option("--rev-id", m_id, "Its id, instead of a new one")->type_name("ID");
    return command;
}

ExitCode MergeCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    auto authoring = startAuthoring(context, Database::Unasked, progress);
    if (!authoring)
        return context.fail(authoring.error());
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    QStringList heads;
    for (const std::string &head : m_heads)
        heads += text(head);
    const migrations::RevisionOptions options {.message = text(m_message),
        .autogenerate = false,
        .branchLabel = text(m_branchLabel),
        .id = text(m_id)};
    const auto report = migrations::mergeHeads(
        authoring->state, heads, options, *journal, authoring->alembic, progress);
    return report ? showFileReport(context, *report) : context.fail(report.error());
}

CLI::App *UncommitCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("uncommit",
        "Put the last revision's file into the trash (migration undo brings it back). Refused "
        "while "
        "it is applied in any environment, pushed, or something builds on it.\nExit code: 0 done, "
        "2 "
        "could not, 3 refused, 130 cancelled. Without a terminal it needs --yes.");
    command->add_option("REVISION", m_revision, "Which one, when there are several heads");
    return command;
}

ExitCode UncommitCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    const Result<ProjectState> state = readWithDatabase(context, progress);
    if (!state)
        return context.fail(state.error());
    const Result<UncommitPlan> plan = migrations::planUncommit(*state, text(m_revision), progress);
    if (!plan)
        return context.fail(plan.error());
    for (const QString &unasked : plan->unasked)
        context.console.error.line(context.console.error.styled(u"not asked: "_s, Style::Caution)
            + withoutControls(unasked));
    const QString what =
        u"Remove %1 (%2)"_s.arg(withoutControls(plan->revision), withoutControls(plan->message));
    if (context.options.dryRun)
        return showFileReport(context,
            {.kind = migrations::FileOperationKind::Uncommit,
                .sentence = what,
                .changes = {plan->removal},
                .trash = {}});
    if (const Result<> agreed = agreeTo(context, *state, what + u'?'); !agreed)
        return context.fail(agreed.error());
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    const auto report = migrations::uncommit(*state, *plan, *journal);
    return report ? showFileReport(context, *report) : context.fail(report.error());
}

} // namespace app
