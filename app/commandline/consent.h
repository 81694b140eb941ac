// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/operation.h"

namespace app {

// May the Python of this project run? Asks on a terminal and remembers a yes; elsewhere the engine
// refuses what is not trusted.
migrations::Result<void> askForTrust(const Context &context, migrations::ProjectState &state);

// May this plan run? By tier and kind: a question on a terminal, --yes and on production
// --confirm DATABASE elsewhere. Error: Refused (code "not_confirmed") says what to add; Cancelled
// when the answer was no.
migrations::Result<void> askForConsent(const Context &context,
    const migrations::ProjectState &state, migrations::OperationKind kind,
    const migrations::Plan &plan);

} // namespace app
