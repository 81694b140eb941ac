// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/lanes.h"
#include "migrations/history/standing.h"
#include "widgets/tokens.h"

#include <QRectF>

class QPainter;

namespace widgets {

// One row of the graph (LOOK.md 5): painted clipped to itself, so that nothing depends on its
// neighbours being visible. Used by the table and by every small graph.
struct GraphRow
{
    migrations::LaneRow lanes;
    migrations::RevisionState state = migrations::RevisionState::Unknown;
    bool running = false;
    bool merge = false;
    bool base = false;
    bool broken = false;
    QColor surface; // the row's background: halos are painted in it
    int turn = 0; // of the running arc, degrees
};

constexpr int graphLanesShown = 10;
int graphWidth(int laneCount); // of a column that shows that many lanes
QPointF graphNodeCentre(const QRectF &row, int lane);
void paintGraphRow(
    QPainter &painter, const QRectF &rect, const GraphRow &row, const Tokens &tokens);

} // namespace widgets
