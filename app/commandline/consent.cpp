// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/consent.h"

#include "migrations/project/trust.h"

using namespace Qt::StringLiterals;
using migrations::Environment;
using migrations::ErrorKind;
using migrations::OperationKind;
using migrations::ProjectState;
using migrations::Result;
using migrations::Safeguards;

namespace app {

namespace {

bool isYes(const QString &answer)
{
    const QString word = answer.toLower();
    return word == u"y" || word == u"yes";
}

tl::unexpected<migrations::Error> declined()
{
    return migrations::failure(
        ErrorKind::Cancelled, u"Nothing was run: the answer was not yes."_s, {}, u"declined"_s);
}

tl::unexpected<migrations::Error> notConfirmed(const QString &message)
{
    return migrations::failure(ErrorKind::Refused, message, {}, u"not_confirmed"_s);
}

QString verb(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Upgrade:
        return u"Upgrade"_s;
    case OperationKind::Downgrade:
        return u"Roll back"_s;
    case OperationKind::Stamp:
        return u"Stamp"_s;
    case OperationKind::UndoStamp:
        return u"Put back the version rows of"_s;
    }
    return {};
}

migrations::Act actOf(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Upgrade:
        return migrations::Act::Upgrade;
    case OperationKind::Downgrade:
        return migrations::Act::Downgrade;
    case OperationKind::Stamp:
    case OperationKind::UndoStamp:
        break;
    }
    return migrations::Act::Stamp;
}

// The name of the database, typed or given.
Result<void> askForName(const Context &context, const QString &name)
{
    const QString given = QString::fromLocal8Bit(context.options.confirm);
    if (given == name)
        return {};
    if (!given.isEmpty())
        return notConfirmed(
            u"--confirm says %1, but this is %2. Nothing was run."_s.arg(given, name));
    if (!context.console.isInteractive())
        return notConfirmed(
            u"This needs the name of its database. Add --yes --confirm %1."_s.arg(name));
    const QString typed = context.console.answer(u"Type %1 to go on:"_s.arg(name));
    return typed == name ? Result<void>() : declined();
}

// Reset and recreate on production.
Result<void> askForUnlock(const ProjectState &state, const Safeguards &safeguards)
{
    if (!safeguards.unlock)
        return {};
    const QString name = safeguards.typedName;
    const tl::unexpected<migrations::Error> locked = migrations::failure(ErrorKind::Refused,
        u"%1 is production, where this is off. Unlock it for ten minutes first: spiritsafe db "
        "unlock --confirm %1"_s.arg(name),
        {}, u"tier_locked"_s);
    if (!state.database)
        return locked;
    const auto protection =
        migrations::ProtectionStore(state.dataFolder).load(state.database->identity.key());
    if (!protection)
        return tl::make_unexpected(protection.error());
    return protection->unlocked(QDateTime::currentDateTimeUtc()) ? Result<void>() : locked;
}

Result<Consent> askForBackup(
    const Context &context, const Safeguards &safeguards, bool provenBackup)
{
    using Backup = Safeguards::Backup;
    if (safeguards.backup == Backup::None)
        return Consent {};
    if (safeguards.backup == Backup::Required && context.options.noBackup)
        return migrations::failure(ErrorKind::Refused,
            u"This is production and data can be lost: --no-backup is not accepted here. Leave it "
            "out, and a backup is made and proven first."_s,
            {}, u"backup_required"_s);
    if (context.options.noBackup || (provenBackup && safeguards.backup != Backup::Offered))
        return Consent {};
    if (safeguards.backup != Backup::Offered || context.options.yes
        || !context.console.isInteractive())
        return Consent {.backup = true};
    const QString answer = context.console.answer(u"Back up first? [Y/n]"_s).toLower();
    return Consent {.backup = answer.isEmpty() || isYes(answer)};
}

} // namespace

Result<Consent> askForSafeguards(const Context &context, const ProjectState &state,
    const Safeguards &safeguards, const QString &question, bool provenBackup)
{
    if (Result<void> unlocked = askForUnlock(state, safeguards); !unlocked)
        return tl::make_unexpected(unlocked.error());
    const bool interactive = context.console.isInteractive();
    if (safeguards.question && !context.options.yes && !interactive)
        return notConfirmed(safeguards.typedName.isEmpty()
                ? u"%1 Nobody is here to ask: add --yes."_s.arg(question)
                : u"%1 Nobody is here to ask: add --yes --confirm %2."_s.arg(
                    question, safeguards.typedName));
    if (safeguards.question && !context.options.yes && safeguards.typedName.isEmpty()
        && !isYes(context.console.answer(question + u" [y/N]"_s)))
        return declined();
    if (!safeguards.typedName.isEmpty()) {
        if (interactive)
            context.console.error.line(question);
        if (Result<void> named = askForName(context, safeguards.typedName); !named)
            return tl::make_unexpected(named.error());
    }
    return askForBackup(context, safeguards, provenBackup);
}

Result<void> askForTrust(const Context &context, migrations::ProjectState &state)
{
    if (state.trusted || !context.console.isInteractive())
        return {};
    context.console.error.line(
        u"Migrations run the Python code of %1 (env.py and the scripts), as you."_s.arg(
            withoutControls(state.project.root)));
    if (!isYes(context.console.answer(u"Trust this folder? [y/N]"_s)))
        return declined();
    const Result<void> kept = migrations::TrustStore().trust(state.project.root);
    state.trusted = kept.has_value();
    return kept;
}

Result<Safeguards> safeguardsOf(
    const Context &context, const ProjectState &state, OperationKind kind, bool losesData)
{
    return migrations::safeguardsFor(state, actOf(kind), losesData).map([&](Safeguards safeguards) {
        // A script that upgrades staging need not say yes; what can lose data must be said yes
        // to.
        if (kind == OperationKind::Upgrade && safeguards.typedName.isEmpty()
            && !context.console.isInteractive())
            safeguards.question = false;
        return safeguards;
    });
}

QString questionOf(const ProjectState &state, OperationKind kind, const migrations::Plan &plan)
{
    const Environment &environment = *state.environment();
    const QString count =
        plan.steps.size() == 1 ? u"1 step"_s : u"%1 steps"_s.arg(plan.steps.size());
    return u"%1 %2 (%3) by %4?"_s.arg(verb(kind),
        environment.url ? withoutControls(environment.url->display()) : environment.name,
        migrations::tierName(environment.tier), count);
}

} // namespace app
