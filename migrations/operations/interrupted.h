// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/lifecyclerun.h"

namespace migrations {

// A recreate, undo or drop whose program ended before it did, and what can be done about it. A
// value: a window shows the sentence with its two buttons.
struct InterruptedOperation
{
    JournalEntry entry;
    QString sentence; // what there is now
    bool canFinish = false;
    bool canUndo = false; // everything as it was before
};

// Those of this state's environment, as the server says now. Reads only.
Result<std::vector<InterruptedOperation>> interruptedOperations(
    const Journal &journal, const ProjectState &state, Progress &progress);

// Refused (code "interrupted") while there is one that can be finished or undone.
Result<> refuseInterrupted(const ProjectState &state, Progress &progress);

// Both go on with the interrupted operation's entry of the journal and give it its end.
LifecycleReport finishInterrupted(const ProjectState &state,
    const InterruptedOperation &interrupted, Journal &journal, Progress &progress);
LifecycleReport undoInterrupted(const ProjectState &state, const InterruptedOperation &interrupted,
    Journal &journal, Progress &progress);

} // namespace migrations
