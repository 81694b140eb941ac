// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/emptystate.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace widgets {

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"emptyState"_s);
    m_sentence = new QLabel(this);
    m_sentence->setObjectName(u"emptyStateText"_s);
    m_sentence->setProperty("role", u"secondary"_s);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_button = new QPushButton(this);
    m_button->setObjectName(u"emptyStateButton"_s);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 22, 22, 22);
    column->setSpacing(12);
    column->addStretch();
    column->addWidget(m_sentence);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch();
    m_sentence->setFont(theme.type().body);
    connect(&theme, &Theme::changed, this, [this] { m_sentence->setFont(m_theme.type().body); });
}

void EmptyState::setContent(const QString &sentence, const QString &buttonText)
{
    m_sentence->setText(sentence);
    m_button->setText(buttonText);
    m_button->setAccessibleName(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
}

} // namespace widgets
