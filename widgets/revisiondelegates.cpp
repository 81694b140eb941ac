// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/revisiondelegates.h"

#include "model/revisiontablemodel.h"
#include "widgets/graphpainter.h"
#include "widgets/icons.h"
#include "widgets/paintbadge.h"

#include <QPainter>
#include <QStyleOptionViewItem>

using migrations::RevisionState;
using model::RevisionTableModel;

namespace widgets {

namespace {

constexpr int padding = 8;
constexpr int iconSize = 16;
constexpr int iconGap = 5;

RevisionState stateOf(const QModelIndex &index)
{
    return RevisionState(index.data(RevisionTableModel::StateRole).toInt());
}

bool isBroken(const QModelIndex &index)
{
    return !index.data(RevisionTableModel::ProblemRole).toString().isEmpty();
}

// A file that is no revision at all has nothing but its problem to show.
bool isFileOnly(const QModelIndex &index)
{
    return isBroken(index)
        && index.siblingAtColumn(RevisionTableModel::RevisionColumn).data().toString().isEmpty();
}

const MeaningColours &coloursOf(RevisionState state, const Tokens &tokens)
{
    switch (state) {
    case RevisionState::Applied:
        return tokens.applied;
    case RevisionState::Pending:
        return tokens.pending;
    case RevisionState::Ghost:
        return tokens.ghost;
    case RevisionState::Unknown:
        return tokens.unknown;
    }
    return tokens.unknown;
}

} // namespace

QColor RowLook::surfaceOf(int row, bool selected) const
{
    const Tokens &t = theme.tokens();
    if (selected)
        return focused ? t.select : t.selectOff;
    return row == hoveredRow ? t.hover : t.base;
}

RowDelegate::RowDelegate(const RowLook &look, QObject *parent)
    : QAbstractItemDelegate(parent)
    , m_look(look)
{
}

void RowDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Cell cell {option.rect, index, option.state.testFlag(QStyle::State_Selected)};
    painter->fillRect(cell.rect, m_look.surfaceOf(index.row(), cell.selected));
    paintCell(*painter, cell);
    if (index.data(RevisionTableModel::BoundaryRole).toBool())
        paintBoundary(*painter, cell.rect);
    if (cell.selected)
        paintBar(*painter, cell);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return option.rect.size();
}

void RowDelegate::paintText(
    QPainter &painter, const Cell &cell, const QFont &font, const QColor &colour) const
{
    const QRect place = cell.rect.adjusted(padding, 0, -padding, 0);
    const QFontMetrics metrics(font);
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(place, cell.index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine,
        metrics.elidedText(cell.index.data().toString(), Qt::ElideRight, place.width()));
}

void RowDelegate::paintBoundary(QPainter &painter, const QRect &rect) const
{
    QPen pen(tokens().tier(m_look.tier).fill, 1, Qt::SolidLine, Qt::FlatCap);
    pen.setDashPattern({4, 3});
    pen.setDashOffset(rect.left() % 7); // the dashes run on from cell to cell
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(pen);
    painter.drawLine(rect.topLeft(), rect.topRight());
    painter.restore();
}

void RowDelegate::paintBar(QPainter &painter, const Cell &cell) const
{
    if (tokens().highContrast) {
        painter.fillRect(
            QRect(cell.rect.left(), cell.rect.top(), cell.rect.width(), 1), tokens().focus);
        painter.fillRect(
            QRect(cell.rect.left(), cell.rect.bottom(), cell.rect.width(), 1), tokens().focus);
    }
    if (m_look.focused && cell.index.column() == RevisionTableModel::GraphColumn)
        painter.fillRect(
            QRect(cell.rect.left(), cell.rect.top(), 3, cell.rect.height()), tokens().focus);
}

void GraphDelegate::paintCell(QPainter &painter, const Cell &cell) const
{
    GraphRow row;
    row.lanes = cell.index.data(RevisionTableModel::LaneRole).value<migrations::LaneRow>();
    row.state = stateOf(cell.index);
    row.running = cell.index.data(RevisionTableModel::RunningRole).toBool();
    row.merge = cell.index.data(RevisionTableModel::IsMergeRole).toBool();
    row.base = cell.index.data(RevisionTableModel::IsBaseRole).toBool();
    row.broken = isBroken(cell.index);
    row.surface = look().surfaceOf(cell.index.row(), cell.selected);
    row.turn = look().turn;
    painter.setFont(look().theme.type().caption);
    paintGraphRow(painter, cell.rect, row, tokens());
}

void StateDelegate::paintCell(QPainter &painter, const Cell &cell) const
{
    const RevisionState state = stateOf(cell.index);
    const bool running = cell.index.data(RevisionTableModel::RunningRole).toBool();
    const bool broken = isFileOnly(cell.index);
    const QColor colour = broken ? tokens().danger.text
        : running                ? tokens().pending.text
                                 : coloursOf(state, tokens()).text;
    const QRect sign(cell.rect.left() + padding,
        cell.rect.top() + (cell.rect.height() - iconSize) / 2, iconSize, iconSize);
    if (running)
        paintRunning(painter, sign, look().turn, tokens());
    else
        paintIcon(painter, sign, broken ? Icon::Danger : iconOf(state), colour);

    const bool quiet =
        !broken && (state == RevisionState::Applied || state == RevisionState::Unknown);
    QFont font = look().theme.type().small;
    if (!quiet || running)
        font.setWeight(QFont::Medium);
    Cell word = cell;
    word.rect.setLeft(sign.right() + 1 + iconGap - padding);
    paintText(painter, word, font, quiet && !running ? tokens().text2 : colour);
}

void RevisionDelegate::paintCell(QPainter &painter, const Cell &cell) const
{
    paintText(painter, cell, look().theme.type().fixedSmall, tokens().text2);
}

void MessageDelegate::paintCell(QPainter &painter, const Cell &cell) const
{
    const RevisionState state = stateOf(cell.index);
    const bool loud = state == RevisionState::Pending || state == RevisionState::Ghost;
    MessageCell message;
    message.text = cell.index.data().toString();
    message.badges = cell.index.data(RevisionTableModel::BadgesRole).value<QVector<model::Badge>>();
    message.font = loud ? look().theme.type().loud : look().theme.type().body;
    message.colour = isFileOnly(cell.index) ? tokens().danger.text
        : state == RevisionState::Ghost     ? tokens().text2
                                            : tokens().text;
    paintMessageCell(painter, cell.rect.adjusted(padding, 0, -padding, 0), message, look().theme);
}

void DateDelegate::paintCell(QPainter &painter, const Cell &cell) const
{
    paintText(painter, cell, look().theme.type().small, tokens().text2);
}

// What is safe in the history stays quiet.
void GitDelegate::paintCell(QPainter &painter, const Cell &cell) const
{
    const QVariant state = cell.index.data(RevisionTableModel::GitRole);
    const auto git = migrations::GitState(state.toInt());
    const bool quiet = git == migrations::GitState::Committed || git == migrations::GitState::Pushed
        || git == migrations::GitState::Ignored;
    const QColor colour = git == migrations::GitState::Conflicted ? tokens().danger.text
        : quiet                                                   ? tokens().text2
                                                                  : tokens().text;
    paintText(painter, cell, look().theme.type().small, colour);
}

void paintRunning(QPainter &painter, const QRectF &rect, int turn, const Tokens &tokens)
{
    const qreal side = 10;
    const QRectF box(rect.center() - QPointF(side / 2, side / 2), QSizeF(side, side));
    QColor ring = tokens.pending.text;
    ring.setAlphaF(0.35F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ring, 2));
    painter.drawEllipse(box);
    painter.setPen(QPen(tokens.pending.text, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(box, (90 - turn) * 16, -90 * 16);
    painter.restore();
}

} // namespace widgets
