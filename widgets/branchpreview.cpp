// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/branchpreview.h"

#include <QCoreApplication>

#include <algorithm>

namespace widgets {

using namespace Qt::StringLiterals;
using migrations::BranchRevision;
using migrations::HeadBranch;
using migrations::RevisionState;
using Row = MiniGraph::Row;

namespace {

constexpr int shownAtMost = 4;

QString tr(const char *text)
{
    return QCoreApplication::translate("widgets::BranchPreview", text);
}

enum class Whose { Mine, Theirs };

void addBranch(std::vector<Row> &rows, const HeadBranch &branch, Whose whose)
{
    const int count = int(branch.revisions.size());
    const int shown = count > shownAtMost ? shownAtMost - 1 : count;
    for (int i = 0; i < shown; ++i) {
        const BranchRevision &revision = branch.revisions[std::size_t(i)];
        rows.push_back({.message = revision.message.isEmpty() ? revision.id : revision.message,
            .state = revision.state,
            .quiet = whose == Whose::Theirs});
    }
    if (shown < count)
        rows.push_back({.message = tr("… %1 more").arg(count - shown),
            .state = branch.revisions.back().state,
            .quiet = true});
}

void addShared(std::vector<Row> &rows, const migrations::TwoHeads &heads)
{
    for (const BranchRevision &revision : heads.shared)
        rows.push_back({.message = revision.message.isEmpty() ? revision.id : revision.message,
            .state = revision.state,
            .quiet = true});
}

void connectRows(std::vector<Row> &rows, const std::vector<std::vector<int>> &parents)
{
    const std::vector<migrations::LaneRow> lanes = migrations::lanesOf(parents);
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i].lanes = lanes[i];
}

// Each follows the next one.
std::vector<std::vector<int>> chain(std::size_t count)
{
    std::vector<std::vector<int>> parents(count);
    for (std::size_t i = 0; i + 1 < count; ++i)
        parents[i] = {int(i) + 1};
    return parents;
}

} // namespace

std::vector<Row> rebasedRows(const migrations::TwoHeads &heads)
{
    std::vector<Row> rows;
    addBranch(rows, heads.mine, Whose::Mine);
    addBranch(rows, heads.theirs, Whose::Theirs);
    addShared(rows, heads);
    connectRows(rows, chain(rows.size()));
    return rows;
}

std::vector<Row> mergedRows(const migrations::TwoHeads &heads)
{
    std::vector<Row> rows {
        {.message = tr("Merge point, new"), .state = RevisionState::Pending, .merge = true}};
    addBranch(rows, heads.mine, Whose::Mine);
    const int theirs = int(rows.size());
    addBranch(rows, heads.theirs, Whose::Theirs);
    const int shared = int(rows.size());
    addShared(rows, heads);
    std::vector<std::vector<int>> parents = chain(rows.size());
    parents[0] = {1, theirs};
    const bool meet = shared < int(rows.size());
    parents[std::size_t(theirs) - 1] = meet ? std::vector<int> {shared} : std::vector<int>();
    if (theirs == 1) // of what is cut nothing is left
        parents[0] = {theirs};
    connectRows(rows, parents);
    return rows;
}

} // namespace widgets
