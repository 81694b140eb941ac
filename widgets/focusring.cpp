// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/focusring.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QPainter>
#include <QRadioButton>

namespace widgets {

namespace {

bool wantsRing(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) && !qobject_cast<const QCheckBox *>(widget)
        && !qobject_cast<const QRadioButton *>(widget);
}

} // namespace

FocusRing::FocusRing(const Theme &theme)
    : m_theme(theme)
{
    setObjectName(QStringLiteral("focusRing"));
}

void FocusRing::follow(QWidget *focused)
{
    setWidget(wantsRing(focused) ? focused : nullptr);
}

void FocusRing::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().focus, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

} // namespace widgets
