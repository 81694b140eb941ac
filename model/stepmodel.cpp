// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/stepmodel.h"

namespace model {

using namespace Qt::StringLiterals;
using migrations::RevisionGraph;
using Standing = StepRow::Standing;

namespace {

StepRow rowOf(const migrations::Step &step, const RevisionGraph &graph)
{
    StepRow row;
    row.direction = step.direction;
    row.revision = step.revision;
    if (const migrations::Revision *revision = graph.find(step.revision))
        row.message = revision->message;
    else if (step.direction == migrations::Direction::Stamp)
        row.message = StepModel::tr("rows become: %1")
                          .arg(step.rowsAfter.isEmpty() ? StepModel::tr("none")
                                                        : step.rowsAfter.join(", "_L1));
    return row;
}

Standing standingOf(const migrations::JournalEntry &entry, const migrations::JournalStep &step)
{
    if (!entry.ended.isValid() || entry.outcome == "unknown"_L1)
        return Standing::Unknown;
    if (step.inDatabase)
        return Standing::Done;
    // The step that failed never finished, but it ran: the outcome names it.
    const bool ran =
        step.elapsedMs >= 0 || entry.sentence.contains(u'(' + step.step.revision + u')');
    return ran ? Standing::Undone : Standing::NotRun;
}

} // namespace

StepModel::StepModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void StepModel::setPlan(const migrations::Plan &plan, const RevisionGraph &graph)
{
    beginResetModel();
    m_rows.clear();
    m_finished = 0;
    m_current = -1;
    for (const migrations::Step &step : plan.steps)
        m_rows.push_back(rowOf(step, graph));
    endResetModel();
}

void StepModel::setRunning(const ProjectSession::Running &running)
{
    const int last = std::min(running.finishedSteps, rowCount());
    for (; m_finished < last; ++m_finished) {
        const auto elapsed = running.steps.at(std::size_t(m_finished)).elapsedMs;
        setRow(m_finished, Standing::Done, elapsed);
    }
    m_current = running.currentStep < rowCount() ? running.currentStep : -1;
    if (m_current >= 0)
        setRow(m_current, running.blockers.empty() ? Standing::Running : Standing::Waiting,
            running.blockers.empty() ? -1 : running.waitedMs);
}

void StepModel::setEntry(const migrations::JournalEntry &entry, const RevisionGraph &graph)
{
    beginResetModel();
    m_rows.clear();
    m_finished = 0;
    m_current = -1;
    for (const migrations::JournalStep &step : entry.steps) {
        m_rows.push_back(rowOf(step.step, graph));
        m_rows.back().standing = standingOf(entry, step);
        m_rows.back().elapsedMs = step.elapsedMs;
    }
    endResetModel();
}

void StepModel::setRow(int row, Standing standing, qint64 elapsedMs)
{
    StepRow &at = m_rows[std::size_t(row)];
    if (at.standing == standing && at.elapsedMs == elapsedMs)
        return;
    at.standing = standing;
    at.elapsedMs = elapsedMs;
    Q_EMIT dataChanged(index(row), index(row));
}

const std::vector<StepRow> &StepModel::rows() const
{
    return m_rows;
}

int StepModel::currentRow() const
{
    return m_current;
}

int StepModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant StepModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StepRow &row = m_rows[std::size_t(index.row())];
    if (role == Qt::DisplayRole)
        return row.message.isEmpty() ? row.revision : row.message;
    if (role == Qt::AccessibleTextRole)
        return tr("Step %1: %2 %3")
            .arg(QString::number(index.row() + 1), row.revision, row.message);
    if (role == StepRole)
        return QVariant::fromValue(row);
    return {};
}

} // namespace model
