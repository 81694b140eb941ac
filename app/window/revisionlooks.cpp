// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/revisionlooks.h"

#include <QCoreApplication>

namespace app {

using namespace Qt::StringLiterals;
using migrations::Progress;
using migrations::ProjectState;
using migrations::RebaseChoice;
using migrations::Result;

namespace {

tl::unexpected<migrations::Error> untrusted(const char *text)
{
    return migrations::failure(migrations::ErrorKind::Refused,
        QCoreApplication::translate("app::RevisionLooks", text), {}, u"untrusted"_s);
}

Result<PlanLook> lookAtRollback(
    const ProjectState &state, const std::optional<migrations::Plan> &plan, Progress &progress)
{
    if (!plan)
        return PlanLook {};
    if (!state.trusted)
        return untrusted("It is applied here, so its scripts have to run, and the project is not "
                         "trusted yet.");
    return lookAtPlan(state,
        {.kind = migrations::OperationKind::Downgrade,
            .targets = {plan->target},
            .plan = *plan,
            .identity = state.database->identity},
        progress);
}

std::optional<migrations::Plan> rollbackOf(const std::optional<migrations::Reapplication> &again)
{
    return again ? again->rollback : std::nullopt;
}

Result<UndoLook> lookAtStampUndo(
    const ProjectState &state, const migrations::Undoable &undoable, Progress &progress)
{
    const auto request = migrations::planStampUndo(state, *undoable.stamp);
    if (!request)
        return tl::unexpected(request.error());
    if (!state.trusted)
        return untrusted("A stamp is undone by the project's own Alembic, and the project is not "
                         "trusted yet.");
    return lookAtPlan(state, *request, progress).map([&](const PlanLook &look) {
        return UndoLook {undoable, {}, *request, look};
    });
}

} // namespace

Result<RebaseLook> lookAtRebase(
    const ProjectState &state, RebaseChoice choice, const QString &selected, Progress &progress)
{
    choice.applied = RebaseChoice::Applied::RolledBack;
    auto plan = migrations::planRebase(state, choice, progress);
    const bool undecided = !plan && plan.error().code == "choose_branch"_L1;
    if (undecided && state.graph.realHeads().contains(selected)) {
        choice.mine = selected;
        plan = migrations::planRebase(state, choice, progress);
    }
    if (!plan)
        return tl::unexpected(plan.error());
    return lookAtRollback(state, rollbackOf(plan->reapplication), progress)
        .map([&](const PlanLook &look) {
            return RebaseLook {*plan, look};
        });
}

Result<RecreationLook> lookAtRecreation(
    const ProjectState &state, const QString &revision, const QString &message, Progress &progress)
{
    const auto plan = migrations::planRecreation(state, revision, message, progress);
    if (!plan)
        return tl::unexpected(plan.error());
    return lookAtRollback(state, plan->rollback, progress).map([&](const PlanLook &look) {
        return RecreationLook {*plan, look};
    });
}

Result<UndoLook> lookAtUndo(
    const ProjectState &state, const migrations::Journal &journal, Progress &progress)
{
    const auto undoable = migrations::lastUndoable(journal, state);
    if (!undoable)
        return tl::unexpected(undoable.error());
    if (undoable->stamp)
        return lookAtStampUndo(state, *undoable, progress);
    const auto again = migrations::reapplicationFor(state, *undoable);
    if (!again)
        return tl::unexpected(again.error());
    return lookAtRollback(state, rollbackOf(*again), progress).map([&](const PlanLook &look) {
        return UndoLook {*undoable, *again, {}, look};
    });
}

} // namespace app
