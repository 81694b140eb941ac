// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QAbstractItemDelegate>

namespace widgets {

// What all cells of the revision table share; the view keeps it up to date.
struct RowLook
{
    const Theme &theme;
    int hoveredRow = -1;
    bool focused = false;
    migrations::Tier tier = migrations::Tier::Development;
    int turn = 0; // of the running arc, degrees

    QColor surfaceOf(int row, bool selected) const;
};

// A cell's background, the selected row's bar and the line under what is pending; a subclass per
// column adds its content. Owns nothing, allocates next to nothing: this is what scrolls.
class RowDelegate : public QAbstractItemDelegate
{
public:
    RowDelegate(const RowLook &look, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const final;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    struct Cell
    {
        QRect rect;
        QModelIndex index;
        bool selected = false;
    };
    virtual void paintCell(QPainter &painter, const Cell &cell) const = 0;
    const RowLook &look() const { return m_look; }
    const Tokens &tokens() const { return m_look.theme.tokens(); }
    void paintText(
        QPainter &painter, const Cell &cell, const QFont &font, const QColor &colour) const;

private:
    void paintBoundary(QPainter &painter, const QRect &rect) const;
    void paintBar(QPainter &painter, const Cell &cell) const;

    const RowLook &m_look;
};

class GraphDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter &painter, const Cell &cell) const override;
};

class StateDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter &painter, const Cell &cell) const override;
};

class RevisionDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter &painter, const Cell &cell) const override;
};

class MessageDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter &painter, const Cell &cell) const override;
};

class DateDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter &painter, const Cell &cell) const override;
};

class GitDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintCell(QPainter &painter, const Cell &cell) const override;
};

// The running sign turned by degrees; also for lists of operations.
void paintRunning(QPainter &painter, const QRectF &rect, int turn, const Tokens &tokens);

} // namespace widgets
