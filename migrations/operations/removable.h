// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"

namespace migrations {

// Can this revision's file go? Reads every environment's database; gives those that did not answer,
// each with the reason. Refused: code "followed" (another revision builds on it), "applied" (in
// which environment), "pushed".
Result<QStringList> checkRemovable(
    const ProjectState &state, const QString &revision, Progress &progress);

} // namespace migrations
