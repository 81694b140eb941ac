// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/losscard.h"

#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::DataLoss;
using migrations::LostData;

namespace {

constexpr std::size_t mostLines = 8;

} // namespace

LossCard::LossCard(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setObjectName("losses"_L1);
    setProperty("card", true);
    QLabel *heading = secondaryLabel(tr("Way back"), this);
    heading->setFont(theme.type().strong);
    m_sign = new QLabel(this);
    m_title = new QLabel(this);
    m_title->setObjectName("lossTitle"_L1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setFont(theme.type().strong);
    m_lines = new QLabel(this);
    m_lines->setObjectName("lossLines"_L1);
    m_lines->setTextFormat(Qt::PlainText);
    m_lines->setWordWrap(true);
    m_lines->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text = secondaryLabel({}, this);
    m_text->setWordWrap(true);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    for (QLabel *label : {m_title, m_lines, m_text})
        texts->addWidget(label);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    column->addWidget(heading);
    column->addLayout(row);
    connect(&theme, &Theme::changed, this, &LossCard::restyle);
    restyle();
}

void LossCard::setWorking()
{
    m_loss.reset();
    restyle();
}

void LossCard::setLoss(const DataLoss &loss)
{
    m_loss = loss;
    restyle();
}

void LossCard::show(Icon sign, const QColor &colour, const QString &title, const QString &text)
{
    m_sign->setPixmap(iconPixmap(sign, colour, devicePixelRatioF()));
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

void LossCard::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    m_lines->hide();
    if (!m_loss)
        return show(Icon::Wait, tokens.text2, tr("What is lost is being worked out"), {});
    if (m_loss->unknown)
        return show(Icon::Caution, tokens.caution.text, tr("What is lost is not known"),
            m_loss->unknown->message);
    if (m_loss->items.empty())
        return show(Icon::Ok, tokens.ok.text, tr("Nothing is lost"),
            tr("Nothing that holds data is dropped."));
    show(Icon::Danger, tokens.danger.text,
        m_loss->items.size() == 1 ? tr("Loses data in 1 place")
                                  : tr("Loses data in %1 places").arg(m_loss->items.size()),
        tr("Going the other way again brings them back empty."));
    addLines(*m_loss);
}

void LossCard::addLines(const DataLoss &loss)
{
    QStringList lines;
    QStringList all;
    for (const LostData &item : loss.items) {
        all.append(item.sentence());
        if (std::size_t(lines.size()) < mostLines)
            lines.append(item.sentence());
    }
    if (loss.items.size() > mostLines)
        lines.append(tr("and %1 more").arg(loss.items.size() - mostLines));
    m_lines->setText(lines.join(u'\n'));
    m_lines->setToolTip(loss.items.size() > mostLines ? all.join(u'\n') : QString());
    m_lines->show();
}

} // namespace widgets
