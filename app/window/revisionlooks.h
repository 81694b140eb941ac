// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/databaselooks.h"
#include "migrations/operations/fileundo.h"
#include "migrations/operations/rebase.h"
#include "migrations/operations/recreaterevision.h"

namespace app {

// What is looked at before a change of files that rolls back and applies again. As databaselooks.

struct RebaseLook
{
    migrations::RebasePlan plan;
    PlanLook rollback; // empty where nothing is rolled back
};
// Of two branches that are both local, the one that `selected` is the head of moves.
migrations::Result<RebaseLook> lookAtRebase(const migrations::ProjectState &state,
    migrations::RebaseChoice choice, const QString &selected, migrations::Progress &progress);

struct RecreationLook
{
    migrations::RevisionRecreation plan;
    PlanLook rollback;
};
migrations::Result<RecreationLook> lookAtRecreation(const migrations::ProjectState &state,
    const QString &revision, const QString &message, migrations::Progress &progress);

struct UndoLook
{
    migrations::Undoable undoable;
    std::optional<migrations::Reapplication> again;
    std::optional<migrations::OperationRequest> stamp; // then no file is changed
    PlanLook rollback;
};
migrations::Result<UndoLook> lookAtUndo(const migrations::ProjectState &state,
    const migrations::Journal &journal, migrations::Progress &progress);

} // namespace app
