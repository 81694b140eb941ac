// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/style.h"

#include "widgets/icons.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace widgets {

namespace {

constexpr int arrowSize = 12;
constexpr int boxSize = 16;

void paintArrow(QPainter *painter, const QStyleOption *option)
{
    QRect middle(0, 0, arrowSize, arrowSize);
    middle.moveCenter(option->rect.center());
    const bool on = option->state.testFlag(QStyle::State_Enabled);
    paintIcon(*painter, middle, Icon::GoDown,
        option->palette.color(on ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
}

// The colours of one tick box or radio button, filled when it is on.
struct Box
{
    QColor border, fill, sign;
    double borderWidth = 1;
};

Box boxOf(const QStyleOption &option, bool filled)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const auto group = enabled ? QPalette::Active : QPalette::Disabled;
    const auto colour = [&](QPalette::ColorRole role) { return option.palette.color(group, role); };
    Box box {.border = colour(enabled ? QPalette::Dark : QPalette::Mid),
        .fill = colour(filled ? QPalette::Highlight : QPalette::Base),
        .sign = colour(QPalette::HighlightedText)};
    if (enabled && (filled || option.state.testFlag(QStyle::State_MouseOver)))
        box.border = colour(QPalette::Highlight);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        box.border = colour(QPalette::Link);
        box.borderWidth = 2;
    }
    return box;
}

// The painter in a square of 16 in the middle of the rectangle, with the outline's pen and brush.
void prepare(QPainter &painter, const QRect &rect, const Box &box)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(rect).center() - QPointF(boxSize / 2.0, boxSize / 2.0));
    painter.setPen(QPen(box.border, box.borderWidth));
    painter.setBrush(box.fill);
}

QRectF outline(const Box &box)
{
    const double inset = 1 + box.borderWidth / 2;
    return {inset, inset, boxSize - 2 * inset, boxSize - 2 * inset};
}

void paintTickBox(QPainter *painter, const QStyleOption &option)
{
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool some = option.state.testFlag(QStyle::State_NoChange);
    const Box box = boxOf(option, on || some);
    painter->save();
    prepare(*painter, option.rect, box);
    painter->drawRoundedRect(outline(box), 3, 3);
    painter->setPen(QPen(box.sign, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    if (on)
        painter->drawPolyline(QPolygonF({{4.6, 8.2}, {7, 10.6}, {11.4, 5.6}}));
    else if (some)
        painter->drawLine(QPointF(4.8, 8), QPointF(11.2, 8));
    painter->restore();
}

void paintRadioButton(QPainter *painter, const QStyleOption &option)
{
    const bool on = option.state.testFlag(QStyle::State_On);
    const Box box = boxOf(option, on);
    painter->save();
    prepare(*painter, option.rect, box);
    painter->drawEllipse(outline(box));
    painter->setPen(Qt::NoPen);
    painter->setBrush(box.sign);
    if (on)
        painter->drawEllipse(QPointF(boxSize / 2.0, boxSize / 2.0), 2.75, 2.75);
    painter->restore();
}

// The row says that it has the focus.
void paintTickBoxOfRow(QPainter *painter, const QStyleOption &option)
{
    QStyleOption box(option);
    box.state.setFlag(QStyle::State_HasFocus, false);
    paintTickBox(painter, box);
}

} // namespace

Style::Style()
    : QProxyStyle(u"Fusion"_s)
{
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 3;
    case PM_MenuButtonIndicator:
        return 24;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
        return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return boxSize;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
    const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorButtonDropDown:
        painter->fillRect(
            QRect(option->rect.left(), option->rect.top() + 1, 1, option->rect.height() - 2),
            option->palette.mid());
        return paintArrow(painter, option);
    case PE_IndicatorArrowDown:
        return paintArrow(painter, option);
    case PE_FrameFocusRect:
        return; // the ring says it, once
    case PE_IndicatorCheckBox:
        return paintTickBox(painter, *option);
    case PE_IndicatorItemViewItemCheck:
        return paintTickBoxOfRow(painter, *option);
    case PE_IndicatorRadioButton:
        return paintRadioButton(painter, *option);
    default:
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

} // namespace widgets
