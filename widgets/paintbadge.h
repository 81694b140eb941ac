// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/revisiontablemodel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QRect>
#include <QVector>

class QPainter;

namespace widgets {

// One badge (LOOK.md 6): 18 high, radius 4, caption, used by table, tabs and pages alike.
int badgeHeight(const Theme &theme);
int badgeWidth(const model::Badge &badge, const Theme &theme);
// rect: top left and height count; the badge takes its own width.
void paintBadge(
    QPainter &painter, const QRect &rect, const model::Badge &badge, const Theme &theme);

// Text, then at most three badges, then "+n"; the text elides first.
struct MessageCell
{
    QString text;
    QVector<model::Badge> badges;
    QFont font;
    QColor colour;
};
void paintMessageCell(
    QPainter &painter, const QRect &rect, const MessageCell &cell, const Theme &theme);

// A state or severity word on its soft fill ("pending", "running"), with its sign before it.
struct Pill
{
    QString text;
    MeaningColours colours;
    std::optional<Icon> icon;
};
int pillWidth(const Pill &pill, const Theme &theme);
void paintPill(QPainter &painter, const QRect &rect, const Pill &pill, const Theme &theme);
// A key as a small cap ("Ctrl+F").
int keyCapWidth(const QString &key, const Theme &theme);
void paintKeyCap(QPainter &painter, const QRect &rect, const QString &key, const Theme &theme);

} // namespace widgets
