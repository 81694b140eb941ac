// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/consent.h"

#include "migrations/project/trust.h"

using namespace Qt::StringLiterals;
using migrations::Environment;
using migrations::ErrorKind;
using migrations::OperationKind;
using migrations::Result;
using migrations::Tier;

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
    }
    return {};
}

QString questionText(const Environment &environment, OperationKind kind, std::size_t steps)
{
    const QString count = steps == 1 ? u"1 step"_s : u"%1 steps"_s.arg(steps);
    return u"%1 %2 (%3) by %4?"_s.arg(verb(kind),
        environment.url ? withoutControls(environment.url->display()) : environment.name,
        migrations::tierName(environment.tier), count);
}

// Production: the name of the database, typed or given.
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
            u"This is a production database. To run it, add --yes --confirm %1."_s.arg(name));
    const QString typed =
        context.console.answer(u"This is production. Type %1 to go on:"_s.arg(name));
    return typed == name ? Result<void>() : declined();
}

} // namespace

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

Result<void> askForConsent(const Context &context, const migrations::ProjectState &state,
    OperationKind kind, const migrations::Plan &plan)
{
    const Environment *environment = state.environment();
    if (!environment)
        return {};
    const bool production = environment->tier == Tier::Production;
    const bool upgrade = kind == OperationKind::Upgrade;
    const QString name = environment->url ? environment->url->databaseName() : environment->name;
    if (!context.options.yes && !context.console.isInteractive()) {
        if (production)
            return notConfirmed(
                u"This is a production database. To run it, add --yes --confirm %1."_s.arg(name));
        if (!upgrade)
            return notConfirmed(u"%1 can lose data, and nobody is here to ask. Add --yes."_s.arg(
                kind == OperationKind::Stamp ? u"Stamping"_s : u"Rolling back"_s));
    }
    if (production)
        return askForName(context, name);
    if (context.options.yes || !context.console.isInteractive())
        return {};
    if (upgrade && environment->tier == Tier::Development)
        return {};
    const QString question = questionText(*environment, kind, plan.steps.size()) + u" [y/N]"_s;
    return isYes(context.console.answer(question)) ? Result<void>() : declined();
}

} // namespace app
