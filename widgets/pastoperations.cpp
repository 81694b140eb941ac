// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pastoperations.h"

#include "widgets/icons.h"
#include "widgets/operationlist.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace widgets {

using namespace Qt::StringLiterals;
using model::JournalModel;

namespace {

constexpr int signWidth = 24;

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
        const Tokens &tokens = m_theme.tokens();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, tokens.select);
        inner.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver);
        inner.rect.adjust(4, 0, -4, 0);
        if (index.column() == JournalModel::OperationColumn) {
            const QRectF sign(option.rect.left() + 8, option.rect.center().y() - 7, 16, 16);
            const auto entry =
                index.data(JournalModel::EntryRole).value<migrations::JournalEntry>();
            paintIcon(*painter, sign, operationIcon(entry.kind), tokens.text2);
            inner.rect.adjust(signWidth, 0, 0, 0);
        }
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    const Theme &m_theme;
};

} // namespace

PastOperations::PastOperations(const Theme &theme, JournalModel &journal, QWidget *parent)
    : QTableView(parent)
{
    setObjectName("pastOperations"_L1);
    setAccessibleName(tr("Past operations"));
    setModel(&journal);
    setItemDelegate(new PastDelegate(theme, this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(std::max(28, fontMetrics().height() + 10));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(JournalModel::OutcomeColumn, QHeaderView::Stretch);
    header->resizeSection(JournalModel::OperationColumn, 240);
    header->resizeSection(JournalModel::StartedColumn, 160);
}

} // namespace widgets
