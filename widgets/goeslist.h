// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace widgets {

// A thing that goes: a table, or one column of it.
struct GoingItem
{
    QString name;
    qint64 rows = -1; // -1: not known
    qint64 bytes = -1;

    bool operator==(const GoingItem &) const = default;
};

// What goes, largest first, with rows, size and a bar; the first few until all are asked for.
class GoesList : public QTableView
{
    Q_OBJECT
public:
    explicit GoesList(const Theme &theme, QWidget *parent = nullptr);
    void setWhat(const QString &what); // the head of the names; "Table" until then
    void setItems(const std::vector<GoingItem> &items);
    int hiddenItems() const;
    void showAll();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    class Items;
    class BarDelegate;
    Items *m_items = nullptr;
};

// "812,440", "1.5 M". Empty when not known.
QString countText(qint64 count);
QString shortCountText(qint64 count);

} // namespace widgets
