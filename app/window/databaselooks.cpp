// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/databaselooks.h"

using namespace Qt::StringLiterals;
using migrations::Act;
using migrations::OperationKind;
using migrations::Progress;
using migrations::ProjectState;
using migrations::Result;
using migrations::Safeguards;

namespace app {

namespace {

Act actOf(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Upgrade:
        return Act::Upgrade;
    case OperationKind::Downgrade:
        return Act::Downgrade;
    case OperationKind::Stamp:
    case OperationKind::UndoStamp:
        break;
    }
    return Act::Stamp;
}

// An upgrade of production is looked at too: it can drop what holds rows.
bool canLose(const ProjectState &state, const migrations::OperationRequest &request)
{
    if (request.plan.steps.empty() || !migrations::runsScripts(request.kind))
        return false;
    return request.kind == OperationKind::Downgrade
        || state.environment()->tier == migrations::Tier::Production;
}

QString estimateOf(const ProjectState &state, const Safeguards &safeguards, Progress &progress)
{
    const auto estimate =
        migrations::backupRequestFor(state, {.folder = {}, .proof = safeguards.proof})
            .and_then([&](const migrations::BackupRequest &request) {
                return migrations::estimateBackup(request, progress);
            });
    return estimate ? estimate->sentence() : QString();
}

template <typename Look, typename What>
Result<Look> guarded(
    const ProjectState &state, const Result<Safeguards> &safeguards, What what, Progress &progress)
{
    if (!safeguards)
        return tl::unexpected(safeguards.error());
    return lookAtGuards(state, *safeguards, progress).map([&](Guards guards) {
        return Look {std::move(what), std::move(guards)};
    });
}

} // namespace

bool Guards::locked() const
{
    return safeguards.unlock
        && !migrations::Protection {.unlockedUntil = unlockedUntil}.unlocked(
            QDateTime::currentDateTimeUtc());
}

Result<Guards> lookAtGuards(
    const ProjectState &state, const Safeguards &safeguards, Progress &progress)
{
    Guards guards {.safeguards = safeguards};
    if (!state.database)
        return guards;
    const auto protection =
        migrations::ProtectionStore(state.dataFolder).load(state.database->identity.key());
    if (!protection)
        return tl::unexpected(protection.error());
    guards.unlockedUntil = protection->unlockedUntil;
    if (safeguards.backup == Safeguards::Backup::None)
        return guards;
    guards.there = migrations::satisfyingBackup(state, safeguards, QDateTime::currentDateTimeUtc());
    guards.estimate = estimateOf(state, safeguards, progress);
    return guards;
}

Result<PlanLook> lookAtPlan(
    const ProjectState &state, const migrations::OperationRequest &request, Progress &progress)
{
    migrations::DataLoss loss;
    if (canLose(state, request))
        loss = migrations::dataLossOf(state, request.kind, request.plan, progress);
    const auto safeguards = migrations::safeguardsFor(state, actOf(request.kind), loss.possible());
    return guarded<PlanLook>(state, safeguards, std::move(loss), progress);
}

Result<ResetLook> lookAtReset(const ProjectState &state, Progress &progress)
{
    auto alembic = migrations::startAlembic(state, progress);
    if (!alembic)
        return tl::unexpected(alembic.error());
    auto outlook = migrations::planReset(state, {}, *alembic, progress);
    if (!outlook)
        return tl::unexpected(outlook.error());
    return guarded<ResetLook>(
        state, migrations::safeguardsFor(state, Act::Reset), *std::move(outlook), progress);
}

Result<RecreateLook> lookAtRecreate(const ProjectState &state, Progress &progress)
{
    auto plan = migrations::planRecreate(state, progress);
    if (!plan)
        return tl::unexpected(plan.error());
    const auto safeguards = migrations::safeguardsFor(state, *plan);
    return guarded<RecreateLook>(state, safeguards, *std::move(plan), progress);
}

Result<RestoreLook> lookAtRestore(
    const ProjectState &state, const migrations::Backup &backup, Progress &progress)
{
    auto plan = migrations::planRestore(state, backup, migrations::Foreign::Refused, progress);
    if (!plan && plan.error().code == "foreign"_L1)
        plan = migrations::planRestore(state, backup, migrations::Foreign::Agreed, progress);
    if (!plan)
        return tl::unexpected(plan.error());
    auto safeguards = migrations::safeguardsFor(state, Act::Restore);
    if (safeguards && plan->missing()) // there is nothing to back up
        safeguards->backup = Safeguards::Backup::None;
    return guarded<RestoreLook>(state, safeguards, *std::move(plan), progress);
}

} // namespace app
