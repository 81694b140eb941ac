// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/wayoutcard.h"

#include "widgets/richtext.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;

WayOutCard::WayOutCard(
    const Theme &theme, const QString &title, const QString &button, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setProperty("card", true);
    setAccessibleName(title);
    auto *name = new QLabel(title, this);
    name->setFont(theme.type().heading);
    m_fits = new StatePill(theme, this);
    m_graph = new MiniGraph(theme, {}, this);
    m_graph->setWords(MiniGraph::Words::None);
    m_graph->setGround(&Tokens::raised);
    m_graph->setAccessibleName(tr("The history after it"));
    m_text = secondaryLabel({}, this);
    m_text->setWordWrap(true);
    m_button = new QPushButton(button, this);
    auto *head = new QHBoxLayout;
    head->addWidget(name);
    head->addStretch(1);
    head->addWidget(m_fits);
    auto *foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(m_button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_graph);
    column->addWidget(m_text);
    column->addStretch(1);
    column->addLayout(foot);
    connect(m_button, &QPushButton::clicked, this, &WayOutCard::chosen);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void WayOutCard::setContent(const Content &content)
{
    m_content = content;
    m_graph->setRows(content.rows);
    m_graph->setVisible(!content.rows.empty());
    m_text->setText(content.text);
    m_fits->setContent(content.fits, Icon::Ok, &Tokens::info);
    m_fits->setVisible(!content.fits.isEmpty());
    m_button->setEnabled(content.whyNot.isEmpty());
    m_button->setToolTip(content.whyNot);
    m_button->setAccessibleDescription(content.text);
    m_button->setProperty("role", content.fits.isEmpty() ? QString() : u"primary"_s);
    m_button->style()->unpolish(m_button);
    m_button->style()->polish(m_button);
    update();
}

void WayOutCard::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (m_content.fits.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

} // namespace widgets
