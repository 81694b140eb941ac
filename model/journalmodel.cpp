// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/journalmodel.h"

#include "model/running.h"
#include "model/words.h"

#include <QLocale>

namespace model {

using namespace Qt::StringLiterals;
using migrations::JournalEntry;

JournalModel::JournalModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void JournalModel::setEntries(const std::vector<JournalEntry> &entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

void JournalModel::setRunning(
    const std::optional<ProjectSession::Running> &running, const QString &environment)
{
    if (running && m_running)
        return tick();
    if (!running && !m_running)
        return;
    beginResetModel();
    m_running.reset();
    if (running) {
        m_running.emplace();
        m_running->kind = runningKind(*running);
        m_running->target =
            running->lifecycle ? running->target : running->request.targets.join(u' ');
        m_running->environment = environment;
        m_running->started = running->started;
        m_running->processId = -1;
    }
    endResetModel();
}

void JournalModel::tick()
{
    if (m_running)
        Q_EMIT dataChanged(index(0, 0), index(0, ColumnCount - 1));
}

JournalEntry JournalModel::entryAt(int row) const
{
    if (m_running)
        return row == 0 ? *m_running : m_entries.at(std::size_t(row - 1));
    return m_entries.at(std::size_t(row));
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size()) + (m_running ? 1 : 0);
}

int JournalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString JournalModel::text(const JournalEntry &entry, int column) const
{
    const bool runs = entry.processId == -1;
    switch (column) {
    case OperationColumn:
        return operationTitle(entry.kind, entry.target);
    case OutcomeColumn:
        if (!entry.sentence.isEmpty())
            return entry.sentence;
        return runs ? tr("running") : tr("never ended: refresh to see where the database stands");
    case EnvironmentColumn:
        return environmentWord(entry);
    case StartedColumn:
        return QLocale().toString(entry.started.toLocalTime(), u"d MMM yyyy HH:mm:ss"_s);
    case DurationColumn:
        if (entry.ended.isValid())
            return tr("%1 s").arg(double(entry.started.msecsTo(entry.ended)) / 1'000, 0, 'f', 2);
        return {};
    case UserColumn:
        return entry.operatingUser;
    default:
        return {};
    }
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JournalEntry entry = entryAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return entry.error.isEmpty() ? text(entry, index.column()) : entry.error;
    case Qt::TextAlignmentRole:
        return index.column() == DurationColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                : int(Qt::AlignLeft | Qt::AlignVCenter);
    case IdRole:
        return entry.id;
    case OutcomeRole:
        return entry.outcome;
    case RunningRole:
        return entry.processId == -1;
    case EntryRole:
        return QVariant::fromValue(entry);
    default:
        return {};
    }
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return section == DurationColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                         : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case OperationColumn:
        return tr("Operation");
    case OutcomeColumn:
        return tr("Outcome, read back");
    case EnvironmentColumn:
        return tr("Environment");
    case StartedColumn:
        return tr("Started");
    case DurationColumn:
        return tr("Took");
    case UserColumn:
        return tr("By");
    default:
        return {};
    }
}

QString operationTitle(const QString &kind, const QString &target)
{
    if (kind == "upgrade"_L1)
        return target == "+1"_L1 ? JournalModel::tr("Upgrade one step")
                                 : JournalModel::tr("Upgrade to %1").arg(target);
    if (kind == "downgrade"_L1)
        return target == "-1"_L1 ? JournalModel::tr("Roll back one step")
                                 : JournalModel::tr("Roll back to %1").arg(target);
    if (kind == "stamp"_L1)
        return JournalModel::tr("Stamp %1").arg(target);
    if (kind == "undo-stamp"_L1)
        return JournalModel::tr("Undo a stamp");
    if (kind == "backup"_L1)
        return JournalModel::tr("Backup");
    if (kind == "restore"_L1)
        return JournalModel::tr("Restore backup");
    if (kind == "reset"_L1)
        return JournalModel::tr("Reset schema");
    if (kind == "recreate"_L1)
        return JournalModel::tr("Recreate database");
    if (kind == "undo"_L1)
        return JournalModel::tr("Undo recreate");
    if (kind == "drop-kept"_L1)
        return JournalModel::tr("Drop the kept database");
    if (kind == "reapply"_L1)
        return JournalModel::tr("Rolling back and applying again");
    if (kind == "commit"_L1)
        return JournalModel::tr("Git");
    if (kind == "repair"_L1)
        return JournalModel::tr("Repair");
    if (kind == "new"_L1)
        return JournalModel::tr("New revision “%1”").arg(target);
    if (kind == "merge"_L1)
        return JournalModel::tr("Merge %1").arg(target);
    if (kind == "rebase"_L1)
        return JournalModel::tr("Rebase %1").arg(target);
    if (kind == "uncommit"_L1)
        return JournalModel::tr("Remove the revision %1").arg(target);
    if (kind == "undo-files"_L1)
        return JournalModel::tr("Undo a change of files");
    return target.isEmpty() ? kind : kind + u' ' + target; // of a newer Spiritsafe
}

QString outcomeWord(const QString &outcome)
{
    switch (migrations::outcomeFromName(outcome).value_or(migrations::Outcome::Unknown)) {
    case migrations::Outcome::Done:
        return JournalModel::tr("done");
    case migrations::Outcome::NothingToDo:
        return JournalModel::tr("nothing to do");
    case migrations::Outcome::RolledBack:
        return JournalModel::tr("rolled back");
    case migrations::Outcome::Partly:
        return JournalModel::tr("partly in");
    case migrations::Outcome::Refused:
        return JournalModel::tr("refused");
    case migrations::Outcome::Unknown:
        break;
    }
    return JournalModel::tr("unknown");
}

} // namespace model
