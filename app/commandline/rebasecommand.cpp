// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/rebasecommand.h"

#include "app/commandline/consent.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/rollbackguard.h"
#include "app/commandline/terminalprogress.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::FileReport;
using migrations::Journal;
using migrations::OrderProof;
using migrations::ProjectState;
using migrations::RebasePlan;
using migrations::Result;

namespace app {

namespace {

QString text(const std::string &argument)
{
    return QString::fromLocal8Bit(argument);
}

void writeReport(Output &output, const FileReport &report, const RebasePlan &plan,
    const std::optional<OrderProof> &proof)
{
    JsonWriter json;
    json.beginObject();
    writeFileReport(json, report);
    json.key("moved"_L1).value(plan.moved);
    json.key("onto"_L1).value(QStringView(plan.onto));
    json.key("heads"_L1).value(plan.headsAfter);
    const auto &again = plan.reapplication;
    json.key("rolled_back"_L1)
        .value(again ? migrations::revisionsOf(*again->rollback) : QStringList());
    json.key("applied_again"_L1)
        .value(again ? migrations::revisionsOf(again->again) : QStringList());
    json.key("compared_objects"_L1).numberOrNull(proof ? proof->objects : -1);
    json.endObject();
    output.write(json.bytes() + '\n');
}

ExitCode show(const Context &context, const FileReport &report, const RebasePlan &plan,
    const std::optional<OrderProof> &proof)
{
    if (context.options.json) {
        writeReport(context.console.out, report, plan, proof);
        return ExitCode::Done;
    }
    if (proof)
        context.console.out.line(
            u"Both orders give the same schema (%1 objects compared)."_s.arg(proof->objects));
    return showFileReport(context, report);
}

QString sentenceOf(const RebasePlan &plan)
{
    const QString sentence = u"Put %1 on top of %2"_s.arg(
        withoutControls(plan.moved.join(u", "_s)), withoutControls(plan.onto));
    return plan.reapplication ? sentence + u", rolled back and applied again"_s : sentence;
}

void showPlanOf(const Context &context, const ProjectState &state, const RebasePlan &plan)
{
    Output &output = context.console.error;
    for (const QString &unasked : plan.unasked)
        output.line(output.styled(u"not asked: "_s, Style::Caution) + withoutControls(unasked));
    if (plan.reapplication)
        showReapplication(output, state, *plan.reapplication);
}

// A branch that is applied here asks for what a rollback asks for.
Result<> guard(const Context &context, const ProjectState &state, const RebasePlan &plan,
    Journal &journal, migrations::Progress &progress)
{
    const QString question = sentenceOf(plan) + u'?';
    if (!plan.reapplication)
        return agreeTo(context, state, question);
    return guardRollback(
        context, state, {*plan.reapplication->rollback, question, u"rebase"_s}, journal, progress);
}

// What runs migrations, here or in scratch databases, is the project's Python.
Result<> trustFor(const Context &context, ProjectState &state, const RebasePlan &plan)
{
    return plan.reapplication ? Result<>(askForTrust(context, state)) : Result<> {};
}

} // namespace

CLI::App *RebaseCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("rebase",
        "Of two heads, put the branch that was not pushed on top of the other: the down_revision "
        "of its first revision is rewritten, no other byte (migration undo puts it back). Where it "
        "is "
        "applied in this environment it is rolled back first and applied again after it, and all "
        "is as before when that fails. Refused while it is applied in another environment, or "
        "pushed.\nExit code: 0 done, 2 could "
        "not, 3 refused, 130 cancelled. Without a terminal it needs --yes.");
    command->add_option(
        "REVISION", m_mine, "A revision of the branch that moves, where both or none were pushed");
    command->add_option("--onto", m_onto, "The head that it will follow")->type_name("HEAD");
    command->add_flag("--prove", m_prove,
        "First run both orders on scratch databases, and refuse when the schemas differ");
    return command;
}

Result<std::optional<OrderProof>> RebaseCommand::prove(const Context &context, ProjectState &state,
    const RebasePlan &plan, migrations::Progress &progress) const
{
    if (!m_prove)
        return std::optional<OrderProof>();
    if (const Result<void> trusted = askForTrust(context, state); !trusted)
        return tl::make_unexpected(trusted.error());
    const Result<OrderProof> proof = migrations::proveOrder(state, plan.mine, plan.onto, progress);
    if (!proof)
        return tl::make_unexpected(proof.error());
    if (proof->differences.isEmpty())
        return std::optional(*proof);
    return migrations::failure(migrations::ErrorKind::Refused,
        u"The schema depends on which branch runs first, so databases that ran them in the other "
        "order would differ from new ones. Nothing was changed."_s,
        proof->differences.join(u'\n'), u"orders_differ"_s);
}

ExitCode RebaseCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    Result<ProjectState> state = readWithDatabase(context, progress);
    if (!state)
        return context.fail(state.error());
    const auto plan = migrations::planRebase(*state,
        {text(m_mine), text(m_onto), migrations::RebaseChoice::Applied::RolledBack}, progress);
    if (!plan)
        return context.fail(plan.error());
    showPlanOf(context, *state, *plan);
    const auto proof = prove(context, *state, *plan, progress);
    if (!proof)
        return context.fail(proof.error());
    if (context.options.dryRun)
        return show(context,
            {.kind = migrations::FileOperationKind::Rebase,
                .sentence = sentenceOf(*plan),
                .changes = {plan->change},
                .trash = {}},
            *plan, *proof);
    if (const Result<> trusted = trustFor(context, *state, *plan); !trusted)
        return context.fail(trusted.error());
    auto journal = Journal::open();
    if (!journal)
        return context.fail(journal.error());
    if (const Result<> agreed = guard(context, *state, *plan, *journal, progress); !agreed)
        return context.fail(agreed.error());
    const auto report = migrations::rebase(*state, *plan, *journal, progress);
    return report ? show(context, *report, *plan, *proof) : context.fail(report.error());
}

} // namespace app
