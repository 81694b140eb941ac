// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/operation.h"
#include "migrations/operations/safeguards.h"

namespace app {

// May the Python of this project run? Asks on a terminal and remembers a yes; elsewhere the engine
// refuses what is not trusted.
migrations::Result<void> askForTrust(const Context &context, migrations::ProjectState &state);

// What an act asks of a person, answered.
struct Consent
{
    bool backup = false; // make one first
};

// May this act run? What its safeguards ask for: unlocked, the typed name, yes. `question` is a
// sentence that ends with a question mark and names the database. `provenBackup`: there is a backup
// that satisfies the safeguards already. Errors: Refused, code "not_confirmed" (says what to add),
// "tier_locked", "backup_required"; Cancelled when the answer was no.
migrations::Result<Consent> askForSafeguards(const Context &context,
    const migrations::ProjectState &state, const migrations::Safeguards &safeguards,
    const QString &question, bool provenBackup);

// May this act run? What its safeguards ask for: unlocked, the typed name, yes. `question` is a
// sentence that ends with a question mark and names the database. `provenBackup`: there is a backup
// that satisfies the safeguards already. Errors: Refused, code "not_confirmed" (says what to add),
// "tier_locked", "backup_required"; Cancelled when the answer was no.
migrations::Result<Consent> askForSafeguards(const Context &context,
    const migrations::ProjectState &state, const migrations::Safeguards &safeguards,
    const QString &question, bool provenBackup);

// May this plan run? askForSafeguards by tier, protection and kind; losesData: of a downgrade, that
// what it drops holds something.
migrations::Result<Consent> askForConsent(const Context &context,
    const migrations::ProjectState &state, migrations::OperationKind kind,
    const migrations::Plan &plan, bool losesData, bool provenBackup);

// What a plan's kind asks for here. losesData: what its steps drop holds something.
migrations::Result<migrations::Safeguards> safeguardsOf(const Context &context,
    const migrations::ProjectState &state, migrations::OperationKind kind, bool losesData);
// "Roll back shop_dev on localhost (development) by 2 steps?"
QString questionOf(const migrations::ProjectState &state, migrations::OperationKind kind,
    const migrations::Plan &plan);

} // namespace app
