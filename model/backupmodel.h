// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backupstore.h"

#include <QAbstractTableModel>

namespace model {

// The backups of one database, newest first.
class BackupModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { MadeColumn, RevisionColumn, ProofColumn, SizeColumn, ReasonColumn, ColumnCount };
    enum Role { ProofRole = Qt::UserRole + 1, OursRole }; // int of migrations::Proof, bool

    explicit BackupModel(QObject *parent = nullptr);
    void setBackups(const std::vector<migrations::Backup> &backups);
    const std::vector<migrations::Backup> &backups() const { return m_backups; }
    // Ages are told from now.
    void setNow(const QDateTime &now);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const migrations::Backup &backup, int column) const;
    QString toolTip(const migrations::Backup &backup, int column) const;

    std::vector<migrations::Backup> m_backups;
    QDateTime m_now;
};

// "15 min ago", "3 h ago", "12 days ago".
QString ageText(const QDateTime &moment, const QDateTime &now);
// "9.4 MB"; empty when not known.
QString bytesText(qint64 bytes);

} // namespace model

Q_DECLARE_METATYPE(migrations::Backup)
