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

Result<PlanLook> lookAtRollback(const ProjectState &state,
    const std::optional<migrations::Reapplication> &again, Progress &progress)
{
    if (!again || !again->rollback)
        return PlanLook {};
    if (!state.trusted)
        return migrations::failure(migrations::ErrorKind::Refused,
            QCoreApplication::translate("app::RevisionLooks",
                "It is applied here, so its scripts have to run, and the project is not trusted "
                "yet."),
            {}, u"untrusted"_s);
    return lookAtPlan(state,
        {.kind = migrations::OperationKind::Downgrade,
            .targets = {again->rollback->target},
            .plan = *again->rollback,
            .identity = state.database->identity},
        progress);
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
    return lookAtRollback(state, plan->reapplication, progress).map([&](const PlanLook &look) {
        return RebaseLook {*plan, look};
    });
}

Result<UndoLook> lookAtUndo(
    const ProjectState &state, const migrations::Journal &journal, Progress &progress)
{
    const auto undoable = migrations::lastUndoable(journal, state);
    if (!undoable)
        return tl::unexpected(undoable.error());
    const auto again = migrations::reapplicationFor(state, *undoable);
    if (!again)
        return tl::unexpected(again.error());
    return lookAtRollback(state, *again, progress).map([&](const PlanLook &look) {
        return UndoLook {*undoable, *again, look};
    });
}

} // namespace app
