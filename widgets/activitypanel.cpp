// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/activitypanel.h"

#include "widgets/blockercard.h"
#include "widgets/elidedlabel.h"
#include "widgets/logview.h"
#include "widgets/operationlist.h"
#include "widgets/richtext.h"
#include "widgets/stepprogress.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStackedWidget>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using model::JournalModel;

namespace {

constexpr int frameMs = 40;
constexpr int turnMs = 1'000;

// Cells stand under their heads, which have a padding of 8.
class PastDelegate : public QStyledItemDelegate
{
public:
    PastDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyleOptionViewItem inner(option);
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, m_theme.tokens().select);
        inner.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver);
        inner.rect.adjust(4, 0, -4, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    const Theme &m_theme;
};

QStringList logOf(const migrations::JournalEntry &entry)
{
    QStringList lines;
    for (const migrations::JournalStatement &statement : entry.statements)
        lines.append(u"%1  %2"_s.arg(
            durationText(statement.elapsedMs).rightJustified(9), statement.text.simplified()));
    if (!entry.error.isEmpty())
        lines += entry.error.split(u'\n');
    return lines;
}

QString titleOf(const model::ProjectSession::Running &running, const QString &environment)
{
    const QString target = running.request.targets.join(u' ');
    switch (running.request.kind) {
    case migrations::OperationKind::Upgrade:
        return ActivityPanel::tr("Upgrade %1 to %2").arg(environment, target);
    case migrations::OperationKind::Downgrade:
        return ActivityPanel::tr("Roll back %1 to %2").arg(environment, target);
    case migrations::OperationKind::Stamp:
        break;
    }
    return ActivityPanel::tr("Stamp %1: %2").arg(environment, target);
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
    m_blocker = new BlockerCard(m_theme, page);
    m_shortLog = new LogView(m_theme, LogView::Lines::Elided, page);
    m_shortLog->setObjectName("shortLog"_L1);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(12, 12, 14, 10);
    right->setSpacing(10);
    right->addWidget(m_blocker);
    right->addWidget(m_shortLog, 1);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_operations);
    row->addWidget(m_progress, 3);
    row->addLayout(right, 2);
    connect(m_progress, &StepProgress::cancelRequested, this, &ActivityPanel::cancelRequested);
    connect(m_operations, &OperationList::operationChosen, this, [this](qint64 id, bool running) {
        if (!running)
            Q_EMIT entryRequested(id);
    });
    return page;
}

void ActivityPanel::buildPast(JournalModel &journal)
{
    m_past = new QTableView(this);
    m_past->setObjectName("pastOperations"_L1);
    m_past->setAccessibleName(tr("Past operations"));
    m_past->setModel(&journal);
    m_past->setItemDelegate(new PastDelegate(m_theme, m_past));
    m_past->setFrameShape(QFrame::NoFrame);
    m_past->setShowGrid(false);
    m_past->verticalHeader()->hide();
    m_past->verticalHeader()->setDefaultSectionSize(std::max(28, fontMetrics().height() + 10));
    m_past->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_past->setSelectionMode(QAbstractItemView::SingleSelection);
    m_past->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_past->setTabKeyNavigation(false);
    m_past->setWordWrap(false);
    QHeaderView *header = m_past->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(JournalModel::OutcomeColumn, QHeaderView::Stretch);
    header->resizeSection(JournalModel::OperationColumn, 220);
    header->resizeSection(JournalModel::StartedColumn, 160);
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

void ActivityPanel::showFoot()
{
    m_footIcon->setVisible(!m_unfolded && m_foot.meaning && !m_foot.sentence.isEmpty());
    m_footSentence->setText(m_unfolded ? QString() : m_foot.sentence);
    m_footServer->setText(m_foot.server);
    m_footServer->setVisible(!m_foot.server.isEmpty());
    m_footFacts->setText(m_foot.facts);
    m_lock->setVisible(m_foot.reads);
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
    m_keys->setVisible(!m_foot.keys.empty());
}

void ActivityPanel::startOperation(const model::ProjectSession::Running &running,
    const migrations::RevisionGraph &graph, const QString &environment)
{
    m_running = running;
    m_environment = environment;
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
        m_turn.start();
    m_tabs->setCurrentIndex(0);
    m_operations->setCurrentIndex(m_operations->model()->index(0, JournalModel::OperationColumn));
    m_shortLog->setLog({}, 0);
    m_log->setLog({}, 0);
    m_progress->start(running, graph, titleOf(running, environment));
    showOperation(running);
}

void ActivityPanel::showOperation(const model::ProjectSession::Running &running)
{
    m_progress->show(running);
    m_operations->setRunningText(m_environment + ", "_L1 + m_progress->runningText());
    m_blocker->setBlockers(running.blockers, running.waitedMs);
    m_shortLog->setLog(running.log, running.logged);
    m_log->setLog(running.log, running.logged);
}

void ActivityPanel::endOperation()
{
    m_turn.stop();
    m_running.reset();
    m_blocker->setBlockers({}, 0);
    m_lastLog = m_shortLog->lines();
    m_lastLogId = -1;
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
    m_blocker->setBlockers({}, 0);
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
