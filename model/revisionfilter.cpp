// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisionfilter.h"

#include "model/revisiontablemodel.h"

#include <algorithm>

namespace model {

namespace {

bool belongs(const RevisionTableModel &revisions, int row, RevisionFilter::Group group)
{
    switch (group) {
    case RevisionFilter::Group::All:
        return true;
    case RevisionFilter::Group::Pending:
        return revisions.stateAt(row) == migrations::RevisionState::Pending;
    case RevisionFilter::Group::Problems:
        return revisions.isProblem(row);
    }
    return true;
}

} // namespace

RevisionFilter::RevisionFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
}

void RevisionFilter::setSourceModel(QAbstractItemModel *source)
{
    if (sourceModel())
        sourceModel()->disconnect(this);
    m_revisions = qobject_cast<RevisionTableModel *>(source);
    QSortFilterProxyModel::setSourceModel(source);
    if (source) {
        connect(source, &QAbstractItemModel::modelReset, this, &RevisionFilter::forgetCounts);
        connect(source, &QAbstractItemModel::rowsInserted, this, &RevisionFilter::forgetCounts);
        connect(source, &QAbstractItemModel::rowsRemoved, this, &RevisionFilter::forgetCounts);
        connect(source, &QAbstractItemModel::dataChanged, this, &RevisionFilter::forgetCounts);
    }
    forgetCounts();
}

// invalidate() replaces the whole mapping at once; invalidateFilter() would tell each run of rows
// that comes or goes, which costs far more than a frame at 10,000 rows.
void RevisionFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    const QStringList words = text.toLower().split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidate();
    Q_EMIT filterChanged();
}

void RevisionFilter::setGroup(Group group)
{
    if (group == m_group)
        return;
    m_group = group;
    invalidate();
    Q_EMIT filterChanged();
}

QString RevisionFilter::text() const
{
    return m_text;
}

RevisionFilter::Group RevisionFilter::group() const
{
    return m_group;
}

int RevisionFilter::countOf(Group group) const
{
    if (!m_revisions)
        return 0;
    int &count = m_counts.at(std::size_t(group));
    if (count < 0) {
        count = 0;
        for (int row = 0; row < m_revisions->rowCount(); ++row)
            count += belongs(*m_revisions, row, group) ? 1 : 0;
    }
    return count;
}

bool RevisionFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!m_revisions || parent.isValid() || !belongs(*m_revisions, row, m_group))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString &text = m_revisions->searchText(row);
    return std::all_of(m_words.cbegin(), m_words.cend(), [&](const QString &word) {
        return text.contains(word) || m_revisions->gitText(row).contains(word);
    });
}

void RevisionFilter::forgetCounts()
{
    m_counts.fill(-1);
    Q_EMIT countsChanged();
}

} // namespace model
