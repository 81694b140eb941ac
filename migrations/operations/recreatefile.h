// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/keptrecords.h"
#include "migrations/operations/recreateoperation.h"

namespace migrations {

// Making an SQLite database anew: its file is renamed and kept, the upgrade makes the new one.

Result<RecreatePlan> planRecreateFile(
    const ProjectState &state, RecreatePlan plan, Progress &progress);
LifecycleReport recreateFile(
    const ProjectState &state, const RecreatePlan &plan, Journal &journal, Progress &progress);
LifecycleReport undoWithKeptFile(LifecycleRun &run, const KeptRecord &record);

// Where an interrupted one has come to.
struct FilePosition
{
    QString file;
    QString holding; // where the old one is, when it is not in its place
    QString making; // of a restore: the new one before it takes its place; else empty
    std::optional<NamedDatabase> old; // as it was called; absent: there was none
    bool oldInPlace = false;
    bool oldKept = false;
    bool freshInPlace = false;
};
FilePosition filePositionOf(const JournalEntry &entry);
// The old file under its name again; a new one is removed, or set aside under a name for it.
Result<> putOldFileBack(const FilePosition &position, const QString &keepFreshAs);
LifecycleReport finishRecreateFile(
    const ProjectState &state, const JournalEntry &entry, Journal &journal, Progress &progress);

} // namespace migrations
