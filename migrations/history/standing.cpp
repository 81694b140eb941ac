// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/standing.h"

#include <algorithm>

namespace migrations {

using namespace Qt::StringLiterals;

QString stateName(RevisionState state)
{
    switch (state) {
    case RevisionState::Applied:
        return u"applied"_s;
    case RevisionState::Pending:
        return u"pending"_s;
    case RevisionState::Ghost:
        return u"ghost"_s;
    case RevisionState::Unknown:
        break;
    }
    return u"unknown"_s;
}

RevisionState Standing::stateOf(const QString &id) const
{
    return states.value(id, RevisionState::Unknown);
}

const QStringList &Standing::pending() const
{
    static const QStringList none;
    return plan.valid() ? plan.get() : none;
}

namespace {

// Without a plan, say which rows are in the way of one, the missing revisions in dependency order.
QStringList unapplied(const RevisionGraph &graph, const Standing &standing)
{
    QStringList result;
    const std::vector<Revision> &revisions = graph.revisions();
    for (auto i = revisions.rbegin(); i != revisions.rend(); ++i) {
        if (standing.stateOf(i->id) == RevisionState::Pending)
            result.append(i->id);
    }
    result.removeDuplicates();
    return result;
}

// A ghost stands on revisions that nobody can name without its file, so that what no row proves may
// be applied or not. Only what follows a known row is surely pending: no row is an ancestor of
// another.
void markDescendants(const RevisionGraph &graph, Standing &standing)
{
    const std::vector<Revision> &revisions = graph.revisions();
    for (auto i = revisions.rbegin(); i != revisions.rend(); ++i) {
        const bool follows = std::any_of(i->down.begin(), i->down.end(), [&](const QString &down) {
            return standing.current.contains(down)
                || standing.stateOf(down) == RevisionState::Pending;
        });
        if (follows)
            standing.states[i->id] = RevisionState::Pending;
    }
}

} // namespace

Standing standingOf(const RevisionGraph &graph, const QStringList &rows)
{
    Standing standing;
    standing.known = true;
    for (const QString &row : rows)
        (graph.find(row) ? standing.current : standing.ghosts).append(row);
    standing.current.sort();
    standing.ghosts.sort();

    standing.states.reserve(static_cast<qsizetype>(graph.revisions().size()));
    const bool certain = standing.ghosts.isEmpty();
    if (certain) {
        for (const Revision &revision : graph.revisions())
            standing.states.insert(revision.id, RevisionState::Pending);
    } else {
        markDescendants(graph, standing);
    }
    for (const QString &id : graph.appliedBy(standing.current))
        standing.states[id] = RevisionState::Applied;
    for (const QString &row : std::as_const(standing.ghosts))
        standing.states.insert(row, RevisionState::Ghost);
    const auto plan = [graph, rows, standing] {
        const auto order = graph.upgradeOrder(u"heads"_s, rows);
        return order ? *order : unapplied(graph, standing);
    };
    standing.plan = std::async(std::launch::deferred, plan).share();
    return standing;
}

} // namespace migrations
