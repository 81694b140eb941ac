// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"

namespace migrations {

// What became of an operation whose program ended before it could read back.
struct UnfinishedFinding
{
    qint64 id = -1;
    Outcome outcome = Outcome::Unknown;
    std::optional<QStringList> rows; // absent: its database could not be read
    std::optional<int> stepsIn; // of its plan; absent: not known
    QString sentence;
    QString nextAction;
};

// Judged by what its database holds now. Pure.
UnfinishedFinding judgeUnfinished(
    const JournalEntry &entry, const Result<DatabaseReading> &reading);

// Reads the database of the environment that it ran in. The state is of its project.
UnfinishedFinding findUnfinished(const JournalEntry &entry, ProjectState state);

// Gives those of the project that ran on the very database of this state their end, as it is read
// now; before the next operation, which would blur what they left. The same to those whose database
// was made anew since: what they left is gone. The others stay unfinished.
void settleUnfinished(Journal &journal, const ProjectState &state);

} // namespace migrations
