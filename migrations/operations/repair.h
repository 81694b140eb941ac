// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/diagnosis.h"
#include "migrations/operations/lifecyclerun.h"

namespace migrations {

struct RepairRequest
{
    Anomaly anomaly;
    QString target; // of Stamp and StampPurge: the revision that the database really is
    DatabaseIdentity identity;
};

// What it will do, a sentence for a person to agree to. Errors: Refused, code "no_repair" (by hand
// only), "no_target" (Stamp and StampPurge need one).
Result<QString> repairText(const ProjectState &state, const RepairRequest &request);

// Does it, and looks again: done only when the anomaly is gone.
LifecycleReport repairAnomaly(
    const ProjectState &state, const RepairRequest &request, Journal &journal, Progress &progress);

} // namespace migrations
