// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QStyledItemDelegate>

namespace widgets {

// A line of the palette: sign, text with the letters that were typed, menu or reason, key cap; or
// the heading of a group.
class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    PaletteDelegate(const Theme &theme, QObject *parent);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;

private:
    void paintEntry(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintKeyCap(QPainter &painter, const QRect &rect, const QString &key) const;

    const Theme &m_theme;
};

} // namespace widgets
