// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/databasepage.h"

#include "model/backupmodel.h"
#include "widgets/banner.h"
#include "widgets/databasefacts.h"
#include "widgets/databasefaults.h"
#include "widgets/databasetables.h"
#include "widgets/icons.h"
#include "widgets/keptlist.h"
#include "widgets/readingorder.h"
#include "widgets/richtext.h"
#include "widgets/sessionlist.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::Dialect;

namespace {

constexpr int widest = 1'080; // of the cards
constexpr int sideMargin = 18;

} // namespace

DatabasePage::DatabasePage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName("database"_L1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->addWidget(buildHead(), 1);
    head->addStretch(0);
    column->addLayout(head);
    column->addWidget(buildScroll(), 1);
    connectCards();
    connect(&theme, &Theme::changed, this, &DatabasePage::restyle);
    restyle();
}

QWidget *DatabasePage::buildHead()
{
    auto *head = new QWidget(this);
    head->setMaximumWidth(widest + 2 * sideMargin);
    m_back = new QToolButton(head);
    m_back->setObjectName("databaseBack"_L1);
    m_back->setAutoRaise(true);
    m_back->setToolTip(tr("Back (Esc)"));
    m_back->setAccessibleName(tr("Back"));
    auto *title = new QLabel(tr("Database"), head);
    title->setFont(m_theme.type().title);
    m_sentence = secondaryLabel({}, head);
    m_sentence->setObjectName("databaseSentence"_L1);
    m_sentence->setWordWrap(true);
    m_refresh = new QPushButton(tr("Refresh"), head);
    m_refresh->setObjectName("databaseRefresh"_L1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(m_sentence);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(12, 10, sideMargin, 12);
    row->setSpacing(8);
    row->addWidget(m_back);
    row->addSpacing(4);
    row->addLayout(texts, 1);
    row->addWidget(m_refresh, 0, Qt::AlignVCenter);
    connect(m_back, &QToolButton::clicked, this, &DatabasePage::backRequested);
    connect(m_refresh, &QPushButton::clicked, this, &DatabasePage::refreshRequested);
    return head;
}

QWidget *DatabasePage::buildScroll()
{
    auto *ground = new QWidget;
    auto *row = new QHBoxLayout(ground);
    row->setContentsMargins(sideMargin, 4, sideMargin, sideMargin);
    row->addWidget(buildCards(), 1);
    row->addStretch(0);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName("databaseScroll"_L1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(ground);
    ground->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    return m_scroll;
}

QWidget *DatabasePage::buildCards()
{
    auto *cards = new QWidget;
    cards->setMaximumWidth(widest);
    m_error = new Banner(m_theme, cards);
    m_error->setObjectName("databaseError"_L1);
    m_error->setInline(true);
    m_faults = new DatabaseFaults(m_theme, cards);
    m_facts = new DatabaseFacts(m_theme, cards);
    m_tables = new DatabaseTables(m_theme, cards);
    m_sessions = new SessionList(m_theme, cards);
    m_kept = new KeptList(m_theme, cards);
    m_notes = secondaryLabel({}, cards);
    m_notes->setObjectName("databaseNotes"_L1);
    m_notes->setFont(m_theme.type().small);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *column = new QVBoxLayout(cards);
    column->setContentsMargins({});
    column->setSpacing(12);
    for (QWidget *part : {static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_faults),
             static_cast<QWidget *>(m_facts), static_cast<QWidget *>(m_tables),
             static_cast<QWidget *>(m_sessions), static_cast<QWidget *>(m_kept),
             static_cast<QWidget *>(m_notes)})
        column->addWidget(part);
    column->addStretch(1);
    return cards;
}

void DatabasePage::connectCards()
{
    connect(m_error, &Banner::buttonClicked, this, &DatabasePage::refreshRequested);
    connect(m_faults, &DatabaseFaults::finishRequested, this, &DatabasePage::finishRequested);
    connect(m_faults, &DatabaseFaults::undoRequested, this, &DatabasePage::undoRequested);
    connect(m_faults, &DatabaseFaults::repairRequested, this, &DatabasePage::repairRequested);
    connect(m_facts, &DatabaseFacts::protectRequested, this, &DatabasePage::protectRequested);
    connect(m_facts, &DatabaseFacts::unlockRequested, this, &DatabasePage::unlockRequested);
    connect(m_facts, &DatabaseFacts::backupsRequested, this, &DatabasePage::backupsRequested);
    connect(m_kept, &KeptList::putBackRequested, this, &DatabasePage::putBackRequested);
    connect(m_kept, &KeptList::dropRequested, this, &DatabasePage::dropKeptRequested);
}

void DatabasePage::setContent(const Content &content)
{
    m_content = content;
    showError();
    showCards();
    showWhyNot();
    showSentence();
    m_notes->setText(content.info.notes.join(u'\n'));
    m_notes->setVisible(!content.info.notes.isEmpty());
    setReadingOrder(this);
}

void DatabasePage::tick()
{
    showSentence();
    m_facts->tick();
    m_kept->tick();
}

bool DatabasePage::isSqlite() const
{
    const migrations::Environment *environment = m_content.state.environment();
    return environment && environment->url && environment->url->dialect == Dialect::Sqlite;
}

void DatabasePage::showError()
{
    const auto &error = m_content.state.databaseError;
    if (!error)
        return m_error->clear();
    m_error->setContent({.kind = Banner::Kind::Danger,
        .sentence = tr("The database could not be read"),
        .detail = error->message,
        .verbatim = error->detail,
        .buttons = {{u"databaseRetry"_s, tr("Try again")}}});
}

// What was read before stays on screen while it is read again.
void DatabasePage::showCards()
{
    const migrations::DatabaseInfo &info = m_content.info;
    const bool sqlite = isSqlite();
    m_tables->setVisible(!sqlite);
    m_sessions->setVisible(!sqlite);
    m_faults->setFaults(info.interrupted, info.anomalies);
    if (!m_content.readAt.isValid()) {
        for (TitledCard *card :
            {static_cast<TitledCard *>(m_facts), static_cast<TitledCard *>(m_tables),
                static_cast<TitledCard *>(m_sessions), static_cast<TitledCard *>(m_kept)})
            card->showReading();
        return;
    }
    const migrations::Environment *environment = m_content.state.environment();
    m_facts->showContent();
    m_facts->setFacts({info.bytes, environment ? environment->tier : migrations::Tier::Production,
        info.protection, info.backups});
    m_kept->setKept(info.kept);
    if (!sqlite && !m_content.state.database && info.bytes < 0) {
        m_tables->showEmpty(tr("Not known: the database could not be read."));
        m_sessions->showEmpty(tr("Not known: the database could not be read."));
        return;
    }
    m_tables->setTables(info.tables, info.tableCount);
    m_sessions->setSessions(info.sessions);
}

void DatabasePage::showWhyNot()
{
    m_faults->setWhyNot(m_content.whyNot);
    m_kept->setWhyNot(m_content.whyNot);
    const bool unread = m_content.whyNot.isEmpty() && !m_content.state.database;
    m_facts->setWhyNot(unread ? tr("The database has not been read.") : m_content.whyNot);
    m_refresh->setEnabled(!m_content.loading);
    m_refresh->setToolTip(
        m_content.loading ? tr("The database is being read.") : tr("Read everything again"));
}

void DatabasePage::showSentence()
{
    QStringList parts {m_content.database};
    if (const auto &reading = m_content.state.database) {
        parts.append(
            (isSqlite() ? tr("SQLite %1") : tr("PostgreSQL %1")).arg(reading->serverVersion));
        if (!isSqlite() && !reading->host.isEmpty())
            parts.append(tr("at %1").arg(reading->host));
    }
    if (m_content.info.bytes >= 0)
        parts.append(model::bytesText(m_content.info.bytes));
    QStringList sentences {parts.join(", "_L1)};
    const migrations::Environment *environment = m_content.state.environment();
    if (environment && !environment->urlSource.isEmpty())
        sentences.append(tr("from %1").arg(environment->urlSource));
    if (m_content.loading)
        sentences.append(tr("being read"));
    else if (m_content.readAt.isValid())
        sentences.append(
            tr("read %1").arg(model::ageText(m_content.readAt, QDateTime::currentDateTime())));
    m_sentence->setText(sentences.join(u" · "_s));
}

void DatabasePage::restyle()
{
    m_back->setIcon(icon(Icon::GoPrevious, m_theme.tokens().text));
    update();
}

// What ends below the last button is reached by these keys.
void DatabasePage::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = m_scroll->verticalScrollBar();
    if (event->key() == Qt::Key_Escape)
        Q_EMIT backRequested();
    else if (event->key() == Qt::Key_PageDown)
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    else if (event->key() == Qt::Key_PageUp)
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    else
        QWidget::keyPressEvent(event);
}

void DatabasePage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.tokens().base);
}

} // namespace widgets
