// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/backupmodel.h"

#include <QLocale>

namespace model {

using namespace Qt::StringLiterals;
using migrations::Backup;

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

} // namespace

QString ageText(const QDateTime &moment, const QDateTime &now)
{
    const qint64 seconds = moment.secsTo(now);
    if (!moment.isValid())
        return {};
    if (seconds < minute)
        return BackupModel::tr("just now");
    if (seconds < hour)
        return BackupModel::tr("%1 min ago").arg(seconds / minute);
    if (seconds < 2 * day)
        return BackupModel::tr("%1 h ago").arg(seconds / hour);
    return BackupModel::tr("%1 days ago").arg(seconds / day);
}

QString bytesText(qint64 bytes)
{
    if (bytes < 0)
        return {};
    qint64 unit = 1;
    while (bytes / unit >= 1'000)
        unit *= 1'000; // as the estimate counts, and disks do
    const bool decimals = unit > 1 && bytes < 10 * unit;
    return QLocale().formattedDataSize(bytes, decimals ? 1 : 0, QLocale::DataSizeSIFormat);
}

BackupModel::BackupModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_now(QDateTime::currentDateTime())
{
}

void BackupModel::setBackups(const std::vector<Backup> &backups)
{
    beginResetModel();
    m_backups = backups;
    endResetModel();
}

void BackupModel::setNow(const QDateTime &now)
{
    m_now = now;
    if (!m_backups.empty())
        Q_EMIT dataChanged(
            index(0, MadeColumn), index(int(m_backups.size()) - 1, MadeColumn), {Qt::DisplayRole});
}

int BackupModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_backups.size());
}

int BackupModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString BackupModel::text(const Backup &backup, int column) const
{
    switch (column) {
    case MadeColumn:
        return tr("%1  %2").arg(
            QLocale().toString(backup.ended.toLocalTime(), u"d MMM yyyy HH:mm"_s),
            ageText(backup.ended, m_now));
    case RevisionColumn:
        return !backup.hasManifest       ? tr("not known")
            : backup.revisions.isEmpty() ? tr("base")
                                         : backup.revisions.join(", "_L1);
    case ProofColumn:
        return backup.hasManifest ? migrations::proofName(backup.proof) : tr("not proven");
    case SizeColumn:
        return bytesText(backup.bytes);
    case ReasonColumn:
        return backup.hasManifest ? backup.reason : tr("not made by Spiritsafe");
    default:
        return {};
    }
}

QString BackupModel::toolTip(const Backup &backup, int column) const
{
    if (column == ProofColumn && backup.provedAt.isValid())
        return tr("Proven %1")
            .arg(QLocale().toString(backup.provedAt.toLocalTime(), u"d MMM yyyy HH:mm"_s));
    return backup.path;
}

QVariant BackupModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Backup &backup = m_backups.at(std::size_t(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        return text(backup, index.column());
    case Qt::ToolTipRole:
        return toolTip(backup, index.column());
    case Qt::TextAlignmentRole:
        return int(
            (index.column() == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ProofRole:
        return int(backup.proof);
    case OursRole:
        return backup.hasManifest;
    default:
        return {};
    }
}

QVariant BackupModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case MadeColumn:
        return tr("Made");
    case RevisionColumn:
        return tr("Revision");
    case ProofColumn:
        return tr("Proof");
    case SizeColumn:
        return tr("Size");
    case ReasonColumn:
        return tr("Why");
    default:
        return {};
    }
}

} // namespace model
