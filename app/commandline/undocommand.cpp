// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/undocommand.h"

#include "app/commandline/backupfirst.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/operationreport.h"
#include "app/commandline/rollbackguard.h"
#include "app/commandline/terminalprogress.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::FileChange;
using migrations::FileReport;
using migrations::Journal;
using migrations::OperationKind;
using migrations::OperationRequest;
using migrations::Plan;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Reapplication;
using migrations::Result;
using migrations::Undoable;

namespace app {

namespace {

// What taking it back does to the database; neither: nothing.
struct DatabaseUndo
{
    std::optional<Reapplication> again;
    std::optional<OperationRequest> stamp;

    QStringList rowsBefore() const { return again ? again->rowsBefore() : stamp->plan.rowsBefore; }
    QStringList rowsAfter() const
    {
        return again ? again->again.rowsAfter() : stamp->plan.rowsAfter();
    }
};

Result<DatabaseUndo> databaseUndoOf(const ProjectState &state, const Undoable &undoable)
{
    if (undoable.stamp)
        return migrations::planStampUndo(state, *undoable.stamp)
            .map([](const OperationRequest &request) {
                return DatabaseUndo {{}, request};
            });
    return migrations::reapplicationFor(state, undoable)
        .map([](const std::optional<Reapplication> &again) {
            return DatabaseUndo {again, {}};
        });
}

QString filesOf(const std::vector<FileChange> &changes)
{
    QStringList parts;
    for (const FileChange &change : changes) {
        const QString verb = !change.after ? u"remove"_s
            : change.before                ? u"change"_s
                                           : u"restore"_s;
        parts.append(verb + u' ' + withoutControls(QFileInfo(change.path).fileName()));
    }
    return parts.join(u", "_s);
}

QString sentenceOf(const Undoable &undoable, const DatabaseUndo &database)
{
    const QString undo = u"Would undo: "_s + undoable.sentence;
    if (undoable.stamp)
        return undo + u". "_s + migrations::stampUndoText(*undoable.stamp);
    return undoable.record && !database.again ? undo + u"; the database is left as it is"_s : undo;
}

void writeDatabase(JsonWriter &json, const ProjectState &state, const DatabaseUndo &database)
{
    if (!database.again && !database.stamp) {
        json.null();
        return;
    }
    const auto &again = database.again;
    const bool rollsBack = again && again->rollback;
    json.beginObject();
    json.key("environment"_L1).value(QStringView(state.environmentName));
    json.key("rows_before"_L1).value(database.rowsBefore());
    json.key("rows_after"_L1).value(database.rowsAfter());
    json.key("rolled_back"_L1)
        .value(rollsBack ? migrations::revisionsOf(*again->rollback) : QStringList());
    json.key("applied_again"_L1)
        .value(again ? migrations::revisionsOf(again->again) : QStringList());
    json.endObject();
}

ExitCode showOnly(const Context &context, const ProjectState &state, const Undoable &undoable,
    const DatabaseUndo &database)
{
    const FileReport report {.kind = migrations::FileOperationKind::Undo,
        .sentence = sentenceOf(undoable, database),
        .changes = undoable.changes,
        .trash = {}};
    if (!context.options.json) {
        showFileReport(context, report);
        if (database.again)
            showReapplication(context.console.out, state, *database.again);
        if (database.stamp)
            showPlan(context.console.out, state, database.stamp->plan);
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject();
    writeFileReport(json, report);
    json.key("database"_L1);
    writeDatabase(json, state, database);
    json.endObject();
    context.console.out.write(json.bytes() + '\n');
    return ExitCode::Done;
}

// Taking back what ran migrations runs migrations.
Result<> guardFiles(const Context &context, ProjectState &state, const Undoable &undoable,
    const std::optional<Reapplication> &again, Journal &journal, Progress &progress)
{
    const QString question =
        u"Undo “%1” (%2)?"_s.arg(withoutControls(undoable.sentence), filesOf(undoable.changes));
    if (!again)
        return agreeTo(context, state, question);
    showReapplication(context.console.error, state, *again);
    if (const Result<void> trusted = askForTrust(context, state); !trusted)
        return trusted;
    return again->rollback
        ? guardRollback(context, state, {*again->rollback, question, u"undo"_s}, journal, progress)
        : agreeTo(context, state, question);
}

ExitCode undoFiles(const Context &context, ProjectState state, const Undoable &undoable,
    const std::optional<Reapplication> &again, Journal &journal, Progress &progress)
{
    const Result<> agreed = guardFiles(context, state, undoable, again, journal, progress);
    if (!agreed)
        return context.fail(agreed.error());
    const auto report = migrations::undoFiles(state, undoable, journal, progress);
    return report ? showFileReport(context, *report) : context.fail(report.error());
}

// It writes the version table, and asks for what a stamp asks for.
Result<> guardStamp(const Context &context, ProjectState &state, const Undoable &undoable,
    const Plan &plan, Journal &journal, Progress &progress)
{
    if (const Result<void> trusted = askForTrust(context, state); !trusted)
        return trusted;
    Output &output = context.console.error;
    output.line(withoutControls(migrations::stampUndoText(*undoable.stamp)) + u'.');
    showPlan(output, state, plan);
    const auto safeguards = safeguardsOf(context, state, OperationKind::UndoStamp, false);
    if (!safeguards)
        return tl::make_unexpected(safeguards.error());
    const QString question = u"Undo %1 (%2)?"_s.arg(
        withoutControls(undoable.sentence), withoutControls(state.environment()->url->display()));
    return askAndBackUp(context, state,
        {.safeguards = *safeguards, .question = question, .name = u"undo"_s}, journal, progress)
        .map([](const std::optional<migrations::Backup> &) {});
}

ExitCode undoStamp(const Context &context, ProjectState state, const Undoable &undoable,
    const OperationRequest &request, Journal &journal, Progress &progress)
{
    const Result<> agreed = guardStamp(context, state, undoable, request.plan, journal, progress);
    if (!agreed)
        return context.fail(agreed.error());
    const migrations::OperationReport report =
        migrations::runOperation(state, request, journal, std::nullopt, progress);
    if (context.options.json)
        writeReportJson(context.console.out, report);
    else
        showReport(context.console, report);
    return exitCodeOf(report);
}

} // namespace

CLI::App *UndoLastCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("undo",
        "Take back what was done last: to the revision files (new, merge, rebase, recreate, "
        "uncommit, ghosts --restore), or to the version table by stamp. Each file is as it was, to "
        "the byte; one that was changed since is not touched. A rebase that rolled back and "
        "applied again does so the other way round, where the database still stands as it left "
        "it. The rows from before a stamp come back where the database holds what it left. An "
        "upgrade or a downgrade is not undone: see run and rollback.\nExit code: 0 done, 2 nothing "
        "to undo or it failed, 3 refused, 130 cancelled. Without a terminal it needs --yes.");
    command->add_flag("--files", m_filesOnly, "Only what was done to files, also after a stamp");
    return command;
}

ExitCode UndoLastCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    const Result<ProjectState> state = readWithDatabase(context, progress);
    if (!state)
        return context.fail(state.error());
    auto journal = Journal::open();
    if (!journal)
        return context.fail(journal.error());
    const auto of = m_filesOnly ? migrations::UndoOf::Files : migrations::UndoOf::Everything;
    const Result<Undoable> undoable = migrations::lastUndoable(*journal, *state, of);
    if (!undoable)
        return context.fail(undoable.error());
    const Result<DatabaseUndo> database = databaseUndoOf(*state, *undoable);
    if (!database)
        return context.fail(database.error());
    if (context.options.dryRun)
        return showOnly(context, *state, *undoable, *database);
    return database->stamp
        ? undoStamp(context, *state, *undoable, *database->stamp, *journal, progress)
        : undoFiles(context, *state, *undoable, database->again, *journal, progress);
}

} // namespace app
