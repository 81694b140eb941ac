// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/interrupted.h"
#include "model/projectsession.h"
#include "widgets/banner.h"

namespace app {

// Everything the banner can speak about.
struct BannerSubject
{
    const migrations::ProjectState *state = nullptr;
    const model::ProjectSession::Running *running = nullptr;
    const migrations::OperationReport *report = nullptr; // of the last run, until it is answered
    const migrations::LifecycleReport *lifecycle = nullptr; // likewise
    QString inspecting; // what is being looked at before it is asked about
    const migrations::JournalEntry *unfinished = nullptr; // until it is answered
    // A whole-database operation that waits to be finished or undone.
    const migrations::InterruptedOperation *interrupted = nullptr;
    const migrations::Error *refusal = nullptr; // why there is no plan, until it is answered
    const migrations::Error *interpreterProblem = nullptr;
    const migrations::Error *journalProblem = nullptr;
    bool comparing = false; // the heads, on their page: there is all that can be said of them
    bool findingGhosts = false; // on their page, likewise
    bool closing = false; // the window closes when the operation, being cancelled, has ended
};

// The one sentence that matters now (LOOK.md 6): running, danger, ghost, two heads, unknown,
// pending; no sentence when there is nothing to say. Buttons: see the ids in the .cpp.
widgets::Banner::Content bannerContent(const BannerSubject &subject);

} // namespace app
