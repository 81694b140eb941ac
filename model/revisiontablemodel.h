// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filefacts.h"
#include "model/revisionrow.h"

#include <QAbstractTableModel>

namespace model {

// The revisions of a ProjectState, newest first, ghosts on top of them, broken files where they
// are: one row each. Says what to show; the delegates say how. setState replaces the rows, keeping
// persistent indexes by revision id (the selection stays).
class RevisionTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        GraphColumn,
        StateColumn,
        RevisionColumn,
        MessageColumn,
        DateColumn,
        GitColumn,
        ColumnCount
    };
    enum Role {
        IdRole = Qt::UserRole + 1, // QString
        StateRole, // int(migrations::RevisionState)
        RunningRole, // bool: this revision's step is being run
        LaneRole, // migrations::LaneRow
        BadgesRole, // QVector<Badge>
        FileRole, // QString
        ProblemRole, // QString: a broken file's sentence with its line
        IsMergeRole,
        IsBaseRole,
        BoundaryRole, // bool: the line "all above is pending" is painted above this row
        SearchRole, // QString: lower-case text the filter looks in
        GitRole, // int(migrations::GitState); invalid: git does not see it
        DependsRole, // QVector<int>: source rows this one depends on
    };

    explicit RevisionTableModel(QObject *parent = nullptr);
    // rows: revisionRows(state), where another thread has made them already.
    void setState(const migrations::ProjectState &state, SharedRevisionRows rows = nullptr);
    void setFileFacts(const SharedFileFacts &facts);
    const FileFacts &fileFacts() const;
    void setRunningRevision(const QString &id); // empty: none
    void setReading(bool reading); // "reading" instead of "unknown"; setState derives it, too
    int rowOf(const QString &revisionId) const; // -1
    QString idAt(int row) const; // of a broken file: its path
    QString runningRevision() const;
    int laneCount() const; // the widest row's
    // What the filter asks of each row on each keystroke, without a QVariant in between.
    const QString &searchText(int row) const; // lower case
    const QString &gitText(int row) const; // who changed the file last, and its state; lower case
    migrations::RevisionState stateAt(int row) const;
    bool isProblem(int row) const; // a ghost, or something wrong with its file

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using Row = RevisionRow;
    struct Private;
    const Row &at(int row) const;
    void replaceRows(const SharedRevisionRows &fresh);
    bool rearrange(const RevisionRows &fresh);
    void removeVanished(RevisionRows &rows, const RevisionRows &fresh);
    void reorder(RevisionRows &rows, const RevisionRows &fresh);
    void insertNew(RevisionRows &rows, const RevisionRows &fresh);
    QVariant display(const Row &row, int column) const;
    QVariant roleOf(const Row &row, int role) const;
    QString accessibleText(const Row &row) const;
    QString toolTip(const Row &row, int column) const;
    QVector<Badge> badgesOf(const Row &row) const;
    QString stateWord(const Row &row) const;
    std::shared_ptr<Private> d;
};

} // namespace model

Q_DECLARE_METATYPE(migrations::LaneRow)
Q_DECLARE_METATYPE(model::Badge)
