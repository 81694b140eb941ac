// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/faultcard.h"

#include "widgets/card.h"
#include "widgets/richtext.h"
#include "widgets/smallbutton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

FaultCard::FaultCard(const Theme &theme, Kind kind, const Text &text, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_kind(kind)
    , m_sentence(text.sentence)
{
    setAccessibleName(text.sentence);
    auto *sentence = new QLabel(text.sentence, this);
    sentence->setObjectName("faultSentence"_L1);
    sentence->setFont(theme.type().medium);
    QLabel *action = secondaryLabel(text.action, this);
    action->setObjectName("faultAction"_L1);
    action->setVisible(!text.action.isEmpty());
    auto *texts = new QVBoxLayout;
    texts->setSpacing(3);
    for (QLabel *label : {sentence, action}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(label);
    }
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(8);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(40, 11, 14, 11);
    row->setSpacing(16);
    row->addLayout(texts, 1);
    row->addLayout(m_buttons);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QPushButton *FaultCard::addButton(const QString &name, const QString &text)
{
    QPushButton *button = smallButton(this, name, text);
    button->setAccessibleDescription(m_sentence);
    m_buttons->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

void FaultCard::setWhyNot(const QString &whyNot)
{
    for (QPushButton *button : findChildren<QPushButton *>())
        allow(button, whyNot);
}

void FaultCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    const bool danger = m_kind == Kind::Danger;
    paintCard(painter, rect(), danger ? tokens.danger : tokens.caution,
        danger ? Icon::Danger : Icon::Caution);
}

} // namespace widgets
