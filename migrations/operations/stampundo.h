// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"

namespace migrations {

// A stamp that was run from here: what the version table held before it, and what may be left of
// it since.
struct StampRecord
{
    qint64 journalId = -1;
    QString target; // as it was asked for
    QString environment;
    QString database; // "shop_dev on localhost"
    QString identity; // DatabaseIdentity::key()
    QStringList rowsBefore;
    // What it left; where it or its undo stopped halfway, each state that this can have left.
    std::vector<QStringList> left;

    bool operator==(const StampRecord &) const = default;
};

// settled: it was done. Else all states of its plan may be what it left.
enum class StampEnd { Settled, Halfway };
StampRecord stampFrom(const JournalEntry &entry, StampEnd end);
// What each step of an entry has left in the version table.
std::vector<QStringList> statesOf(const JournalEntry &entry);

// Does the database of this state hold what it held before the stamp?
bool isTakenBack(const ProjectState &state, const StampRecord &stamp);

// "Puts the version row back to 0001 in dev; no table is touched"
QString stampUndoText(const StampRecord &stamp);

// The rows from before, also those of ghosts, none, or several. Only in the very database, while it
// holds what the stamp left. Refused: code "elsewhere" (another environment), "identity_differs",
// "rows_differ", "cannot_restore"; Database, "not_read".
Result<OperationRequest> planStampUndo(const ProjectState &state, const StampRecord &stamp);

} // namespace migrations
