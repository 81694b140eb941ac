// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphpainter.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace widgets {

namespace {

using Edge = migrations::LaneRow::Edge;
using migrations::RevisionState;

constexpr qreal firstLane = 18;
constexpr qreal laneStep = 16;
constexpr qreal lineWidth = 2;
constexpr qreal radius = 4.5;
constexpr qreal diamond = 6;
constexpr qreal halo = 2;

qreal laneX(const QRectF &rect, int lane)
{
    // The lanes behind the last shown one fold onto it; "+n" says how many.
    return rect.left() + firstLane + laneStep * std::min(lane, graphLanesShown - 1);
}

// From the middle of one row to the middle of the next.
QPainterPath edgePath(qreal x0, qreal x1, qreal top, qreal height)
{
    QPainterPath path(QPointF(x0, top));
    if (qFuzzyCompare(x0, x1))
        path.lineTo(x1, top + height);
    else
        path.cubicTo(x0, top + 0.55 * height, x1, top + 0.45 * height, x1, top + height);
    return path;
}

void paintEdges(QPainter &painter, const QRectF &rect, const std::vector<Edge> &edges, qreal top,
    const Tokens &tokens)
{
    // Higher lanes first: the trunk stays on top where they meet.
    std::vector<Edge> ordered = edges;
    std::stable_sort(ordered.begin(), ordered.end(),
        [](const Edge &one, const Edge &other) { return one.colour > other.colour; });
    for (const Edge &edge : ordered) {
        painter.setPen(QPen(tokens.lane(edge.colour), lineWidth));
        painter.drawPath(
            edgePath(laneX(rect, edge.from), laneX(rect, edge.to), top, rect.height()));
    }
}

// Each half shows its part of the span that reaches into the neighbour, so both rows agree.
void paintHalf(QPainter &painter, const QRectF &rect, const QRectF &half,
    const std::vector<Edge> &edges, qreal top, const Tokens &tokens)
{
    if (edges.empty())
        return;
    painter.save();
    painter.setClipRect(half, Qt::IntersectClip);
    paintEdges(painter, rect, edges, top, tokens);
    painter.restore();
}

QPainterPath nodeShape(const GraphRow &row, const QPointF &centre, qreal grow)
{
    QPainterPath path;
    if (row.merge) {
        const qreal d = diamond + grow * 1.4;
        path.addPolygon(QPolygonF({centre + QPointF(0, -d), centre + QPointF(d, 0),
            centre + QPointF(0, d), centre + QPointF(-d, 0), centre + QPointF(0, -d)}));
    } else {
        path.addEllipse(centre, radius + grow, radius + grow);
    }
    return path;
}

QPainterPath octagon(const QPointF &centre, qreal half)
{
    const qreal c = half * 0.43;
    QPainterPath path;
    path.addPolygon(QPolygonF({centre + QPointF(-c, -half), centre + QPointF(c, -half),
        centre + QPointF(half, -c), centre + QPointF(half, c), centre + QPointF(c, half),
        centre + QPointF(-c, half), centre + QPointF(-half, c), centre + QPointF(-half, -c)}));
    path.closeSubpath();
    return path;
}

void paintBroken(
    QPainter &painter, const QPointF &centre, const GraphRow &row, const Tokens &tokens)
{
    painter.fillPath(octagon(centre, 6.5 + halo), row.surface);
    painter.setPen(QPen(tokens.danger.text, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(octagon(centre, 6));
    painter.drawLine(centre + QPointF(-2, -2), centre + QPointF(2, 2));
    painter.drawLine(centre + QPointF(2, -2), centre + QPointF(-2, 2));
}

void paintArc(QPainter &painter, const QPointF &centre, const GraphRow &row, const Tokens &tokens)
{
    const QRectF box(centre - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    QColor ring = tokens.pending.text;
    ring.setAlphaF(0.35F);
    painter.setPen(QPen(ring, 2));
    painter.drawEllipse(box);
    painter.setPen(QPen(tokens.pending.text, 2));
    painter.drawArc(box, (90 - row.turn) * 16, -90 * 16);
}

void paintGhost(QPainter &painter, const QRectF &rect, const QPointF &centre, const GraphRow &row,
    const Tokens &tokens)
{
    QPen dashes(tokens.ghost.text, lineWidth, Qt::SolidLine, Qt::FlatCap);
    dashes.setDashPattern({1.5, 1.5}); // 3 3 at a width of 2
    painter.setPen(dashes);
    painter.drawLine(centre, QPointF(centre.x(), rect.bottom()));
    painter.fillPath(nodeShape(row, centre, 1 + halo), row.surface);
    dashes.setDashPattern({1.2, 0.8});
    painter.setPen(dashes);
    painter.setBrush(row.surface);
    painter.drawPath(nodeShape(row, centre, 0));
}

QColor nodeColour(const GraphRow &row, const Tokens &tokens)
{
    return row.state == RevisionState::Unknown ? tokens.unknown.text : tokens.lane(row.lanes.lane);
}

void paintNode(QPainter &painter, const QPointF &centre, const GraphRow &row, const Tokens &tokens)
{
    const bool filled = row.state == RevisionState::Applied && !row.running;
    const qreal stroke = filled ? 0 : 1;
    painter.fillPath(nodeShape(row, centre, stroke + halo), row.surface);
    if (row.running) {
        paintArc(painter, centre, row, tokens);
        return;
    }
    const QColor colour = nodeColour(row, tokens);
    if (filled) {
        painter.fillPath(nodeShape(row, centre, 0.5), colour);
        return;
    }
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(row.surface);
    painter.drawPath(nodeShape(row, centre, 0));
}

void paintBaseBar(
    QPainter &painter, const QPointF &centre, const GraphRow &row, const Tokens &tokens)
{
    const qreal y = centre.y() + radius + 4.5;
    painter.setPen(QPen(nodeColour(row, tokens), 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(centre.x() - radius - 0.5, y), QPointF(centre.x() + radius + 0.5, y));
}

void paintFolded(QPainter &painter, const QRectF &rect, int count, const Tokens &tokens)
{
    painter.setPen(tokens.text3);
    const QRectF place(
        rect.left() + firstLane + laneStep * graphLanesShown - 8, rect.top(), 40, rect.height());
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("+%1").arg(count));
}

} // namespace

int graphWidth(int laneCount)
{
    const int shown = std::clamp(laneCount, 1, graphLanesShown);
    const int width = int(2 * firstLane + laneStep * (shown - 1));
    const int plus = laneCount > graphLanesShown ? 24 : 0;
    return std::max(74, width + plus);
}

QPointF graphNodeCentre(const QRectF &rect, int lane)
{
    return {laneX(rect, lane), rect.top() + rect.height() / 2};
}

void paintGraphRow(QPainter &painter, const QRectF &rect, const GraphRow &row, const Tokens &tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(rect, Qt::IntersectClip);
    const qreal middle = rect.top() + rect.height() / 2;
    const QRectF upper(rect.topLeft(), QPointF(rect.right(), middle));
    const QRectF lower(QPointF(rect.left(), middle), rect.bottomRight());
    paintHalf(painter, rect, upper, row.lanes.upper, middle - rect.height(), tokens);
    paintHalf(painter, rect, lower, row.lanes.lower, middle, tokens);

    const QPointF centre = graphNodeCentre(rect, row.lanes.lane);
    if (row.broken)
        paintBroken(painter, centre, row, tokens);
    else if (row.state == RevisionState::Ghost)
        paintGhost(painter, rect, centre, row, tokens);
    else
        paintNode(painter, centre, row, tokens);
    if (row.base && !row.broken)
        paintBaseBar(painter, centre, row, tokens);
    if (row.lanes.laneCount > graphLanesShown)
        paintFolded(painter, rect, row.lanes.laneCount - graphLanesShown, tokens);
    painter.restore();
}

} // namespace widgets
