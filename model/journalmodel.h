// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

#include <QAbstractTableModel>

namespace model {

// The operations run from here, newest first; the one that runs now, if any, on top of them.
class JournalModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        OperationColumn,
        OutcomeColumn,
        EnvironmentColumn,
        StartedColumn,
        DurationColumn,
        UserColumn,
        ColumnCount
    };
    enum Role {
        IdRole = Qt::UserRole + 1, // qint64; -1: the one that runs
        OutcomeRole, // Outcome's name; "": it runs or never ended
        RunningRole, // bool
        EntryRole, // migrations::JournalEntry, without statements
    };

    explicit JournalModel(QObject *parent = nullptr);
    void setEntries(const std::vector<migrations::JournalEntry> &entries);
    // The operation of the environment that runs now; nullopt: none.
    void setRunning(
        const std::optional<ProjectSession::Running> &running, const QString &environment);
    // Nothing but seconds went by.
    void tick();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    migrations::JournalEntry entryAt(int row) const;
    QString text(const migrations::JournalEntry &entry, int column) const;

    std::vector<migrations::JournalEntry> m_entries;
    std::optional<migrations::JournalEntry> m_running;
};

// "Upgrade to head", "Roll back to base", "Stamp ae10": what an operation does, in a few words.
QString operationTitle(const QString &kind, const QString &target);
// "done", "rolled back" …: an outcome for people.
QString outcomeWord(const QString &outcome);

} // namespace model

Q_DECLARE_METATYPE(migrations::JournalEntry)
