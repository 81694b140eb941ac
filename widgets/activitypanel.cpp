// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/activitypanel.h"

#include "model/commandtext.h"
#include "model/words.h"
#include "widgets/blockercard.h"
#include "widgets/elidedlabel.h"
#include "widgets/locklist.h"
#include "widgets/logview.h"
#include "widgets/operationlist.h"
#include "widgets/pastoperations.h"
#include "widgets/richtext.h"
#include "widgets/stallcard.h"
#include "widgets/stepprogress.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStackedWidget>
#include <QStyle>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using model::JournalModel;

namespace {

constexpr int frameMs = 40;
constexpr int turnMs = 1'000;
constexpr int secondMs = 500;

QStringList logOf(const migrations::JournalEntry &entry)
{
    QStringList lines;
    for (const migrations::JournalStage &stage : entry.stages)
        lines.append(u"%1  %2"_s.arg(stage.time.toLocalTime().toString(u"HH:mm:ss"_s), stage.name));
    for (const migrations::JournalStatement &statement : entry.statements)
        lines.append(u"%1  %2"_s.arg(
            durationText(statement.elapsedMs).rightJustified(9), statement.text.simplified()));
    if (!entry.error.isEmpty())
        lines += entry.error.split(u'\n');
    return lines;
}

} // namespace

ActivityPanel::ActivityPanel(const Theme &theme, JournalModel &journal, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("activity"_L1);
    buildHead();
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildNow(journal));
    buildPast(journal);
    m_pages->addWidget(m_past);
    m_log = new LogView(theme, LogView::Lines::Whole, this);
    m_log->setObjectName("log"_L1);
    m_pages->addWidget(m_log);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(&theme, &Theme::changed, this, &ActivityPanel::restyle);
    connect(&m_turn, &QTimer::timeout, this, &ActivityPanel::turn);
    m_turn.setInterval(frameMs);
    connect(&m_seconds, &QTimer::timeout, this, &ActivityPanel::showSeconds);
    m_seconds.setInterval(secondMs);
    restyle();
    m_unfolded = true;
    setUnfolded(false);
}

void ActivityPanel::buildHead()
{
    m_head = new QWidget(this);
    m_toggle = new QToolButton(m_head);
    m_toggle->setObjectName("activityToggle"_L1);
    m_toggle->setText(tr("Activity"));
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setProperty("role", u"flat"_s);
    m_toggle->setFont(m_theme.type().strong);
    m_toggle->setAutoRaise(true);
    m_tabs = new QTabBar(m_head);
    m_tabs->setObjectName("activityTabs"_L1);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Now"));
    m_tabs->addTab(tr("Past operations"));
    m_tabs->addTab(tr("Log"));
    m_footIcon = new QLabel(m_head);
    m_footSentence = new ElidedLabel(m_head);
    m_footSentence->setProperty("role", u"secondary"_s);
    m_footSentence->setObjectName("footSentence"_L1);
    m_footSentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_footServer = secondaryLabel({}, m_head);
    m_footServer->setObjectName("footServer"_L1);
    m_lock = new QLabel(m_head);
    m_footFacts = secondaryLabel({}, m_head);
    m_footFacts->setObjectName("footFacts"_L1);
    auto *row = new QHBoxLayout(m_head);
    row->setContentsMargins(6, 0, 14, 0);
    row->setSpacing(8);
    row->addWidget(m_toggle);
    row->addWidget(m_tabs);
    row->addWidget(m_footIcon);
    row->addWidget(m_footSentence, 1);
    row->addWidget(m_footServer);
    row->addSpacing(6);
    row->addWidget(m_lock);
    row->addWidget(m_footFacts);
    m_keys = new QWidget(m_head);
    auto *keys = new QHBoxLayout(m_keys);
    keys->setContentsMargins({});
    keys->setSpacing(6);
    row->addWidget(m_keys);
    m_startedText = secondaryLabel({}, m_head);
    m_startedText->setObjectName("operationStarted"_L1);
    m_copy = new QToolButton(m_head);
    m_copy->setObjectName("copyCommand"_L1);
    m_copy->setText(tr("Copy as command line"));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setAutoRaise(true);
    row->addWidget(m_startedText);
    row->addWidget(m_copy);
    connect(m_copy, &QToolButton::clicked, this, &ActivityPanel::copyCommand);
    m_head->setFixedHeight(std::max(37, fontMetrics().height() + 16)); // a tab and a line
    connect(m_toggle, &QToolButton::clicked, this, [this] { setUnfolded(!m_unfolded); });
}

QWidget *ActivityPanel::buildNow(JournalModel &journal)
{
    auto *page = new QWidget(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    m_operations = new OperationList(m_theme, journal, page);
    m_operations->setFixedWidth(240);
    m_progress = new StepProgress(m_theme, page);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_operations);
    row->addWidget(m_progress, 3);
    row->addLayout(buildRight(page), 2);
    connect(m_progress, &StepProgress::cancelRequested, this, &ActivityPanel::cancelRequested);
    connect(m_operations, &OperationList::operationChosen, this, [this](qint64 id, bool running) {
        if (!running)
            Q_EMIT entryRequested(id);
    });
    return page;
}

// Who blocks, what is locked, what was said.
QLayout *ActivityPanel::buildRight(QWidget *page)
{
    m_stall = new StallCard(m_theme, page);
    m_blocker = new BlockerCard(m_theme, page);
    m_locks = new LockList(m_theme, page);
    m_shortLog = new LogView(m_theme, LogView::Lines::Elided, page);
    m_shortLog->setObjectName("shortLog"_L1);
    m_shortLog->setMinimumHeight(m_shortLog->fontMetrics().lineSpacing() * 2);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(12, 12, 14, 10);
    right->setSpacing(10);
    right->addWidget(m_stall);
    right->addWidget(m_blocker);
    right->addWidget(m_locks);
    right->addWidget(m_shortLog, 1);
    connect(m_stall, &StallCard::giveUpRequested, this, &ActivityPanel::giveUpRequested);
    connect(m_blocker, &BlockerCard::cancelMineRequested, this, &ActivityPanel::cancelRequested);
    connect(m_blocker, &BlockerCard::blockerRequested, this, &ActivityPanel::blockerRequested);
    return right;
}

void ActivityPanel::buildPast(JournalModel &journal)
{
    m_past = new PastOperations(m_theme, journal, this);
    connect(m_past, &QTableView::activated, this, [this](const QModelIndex &index) {
        m_tabs->setCurrentIndex(0);
        m_operations->setCurrentIndex(index.siblingAtColumn(JournalModel::OperationColumn));
    });
}

void ActivityPanel::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    m_toggle->setIcon(icon(m_unfolded ? Icon::GoDown : Icon::GoUp, tokens.text2));
    if (m_foot.meaning)
        m_footIcon->setPixmap(
            iconPixmap(m_foot.icon, (tokens.*m_foot.meaning).text, devicePixelRatioF()));
    m_copy->setIcon(icon(Icon::EditCopy, tokens.text2, tokens.disabled));
    m_lock->setPixmap(iconPixmap(Icon::Lock, tokens.text2, devicePixelRatioF()));
    update();
}

bool ActivityPanel::isUnfolded() const
{
    return m_unfolded;
}

int ActivityPanel::foldedHeight() const
{
    return m_head->height() + 1;
}

void ActivityPanel::setUnfolded(bool unfolded)
{
    if (m_unfolded == unfolded)
        return;
    m_unfolded = unfolded;
    m_pages->setVisible(unfolded);
    m_tabs->setVisible(unfolded);
    showFoot();
    m_toggle->setToolTip(unfolded ? tr("Fold the activity") : tr("Show the activity"));
    m_toggle->setAccessibleName(m_toggle->toolTip());
    setMinimumHeight(unfolded ? 180 : m_head->height());
    setMaximumHeight(unfolded ? QWIDGETSIZE_MAX : m_head->height());
    restyle();
    Q_EMIT unfoldedChanged(unfolded);
}

void ActivityPanel::setFoot(const Foot &foot)
{
    m_foot = foot;
    showFoot();
    showKeys();
    restyle();
}

// Unfolded, the bar speaks of the operation that is shown.
void ActivityPanel::showFoot()
{
    m_footIcon->setVisible(!m_unfolded && m_foot.meaning && !m_foot.sentence.isEmpty());
    m_footSentence->setText(m_unfolded ? QString() : m_foot.sentence);
    m_footServer->setText(m_foot.server);
    m_footServer->setVisible(!m_unfolded && !m_foot.server.isEmpty());
    m_footFacts->setText(m_foot.facts);
    m_footFacts->setVisible(!m_unfolded);
    m_lock->setVisible(!m_unfolded && m_foot.reads);
    m_keys->setVisible(!m_unfolded && !m_foot.keys.empty());
    m_startedText->setVisible(m_unfolded && !m_startedText->text().isEmpty());
    m_copy->setVisible(m_unfolded && !m_command.isEmpty());
}

void ActivityPanel::showCommand(const QString &command, const QString &started)
{
    m_command = command;
    m_copy->setToolTip(command);
    m_startedText->setText(started);
    showFoot();
}

void ActivityPanel::copyCommand()
{
    QGuiApplication::clipboard()->setText(m_command);
}

void ActivityPanel::showKeys()
{
    while (QLayoutItem *item = m_keys->layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto &[key, what] : m_foot.keys) {
        m_keys->layout()->addWidget(keyLabel(key, m_theme, m_keys));
        QLabel *word = secondaryLabel(what, m_keys);
        word->setContentsMargins(0, 0, 8, 0);
        m_keys->layout()->addWidget(word);
    }
    m_keys->setVisible(!m_unfolded && !m_foot.keys.empty());
}

void ActivityPanel::startOperation(
    const model::ProjectSession::Running &running, const migrations::ProjectState &state)
{
    m_running = running;
    m_environment = model::environmentWord(state);
    m_seconds.start();
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
        m_turn.start();
    m_tabs->setCurrentIndex(0);
    m_operations->setCurrentIndex(m_operations->model()->index(0, JournalModel::OperationColumn));
    m_shortLog->setLog({}, 0);
    m_log->setLog({}, 0);
    m_progress->start(running, state.graph, model::operationText(running, m_environment));
    showCommand(model::commandText(running, state),
        tr("started %1").arg(running.started.toString(u"HH:mm:ss"_s)));
    showOperation(running);
}

void ActivityPanel::showOperation(const model::ProjectSession::Running &running)
{
    m_running = running;
    m_progress->show(running);
    m_operations->setRunningText(m_environment + ", "_L1 + m_progress->runningText());
    m_blocker->show(running);
    m_locks->show(running);
    showSeconds();
    m_shortLog->setLog(running.log, running.logged);
    m_log->setLog(running.log, running.logged);
}

void ActivityPanel::endOperation()
{
    m_turn.stop();
    m_seconds.stop();
    m_running.reset();
    m_blocker->hideBlocker();
    m_locks->hideLocks();
    m_stall->hideStall();
    m_lastLog = m_shortLog->lines();
    m_lastLogId = -1;
}

void ActivityPanel::showSeconds()
{
    if (m_running)
        m_stall->show(*m_running, QDateTime::currentDateTime());
}

void ActivityPanel::turn()
{
    if (!m_unfolded || !m_running)
        return;
    const qint64 since = m_running->started.msecsTo(QDateTime::currentDateTime());
    const int degrees = int(since % turnMs * 360 / turnMs);
    m_operations->turn(degrees);
    m_progress->turn(degrees);
}

void ActivityPanel::showEntry(
    const migrations::JournalEntry &entry, const migrations::RevisionGraph &graph)
{
    if (m_running)
        return;
    m_progress->show(entry, graph);
    m_blocker->hideBlocker();
    const QString started = momentText(entry.started);
    showCommand(model::commandText(entry),
        entry.operatingUser.isEmpty() ? tr("started %1").arg(started)
                                      : tr("started %1 by %2").arg(started, entry.operatingUser));
    if (!m_lastLog.isEmpty() && m_lastLogId < 0)
        m_lastLogId = entry.id;
    // Only what was seen running has times; the journal keeps how long each statement took.
    const QStringList lines =
        !m_lastLog.isEmpty() && entry.id == m_lastLogId ? m_lastLog : logOf(entry);
    m_shortLog->setLog({}, 0);
    m_shortLog->setLog(lines, lines.size());
}

void ActivityPanel::showNewest()
{
    if (m_running)
        return;
    const QModelIndex newest = m_operations->model()->index(0, JournalModel::OperationColumn);
    m_operations->setCurrentIndex(newest);
    if (newest.isValid())
        return;
    m_progress->showNothing();
    showCommand({}, {});
    m_lastLog.clear();
    m_shortLog->setLog({}, 0);
    m_log->setLog({}, 0);
}

void ActivityPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(m_head->geometry(), m_theme.tokens().window);
    painter.fillRect(QRect(0, 0, width(), 1), m_theme.tokens().line);
    if (m_unfolded)
        painter.fillRect(QRect(0, m_head->height() - 1, width(), 1), m_theme.tokens().line);
}

} // namespace widgets
