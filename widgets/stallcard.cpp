// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/stallcard.h"

#include "model/running.h"
#include "widgets/card.h"
#include "widgets/richtext.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using Running = model::ProjectSession::Running;

namespace {

// The server is asked every second; while a cancel is carried out it may be silent for 5.
constexpr qint64 worthAWordMs = 8'000;

} // namespace

StallCard::StallCard(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setObjectName("stall"_L1);
    m_title = new QLabel(this);
    m_title->setObjectName("stallTitle"_L1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme.type().strong);
    m_title->setContentsMargins(24, 0, 0, 0);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    const auto button = [this](const char *name, const QString &text) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(QLatin1StringView(name));
        made->setProperty("small", true);
        return made;
    };
    m_abandon = button("abandon", tr("Abandon…"));
    m_keep = button("abandonKeep", tr("Keep waiting"));
    m_confirm = button("abandonConfirm", tr("Abandon"));
    m_confirm->setProperty("role", u"danger"_s);
    m_confirm->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (QPushButton *each : {m_abandon, m_keep, m_confirm})
        row->addWidget(each);
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 11, 14, 11);
    column->setSpacing(7);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addLayout(row);
    connect(m_abandon, &QPushButton::clicked, this, [this] { ask(true); });
    connect(m_keep, &QPushButton::clicked, this, [this] { ask(false); });
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        ask(false);
        Q_EMIT giveUpRequested();
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    ask(false);
    hide();
}

void StallCard::ask(bool asking)
{
    m_asking = asking;
    m_abandon->setVisible(!asking);
    m_keep->setVisible(asking);
    m_confirm->setVisible(asking);
    m_text->setText(asking
            ? tr("Abandon this operation? Its helper is ended at once. The server may still "
                 "finish or roll back what it has; if it cannot be read back, the outcome stays "
                 "unknown.")
            : tr("The connection may be broken, or the server stopped. It goes on by itself when "
                 "the server answers."));
    if (asking)
        m_keep->setFocus();
}

void StallCard::show(const Running &running, const QDateTime &now)
{
    const qint64 silent = model::silentMs(running, now);
    if (silent < worthAWordMs)
        return hideStall();
    m_title->setText(tr("No answer from the server for %1 s").arg(silent / 1'000));
    m_abandon->setEnabled(!running.givenUp);
    if (running.givenUp)
        m_text->setText(tr("Abandoned; what the database kept is being read back."));
    setVisible(true);
}

void StallCard::hideStall()
{
    if (m_asking)
        ask(false);
    hide();
}

void StallCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_asking)
        ask(false);
    else
        QFrame::keyPressEvent(event);
}

void StallCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCard(painter, rect(), m_theme.tokens().danger, Icon::Danger);
}

} // namespace widgets
