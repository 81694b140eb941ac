// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/paintbadge.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;
using model::Badge;

namespace widgets {

namespace {

constexpr int padding = 6;
constexpr int iconSize = 12;
constexpr int iconGap = 4;
constexpr int gap = 6;
constexpr int mostBadges = 3;

// How one badge looks, whatever it says.
struct Face
{
    QColor fill;
    QColor text;
    QColor border;
    std::optional<Icon> icon;
    bool strong = false;
    bool dashed = false;
};

QColor faded(QColor colour, float part)
{
    colour.setAlphaF(part);
    return colour;
}

Face faceOf(const Badge &badge, const Tokens &t)
{
    switch (badge.kind) {
    case Badge::Kind::Head:
        return {t.text2, t.base, {}, {}, true};
    case Badge::Kind::Base:
        return {{}, t.text2, t.line2, {}};
    case Badge::Kind::Environment: {
        const TierColours &tier = t.tier(badge.tier);
        return {tier.badge, tier.onBadge, faded(tier.fill, 0.6F), Icon::ServerDatabase};
    }
    case Badge::Kind::BranchLabel:
        return {t.base, t.text2, t.line2, Icon::Tag};
    case Badge::Kind::Edited:
        return {t.caution.soft, t.caution.text, {}, Icon::Caution};
    case Badge::Kind::Ghost:
        return {{}, t.ghost.text, t.ghost.text, Icon::VcsBranch, false, true};
    }
    return {};
}

Face faceOf(const Pill &pill, const Theme &theme)
{
    const QColor border = theme.tokens().highContrast ? pill.colours.border : QColor();
    return {pill.colours.soft, pill.colours.text, border, pill.icon};
}

QFont fontOf(const Face &face, const Theme &theme)
{
    QFont font = theme.type().caption;
    if (face.strong)
        font.setWeight(QFont::DemiBold);
    return font;
}

int widthOf(const QString &text, const Face &face, const Theme &theme)
{
    const int icon = face.icon ? iconSize + iconGap : 0;
    return 2 * padding + icon + QFontMetrics(fontOf(face, theme)).horizontalAdvance(text);
}

void paintFace(
    QPainter &painter, const QRect &rect, const QString &text, const Face &face, const Theme &theme)
{
    const int height = badgeHeight(theme);
    const QRect box(
        rect.left(), rect.top() + (rect.height() - height) / 2, widthOf(text, face, theme), height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(face.border, 1);
    if (face.dashed)
        pen.setDashPattern({3, 2});
    painter.setPen(face.border.isValid() ? pen : QPen(Qt::NoPen));
    painter.setBrush(face.fill.isValid() ? QBrush(face.fill) : QBrush(Qt::NoBrush));
    const qreal inset = face.border.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), 4, 4);
    QRect inside = box.adjusted(padding, 0, -padding, 0);
    if (face.icon) {
        const QRect place(
            inside.left(), box.top() + (box.height() - iconSize) / 2, iconSize, iconSize);
        paintIcon(painter, place, *face.icon, face.text);
        inside.setLeft(place.right() + 1 + iconGap);
    }
    painter.setFont(fontOf(face, theme));
    painter.setPen(face.text);
    painter.drawText(inside.adjusted(0, 0, 2, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    painter.restore();
}

Badge moreBadge(qsizetype count)
{
    return {Badge::Kind::Base, u"+%1"_s.arg(count)};
}

QVector<Badge> shownBadges(const QVector<Badge> &badges)
{
    if (badges.size() <= mostBadges)
        return badges;
    QVector<Badge> shown = badges.first(mostBadges);
    shown << moreBadge(badges.size() - mostBadges);
    return shown;
}

} // namespace

int badgeHeight(const Theme &theme)
{
    return std::max(18, QFontMetrics(theme.type().caption).height() + 2);
}

int badgeWidth(const Badge &badge, const Theme &theme)
{
    return widthOf(badge.text, faceOf(badge, theme.tokens()), theme);
}

void paintBadge(QPainter &painter, const QRect &rect, const Badge &badge, const Theme &theme)
{
    paintFace(painter, rect, badge.text, faceOf(badge, theme.tokens()), theme);
}

void paintMessageCell(
    QPainter &painter, const QRect &rect, const MessageCell &cell, const Theme &theme)
{
    const QVector<Badge> badges = shownBadges(cell.badges);
    int badgesWidth = 0;
    for (const Badge &badge : badges)
        badgesWidth += gap + badgeWidth(badge, theme);
    const QFontMetrics metrics(cell.font);
    const int room = std::max(rect.width() - badgesWidth, metrics.averageCharWidth() * 8);
    const QString text = metrics.elidedText(cell.text, Qt::ElideRight, room);
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setFont(cell.font);
    painter.setPen(cell.colour);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
    int x = rect.left() + metrics.horizontalAdvance(text) + gap;
    for (const Badge &badge : badges) {
        const int width = badgeWidth(badge, theme);
        paintBadge(painter, QRect(x, rect.top(), width, rect.height()), badge, theme);
        x += width + gap;
    }
    painter.restore();
}

int pillWidth(const Pill &pill, const Theme &theme)
{
    return widthOf(pill.text, faceOf(pill, theme), theme);
}

void paintPill(QPainter &painter, const QRect &rect, const Pill &pill, const Theme &theme)
{
    paintFace(painter, rect, pill.text, faceOf(pill, theme), theme);
}

int keyCapWidth(const QString &key, const Theme &theme)
{
    return 2 * padding + QFontMetrics(theme.type().caption).horizontalAdvance(key);
}

void paintKeyCap(QPainter &painter, const QRect &rect, const QString &key, const Theme &theme)
{
    const Tokens &t = theme.tokens();
    paintFace(painter, rect, key, {t.sunken, t.text2, t.line2, {}}, theme);
}

} // namespace widgets
