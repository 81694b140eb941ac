// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/backupoperation.h"
#include "migrations/operations/dataloss.h"
#include "migrations/operations/recreateoperation.h"
#include "migrations/operations/resetoperation.h"
#include "migrations/operations/restoreoperation.h"

namespace app {

// What is looked at before a question is asked. All of it runs on the engine's thread, changes
// nothing, and gives the errors of what it asks.

// What the tier and the mark of the database ask for before an act.
struct Guards
{
    migrations::Safeguards safeguards;
    std::optional<migrations::Backup> there; // a backup that will do
    QString estimate; // of one made now; empty: none is spoken of, or it cannot be told
    QDateTime unlockedUntil; // UTC; invalid or past: locked

    bool locked() const; // and has to be unlocked first
};
migrations::Result<Guards> lookAtGuards(const migrations::ProjectState &state,
    const migrations::Safeguards &safeguards, migrations::Progress &progress);

struct PlanLook
{
    migrations::DataLoss loss; // empty where none is looked for
    Guards guards;
};
migrations::Result<PlanLook> lookAtPlan(const migrations::ProjectState &state,
    const migrations::OperationRequest &request, migrations::Progress &progress);

struct ResetLook
{
    migrations::ResetOutlook outlook;
    Guards guards;
};
migrations::Result<ResetLook> lookAtReset(
    const migrations::ProjectState &state, migrations::Progress &progress);

struct RecreateLook
{
    migrations::RecreatePlan plan;
    Guards guards;
};
migrations::Result<RecreateLook> lookAtRecreate(
    const migrations::ProjectState &state, migrations::Progress &progress);

struct RestoreLook
{
    migrations::RestorePlan plan;
    Guards guards;
};
// A file that is not known to be ours is looked at too: its plan says so (check.ours).
migrations::Result<RestoreLook> lookAtRestore(const migrations::ProjectState &state,
    const migrations::Backup &backup, migrations::Progress &progress);

} // namespace app
