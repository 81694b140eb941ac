// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/keptdatabase.h"
#include "migrations/operations/lifecyclerun.h"

namespace migrations {

// A database that was set aside and is still there, with what the journal knows of it.
struct KeptRecord
{
    KeptDatabase database; // SQLite: name is the file, oid its inode
    QString of; // the database that it was
    QDateTime since; // invalid: not in our journal, only its name tells
    QString by; // "recreate", "undo", "restore"; empty: see since
    qint64 journalId = -1;

    bool operator==(const KeptRecord &) const = default;
};

// How long a kept database is not spoken of as old. Nothing is ever dropped by itself.
constexpr int keptDays = 14;
bool isOld(const KeptRecord &record, const QDateTime &now, int days = keptDays);

// Those kept for the database of this state's environment, newest first. A stage of any operation
// whose data hold "kept": {"name","oid","of","server"} makes one known.
Result<std::vector<KeptRecord>> keptRecords(
    const Journal &journal, const ProjectState &state, Progress &progress);

// Puts this one back in its place; the one that is there now is kept in turn, so that nothing is
// lost and the undo can be undone. facts: "back" and "kept" {name, oid}.
LifecycleReport undoWithKept(
    const ProjectState &state, const KeptRecord &record, Journal &journal, Progress &progress);

// Drops exactly this one.
LifecycleReport dropKept(
    const ProjectState &state, const KeptRecord &record, Journal &journal, Progress &progress);

} // namespace migrations
