// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/console.h"
#include "migrations/operations/projectstate.h"

namespace app {

// The pieces of text for people that several commands share.

// "shop-api   DEVELOPMENT default   shop_dev on localhost, PostgreSQL 15.6"
void showHeading(Output &output, const migrations::ProjectState &state);
// Each problem on a line, and why the database could not be read.
void showProblems(Output &output, const migrations::ProjectState &state);
// "  5d94c1e7a3f8  Merge payments and shipping", for each id.
void showRevisions(
    Output &output, const migrations::ProjectState &state, const QStringList &ids, Style style);
Style styleOf(migrations::Tier tier);
Style styleOf(migrations::RevisionState state);

} // namespace app
