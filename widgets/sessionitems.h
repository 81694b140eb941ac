// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/sessions.h"

#include <QAbstractTableModel>

namespace widgets {

// The sessions of a database, each cell in one line or two.
class SessionItems : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { SessionColumn, StateColumn, TransactionColumn, HoldsColumn, EndColumn, Count };
    enum Role { SecondLineRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setSessions(const std::vector<migrations::DatabaseSession> &sessions);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<migrations::DatabaseSession> m_sessions;
};

} // namespace widgets
