// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/trustcard.h"

#include "widgets/icons.h"
#include "widgets/richtext.h"

#include <QDir>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using Trouble = model::ProjectSession::Trouble;

namespace {

constexpr int cardWidth = 620;

} // namespace

TrustCard::TrustCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("trouble"_L1);
    m_outer = new QVBoxLayout(this);
    m_outer->setContentsMargins(22, 22, 22, 22);
    m_outer->addStretch(2);
    m_outer->addStretch(3);
    rebuild();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TrustCard::rebuild()
{
    if (m_card) {
        m_outer->removeWidget(m_card);
        m_card->deleteLater();
    }
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    card->setMaximumWidth(cardWidth);
    card->setMinimumWidth(420);
    m_card = card;
    m_column = new QVBoxLayout(card);
    m_column->setContentsMargins(22, 18, 22, 18);
    m_column->setSpacing(12);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(card, 4);
    row->addStretch(1);
    auto *holder = new QWidget(this);
    row->setContentsMargins({});
    holder->setLayout(row);
    m_card = holder;
    m_outer->insertWidget(1, holder);
}

void TrustCard::setTrouble(const Trouble &trouble, bool projectOpen)
{
    rebuild();
    if (trouble.error.code == "untrusted"_L1)
        askForTrust(trouble);
    else if (trouble.error.code == "choose_config"_L1)
        askForConfiguration(trouble);
    else
        showError(trouble, projectOpen);
}

void TrustCard::addText(const QString &html)
{
    QLabel *label = richLabel(m_card);
    label->setText(html);
    m_column->addWidget(label);
}

QPushButton *TrustCard::addButton(const QString &objectName, const QString &text)
{
    auto *button = new QPushButton(text, m_card);
    button->setObjectName(objectName);
    return button;
}

void TrustCard::askForTrust(const Trouble &trouble)
{
    auto *title = new QLabel(tr("Run the Python of this project?"), m_card);
    title->setObjectName("troubleTitle"_L1);
    title->setFont(m_theme.type().heading);
    m_column->addWidget(title);
    addText(fixed(QDir::toNativeSeparators(trouble.folder), m_theme));
    addText(tr(
        "Upgrading, rolling back and stamping run its env.py and its revisions with your "
        "rights. Trust it when you know where it comes from. It is asked once for each folder."));
    addText(tr("Without it everything else still works: revisions, graph, and where the database "
               "stands are read without running any Python."));
    auto *keep = addButton(u"keepReading"_s, tr("Keep reading only"));
    auto *trust = addButton(u"trust"_s, tr("Trust and run its Python"));
    trust->setProperty("role", u"primary"_s);
    auto *row = new QHBoxLayout;
    m_column->addSpacing(4);
    row->addStretch(1);
    row->addWidget(keep);
    row->addWidget(trust);
    m_column->addLayout(row);
    connect(keep, &QPushButton::clicked, this, &TrustCard::dismissed);
    connect(trust, &QPushButton::clicked, this, &TrustCard::trustRequested);
    keep->setFocus();
    keep->setDefault(true);
}

void TrustCard::askForConfiguration(const Trouble &trouble)
{
    auto *title = new QLabel(tr("Which Alembic configuration?"), m_card);
    title->setObjectName("troubleTitle"_L1);
    title->setFont(m_theme.type().heading);
    m_column->addWidget(title);
    addText(tr("%1 holds several. The choice is remembered for this folder.")
                .arg(fixed(QDir::toNativeSeparators(trouble.folder), m_theme)));
    const QDir folder(trouble.folder);
    for (const QString &file : trouble.choices) {
        auto *choice = addButton(u"configuration"_s, folder.relativeFilePath(file));
        choice->setFont(m_theme.type().fixed);
        choice->setStyleSheet(u"text-align: left"_s);
        m_column->addWidget(choice);
        connect(choice, &QPushButton::clicked, this,
            [this, folder = trouble.folder, file] { Q_EMIT configurationChosen(folder, file); });
        if (file == trouble.choices.front())
            choice->setFocus();
    }
}

void TrustCard::showError(const Trouble &trouble, bool projectOpen)
{
    auto *title = new QLabel(trouble.error.message, m_card);
    title->setObjectName("troubleTitle"_L1);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    title->setFont(m_theme.type().heading);
    m_column->addWidget(title);
    addText(fixed(QDir::toNativeSeparators(trouble.folder), m_theme));
    if (!trouble.error.detail.isEmpty()) {
        auto *detail = new QPlainTextEdit(trouble.error.detail, m_card);
        detail->setReadOnly(true);
        detail->setTabChangesFocus(true);
        detail->setFont(m_theme.type().fixedSmall);
        detail->setAccessibleName(tr("What was found"));
        m_column->addWidget(detail);
    }
    auto *open = addButton(u"openOther"_s, tr("Open another folder…"));
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    if (projectOpen) {
        auto *back = addButton(u"back"_s, tr("Back"));
        row->addWidget(back);
        connect(back, &QPushButton::clicked, this, &TrustCard::dismissed);
    }
    open->setProperty("role", u"primary"_s);
    row->addWidget(open);
    m_column->addLayout(row);
    connect(open, &QPushButton::clicked, this, &TrustCard::openRequested);
    open->setFocus();
}

void TrustCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT dismissed();
    else
        QWidget::keyPressEvent(event);
}

void TrustCard::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().base);
}

} // namespace widgets
