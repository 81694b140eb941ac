// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/projectsession.h"

#include <QAbstractListModel>

namespace model {

// A step of an operation as a list shows it.
struct StepRow
{
    enum class Standing { ToDo, Running, Waiting, Done, Undone, NotRun, Unknown };
    migrations::Direction direction = migrations::Direction::Up;
    QString revision;
    QString message;
    Standing standing = Standing::ToDo;
    qint64 elapsedMs = -1;

    bool operator==(const StepRow &) const = default;
};

// The steps of a plan, of an operation that runs or of one that has ended.
class StepModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        StepRole = Qt::UserRole + 1, // StepRow
    };

    explicit StepModel(QObject *parent = nullptr);
    void setPlan(const migrations::Plan &plan, const migrations::RevisionGraph &graph);
    // Only what has changed since the last call is told to views: it is called for each event.
    void setRunning(const ProjectSession::Running &running);
    void setEntry(const migrations::JournalEntry &entry, const migrations::RevisionGraph &graph);
    const std::vector<StepRow> &rows() const;
    int currentRow() const; // the one that runs; -1

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void setRow(int row, StepRow::Standing standing, qint64 elapsedMs);

    std::vector<StepRow> m_rows;
    int m_finished = 0;
    int m_current = -1;
};

} // namespace model

Q_DECLARE_METATYPE(model::StepRow)
