// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"
#include "migrations/operations/reapplication.h"

namespace migrations {

// Which branch goes where (any identifier form). Both may be empty where there are two heads and
// one of the branches alone is local.
struct RebaseChoice
{
    QString mine; // a revision of the branch that moves
    QString onto; // the head that it will follow
    enum class Applied { Refused, RolledBack } applied = Applied::Refused; // in this environment
};

// One branch put on top of the other: only its first revision's parent changes.
struct RebasePlan
{
    QString mine; // its head
    QString onto;
    QString first; // whose down_revision changes
    QString parent; // the one that it has now; empty: it is a base
    QStringList moved; // all revisions of the branch, oldest first
    QStringList headsAfter;
    FileChange change;
    QStringList unasked; // environments whose database did not answer, each with the reason
    std::optional<Reapplication> reapplication; // absent: nothing of it is applied here
};

// Reads every environment's database. ErrorKind::Project: "one_head", "choose_branch" (both or none
// of the branches are local, or there are more than two), "not_a_head"; those of
// RevisionGraph::resolve. Refused: "pushed"; "applied" (in which environment, with the command that
// rolls it back), "several_parents" and "not_plain" (history/reparent.h), "entangled" (the other
// branch needs this one), "not_alone" (it is applied, and no one rollback takes back just that).
Result<RebasePlan> planRebase(
    const ProjectState &state, const RebaseChoice &choice, Progress &progress);

// The file rewritten, as an operation that can be undone. The history is read again: when it does
// not have the heads that were planned everything is put back (ErrorKind::Refused,
// "not_as_planned"). A branch that is applied here is rolled back before and applied again after
// it, as changeApplied does; ask for what a rollback asks for first.
Result<FileReport> rebase(
    const ProjectState &state, const RebasePlan &plan, Journal &journal, Progress &progress);

} // namespace migrations
