// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/twoheads.h"
#include "widgets/minigraph.h"

namespace widgets {

// The history as it will be, newest first, down to where the branches part; long branches are cut.
std::vector<MiniGraph::Row> rebasedRows(const migrations::TwoHeads &heads);
std::vector<MiniGraph::Row> mergedRows(const migrations::TwoHeads &heads);

} // namespace widgets
