// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

namespace migrations {

// Where the graph column paints each row (LOOK.md 5).
//
// Lines run between the middles of two neighbouring rows: `lower` of one row and `upper` of the
// next hold the same edges, so that each row paints its two halves clipped to itself. An edge with
// from != to changes its lane there, as a curve over that whole height; from and to are lanes, and
// a node's own lane where it leaves or reaches the node. A merge point's further parents leave it
// in the first span below it, each into a lane of its own; a branch comes back to its branch point
// in the last span above it. A line to a parent that is not in the history ends: it is in `lower`
// of its row only.
struct LaneRow
{
    struct Edge
    {
        int from = 0; // lane at the middle of the row above
        int to = 0; // lane at the middle of the row below
        int colour = 0; // lane whose colour it runs in
        // As seen from the row that holds it: in `lower` FromNode starts at its node, in `upper`
        // IntoNode ends there.
        enum class Part { Through, FromNode, IntoNode } part = Part::Through;
        bool operator==(const Edge &) const = default;
    };
    int lane = 0; // of the node
    std::vector<Edge> upper; // previous row's middle -> this middle; by colour, lowest first
    std::vector<Edge> lower; // this middle -> next row's middle
    int laneCount = 1; // lanes that this row needs: the highest that it touches, plus one

    bool operator==(const LaneRow &) const = default;
};

// Lines in lanes from here on are left out: nobody could tell them apart.
constexpr int maxLanes = 64;

// One row per revision of `graph.revisions()`, in that order; ghosts are not in it.
// The line of first parents from the newest head stays in lane 0.
std::vector<LaneRow> lanesOf(const RevisionGraph &graph);
// The same for any rows: the parents of each, as rows further down; any other number = missing.
std::vector<LaneRow> lanesOf(const std::vector<std::vector<int>> &parents);

} // namespace migrations
