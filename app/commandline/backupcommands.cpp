// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/backupcommands.h"

#include "app/commandline/backuptext.h"
#include "app/commandline/consent.h"
#include "app/commandline/lifecyclereport.h"
#include "app/commandline/statetext.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/lifecycle/scratch.h"
#include "migrations/operations/backupoperation.h"
#include "migrations/operations/restoreoperation.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Act;
using migrations::Backup;
using migrations::BackupList;
using migrations::BackupRequest;
using migrations::Foreign;
using migrations::LifecycleReport;
using migrations::ProjectState;
using migrations::Proof;
using migrations::RestorePlan;
using migrations::Result;

namespace app {

namespace {

QString text(const std::string &argument)
{
    return QString::fromLocal8Bit(argument.c_str());
}

QString folderOf(const std::string &argument)
{
    return argument.empty() ? QString() : QFileInfo(text(argument)).absoluteFilePath();
}

std::optional<Proof> proofOf(const std::string &argument)
{
    return argument.empty() ? std::nullopt
                            : std::optional(migrations::proofFromKey(text(argument)));
}

void addProof(CLI::App &command, std::string &proof, const char *help)
{
    command.add_option("--proof", proof, help)
        ->check(CLI::IsMember({"readable", "checksummed", "compared"}))
        ->type_name("LEVEL");
}

migrations::Error withWayToAgree(migrations::Error error)
{
    if (error.code == "foreign"_L1)
        error.message += u" When you trust where it comes from: --foreign."_s;
    else if (error.code == "damaged"_L1)
        error.message += u" When you know who changed it and want it all the same: --foreign."_s;
    return error;
}

// A database that cannot be read is no obstacle here: a restore may be what mends it.
Result<ProjectState> readState(const Context &context, migrations::Progress &progress)
{
    return context.readFiles(progress).map([&](ProjectState state) {
        return migrations::withDatabase(
            context.withKnowledge(std::move(state), progress), progress);
    });
}

BackupList listFor(const ProjectState &state, const QString &folder)
{
    return migrations::backupsOf(migrations::backupsMeantBy(state), folder, state.dataFolder);
}

Result<> askBefore(const Context &context, const ProjectState &state, const RestorePlan &plan)
{
    const auto safeguards = migrations::safeguardsFor(state, Act::Restore);
    if (!safeguards)
        return tl::make_unexpected(safeguards.error());
    const auto satisfying =
        migrations::satisfyingBackup(state, *safeguards, QDateTime::currentDateTimeUtc());
    const Result<Consent> consent = askForSafeguards(
        context, state, *safeguards, restoreQuestion(plan), satisfying.has_value());
    if (!consent)
        return tl::make_unexpected(consent.error());
    // Where there is no database, there is nothing to back up.
    if (!consent->backup || plan.missing())
        return {};
    auto journal = migrations::Journal::open();
    if (!journal)
        return tl::make_unexpected(journal.error());
    TerminalProgress progress(context.console.error, state.graph);
    return migrations::backupBefore(state, *safeguards, u"before restore"_s, *journal, progress)
        .map([](const Backup &) {});
}

} // namespace

CLI::App *BackupCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("backup",
        "Back the database up: written, read to its end, checksummed; on production also restored "
        "into a scratch database and compared.\nExit code: 0 done, 2 it could not be made (nothing "
        "is left behind), 3 refused before it started, 130 cancelled.");
    command
        ->add_option("--to", m_folder, "Folder for it (one for this database in the data folder)")
        ->type_name("DIR");
    addProof(*command, m_proof, "How far it is proven: readable, checksummed or compared");
    command->add_option("--reason", m_reason, "Why, for the list of backups")->type_name("TEXT");
    return command;
}

ExitCode BackupCommand::run(const Context &context)
{
    migrations::NoProgress quiet;
    Result<ProjectState> state = readState(context, quiet);
    if (!state)
        return context.fail(state.error());
    const Result<BackupRequest> request = migrations::backupRequestFor(*state,
        {.folder = folderOf(m_folder), .reason = text(m_reason), .proof = proofOf(m_proof)});
    if (!request)
        return context.fail(request.error());
    const auto estimate = migrations::estimateBackup(*request, quiet);
    if (!estimate)
        return context.fail(estimate.error());
    showHeading(context.console.error, *state);
    context.console.error.line(withoutControls(estimate->sentence()));
    if (context.options.dryRun)
        return showEstimate(context, *estimate);
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    std::optional<LifecycleReport> report;
    {
        TerminalProgress progress(context.console.error, state->graph);
        report = migrations::backupDatabase(*state, *request, *journal, progress);
    }
    return showLifecycleReport(context, *report);
}

CLI::App *BackupsCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("backups",
        "List the backups of the environment's database, prove one (--verify), or let old ones go "
        "(--prune). The newest proven one is never removed.\nExit code: 0 done, 1 with --verify: "
        "not proven, 2 could not, 130 cancelled.");
    command->add_option("--in,--to", m_folder, "A folder to look in besides the data folder")
        ->type_name("DIR");
    CLI::Option *verify = command
                              ->add_option("--verify", m_verify,
                                  "Prove this one: its name, the start of it, or a path")
                              ->type_name("BACKUP");
    addProof(*command, m_proof, "With --verify: readable, checksummed or compared (the default)");
    CLI::Option *prune =
        command->add_flag("--prune", m_prune, "Remove what --keep and --keep-days let go")
            ->excludes(verify);
    command->add_option("--keep", m_keep, "With --prune: keep the newest so many")
        ->check(CLI::NonNegativeNumber)
        ->needs(prune);
    command->add_option("--keep-days", m_keepDays, "With --prune: keep those of so many days")
        ->check(CLI::NonNegativeNumber)
        ->needs(prune);
    return command;
}

ExitCode BackupsCommand::run(const Context &context)
{
    migrations::NoProgress quiet;
    Result<ProjectState> state = readState(context, quiet);
    if (!state)
        return context.fail(state.error());
    if (!m_verify.empty())
        return verify(context, *state);
    return m_prune ? prune(context, *state) : list(context, *state);
}

ExitCode BackupsCommand::list(const Context &context, const ProjectState &state)
{
    return showBackups(context, listFor(state, folderOf(m_folder)),
        migrations::scratchLeftovers(state.dataFolder));
}

ExitCode BackupsCommand::verify(const Context &context, const ProjectState &state)
{
    const Result<Backup> backup = listFor(state, folderOf(m_folder)).find(text(m_verify));
    if (!backup)
        return context.fail(backup.error());
    const migrations::Environment *environment = state.environment();
    migrations::VerifyOptions options {
        .level = proofOf(m_proof).value_or(backup->hasManifest ? Proof::Compared : Proof::Readable),
        .dataFolder = state.dataFolder};
    if (environment != nullptr && environment->url)
        options.server = &*environment->url;
    std::optional<Result<Backup>> proven;
    {
        TerminalProgress progress(context.console.error, state.graph);
        proven = migrations::verifyBackup(*backup, options, progress);
    }
    if (!*proven)
        return failVerification(context, proven->error());
    return showProven(context, **proven);
}

ExitCode BackupsCommand::prune(const Context &context, const ProjectState &state)
{
    if (m_keep < 0 && m_keepDays < 0)
        return context.fail({migrations::ErrorKind::Project,
            u"Say what to keep: --keep 10, --keep-days 30, or both."_s, {}, u"arguments"_s});
    const BackupList list = listFor(state, folderOf(m_folder));
    const std::vector<Backup> gone = migrations::prunable(list.backups,
        {.keepNewest = m_keep, .keepDays = m_keepDays}, QDateTime::currentDateTimeUtc());
    if (context.options.dryRun || (gone.empty() && list.strays.empty()))
        return showPruned(context, gone, list.strays, Pruned::WouldBe);
    const migrations::Safeguards safeguards {.question = true};
    const auto consent =
        askForSafeguards(context, state, safeguards, pruneQuestion(gone, list.strays), false);
    if (!consent)
        return context.fail(consent.error());
    for (const Backup &backup : gone) {
        if (const Result<> removed = migrations::removeBackup(backup); !removed)
            return context.fail(removed.error());
    }
    for (const migrations::StrayFile &stray : list.strays) {
        if (const Result<> removed = migrations::removeStray(stray); !removed)
            return context.fail(removed.error());
    }
    return showPruned(context, gone, list.strays, Pruned::Done);
}

CLI::App *RestoreCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("restore",
        "Restore BACKUP into a new database, compare it, and put it in the place of the one there "
        "is, which is kept (db undo puts it back).\nExit code: 0 done, 2 it failed (the database "
        "is "
        "as it was), 3 refused before anything ran, 130 cancelled. Without a terminal it needs "
        "--yes.");
    command->add_option("BACKUP", m_backup, "Its name, the start of it, or a path")->required();
    command->add_option("--in,--to", m_folder, "A folder to look in besides the data folder")
        ->type_name("DIR");
    command->add_flag("--foreign", m_foreign,
        "Also a file that has no manifest of ours or was changed: it runs what is in it");
    return command;
}

ExitCode RestoreCommand::run(const Context &context)
{
    migrations::NoProgress quiet;
    const Result<ProjectState> state = readState(context, quiet);
    if (!state)
        return context.fail(state.error());
    const Result<Backup> backup = listFor(*state, folderOf(m_folder)).find(text(m_backup));
    if (!backup)
        return context.fail(backup.error());
    std::optional<Result<RestorePlan>> plan;
    {
        TerminalProgress progress(context.console.error, state->graph);
        plan = migrations::planRestore(
            *state, *backup, m_foreign ? Foreign::Agreed : Foreign::Refused, progress);
    }
    if (!*plan)
        return context.fail(m_foreign ? plan->error() : withWayToAgree(plan->error()));
    if (!context.options.json || context.console.isInteractive() || context.options.dryRun) {
        showHeading(context.console.error, *state);
        showRestorePlan(context.console.error, **plan);
    }
    if (context.options.dryRun)
        return ExitCode::Done;
    if (const Result<> agreed = askBefore(context, *state, **plan); !agreed)
        return context.fail(agreed.error());
    auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    std::optional<LifecycleReport> report;
    {
        TerminalProgress progress(context.console.error, state->graph);
        report = migrations::restoreDatabase(*state, **plan, *journal, progress);
    }
    return showLifecycleReport(context, *report);
}

} // namespace app
