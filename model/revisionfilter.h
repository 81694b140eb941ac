// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

#include <array>

namespace model {

class RevisionTableModel;

// The rows that match the words typed and the chosen group. Every word must be in id, message,
// label, file name or date; one keystroke at 10,000 rows stays under a frame.
class RevisionFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Group { All, Pending, Problems };
    explicit RevisionFilter(QObject *parent = nullptr);
    void setText(const QString &text);
    void setGroup(Group group);
    QString text() const;
    Group group() const;
    int countOf(Group group) const; // of all rows, not of those that match the text

    void setSourceModel(QAbstractItemModel *source) override; // a RevisionTableModel

Q_SIGNALS:
    void countsChanged();
    void filterChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    void forgetCounts();

    QString m_text;
    QStringList m_words;
    Group m_group = Group::All;
    const RevisionTableModel *m_revisions = nullptr;
    mutable std::array<int, 3> m_counts {-1, -1, -1};
};

} // namespace model
