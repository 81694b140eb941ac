// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"
#include "migrations/operations/lifecyclerun.h"

namespace app {

// How a change of files that rolls back and applies again has ended; reads files and database once
// more. before: the state that it began with.
migrations::LifecycleReport reapplyReport(const migrations::ProjectState &before,
    const migrations::Result<migrations::FileReport> &result);

} // namespace app
