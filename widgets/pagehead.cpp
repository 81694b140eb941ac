// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pagehead.h"

#include "widgets/richtext.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

PageHead makePageHead(const Theme &theme, const QString &name, QWidget *parent)
{
    PageHead head {.widget = new QWidget(parent)};
    head.back = new QToolButton(head.widget);
    head.back->setObjectName(name + "Back"_L1);
    head.back->setAutoRaise(true);
    head.back->setToolTip(QCoreApplication::translate("widgets::PageHead", "Back (Esc)"));
    head.back->setAccessibleName(QCoreApplication::translate("widgets::PageHead", "Back"));
    head.title = richLabel(head.widget, false);
    head.title->setObjectName(name + "Title"_L1);
    head.title->setFont(theme.type().title);
    head.sentence = secondaryLabel({}, head.widget);
    head.sentence->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(head.title);
    texts->addWidget(head.sentence);
    head.row = new QHBoxLayout(head.widget);
    head.row->setContentsMargins(12, 10, 18, 12);
    head.row->setSpacing(12);
    head.row->addWidget(head.back);
    head.row->addLayout(texts, 1);
    return head;
}

} // namespace widgets
