// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisionrow.h"

#include "model/revisiontablemodel.h"

#include <QFileInfo>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using migrations::RevisionState;

namespace model {

namespace {

QString problemSentence(const migrations::Problem &problem)
{
    if (problem.file.isEmpty())
        return problem.message;
    const QString name = QFileInfo(problem.file).fileName();
    if (problem.line == 0)
        return RevisionTableModel::tr("%1: %2").arg(name, problem.message);
    return RevisionTableModel::tr("%1: line %2: %3")
        .arg(name, QString::number(problem.line), problem.message);
}

// The environment that nobody named is known by its tier.
Badge environmentBadge(const migrations::ProjectState &state)
{
    const migrations::Environment *environment = state.environment();
    Badge badge {Badge::Kind::Environment, state.environmentName};
    if (environment) {
        badge.tier = environment->tier;
        badge.text = environment->name;
    }
    if (badge.text.isEmpty() || badge.text == "default"_L1)
        badge.text = migrations::tierName(badge.tier);
    return badge;
}

RevisionRow ghostRow(const QString &id, const Badge &environment)
{
    RevisionRow row;
    row.key = row.id = id;
    row.state = RevisionState::Ghost;
    row.badges = {environment};
    // Beside the trunk: whatever it stood on is not known here.
    row.lanes.lane = 1;
    row.lanes.laneCount = 2;
    return row;
}

RevisionRow brokenRow(const migrations::Problem &problem)
{
    RevisionRow row;
    row.key = row.file = problem.file;
    row.problem = problemSentence(problem);
    row.broken = true;
    return row;
}

QVector<Badge> badgesOf(const migrations::Revision &revision, const migrations::ProjectState &state,
    const Badge &environment)
{
    QVector<Badge> badges;
    if (revision.isHead)
        badges << Badge {Badge::Kind::Head, RevisionTableModel::tr("head")};
    if (state.standing.current.contains(revision.id))
        badges << environment;
    for (const QString &label : revision.branchLabels)
        badges << Badge {Badge::Kind::BranchLabel, label};
    return badges;
}

RevisionRow revisionRow(const migrations::Revision &revision, const migrations::ProjectState &state,
    const Badge &environment)
{
    RevisionRow row;
    row.key = row.id = revision.id;
    row.message = revision.message;
    row.file = revision.file;
    row.created = revision.created;
    row.dependsOn = revision.dependsOn;
    row.state = state.standing.stateOf(revision.id);
    row.merge = revision.isMergePoint;
    row.base = revision.isBase;
    row.badges = badgesOf(revision, state, environment);
    return row;
}

// The first problem of each file; the rest is in the details.
QHash<QString, const migrations::Problem *> problemsByFile(const migrations::RevisionGraph &graph)
{
    QHash<QString, const migrations::Problem *> problems;
    for (const migrations::Problem &problem : graph.problems()) {
        if (!problem.file.isEmpty() && !problems.contains(problem.file))
            problems.insert(problem.file, &problem);
    }
    return problems;
}

// The line between what is in the database and what is not exists only where they are not mixed.
void markBoundary(std::vector<RevisionRow> &rows, std::size_t first)
{
    const auto begin = rows.begin() + std::ptrdiff_t(first);
    const auto applied = [](const RevisionRow &row) { return row.state == RevisionState::Applied; };
    const auto pending = [](const RevisionRow &row) { return row.state == RevisionState::Pending; };
    const auto highest = std::find_if(begin, rows.end(), applied);
    const bool clean = highest != begin && highest != rows.end()
        && std::all_of(begin, highest, pending) && std::all_of(highest, rows.end(), applied);
    if (clean)
        highest->boundary = true;
}

// As it is written in files and as it is read in the table.
QString searchDate(const QDate &date)
{
    static const QStringList months = [] {
        QStringList names;
        for (int month = 1; month <= 12; ++month)
            names << QLocale().monthName(month, QLocale::ShortFormat);
        return names;
    }();
    const QString year = QString::number(date.year());
    const QString day = QString::number(date.day());
    const QString month = QString::number(date.month()).rightJustified(2, u'0');
    return year + u'-' + month + u'-' + day.rightJustified(2, u'0') + u'\n' + day + u' '
        + months.at(date.month() - 1) + u' ' + year;
}

// Made for every row: no QFileInfo and no QLocale here.
QString searchTextOf(const RevisionRow &row)
{
    QString text = row.id + u'\n' + row.message + u'\n'
        + QStringView(row.file).mid(row.file.lastIndexOf(u'/') + 1) + u'\n' + row.problem;
    for (const Badge &badge : row.badges)
        text += u'\n' + badge.text;
    if (row.created.isValid())
        text += u'\n' + searchDate(row.created.date());
    return std::move(text).toLower();
}

// What is on disk, without its files that are broken: those are left in problems.
std::vector<RevisionRow> knownRows(const migrations::ProjectState &state, const Badge &environment,
    QHash<QString, const migrations::Problem *> &problems)
{
    const std::vector<migrations::Revision> &revisions = state.graph.revisions();
    std::vector<migrations::LaneRow> lanes = migrations::lanesOf(state.graph);
    std::vector<RevisionRow> known;
    known.reserve(revisions.size());
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        RevisionRow row = revisionRow(revisions[i], state, environment);
        row.lanes = std::move(lanes[i]);
        if (!problems.isEmpty()) {
            if (const migrations::Problem *problem = problems.take(row.file))
                row.problem = problemSentence(*problem);
        }
        known.push_back(std::move(row));
    }
    return known;
}

std::vector<RevisionRow> rowsOf(const migrations::ProjectState &state)
{
    QHash<QString, const migrations::Problem *> problems = problemsByFile(state.graph);
    const Badge environment = environmentBadge(state);
    std::vector<RevisionRow> known = knownRows(state, environment, problems);
    std::vector<RevisionRow> rows;
    rows.reserve(known.size() + std::size_t(problems.size() + state.standing.ghosts.size()));
    QStringList ghosts = state.standing.ghosts;
    ghosts.removeDuplicates();
    for (const QString &ghost : ghosts)
        rows.push_back(ghostRow(ghost, environment));
    QStringList broken = problems.keys();
    broken.sort();
    for (const QString &file : broken)
        rows.push_back(brokenRow(*problems.value(file)));
    const std::size_t first = rows.size();
    std::move(known.begin(), known.end(), std::back_inserter(rows));
    markBoundary(rows, first);
    for (RevisionRow &row : rows)
        row.search = searchTextOf(row);
    return rows;
}

} // namespace

void RevisionRows::index()
{
    places.clear();
    places.reserve(qsizetype(rows.size()));
    laneCount = 1;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        places.insert(rows[row].key, int(row));
        laneCount = std::max(laneCount, rows[row].lanes.laneCount);
    }
}

SharedRevisionRows revisionRows(const migrations::ProjectState &state)
{
    auto made = std::make_shared<RevisionRows>();
    made->rows = rowsOf(state);
    made->index();
    return made;
}

} // namespace model
