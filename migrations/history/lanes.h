// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

namespace migrations {

// Where the graph column paints each row (LOOK.md 5). A row owns the edges that cross or touch it.
struct LaneRow
{
    struct Edge
    {
        int from = 0; // lane at the row's top (or its node)
        int to = 0; // lane at the row's bottom
        int colour = 0; // lane whose colour it runs in
        enum class Part { Through, FromNode, IntoNode } part = Part::Through;
        bool operator==(const Edge &) const = default;
    };
    int lane = 0; // of the node
    std::vector<Edge> upper; // half above the middle: (previous row's middle -> this middle)
    std::vector<Edge> lower; // half below it
    int laneCount = 1;

    bool operator==(const LaneRow &) const = default;
};

// One row per revision of `graph.revisions()`, in that order; ghosts are not in it.
std::vector<LaneRow> lanesOf(const RevisionGraph &graph);

} // namespace migrations
