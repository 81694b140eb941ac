// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sessionlist.h"

#include "widgets/sessionitems.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::DatabaseSession;

namespace {

constexpr int mostRowsSeen = 8; // then it scrolls
constexpr int gap = 6; // above and below a row's two lines
constexpr int side = 4;

class SessionDelegate : public QStyledItemDelegate
{
public:
    SessionDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const QFontMetrics first(m_theme.type().body);
        const QFontMetrics second(m_theme.type().small);
        const int width = std::max(first.horizontalAdvance(index.data().toString()),
            second.horizontalAdvance(index.data(SessionItems::SecondLineRole).toString()));
        return {width + 4 * side + 8, first.height() + second.height() + 2 * gap};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        painter->save();
        paintSelection(*painter, option, index);
        const Tokens &tokens = m_theme.tokens();
        const QRect inner = option.rect.adjusted(side, gap, -side - 8, -gap);
        const int half = QFontMetrics(m_theme.type().body).height();
        const QString second = index.data(SessionItems::SecondLineRole).toString();
        paintLine(*painter, QRect(inner.topLeft(), QSize(inner.width(), half)), tokens.text,
            m_theme.type().body, index.data().toString());
        paintLine(
            *painter, inner.adjusted(0, half, 0, 0), tokens.text2, m_theme.type().small, second);
        painter->restore();
    }

private:
    void paintSelection(
        QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
    {
        const bool focused = option.widget && option.widget->hasFocus();
        if (!focused || !option.state.testFlag(QStyle::State_Selected))
            return;
        painter.fillRect(option.rect, m_theme.tokens().select);
        if (index.column() == 0)
            painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())),
                m_theme.tokens().focus);
    }

    static void paintLine(QPainter &painter, const QRect &rect, const QColor &colour,
        const QFont &font, const QString &text)
    {
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
            QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
    }

    const Theme &m_theme;
};

} // namespace

SessionList::SessionList(const Theme &theme, QWidget *parent)
    : TitledCard(theme, tr("Sessions"), parent)
    , m_items(new SessionItems(this))
{
    setObjectName("databaseSessions"_L1);
    buildTable();
    auto *column = new QVBoxLayout;
    column->setContentsMargins(10, 2, 6, 6);
    column->addWidget(m_table);
    body()->addLayout(column);
}

void SessionList::buildTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName("sessionTable"_L1);
    m_table->setAccessibleName(tr("Sessions, the oldest first"));
    m_table->setModel(m_items);
    m_table->setItemDelegate(new SessionDelegate(theme(), m_table));
    m_table->setFont(theme().type().small);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->viewport()->setAutoFillBackground(false); // the card shows through
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    QHeaderView *header = m_table->horizontalHeader();
    header->setObjectName("goesHeader"_L1);
    header->setFont(theme().type().small);
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    for (const int column : {SessionItems::SessionColumn, SessionItems::HoldsColumn})
        header->setSectionResizeMode(column, QHeaderView::Stretch);
}

void SessionList::setSessions(const std::vector<DatabaseSession> &sessions)
{
    m_items->setSessions(sessions);
    if (sessions.empty()) {
        setSummary({});
        return showEmpty(tr("No other session is connected."));
    }
    setSummary(
        sessions.size() == 1 ? tr("1 besides ours") : tr("%1 besides ours").arg(sessions.size()));
    fitHeight();
    showContent();
}

void SessionList::fitHeight()
{
    const int row = QFontMetrics(theme().type().body).height()
        + QFontMetrics(theme().type().small).height() + 2 * gap;
    m_table->verticalHeader()->setDefaultSectionSize(row);
    const int rows = std::min(m_items->rowCount(), mostRowsSeen);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rows * row + 2);
}

} // namespace widgets
