// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/journal.h"
#include "migrations/operations/projectstate.h"

namespace migrations {

// What tells one run from all others: in the journal, application_name, names on the server.
QString newRunId();

// The entry of an operation that begins now on this state's environment.
JournalEntry newJournalEntry(const ProjectState &state, const DatabaseIdentity &identity,
    const QString &kind, const QString &target);

} // namespace migrations
