// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/databaselooks.h"
#include "migrations/operations/interrupted.h"
#include "migrations/operations/keptrecords.h"
#include "migrations/operations/repair.h"
#include "widgets/destructivedialog.h"

namespace app {

// What was looked at, as the question that is asked about it. Pure.
using Question = widgets::DestructiveDialog::Content;

// What every question has: whose database it is, what has to be typed, what stands in the way.
Question questionFor(const migrations::ProjectState &state, const Guards &guards);
Question resetQuestion(const migrations::ProjectState &state, const ResetLook &look);
Question recreateQuestion(const migrations::ProjectState &state, const RecreateLook &look);
Question restoreQuestion(const migrations::ProjectState &state, const RestoreLook &look);
Question putBackQuestion(const migrations::ProjectState &state,
    const migrations::KeptRecord &record, const Guards &guards);
Question dropKeptQuestion(const migrations::ProjectState &state,
    const migrations::KeptRecord &record, const Guards &guards);
enum class Waiting { Finish, Undo };
Question interruptedQuestion(const migrations::ProjectState &state,
    const migrations::InterruptedOperation &interrupted, Waiting answer, const Guards &guards);
// what: the sentence of repairText().
Question repairQuestion(
    const migrations::ProjectState &state, const QString &what, const Guards &guards);
Question unprotectQuestion(const migrations::ProjectState &state);
Question unlockQuestion(const migrations::ProjectState &state);

} // namespace app
