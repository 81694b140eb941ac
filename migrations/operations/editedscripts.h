// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/journal.h"
#include "migrations/operations/projectstate.h"

namespace migrations {

// A revision whose file says another thing than the script that its database has.
struct EditedScript
{
    KeptSource applied; // text empty: only its hash is known
    QDateTime time; // when it was applied

    bool operator==(const EditedScript &) const = default;
};

// The applied revisions of the state's database that were edited since they went up from here, by
// id. Comments and formatting do not count (pythonMeaning). What went up elsewhere is not known.
// Errors: those of the journal; ErrorKind::Cancelled.
Result<QHash<QString, EditedScript>> editedScripts(
    const ProjectState &state, const Journal &journal, Progress &progress);

} // namespace migrations
