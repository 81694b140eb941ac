// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/safeguards.h"

namespace migrations {

namespace {

// The rows that are there now are gone, or are not where the application looks for them.
bool replacesData(Act act)
{
    return act == Act::Restore || act == Act::Reset || act == Act::Recreate;
}

// A downgrade is asked about also where it loses nothing: an application may need what goes.
bool asksInDevelopment(Act act)
{
    return act != Act::Upgrade && act != Act::Backup;
}

Safeguards development(const SafeguardQuestion &question)
{
    Safeguards safeguards {.question = asksInDevelopment(question.act)};
    if (question.act == Act::Reset || (question.act == Act::Downgrade && question.losesData))
        safeguards.backup = Safeguards::Backup::Offered;
    return safeguards;
}

Safeguards staging(const SafeguardQuestion &question)
{
    Safeguards safeguards {.question = question.act != Act::Backup};
    if (replacesData(question.act) || question.act == Act::DropKept)
        safeguards.typedName = question.databaseName;
    if (question.act == Act::Downgrade || question.act == Act::Reset)
        safeguards.backup = Safeguards::Backup::Offered;
    return safeguards;
}

Safeguards production(const SafeguardQuestion &question)
{
    if (question.act == Act::Backup)
        return {};
    Safeguards safeguards {.question = true, .typedName = question.databaseName};
    safeguards.proof = Proof::Compared;
    safeguards.backupAgeMinutes = question.protection.backupAgeMinutes;
    safeguards.unlock = question.act == Act::Reset || question.act == Act::Recreate;
    if (question.act == Act::Reset || question.act == Act::Recreate
        || (question.act == Act::Downgrade && question.losesData))
        safeguards.backup = Safeguards::Backup::Required;
    else if (question.act == Act::Upgrade || question.act == Act::Downgrade
        || question.act == Act::Restore)
        safeguards.backup = Safeguards::Backup::Wanted;
    return safeguards;
}

} // namespace

Safeguards safeguardsFor(const SafeguardQuestion &question)
{
    if (question.protection.marked || question.tier == Tier::Production)
        return production(question);
    return question.tier == Tier::Staging ? staging(question) : development(question);
}

Result<Safeguards> safeguardsFor(const ProjectState &state, Act act, bool losesData)
{
    SafeguardQuestion question {.act = act, .losesData = losesData};
    if (const Environment *environment = state.environment()) {
        question.tier = environment->tier;
        if (environment->url)
            question.databaseName = environment->url->databaseName();
    }
    if (state.database) {
        question.databaseName = state.database->databaseName;
        const Result<Protection> protection =
            ProtectionStore(state.dataFolder).load(state.database->identity.key());
        if (!protection)
            return tl::unexpected(protection.error());
        question.protection = *protection;
    }
    return safeguardsFor(question);
}

} // namespace migrations
