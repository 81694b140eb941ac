// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/blockercard.h"

#include "widgets/card.h"
#include "widgets/elidedlabel.h"
#include "widgets/richtext.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Blocker;
using Running = model::ProjectSession::Running;

namespace {

constexpr int longestQuery = 300;
constexpr int rowOfHolds = 2;
constexpr int rowOfQueue = 4;

QString nameOf(const Blocker &blocker)
{
    return blocker.application.isEmpty() ? BlockerCard::tr("pid %1").arg(blocker.pid)
                                         : blocker.application;
}

QString sessionText(const Blocker &blocker)
{
    QStringList parts {BlockerCard::tr("pid %1").arg(blocker.pid)};
    if (!blocker.user.isEmpty())
        parts.append(BlockerCard::tr("role %1").arg(blocker.user));
    if (!blocker.client.isEmpty())
        parts.append(BlockerCard::tr("from %1").arg(blocker.client));
    if (!blocker.state.isEmpty())
        parts.append(blocker.state);
    return parts.join(", "_L1);
}

QString titleText(const Blocker &blocker)
{
    const QString object = blocker.holds.section(u" on "_s, 1);
    return object.isEmpty()
        ? BlockerCard::tr("%1 holds what this step waits for").arg(nameOf(blocker))
        : BlockerCard::tr("%1 holds %2").arg(nameOf(blocker), object);
}

QString holdsText(const Blocker &blocker)
{
    const QString age = blocker.transactionMs < 0 ? BlockerCard::tr("not visible to this role")
                                                  : durationText(blocker.transactionMs);
    return blocker.holds.isEmpty() ? age : BlockerCard::tr("%1 for %2").arg(blocker.holds, age);
}

// Who else stands in this queue: ahead of us, and behind.
QString queueText(const Running &running)
{
    QStringList parts;
    const int ahead = int(running.blockers.size()) - 1;
    if (ahead > 0)
        parts.append(ahead == 1 ? BlockerCard::tr("1 more session ahead")
                                : BlockerCard::tr("%1 more sessions ahead").arg(ahead));
    const QString names = running.queue.applications.mid(0, 3).join(", "_L1);
    if (running.queue.sessions > 0) {
        const QString count = running.queue.sessions == 1
            ? BlockerCard::tr("1 session behind")
            : BlockerCard::tr("%1 sessions behind").arg(running.queue.sessions);
        parts.append(names.isEmpty() ? count : count + " ("_L1 + names + u')');
    }
    return parts.join(", "_L1);
}

bool isIdle(const Blocker &blocker)
{
    return blocker.state.startsWith("idle"_L1);
}

} // namespace

BlockerCard::BlockerCard(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    setObjectName("blocker"_L1);
    m_title = new QLabel(this);
    m_title->setObjectName("blockerTitle"_L1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme.type().strong);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_waited = secondaryLabel({}, this);
    auto *head = new QHBoxLayout;
    head->addSpacing(24);
    head->addWidget(m_title, 1);
    head->addWidget(m_waited);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(3);
    grid->setColumnStretch(1, 1);
    m_session = addRow(grid, tr("Session"));
    m_holds = addRow(grid, tr("Holds"));
    m_holdsName = qobject_cast<QLabel *>(grid->itemAtPosition(rowOfHolds, 0)->widget());
    m_query = addRow(grid, tr("Runs"), new ElidedLabel(this));
    m_query->setFont(theme.type().fixedSmall);
    m_query->setWordWrap(false);
    m_queue = addRow(grid, tr("Queue"));
    m_queue->setObjectName("blockerQueue"_L1);
    m_queueName = qobject_cast<QLabel *>(grid->itemAtPosition(rowOfQueue, 0)->widget());
    m_answer = new QLabel(this);
    m_answer->setObjectName("blockerAnswer"_L1);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 11, 14, 11);
    column->setSpacing(7);
    column->addLayout(head);
    column->addLayout(grid);
    column->addWidget(m_answer);
    column->addWidget(buildButtons());
    column->addWidget(buildQuestion());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

QLabel *BlockerCard::addRow(QGridLayout *grid, const QString &name, QLabel *value)
{
    const int row = grid->rowCount();
    if (!value)
        value = new QLabel(this);
    grid->addWidget(secondaryLabel(name, this), row, 0, Qt::AlignTop);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    value->setWordWrap(true);
    value->setAccessibleName(name);
    grid->addWidget(value, row, 1, Qt::AlignTop);
    return value;
}

QWidget *BlockerCard::buildButtons()
{
    m_buttons = new QWidget(this);
    const auto button = [this](const char *name, const QString &text) {
        auto *made = new QPushButton(text, m_buttons);
        made->setObjectName(QLatin1StringView(name));
        made->setProperty("small", true);
        return made;
    };
    m_mine = button("cancelMine", tr("Cancel mine"));
    m_mine->setToolTip(tr("Cancel this operation; their session goes on"));
    m_cancelTheirs = button("cancelTheirs", tr("Cancel theirs…"));
    m_cancelTheirs->setToolTip(tr("Cancel the query that their session runs"));
    m_endTheirs = button("endTheirs", tr("End their session…"));
    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins({});
    row->setSpacing(8);
    row->addWidget(m_mine);
    row->addWidget(m_cancelTheirs);
    row->addWidget(m_endTheirs);
    row->addStretch(1);
    connect(m_mine, &QPushButton::clicked, this, &BlockerCard::cancelMineRequested);
    connect(m_cancelTheirs, &QPushButton::clicked, this, [this] { ask(Asking::CancelQuery); });
    connect(m_endTheirs, &QPushButton::clicked, this, [this] { ask(Asking::EndSession); });
    return m_buttons;
}

QWidget *BlockerCard::buildQuestion()
{
    m_question = new QWidget(this);
    m_question->setObjectName("blockerQuestion"_L1);
    m_questionText = new QLabel(m_question);
    m_questionText->setObjectName("blockerQuestionText"_L1);
    m_questionText->setTextFormat(Qt::PlainText);
    m_questionText->setWordWrap(true);
    m_keep = new QPushButton(tr("Leave it"), m_question);
    m_keep->setObjectName("theirsKeep"_L1);
    m_confirm = new QPushButton(m_question);
    m_confirm->setObjectName("theirsConfirm"_L1);
    m_confirm->setProperty("role", u"danger"_s);
    for (QPushButton *button : {m_keep, m_confirm})
        button->setProperty("small", true);
    m_confirm->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_keep);
    row->addWidget(m_confirm);
    row->addStretch(1);
    auto *column = new QVBoxLayout(m_question);
    column->setContentsMargins({});
    column->setSpacing(7);
    column->addWidget(m_questionText);
    column->addLayout(row);
    m_question->hide();
    connect(m_keep, &QPushButton::clicked, this, [this] { ask(Asking::Nothing); });
    connect(m_confirm, &QPushButton::clicked, this, &BlockerCard::confirm);
    return m_question;
}

void BlockerCard::show(const Running &running)
{
    if (running.blockers.empty())
        return hideBlocker();
    const auto root = std::find_if(running.blockers.begin(), running.blockers.end(),
        [](const Blocker &blocker) { return blocker.root; });
    const Blocker &first = root == running.blockers.end() ? running.blockers.front() : *root;
    if (first.pid != m_blocker.pid) { // what was asked was about another session
        m_sent = m_cancelTried = false;
        ask(Asking::Nothing);
    }
    m_blocker = first;
    showSession(running);
    showAnswer(running);
    setVisible(true);
}

void BlockerCard::hideBlocker()
{
    m_blocker = {};
    m_sent = m_cancelTried = false;
    ask(Asking::Nothing);
    hide();
}

void BlockerCard::showSession(const Running &running)
{
    m_title->setText(titleText(m_blocker));
    m_waited->setText(tr("waited %1").arg(durationText(running.waitedMs)));
    m_session->setText(sessionText(m_blocker));
    m_holdsName->setText(m_blocker.holds.isEmpty() ? tr("Open for") : tr("Holds"));
    m_holds->setText(holdsText(m_blocker));
    m_query->setText(m_blocker.query.isEmpty() ? tr("not visible to this role")
                                               : m_blocker.query.simplified().left(longestQuery));
    const QString queue = queueText(running);
    m_queue->setText(queue);
    m_queue->setVisible(!queue.isEmpty());
    m_queueName->setVisible(!queue.isEmpty());
}

// Who waits for the one-writer lock is not connected yet: nothing is asked of its holder then.
void BlockerCard::showAnswer(const Running &running)
{
    const bool mayAsk = running.backendPid != 0 && m_blocker.pid != 0 && !running.cancelling;
    if (running.answer && running.answer->pid == m_blocker.pid)
        m_sent = false;
    const bool idle = isIdle(m_blocker);
    m_mine->setEnabled(!running.cancelling);
    m_cancelTheirs->setVisible(mayAsk && !idle);
    m_endTheirs->setVisible(mayAsk && (idle || m_cancelTried));
    m_endTheirs->setToolTip(idle
            ? tr("It runs no query that could be cancelled: only its end releases the lock")
            : tr("Close their connection"));
    for (QPushButton *button : {m_cancelTheirs, m_endTheirs})
        button->setEnabled(!m_sent);
    QString text;
    if (m_sent)
        text = tr("Asking the server.");
    else if (running.answer && running.answer->pid == m_blocker.pid)
        text = running.answer->text;
    else if (m_blocker.pid == 0)
        text = tr("It has no session: COMMIT PREPARED or ROLLBACK PREPARED ends it.");
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    if (!mayAsk && m_asking != Asking::Nothing)
        ask(Asking::Nothing);
}

void BlockerCard::ask(Asking asking)
{
    const bool hadFocus = m_question->isVisible() && m_question->isAncestorOf(focusWidget());
    m_asking = asking;
    m_buttons->setVisible(asking == Asking::Nothing);
    m_question->setVisible(asking != Asking::Nothing);
    if (asking == Asking::Nothing) {
        if (hadFocus)
            (m_cancelTheirs->isVisible() ? m_cancelTheirs : m_endTheirs)->setFocus();
        return;
    }
    const QString who = tr("%1 (pid %2)").arg(nameOf(m_blocker)).arg(m_blocker.pid);
    m_questionText->setText(asking == Asking::CancelQuery
            ? tr("Cancel the query of %1? It fails with an error there; the session stays.")
                  .arg(who)
            : tr("End the session of %1? Its connection breaks, and what it has not committed is "
                 "rolled back.")
                  .arg(who));
    m_confirm->setText(
        asking == Asking::CancelQuery ? tr("Cancel their query") : tr("End their session"));
    m_keep->setFocus();
}

void BlockerCard::confirm()
{
    using What = migrations::BlockerRequest::What;
    const bool ends = m_asking == Asking::EndSession;
    m_sent = true;
    m_cancelTried = true;
    const migrations::BlockerRequest request {
        ends ? What::EndSession : What::CancelQuery, m_blocker.pid};
    ask(Asking::Nothing);
    Q_EMIT blockerRequested(request);
}

void BlockerCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_asking != Asking::Nothing)
        ask(Asking::Nothing);
    else
        QFrame::keyPressEvent(event);
}

void BlockerCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCard(painter, rect(), m_theme.tokens().caution, Icon::Caution);
}

} // namespace widgets
