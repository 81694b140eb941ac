// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/newcommand.h"

#include "app/commandline/interrupt.h"
#include "app/commandline/terminalprogress.h"

#include <algorithm>
#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::ErrorKind;
using migrations::FoundOperation;
using migrations::OperationChoice;
using migrations::Result;
using migrations::RevisionOptions;

namespace app {

namespace {

QString text(const std::string &argument)
{
    return QString::fromLocal8Bit(argument);
}

tl::unexpected<migrations::Error> wrongArgument(const QString &message)
{
    return migrations::failure(ErrorKind::Project, message, {}, u"arguments"_s);
}

void showFound(const Context &context, const std::vector<FoundOperation> &found)
{
    if (context.options.json) {
        JsonWriter json;
        json.beginObject().key("operations"_L1);
        writeOperations(json, found);
        json.endObject();
        context.console.out.write(json.bytes() + '\n');
    } else if (found.empty()) {
        context.console.out.line(u"Models and database are the same."_s);
    } else {
        showOperations(context.console.out, found);
    }
}

int placeOf(const std::vector<FoundOperation> &found, const QString &kind, const QString &table,
    const QString &column)
{
    const auto place = std::find_if(found.begin(), found.end(), [&](const FoundOperation &one) {
        const QString full = one.schema.isEmpty() ? one.table : one.schema + u'.' + one.table;
        return one.kind == kind && one.name == column && full == table;
    });
    return place == found.end() ? -1 : int(place - found.begin());
}

bool isYes(const QString &answer)
{
    return answer.compare(u"y"_s, Qt::CaseInsensitive) == 0
        || answer.compare(u"yes"_s, Qt::CaseInsensitive) == 0;
}

// Asked for what looks like a rename; the answer that is not yes leaves a dropped and an added
// column.
void askForRenames(Console &console, OperationChoice &choice)
{
    for (int drop = 0; drop < int(choice.shown.size()); ++drop) {
        const FoundOperation &dropped = choice.shown[std::size_t(drop)];
        if (dropped.renamedTo < 0)
            continue;
        const QString question = u"Was %1.%2 renamed to %3, so that its data stays? [y/N]"_s.arg(
            withoutControls(dropped.table), withoutControls(dropped.name),
            withoutControls(choice.shown[std::size_t(dropped.renamedTo)].name));
        if (isYes(console.answer(question)))
            choice.renames.append({drop, dropped.renamedTo});
    }
}

} // namespace

CLI::App *NewCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("new",
        "Write a revision of what differs between the models and the database.\nExit code: 0 "
        "written, 2 could not, 3 refused, 130 cancelled.");
    command->add_option("MESSAGE", m_message, "What it does, in a few words")->required();
    command->add_flag("--empty", m_empty, "Compare nothing: an empty revision");
    command->add_option("--head", m_head, "The revision that it follows, when there are several")
        ->type_name("ID");
    command->add_flag("--splice", m_splice, "Let it follow a revision that is no head");
    command->add_option("--branch-label", m_branchLabel, "A label for the branch that it begins")
        ->type_name("LABEL");
    command->add_option("--depends-on", m_dependsOn, "A revision that must be applied before it")
        ->type_name("ID")
        ->allow_extra_args(false);
    command->add_option("--version-path", m_versionPath, "The folder, when there are several")
        ->type_name("DIR");
    command->add_option("--rev-id", m_id, "Its id, instead of a new one")->type_name("ID");
    command->add_option("--only", m_only, "Write only these operations, numbered as shown")
        ->type_name("N")
        ->delimiter(',')
        ->allow_extra_args(false);
    command
        ->add_option(
            "--rename", m_renames, "A dropped and an added column are one that was renamed")
        ->type_name("TABLE.OLD:NEW")
        ->allow_extra_args(false);
    return command;
}

RevisionOptions NewCommand::options() const
{
    QStringList dependsOn;
    for (const std::string &id : m_dependsOn)
        dependsOn += text(id);
    return {.message = text(m_message),
        .autogenerate = !m_empty,
        .head = text(m_head),
        .branchLabel = text(m_branchLabel),
        .versionPath = text(m_versionPath),
        .id = text(m_id),
        .dependsOn = dependsOn,
        .splice = m_splice};
}

Result<void> NewCommand::pick(OperationChoice &choice) const
{
    if (m_only.empty())
        return {};
    choice.picked.clear();
    for (const int number : m_only) {
        if (number < 1 || number > int(choice.shown.size()))
            return wrongArgument(
                u"--only %1: %2 operations were found. See them with --dry-run."_s.arg(number).arg(
                    choice.shown.size()));
        choice.picked.append(number - 1);
    }
    return {};
}

Result<void> NewCommand::rename(OperationChoice &choice) const
{
    for (const std::string &argument : m_renames) {
        const QString written = text(argument);
        const QString from = written.section(u':', 0, 0);
        const QString table = from.section(u'.', 0, -2);
        const int drop = placeOf(choice.shown, u"drop_column"_s, table, from.section(u'.', -1));
        const int add = placeOf(choice.shown, u"add_column"_s, table, written.section(u':', 1));
        if (drop < 0 || add < 0)
            return wrongArgument(
                u"--rename %1: no column of that table is dropped and added under these names. "
                "See the operations with --dry-run."_s.arg(written));
        choice.renames.append({drop, add});
    }
    return {};
}

Result<std::optional<OperationChoice>> NewCommand::choose(
    const Context &context, const std::vector<FoundOperation> &found) const
{
    OperationChoice choice = migrations::everythingOf(found);
    const Result<void> chosen = pick(choice).and_then([&] { return rename(choice); });
    if (!chosen)
        return tl::make_unexpected(chosen.error());
    const bool asking =
        context.console.isInteractive() && !context.options.yes && !context.options.json;
    if (!found.empty() && !context.options.json)
        showOperations(context.console.error, found);
    if (asking && m_renames.empty() && m_only.empty())
        askForRenames(context.console, choice);
    return std::optional(choice);
}

ExitCode NewCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    const RevisionOptions wanted = options();
    if (const Result<void> good = migrations::checkMessage(wanted.message); !good)
        return context.fail(good.error());
    auto authoring =
        startAuthoring(context, m_empty ? Database::Unasked : Database::Asked, progress);
    if (!authoring)
        return context.fail(authoring.error());
    std::optional<OperationChoice> choice;
    if (wanted.autogenerate) {
        const auto found =
            migrations::compareModels(authoring->state, wanted, authoring->alembic, progress);
        if (!found)
            return context.fail(found.error());
        if (context.options.dryRun) {
            showFound(context, *found);
            return ExitCode::Done;
        }
        const auto chosen = choose(context, *found);
        if (!chosen)
            return context.fail(chosen.error());
        choice = *chosen;
    } else if (context.options.dryRun) {
        const auto good = migrations::checkNewRevision(authoring->state, wanted);
        if (!good)
            return context.fail(good.error());
        showFound(context, {});
        return ExitCode::Done;
    }
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    const auto report = migrations::newRevision(
        authoring->state, wanted, choice, *journal, authoring->alembic, progress);
    return report ? showFileReport(context, *report) : context.fail(report.error());
}

CLI::App *CompareCommand::addTo(CLI::App &parent)
{
    return parent.add_subcommand("compare",
        "Compare the models with the database, as alembic check does.\nExit code: 0 the same, 1 "
        "they differ, 2 could not, 3 not trusted, 130 cancelled.");
}

ExitCode CompareCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    auto authoring = startAuthoring(context, Database::Asked, progress);
    if (!authoring)
        return context.fail(authoring.error());
    // Which head a revision would follow is no matter here.
    const RevisionOptions wanted {.head = authoring->state.graph.heads().value(0)};
    const auto found =
        migrations::compareModels(authoring->state, wanted, authoring->alembic, progress);
    if (!found)
        return context.fail(found.error());
    showFound(context, *found);
    return found->empty() ? ExitCode::Done : ExitCode::Pending;
}

} // namespace app
