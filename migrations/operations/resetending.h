// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/resetoperation.h"

namespace migrations {

// What a fresh connection found after a reset.
struct ResetFound
{
    bool gone = false; // the old objects
    QStringList rows; // of the version table
    QStringList invalidIndexes;
};

struct ResetEvidence
{
    const ResetRequest &request;
    const SqlActionsDone &replayed;
    std::optional<ResetFound> found; // absent: it could not be known
    std::optional<Error> error; // what stopped it; cancelled by kind
    int lingeringPid = 0; // a backend of the run that still works
    bool anythingStarted = false;
};

// Names what became of it, judged by what was found, and the next action. Pure.
LifecycleRun::Ending resetEnding(const ResetEvidence &evidence);

} // namespace migrations
