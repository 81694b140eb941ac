// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/minigraph.h"

#include "widgets/graphpainter.h"
#include "widgets/paintbadge.h"

#include <QPainter>

using migrations::RevisionState;

namespace widgets {

namespace {

constexpr int padding = 12;
constexpr int textGap = 4;

} // namespace

MiniGraph::MiniGraph(const Theme &theme, std::vector<Row> rows, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("Example of a history"));
    setRows(std::move(rows));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void MiniGraph::setRows(std::vector<Row> rows)
{
    m_rows = std::move(rows);
    QStringList messages;
    for (const Row &row : m_rows)
        messages << row.message;
    setAccessibleDescription(messages.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

void MiniGraph::setWords(Words words)
{
    m_words = words;
    update();
}

void MiniGraph::setGround(QColor Tokens::*ground)
{
    m_ground = ground;
    update();
}

int MiniGraph::rowHeight() const
{
    return qMax(26, QFontMetrics(m_theme.type().body).height() + 8);
}

int MiniGraph::laneCount() const
{
    int count = 1;
    for (const Row &row : m_rows)
        count = qMax(count, row.lanes.laneCount);
    return count;
}

QSize MiniGraph::sizeHint() const
{
    return {376, rowHeight() * int(m_rows.size()) + 2 * padding + 6};
}

QSize MiniGraph::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

void MiniGraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    int y = padding + 3;
    for (const Row &row : m_rows) {
        paintRow(painter, QRect(14, y, width() - 14 - padding, rowHeight()), row);
        y += rowHeight();
    }
}

void MiniGraph::paintRow(QPainter &painter, const QRect &rect, const Row &row) const
{
    const Tokens &t = m_theme.tokens();
    GraphRow graph;
    graph.lanes = row.lanes;
    graph.state = row.state;
    graph.merge = row.merge;
    graph.base = row.base;
    graph.surface = t.*m_ground;
    const int lanes = 18 + 16 * laneCount();
    paintGraphRow(painter, QRectF(rect.left(), rect.top(), lanes, rect.height()), graph, t);

    MessageCell cell {row.message, row.badges, m_theme.type().body, row.quiet ? t.text2 : t.text};
    const QRect place = rect.adjusted(lanes + textGap, 0, 0, 0);
    paintMessageCell(painter, place, cell, m_theme);
    if (row.state != RevisionState::Pending || m_words == Words::None)
        return;
    const Pill pill {tr("pending"), t.pending, Icon::Pending};
    const int x = place.left() + QFontMetrics(cell.font).horizontalAdvance(row.message) + 8;
    paintPill(
        painter, QRect(x, place.top(), pillWidth(pill, m_theme), place.height()), pill, m_theme);
}

} // namespace widgets
