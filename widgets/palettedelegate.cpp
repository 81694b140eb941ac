// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/palettedelegate.h"

#include "model/palettemodel.h"
#include "widgets/icons.h"

#include <QPainter>

namespace widgets {

using model::PaletteModel;

namespace {

constexpr int rowHeight = 34;
constexpr int headingHeight = 28;
constexpr int keyColumn = 112;

struct Letters
{
    QString text;
    QList<int> found;
    QFont font;
    QColor colour;
};

// The letters that were typed stand out by weight and colour.
int paintLetters(QPainter &painter, const QRect &rect, const Letters &letters, const Theme &theme)
{
    QFont strong = letters.font;
    strong.setWeight(QFont::DemiBold);
    int x = rect.left();
    qsizetype from = 0;
    while (from < letters.text.size()) {
        const bool found = letters.found.contains(int(from));
        qsizetype to = from + 1;
        while (to < letters.text.size() && letters.found.contains(int(to)) == found)
            ++to;
        const QFont &font = found ? strong : letters.font;
        const QString run = letters.text.mid(from, to - from);
        const int width = QFontMetrics(font).horizontalAdvance(run);
        painter.setFont(font);
        painter.setPen(found ? theme.tokens().link : letters.colour);
        const int room = rect.right() - x;
        const bool fits = width <= room;
        painter.drawText(QRect(x, rect.top(), room, rect.height()),
            int(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextSingleLine,
            fits ? run : QFontMetrics(font).elidedText(run, Qt::ElideRight, room));
        x += width;
        if (!fits)
            break;
        from = to;
    }
    return x;
}

} // namespace

PaletteDelegate::PaletteDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const int text = QFontMetrics(m_theme.type().body).height();
    const bool heading = index.data(PaletteModel::HeadingRole).toBool();
    return {400, heading ? std::max(headingHeight, text + 8) : std::max(rowHeight, text + 14)};
}

void PaletteDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(PaletteModel::HeadingRole).toBool()) {
        painter->setFont(m_theme.type().smallStrong);
        painter->setPen(tokens.text2);
        painter->drawText(option.rect.adjusted(10, 0, -10, 0), Qt::AlignVCenter | Qt::AlignLeft,
            index.data().toString());
    } else {
        const bool selected = option.state & QStyle::State_Selected;
        if (selected || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? tokens.select : tokens.hover);
            painter->drawRoundedRect(option.rect, 6, 6);
        }
        paintEntry(*painter, option.rect.adjusted(10, 0, -10, 0), index);
    }
    painter->restore();
}

void PaletteDelegate::paintEntry(
    QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const Type &type = m_theme.type();
    const QString reason = index.data(PaletteModel::ReasonRole).toString();
    const QColor ink = reason.isEmpty() ? tokens.text : tokens.text3;
    const int sign = index.data(PaletteModel::IconRole).toInt();
    if (sign >= 0)
        paintIcon(painter, QRectF(rect.left(), rect.center().y() - 7, 16, 16), Icon(sign),
            reason.isEmpty() ? tokens.text2 : tokens.disabled);

    const QString key = index.data(PaletteModel::ShortcutRole).toString();
    if (!key.isEmpty())
        paintKeyCap(painter, rect, key);
    const QString place =
        reason.isEmpty() ? index.data(PaletteModel::PlaceRole).toString() : reason;
    QFont placeFont = type.small;
    placeFont.setItalic(!reason.isEmpty());
    const int placeWidth =
        std::min(QFontMetrics(placeFont).horizontalAdvance(place) + 4, rect.width() / 2);
    const QRect placeRect(
        rect.right() - keyColumn - placeWidth, rect.top(), placeWidth, rect.height());
    painter.setFont(placeFont);
    painter.setPen(tokens.text2);
    painter.drawText(placeRect, int(Qt::AlignVCenter | Qt::AlignRight) | Qt::TextSingleLine,
        QFontMetrics(placeFont).elidedText(place, Qt::ElideRight, placeWidth));

    QRect text = rect.adjusted(26, 0, 0, 0);
    text.setRight(placeRect.left() - 8);
    const QString second = index.data(PaletteModel::SecondRole).toString();
    if (!second.isEmpty()) {
        const auto found = index.data(PaletteModel::SecondLettersRole).value<QList<int>>();
        paintLetters(painter, text, {second, found, type.fixedSmall, tokens.text2}, m_theme);
        text.setLeft(text.left() + QFontMetrics(type.fixedSmall).averageCharWidth() * 14);
    }
    paintLetters(painter, text,
        {index.data().toString(), index.data(PaletteModel::LettersRole).value<QList<int>>(),
            type.body, ink},
        m_theme);
}

void PaletteDelegate::paintKeyCap(QPainter &painter, const QRect &rect, const QString &key) const
{
    const Tokens &tokens = m_theme.tokens();
    const QFontMetrics metrics(m_theme.type().caption);
    const int width = metrics.horizontalAdvance(key) + 12;
    const int height = metrics.height() + 4;
    const QRectF cap(
        rect.right() - width + 0.5, rect.center().y() - height / 2 + 0.5, width - 1, height - 1);
    painter.setPen(tokens.line2);
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(cap, 4, 4);
    painter.setPen(tokens.text2);
    painter.setFont(m_theme.type().caption);
    painter.drawText(cap, Qt::AlignCenter, key);
}

} // namespace widgets
