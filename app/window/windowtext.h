// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"
#include "widgets/activitypanel.h"
#include "widgets/tierdialog.h"

namespace app {

// "PRODUCTION – shop-api – shop_prod on host – Spiritsafe"; state null: no project.
QString titleText(const migrations::ProjectState *state);
// The database on screen, for the band of a dialog.
widgets::TierDialog::Place placeOf(const migrations::ProjectState &state);
// The foot line: the last outcome, and what the database said when it was read.
widgets::ActivityPanel::Foot footText(const migrations::ProjectState *state,
    const std::vector<migrations::JournalEntry> &journal, bool reading);

} // namespace app
