// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plaintooltips.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

namespace widgets {

PlainToolTips::PlainToolTips(QObject *parent)
    : QObject(parent)
{
    QApplication::instance()->installEventFilter(this);
}

// Qt polishes the tip's label before it gets its text, and before it gets its name.
bool PlainToolTips::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish && watched->inherits("QTipLabel")) {
        if (auto *label = qobject_cast<QLabel *>(watched))
            label->setTextFormat(Qt::PlainText);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace widgets
