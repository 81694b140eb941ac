// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"
#include "migrations/operations/reapplication.h"

namespace migrations {

// The newest file operation of a project that was not taken back yet, and what taking it back does.
struct Undoable
{
    qint64 journalId = -1;
    QString sentence; // what it did: "Wrote 4f2a…_add_orders.py"
    std::vector<FileChange> changes; // that take it back
    std::optional<ReapplicationRecord> record; // of one that also ran migrations
    bool settled = true; // it was done; false: it stopped halfway, or taking it back did

    bool operator==(const Undoable &) const = default;
};

// ErrorKind::Project, code "nothing_to_undo".
Result<Undoable> lastUndoable(const Journal &journal, const ProjectState &state);

// What must be rolled back for it and applied again after it; absent: the database is left as it
// is. That is so for one that ran no migration, in another environment, and where the database was
// changed since. Refused: "not_alone", and code "cannot_restore": the rows would not be those from
// before.
Result<std::optional<Reapplication>> reapplicationFor(
    const ProjectState &state, const Undoable &undoable);

// Each file to the byte as it was, and the database where it stood (reapplicationFor, which asks
// for what a rollback asks for). Refused: code "changed_since" (a file has other text than the
// operation left), for a revision that would go those of checkRemovable, and for one that would get
// other text those of checkLocal. Then nothing is changed.
Result<FileReport> undoFiles(
    const ProjectState &state, const Undoable &undoable, Journal &journal, Progress &progress);

} // namespace migrations
