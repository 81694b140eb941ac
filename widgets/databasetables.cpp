// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/databasetables.h"

#include "widgets/goeslist.h"
#include "widgets/richtext.h"
#include "widgets/smallbutton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::TableSize;

DatabaseTables::DatabaseTables(const Theme &theme, QWidget *parent)
    : TitledCard(theme, tr("Tables"), parent)
{
    setObjectName("databaseTables"_L1);
    m_list = new GoesList(theme, this);
    m_list->setObjectName("tableSizes"_L1);
    m_list->setAccessibleName(tr("Tables, largest first"));
    m_list->setTabKeyNavigation(false);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(10, 2, 14, 10);
    column->setSpacing(4);
    column->addWidget(m_list);
    column->addWidget(buildOthers());
    body()->addLayout(column);
}

QWidget *DatabaseTables::buildOthers()
{
    m_others = new QWidget(this);
    m_othersText = secondaryLabel({}, m_others);
    m_othersText->setObjectName("smallerTables"_L1);
    m_othersText->setFont(theme().type().small);
    m_showAll = smallButton(m_others, u"showAllTables"_s, {});
    auto *row = new QHBoxLayout(m_others);
    row->setContentsMargins(4, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(m_othersText);
    row->addWidget(m_showAll);
    row->addStretch(1);
    connect(m_showAll, &QPushButton::clicked, this, [this] {
        m_list->showAll();
        m_list->setFocus();
        showOthers();
    });
    return m_others;
}

void DatabaseTables::setTables(const std::vector<TableSize> &tables, qint64 count)
{
    if (tables.empty())
        return showEmpty(tr("It has no tables."));
    showContent();
    setSummary(count == 1 ? tr("1 table; its rows are an estimate")
                          : tr("%1 tables; their rows are estimates").arg(countText(count)));
    if (tables == m_tables && count == m_count)
        return; // those that were unfolded stay so
    m_tables = tables;
    m_count = count;
    std::vector<GoingItem> items;
    for (const TableSize &table : tables)
        items.push_back({table.name, table.rows, table.bytes});
    m_list->setItems(items);
    showOthers();
}

// Only the largest are read: beyond them there is nothing to unfold.
void DatabaseTables::showOthers()
{
    const qint64 unseen = m_count - qint64(m_tables.size());
    const qint64 smaller = m_list->hiddenItems() + std::max<qint64>(0, unseen);
    m_othersText->setText(smaller == 1 ? tr("and 1 smaller table")
                                       : tr("and %1 smaller tables").arg(countText(smaller)));
    m_showAll->setText(unseen > 0 ? tr("Show %1").arg(m_tables.size()) : tr("Show all"));
    m_showAll->setVisible(m_list->hiddenItems() > 0);
    m_others->setVisible(smaller > 0);
}

} // namespace widgets
