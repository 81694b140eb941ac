// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/steplist.h"

#include "widgets/icons.h"
#include "widgets/revisiondelegates.h"
#include "widgets/richtext.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace widgets {

using namespace Qt::StringLiterals;
using model::StepRow;
using Standing = model::StepRow::Standing;

namespace {

struct Look
{
    Icon icon;
    QColor colour;
    QString note;
};

Look lookOf(const StepRow &row, const Tokens &tokens)
{
    const QString took = row.elapsedMs >= 0 ? ", "_L1 + durationText(row.elapsedMs) : QString();
    switch (row.standing) {
    case Standing::Done:
        return {Icon::Applied, tokens.applied.text, StepList::tr("done") + took};
    case Standing::Running:
        return {Icon::Running, tokens.pending.text, StepList::tr("running")};
    case Standing::Waiting:
        return {Icon::Wait, tokens.caution.text, StepList::tr("waits for a lock") + took};
    case Standing::Undone:
        return {Icon::Danger, tokens.danger.text, StepList::tr("rolled back") + took};
    case Standing::NotRun:
        return {Icon::Pending, tokens.text3, StepList::tr("not run")};
    case Standing::Unknown:
        return {Icon::Unknown, tokens.unknown.text, StepList::tr("unknown")};
    case Standing::ToDo:
        break;
    }
    return {Icon::Pending, tokens.text3, StepList::tr("to do")};
}

void drawText(QPainter &painter, const QRect &rect, const QFont &font, const QString &text,
    Qt::Alignment alignment = Qt::AlignVCenter | Qt::AlignLeft)
{
    painter.setFont(font);
    painter.drawText(rect, int(alignment) | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
}

class ProgressDelegate : public QStyledItemDelegate
{
public:
    ProgressDelegate(const Theme &theme, const int &turn, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
        , m_turn(turn)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {300, std::max(28, QFontMetrics(m_theme.type().body).height() + 10)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        const StepRow row = index.data(model::StepModel::StepRole).value<StepRow>();
        const Tokens &tokens = m_theme.tokens();
        const Type &type = m_theme.type();
        const Look look = lookOf(row, tokens);
        const bool active = row.standing == Standing::Running || row.standing == Standing::Waiting;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (active) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(tokens.hover);
            painter->drawRoundedRect(option.rect, 4, 4);
        }
        const QRect &all = option.rect;
        const QRectF sign(all.left() + 6, all.center().y() - 7, 16, 16);
        if (look.icon == Icon::Running)
            paintRunning(*painter, sign, m_turn, tokens);
        else
            paintIcon(*painter, sign, look.icon, look.colour);
        const QFontMetrics idMetrics(type.fixedSmall);
        const int idWidth = idMetrics.averageCharWidth() * 14;
        const int noteWidth = QFontMetrics(type.small).horizontalAdvance(look.note) + 8;
        painter->setPen(tokens.text2);
        drawText(*painter, QRect(all.left() + 30, all.top(), idWidth, all.height()),
            type.fixedSmall, row.revision);
        painter->setPen(row.standing == Standing::ToDo || row.standing == Standing::NotRun
                ? tokens.text2
                : tokens.text);
        drawText(*painter, all.adjusted(38 + idWidth, 0, -noteWidth - 12, 0),
            active ? type.strong : type.body, row.message);
        painter->setPen(row.standing == Standing::Waiting || row.standing == Standing::Undone
                ? look.colour
                : tokens.text2);
        drawText(*painter, all.adjusted(0, 0, -8, 0), type.small, look.note,
            Qt::AlignVCenter | Qt::AlignRight);
        painter->restore();
    }

private:
    const Theme &m_theme;
    const int &m_turn;
};

class PlanDelegate : public QStyledItemDelegate
{
public:
    PlanDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        const int lines = QFontMetrics(m_theme.type().medium).height()
            + QFontMetrics(m_theme.type().fixedSmall).height();
        return {240, std::max(56, lines + 20)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        const StepRow row = index.data(model::StepModel::StepRole).value<StepRow>();
        const Tokens &tokens = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state & QStyle::State_Selected;
        if (selected)
            paintCard(*painter, option.rect.adjusted(8, 2, -8, -2), tokens);
        paintNumber(*painter, option.rect, index, selected ? tokens.base : tokens.window);
        const QRect text = option.rect.adjusted(54, 9, -18, -9);
        painter->setPen(tokens.text);
        drawText(*painter, text, m_theme.type().strong,
            row.message.isEmpty() ? row.revision : row.message, Qt::AlignTop | Qt::AlignLeft);
        painter->setPen(tokens.text2);
        drawText(*painter, text, m_theme.type().fixedSmall, row.revision,
            Qt::AlignBottom | Qt::AlignLeft);
        painter->restore();
    }

private:
    static void paintCard(QPainter &painter, const QRect &rect, const Tokens &tokens)
    {
        painter.setPen(tokens.line2);
        painter.setBrush(tokens.base);
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        painter.fillRect(
            QRect(rect.left() + 1, rect.top() + 8, 3, rect.height() - 16), tokens.focus);
    }

    void paintNumber(
        QPainter &painter, const QRect &rect, const QModelIndex &index, const QColor &surface) const
    {
        const Tokens &tokens = m_theme.tokens();
        const QPointF centre(rect.left() + 32, rect.top() + 22);
        painter.setPen(QPen(tokens.line2, 2));
        if (index.row() > 0)
            painter.drawLine(QPointF(centre.x(), rect.top()), centre);
        if (index.row() + 1 < index.model()->rowCount())
            painter.drawLine(centre, QPointF(centre.x(), rect.bottom() + 1));
        painter.setPen(QPen(tokens.text2, 1.5));
        painter.setBrush(surface);
        painter.drawEllipse(centre, 11, 11);
        painter.setFont(m_theme.type().caption);
        painter.setPen(tokens.text);
        painter.drawText(QRectF(centre.x() - 11, centre.y() - 11, 22, 22), Qt::AlignCenter,
            QString::number(index.row() + 1));
    }

    const Theme &m_theme;
};

} // namespace

StepList::StepList(const Theme &theme, model::StepModel &steps, Look look, QWidget *parent)
    : QListView(parent)
    , m_steps(steps)
{
    setAccessibleName(tr("Steps, in run order"));
    setFrameShape(QFrame::NoFrame);
    setModel(&steps);
    setUniformItemSizes(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    viewport()->setBackgroundRole(look == Look::Plan ? QPalette::Window : QPalette::Base);
    if (look == Look::Plan) {
        setItemDelegate(new PlanDelegate(theme, this));
    } else {
        setItemDelegate(new ProgressDelegate(theme, m_turn, this));
        setSelectionMode(QAbstractItemView::NoSelection);
    }
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void StepList::turn(int degrees)
{
    m_turn = degrees;
    if (m_steps.currentRow() >= 0)
        update(m_steps.index(m_steps.currentRow()));
}

void StepList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT stepChosen(current.row());
}

} // namespace widgets
