// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/smallbutton.h"

#include <QPushButton>

namespace widgets {

QPushButton *smallButton(QWidget *parent, const QString &name, const QString &text)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("small", true);
    button->setAutoDefault(false);
    return button;
}

void allow(QPushButton *button, const QString &whyNot)
{
    button->setEnabled(whyNot.isEmpty());
    button->setToolTip(whyNot);
}

} // namespace widgets
