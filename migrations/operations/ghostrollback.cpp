// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/ghostrollback.h"

#include "migrations/operations/ghostscripts.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

bool isGhost(const ProjectState &state, const QString &revision)
{
    const Revision *known = state.graph.find(revision);
    return known != nullptr && state.ghostScripts->holds(known->file);
}

// Below the ghosts, on the line of each row that is one, and on any.
QStringList targetsBelow(const ProjectState &state)
{
    QStringList parents;
    for (const FoundScript &script : state.ghostScripts->scripts()) {
        const Revision *ghost = state.graph.find(script.revision);
        if (ghost != nullptr && ghost->down.isEmpty())
            parents.append(u"base"_s);
        for (const QString &parent : ghost ? ghost->down : QStringList()) {
            if (!isGhost(state, parent))
                parents.append(parent);
        }
    }
    parents.removeDuplicates();
    QStringList targets = parents;
    const QStringList rows = state.database ? state.database->rows : QStringList();
    for (const QString &row : rows) {
        for (const QString &parent : isGhost(state, row) ? parents : QStringList())
            targets.append(row + u'@' + parent);
    }
    return targets;
}

QStringList othersIn(const ProjectState &state, const Plan &plan)
{
    QStringList others;
    for (const Step &step : plan.steps) {
        if (!isGhost(state, step.revision))
            others.append(step.revision);
    }
    return others;
}

// Why no target takes back ghosts alone.
Error inTheWay(const QStringList &others)
{
    return {ErrorKind::Refused,
        u"%1 is applied too and would have to go with it: it needs a revision that has no file. "
        u"Restore the files, and roll back what is to go."_s.arg(others.join(u", "_s)),
        {}, u"in_the_way"_s};
}

Result<Plan> largestPlan(const ProjectState &state)
{
    std::optional<Plan> largest;
    std::optional<Error> problem;
    for (const QString &target : targetsBelow(state)) {
        Result<Plan> plan = planOperation(state, OperationKind::Downgrade, {target});
        const QStringList others = plan ? othersIn(state, *plan) : QStringList();
        if (!plan || !others.isEmpty()) {
            problem = problem ? problem : plan ? inTheWay(others) : plan.error();
        } else if (plan->steps.size() > (largest ? largest->steps.size() : 0)) {
            plan->target = target;
            largest = *std::move(plan);
        }
    }
    if (largest)
        return *std::move(largest);
    return tl::unexpected(problem.value_or(inTheWay(state.standing.current)));
}

const FoundScript *scriptNamedIn(const ProjectState &state, const QString &text)
{
    const auto &scripts = state.ghostScripts->scripts();
    const auto named = std::find_if(scripts.begin(), scripts.end(), [&](const FoundScript &script) {
        return text.contains(state.ghostScripts->folder() + u'/' + script.name);
    });
    return named == scripts.end() ? nullptr : &*named;
}

Error missingImport(const FoundScript &script, const Error &error)
{
    return {ErrorKind::Refused,
        u"The script of %1 imports what this project does not have any more. Nothing was run. It "
        u"is of %2: check that out and roll back there, or restore the file and mend its "
        u"import. %3"_s.arg(script.revision, script.where, error.message),
        error.detail, u"missing_import"_s};
}

// Each script is imported and its downgrade written as SQL, in a process of its own. What cannot be
// written without a connection is no reason to refuse; an import that leads nowhere is.
Result<> tryScripts(const ProjectState &state, const Plan &plan, Progress &progress)
{
    Result<Alembic> alembic = startAlembic(state, progress);
    if (!alembic)
        return tl::unexpected(alembic.error());
    const auto written = alembic->sql(Direction::Down, plan.target, plan.rowsBefore, progress);
    if (written || written.error().kind == ErrorKind::Cancelled)
        return written ? Result<>() : tl::unexpected(written.error());
    const Error &error = written.error();
    const bool import = error.code == "ModuleNotFoundError"_L1 || error.code == "ImportError"_L1;
    const FoundScript *script = import ? scriptNamedIn(state, error.detail) : nullptr;
    if (script == nullptr)
        return {};
    return tl::unexpected(missingImport(*script, error));
}

// Headers that only Python can tell.
Result<ProjectState> withKnowledge(ProjectState state, Progress &progress)
{
    if (!state.trusted || !state.hasComputedHeaders())
        return state;
    return startAlembic(state, progress).and_then([&](Alembic alembic) {
        return withAlembicsKnowledge(std::move(state), alembic, progress);
    });
}

} // namespace

Result<GhostRollback> planGhostRollback(
    const ProjectState &state, const GhostSearch &search, Progress &progress)
{
    Result<ProjectState> with = withGhostScripts(state, search);
    if (with)
        with = withKnowledge(*std::move(with), progress);
    if (!with)
        return tl::unexpected(with.error());
    Result<Plan> plan = largestPlan(*with);
    if (!plan)
        return tl::unexpected(plan.error());
    if (state.trusted) {
        if (const Result<> runs = tryScripts(*with, *plan, progress); !runs)
            return tl::unexpected(runs.error());
    }
    QStringList left;
    for (const QString &row : plan->rowsAfter()) {
        if (isGhost(*with, row))
            left.append(row);
    }
    return GhostRollback {*std::move(with), *std::move(plan), left};
}

} // namespace migrations
