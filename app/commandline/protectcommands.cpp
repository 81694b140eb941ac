// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/protectcommands.h"

#include "app/commandline/consent.h"

#include <QJsonDocument>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Protection;
using migrations::ProtectionStore;
using migrations::Result;

namespace app {

namespace {

struct Guarded
{
    ProjectState state;
    Protection protection;

    QString key() const { return state.database->identity.key(); }
    QString name() const { return state.database->databaseName; }
};

// The mark belongs to the very database, so it must be read to know which one it is.
Result<Guarded> readGuarded(const Context &context)
{
    migrations::NoProgress progress;
    Result<ProjectState> state = context.readFiles(progress);
    if (!state)
        return tl::make_unexpected(state.error());
    *state = migrations::withDatabase(*std::move(state), progress);
    if (!state->database)
        return tl::make_unexpected(state->databaseError.value_or(migrations::Error {
            migrations::ErrorKind::Refused, u"There is no DATABASE_URL."_s, {}, u"no_url"_s}));
    return ProtectionStore(state->dataFolder)
        .load(state->database->identity.key())
        .map([&](const Protection &protection) {
            return Guarded {*std::move(state), protection};
        });
}

ExitCode show(const Context &context, const Guarded &guarded, const QString &sentence)
{
    if (!context.options.json) {
        context.console.out.line(sentence);
        return ExitCode::Done;
    }
    const Protection &protection = guarded.protection;
    QJsonObject object {{u"database"_s, guarded.name()}, {u"protected"_s, protection.marked},
        {u"backup_age_minutes"_s, protection.backupAgeMinutes}, {u"unlocked_until"_s, {}}};
    if (protection.unlockedUntil.isValid())
        object.insert(u"unlocked_until"_s, protection.unlockedUntil.toUTC().toString(Qt::ISODate));
    context.console.out.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    return ExitCode::Done;
}

// Taking a guard away needs the name, also on development: that is what the guard is for.
Result<void> askForItsName(const Context &context, const Guarded &guarded, const QString &question)
{
    const migrations::Safeguards safeguards {.question = true, .typedName = guarded.name()};
    return askForSafeguards(context, guarded.state, safeguards, question, false)
        .map([](const Consent &) {});
}

} // namespace

CLI::App *ProtectCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("protect",
        "Treat this database as production, whatever environment or URL leads to it.\nExit code: 0 "
        "marked, 2 could not.");
    command
        ->add_option("--backup-age", m_backupAge,
            "On production a proven backup younger than so many minutes will do (60)")
        ->check(CLI::Range(1, 60 * 24 * 30))
        ->type_name("MINUTES");
    return command;
}

ExitCode ProtectCommand::run(const Context &context)
{
    Result<Guarded> guarded = readGuarded(context);
    if (!guarded)
        return context.fail(guarded.error());
    guarded->protection.marked = true;
    if (m_backupAge > 0)
        guarded->protection.backupAgeMinutes = m_backupAge;
    const Result<void> saved =
        ProtectionStore(guarded->state.dataFolder).save(guarded->key(), guarded->protection);
    if (!saved)
        return context.fail(saved.error());
    return show(context, *guarded,
        u"%1 is protected: it counts as production whatever URL leads to it."_s.arg(
            guarded->name()));
}

CLI::App *UnprotectCommand::addTo(CLI::App &parent)
{
    return parent.add_subcommand("unprotect",
        "Take the mark of `db protect` away. Asks for the database's name (--yes --confirm "
        "DATABASE).\nExit code: 0 done, 2 could not, 3 not confirmed.");
}

ExitCode UnprotectCommand::run(const Context &context)
{
    Result<Guarded> guarded = readGuarded(context);
    if (!guarded)
        return context.fail(guarded.error());
    const Result<void> named =
        askForItsName(context, *guarded, u"Unprotect %1?"_s.arg(guarded->name()));
    if (!named)
        return context.fail(named.error());
    guarded->protection.marked = false;
    const Result<void> saved =
        ProtectionStore(guarded->state.dataFolder).save(guarded->key(), guarded->protection);
    if (!saved)
        return context.fail(saved.error());
    return show(
        context, *guarded, u"%1 is no longer protected; its tier decides."_s.arg(guarded->name()));
}

CLI::App *UnlockCommand::addTo(CLI::App &parent)
{
    return parent.add_subcommand("unlock",
        "Allow reset and recreate on a production database for ten minutes. Asks for its name "
        "(--yes --confirm DATABASE).\nExit code: 0 unlocked, 2 could not, 3 not confirmed.");
}

ExitCode UnlockCommand::run(const Context &context)
{
    Result<Guarded> guarded = readGuarded(context);
    if (!guarded)
        return context.fail(guarded.error());
    const Result<void> named = askForItsName(
        context, *guarded, u"Unlock reset and recreate of %1?"_s.arg(guarded->name()));
    if (!named)
        return context.fail(named.error());
    const Result<Protection> unlocked =
        ProtectionStore(guarded->state.dataFolder).unlock(guarded->key());
    if (!unlocked)
        return context.fail(unlocked.error());
    guarded->protection = *unlocked;
    return show(context, *guarded,
        u"Reset and recreate of %1 are unlocked until %2."_s.arg(
            guarded->name(), unlocked->unlockedUntil.toLocalTime().toString(u"HH:mm"_s)));
}

} // namespace app
