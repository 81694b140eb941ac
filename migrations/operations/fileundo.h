// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"
#include "migrations/operations/reapplication.h"
#include "migrations/operations/stampundo.h"

namespace migrations {

// The newest operation of a project that can be undone and was not yet: one on files, or a stamp.
// What taking it back does.
struct Undoable
{
    qint64 journalId = -1;
    QString sentence; // what it did: "Wrote 4f2a…_add_orders.py"
    std::vector<FileChange> changes; // that take it back
    std::optional<ReapplicationRecord> record; // of one that also ran migrations
    std::optional<StampRecord> stamp; // then no file is changed: planStampUndo
    bool settled = true; // it was done; false: it stopped halfway, or taking it back did

    bool operator==(const Undoable &) const = default;
};

// What is undone goes in the order in which it was done, newest first; files alone, as if nobody
// had stamped since, only where that is asked for. A stamp of which nothing is left is passed over.
enum class UndoOf { Everything, Files };
// ErrorKind::Project, code "nothing_to_undo".
Result<Undoable> lastUndoable(
    const Journal &journal, const ProjectState &state, UndoOf of = UndoOf::Everything);

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
