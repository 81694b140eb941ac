// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/readingorder.h"

#include <QLayout>
#include <QScrollArea>

namespace widgets {

namespace {

void collect(QWidget *widget, QList<QWidget *> &found);

void collect(QLayout *layout, QList<QWidget *> &found)
{
    for (int i = 0; i < layout->count(); ++i) {
        QLayoutItem *item = layout->itemAt(i);
        if (item->widget())
            collect(item->widget(), found);
        else if (item->layout())
            collect(item->layout(), found);
    }
}

void collect(QWidget *widget, QList<QWidget *> &found)
{
    if ((widget->focusPolicy() & Qt::TabFocus) != 0)
        found.append(widget);
    if (auto *area = qobject_cast<QScrollArea *>(widget); area && area->widget())
        collect(area->widget(), found);
    else if (widget->layout())
        collect(widget->layout(), found);
}

} // namespace

void setReadingOrder(QWidget *page)
{
    QList<QWidget *> order;
    collect(page, order);
    for (qsizetype i = 1; i < order.size(); ++i)
        QWidget::setTabOrder(order.at(i - 1), order.at(i));
}

} // namespace widgets
