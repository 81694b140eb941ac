// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/revisionlooks.h"
#include "migrations/operations/uncommit.h"
#include "widgets/destructivedialog.h"

namespace app {

// What is asked before revision files change. Pure.
using Question = widgets::DestructiveDialog::Content;

Question uncommitQuestion(
    const migrations::ProjectState &state, const migrations::UncommitPlan &plan);
Question rebaseQuestion(const migrations::ProjectState &state, const RebaseLook &look);
Question recreationQuestion(const migrations::ProjectState &state, const RecreationLook &look);
Question undoQuestion(const migrations::ProjectState &state, const UndoLook &look);

} // namespace app
