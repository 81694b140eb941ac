// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/operation.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr std::array outcomeNames {
    std::pair {Outcome::Done, "done"_L1},
    std::pair {Outcome::NothingToDo, "nothing-to-do"_L1},
    std::pair {Outcome::RolledBack, "rolled-back"_L1},
    std::pair {Outcome::Partly, "partly"_L1},
    std::pair {Outcome::Unknown, "unknown"_L1},
    std::pair {Outcome::Refused, "refused"_L1},
};

Result<> checkGhosts(const ProjectState &state)
{
    if (state.standing.ghosts.isEmpty())
        return {};
    return failure(ErrorKind::Refused,
        u"The database stands at %1, which no file on disk defines. Look for the file (spiritsafe "
        u"migration ghosts): it can be restored, or run to roll back."_s.arg(
            state.standing.ghosts.join(u", "_s)),
        {}, u"ghost"_s);
}

Result<> checkHistory(const ProjectState &state)
{
    if (state.historyUsable())
        return {};
    if (!state.hasScripts())
        return failure(ErrorKind::Project,
            u"The folder of script_location does not exist: %1. Correct script_location in %2."_s
                .arg(state.project.scriptLocation, state.project.config.display),
            {}, u"no_scripts"_s);
    const RevisionGraph &graph = state.graph;
    for (const Problem &problem : graph.problems()) {
        if (problem.fatal)
            return failure(ErrorKind::Refused, problem.message, problem.file, problem.code);
    }
    return failure(
        ErrorKind::Refused, u"The history is broken; see its problems."_s, {}, u"history"_s);
}

// A SQLite file that does not exist yet is an empty database: the first upgrade makes it.
Result<QStringList> rowsOf(const ProjectState &state)
{
    if (state.database)
        return state.database->rows;
    if (state.databaseError && state.databaseError->code == "no_file"_L1)
        return QStringList();
    return failure(ErrorKind::Refused,
        u"It is not known where the database stands, so nothing can be planned. "_s
            + (state.databaseError ? state.databaseError->message : u"Refresh first."_s),
        state.databaseError ? state.databaseError->detail : QString(), u"unknown_database"_s);
}

Result<Plan> planStamp(
    const ProjectState &state, const QStringList &targets, bool purge, const QStringList &rows)
{
    if (!purge)
        return state.graph.planStamp(targets, rows);
    return state.graph.planStamp(targets, {}).map([&](Plan plan) {
        plan.rowsBefore = rows; // the run proves these, then empties the table
        if (plan.steps.empty() && !rows.isEmpty())
            plan.steps.push_back({.direction = Direction::Stamp, .stampFrom = rows});
        return plan;
    });
}

} // namespace

QString operationName(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Upgrade:
        return u"upgrade"_s;
    case OperationKind::Downgrade:
        return u"downgrade"_s;
    case OperationKind::UndoStamp:
        return u"undo-stamp"_s;
    case OperationKind::Stamp:
        break;
    }
    return u"stamp"_s;
}

bool runsScripts(OperationKind kind)
{
    return kind == OperationKind::Upgrade || kind == OperationKind::Downgrade;
}

QString outcomeName(Outcome outcome)
{
    for (const auto &[value, name] : outcomeNames) {
        if (value == outcome)
            return name;
    }
    return {};
}

std::optional<Outcome> outcomeFromName(const QString &text)
{
    for (const auto &[value, name] : outcomeNames) {
        if (text == name)
            return value;
    }
    return std::nullopt;
}

Result<Plan> planOperation(
    const ProjectState &state, OperationKind kind, const QStringList &targets, bool purge)
{
    if (targets.isEmpty())
        return failure(ErrorKind::Refused, u"Name the target: a revision, head, heads or base."_s,
            {}, u"no_target"_s);
    if (Result<> usable = checkHistory(state); !usable)
        return tl::unexpected(usable.error());
    Result<QStringList> rows = rowsOf(state);
    if (!rows)
        return tl::unexpected(rows.error());
    if (kind == OperationKind::Stamp)
        return planStamp(state, targets, purge, *rows);
    if (Result<> known = checkGhosts(state); !known)
        return tl::unexpected(known.error());
    return kind == OperationKind::Upgrade ? state.graph.planUpgrade(targets.front(), *rows)
                                          : state.graph.planDowngrade(targets.front(), *rows);
}

} // namespace migrations
