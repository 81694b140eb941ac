// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/keptdatabase.h"
#include "migrations/operations/restoreoperation.h"

namespace migrations {

// planRestore's and restoreDatabase's SQLite half.
Result<RestorePlan> planRestoreFile(
    const ProjectState &state, RestorePlan plan, const ReadableFile &file, Progress &progress);
LifecycleReport restoreFile(
    const ProjectState &state, const RestorePlan &plan, Journal &journal, Progress &progress);

// What an interrupted one left: the journal's words, and where the old file is now.
struct RestoredFile
{
    QString file;
    QString making; // of the restored copy until the two change places, of the old one after it
    QString holding;
    std::optional<NamedDatabase> old; // absent: there was none, or it is gone
    bool oldIsGone = false;

    bool inPlace() const { return old && old->name != file; } // the restored one is
};
RestoredFile restoredFileOf(const JournalEntry &entry);
Result<> finishRestoredFile(const RestoredFile &restored);
// The old one under its name again; the restored one is kept under `keepAs`.
Result<> undoRestoredFile(const RestoredFile &restored, const QString &keepAs);

LifecycleRequest restoreRequest(const RestorePlan &plan);
// The backup's file, opened and still the one that was planned with.
Result<ReadableFile> openPlanned(const RestorePlan &plan, Progress &progress);
QString restoredSentence(const RestorePlan &plan);
// What guards the old one guards the new one.
void carryProtection(
    const ProjectState &state, const DatabaseIdentity &from, const DatabaseIdentity &to);

} // namespace migrations
