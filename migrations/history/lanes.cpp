// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/lanes.h"

#include <algorithm>

namespace migrations {

namespace {

using Edge = LaneRow::Edge;
using Part = Edge::Part;

constexpr int freeLane = -1;

// Goes down the rows and keeps, for each lane, the row that its line leads to.
class LanePainter
{
public:
    explicit LanePainter(const std::vector<std::vector<int>> &parents)
        : m_parents(parents)
        , m_rows(parents.size())
    {
    }
    std::vector<LaneRow> paint();

private:
    int nodeLane(int row) const;
    int takeFreeLane();
    void openLanes(int row, int lane);
    void openLane(int row, int lane, int parent, bool first);
    void add(int row, Edge edge);
    void runOn(int row);
    bool isBelow(int row, int parent) const
    {
        return parent > row && parent < static_cast<int>(m_rows.size());
    }
    LaneRow &at(int row) { return m_rows[static_cast<size_t>(row)]; }

    const std::vector<std::vector<int>> &m_parents;
    std::vector<LaneRow> m_rows;
    std::vector<int> m_leadsTo; // by lane; freeLane: no line in it
    std::vector<int> m_comesFrom; // by lane: where its line is at the middle of the row above
};

// The lowest lane that leads to the row; for a head, the lowest free one.
int LanePainter::nodeLane(int row) const
{
    const auto found = std::find(m_leadsTo.begin(), m_leadsTo.end(), row);
    const auto lane =
        found != m_leadsTo.end() ? found : std::find(m_leadsTo.begin(), m_leadsTo.end(), freeLane);
    return static_cast<int>(lane - m_leadsTo.begin());
}

int LanePainter::takeFreeLane()
{
    const auto found = std::find(m_leadsTo.begin(), m_leadsTo.end(), freeLane);
    const auto lane = static_cast<size_t>(found - m_leadsTo.begin());
    if (found == m_leadsTo.end()) {
        m_leadsTo.push_back(freeLane);
        m_comesFrom.push_back(freeLane);
    }
    return static_cast<int>(lane);
}

void LanePainter::add(int row, Edge edge)
{
    if (edge.colour < maxLanes)
        at(row).lower.push_back(edge);
}

// A line to a parent that is not further down ends at the row's lower border.
void LanePainter::openLane(int row, int lane, int parent, bool first)
{
    const int target = first ? lane : takeFreeLane();
    if (!isBelow(row, parent)) {
        m_leadsTo[static_cast<size_t>(target)] = row; // taken, until the row is done
        add(row, {lane, target, target, Part::FromNode});
        return;
    }
    m_leadsTo[static_cast<size_t>(target)] = parent;
    m_comesFrom[static_cast<size_t>(target)] = lane;
}

void LanePainter::openLanes(int row, int lane)
{
    const std::vector<int> &parents = m_parents[static_cast<size_t>(row)];
    for (size_t i = 0; i < parents.size(); ++i) {
        const auto end = parents.begin() + static_cast<std::ptrdiff_t>(i);
        const bool repeated =
            isBelow(row, parents[i]) && std::find(parents.begin(), end, parents[i]) != end;
        if (!repeated)
            openLane(row, lane, parents[i], i == 0);
    }
}

// The span from this row's middle to the next one's.
void LanePainter::runOn(int row)
{
    if (row + 1 >= static_cast<int>(m_rows.size()))
        return;
    const int nextLane = nodeLane(row + 1);
    for (size_t i = 0; i < m_leadsTo.size(); ++i) {
        if (m_leadsTo[i] == freeLane)
            continue;
        const int lane = static_cast<int>(i);
        const bool arrives = m_leadsTo[i] == row + 1;
        const bool leaves = m_comesFrom[i] != freeLane;
        Edge edge {leaves ? m_comesFrom[i] : lane, arrives ? nextLane : lane, lane};
        m_comesFrom[i] = freeLane;
        if (lane >= maxLanes)
            continue;
        edge.part = arrives ? Part::IntoNode : Part::Through;
        at(row + 1).upper.push_back(edge);
        edge.part = leaves ? Part::FromNode : Part::Through;
        at(row).lower.push_back(edge);
    }
}

int highestLane(const LaneRow &row)
{
    int lane = row.lane;
    for (const auto *edges : {&row.upper, &row.lower}) {
        for (const Edge &edge : *edges)
            lane = std::max({lane, edges == &row.upper ? edge.to : edge.from, edge.colour});
    }
    return lane;
}

std::vector<LaneRow> LanePainter::paint()
{
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        const int lane = nodeLane(row);
        if (lane == static_cast<int>(m_leadsTo.size()))
            takeFreeLane();
        at(row).lane = lane;
        std::replace(m_leadsTo.begin(), m_leadsTo.end(), row, freeLane);
        // The node's own lane is not for its other parents, even when its first one is missing.
        m_leadsTo[static_cast<size_t>(lane)] = row;
        openLanes(row, lane);
        std::replace(m_leadsTo.begin(), m_leadsTo.end(), row, freeLane);
        runOn(row);
        std::sort(at(row).lower.begin(), at(row).lower.end(),
            [](const Edge &a, const Edge &b) { return a.colour < b.colour; });
        at(row).laneCount = highestLane(at(row)) + 1;
        while (!m_leadsTo.empty() && m_leadsTo.back() == freeLane) {
            m_leadsTo.pop_back();
            m_comesFrom.pop_back();
        }
    }
    return std::move(m_rows);
}

} // namespace

std::vector<LaneRow> lanesOf(const std::vector<std::vector<int>> &parents)
{
    return LanePainter(parents).paint();
}

std::vector<LaneRow> lanesOf(const RevisionGraph &graph)
{
    std::vector<std::vector<int>> parents;
    parents.reserve(graph.revisions().size());
    for (const Revision &revision : graph.revisions()) {
        std::vector<int> &rows = parents.emplace_back();
        for (const QString &id : revision.down)
            rows.push_back(graph.indexOf(id));
    }
    return lanesOf(parents);
}

} // namespace migrations
