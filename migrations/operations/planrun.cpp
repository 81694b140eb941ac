// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/planrun.h"

using namespace Qt::StringLiterals;

namespace migrations {

Result<OperationReport> runPlan(
    const ProjectState &state, const PlanRun &run, Journal &journal, Progress &progress)
{
    const OperationRequest request {.kind = run.kind,
        .targets = {run.plan.target},
        .plan = run.plan,
        .identity = state.database->identity,
        .lockedOutside = run.lockedOutside};
    OperationReport report = runOperation(state, request, journal, std::nullopt, progress);
    if (report.outcome == Outcome::Done)
        return report;
    // What a cancelled server answers is no failure to a person who asked for it.
    if (report.cancelled) {
        const QString stop = report.sentence.endsWith(u'.') ? QString() : u"."_s;
        return failure(ErrorKind::Cancelled, report.sentence + stop,
            report.error ? report.error->message : QString(), u"cancelled"_s);
    }
    return tl::unexpected(report.error.value_or(
        Error {ErrorKind::Database, report.sentence, report.nextAction, u"not_run"_s}));
}

Result<ProjectState> readAgain(ProjectState state, Progress &progress)
{
    RevisionScan scan = scanRevisionFiles(state.project);
    return withRevisions(std::move(state), scan, progress).map([&](ProjectState read) {
        return withDatabase(std::move(read), progress);
    });
}

ProjectState withoutOwnEnvironment(const ProjectState &state)
{
    ProjectState others = state;
    others.standing = {};
    const Environment *own = state.environment();
    std::erase_if(others.project.environments, [&](const Environment &environment) {
        return own && (environment.name == own->name || environment.url == own->url);
    });
    return others;
}

} // namespace migrations
