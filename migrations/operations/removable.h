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

// Are these nobody else's yet? As checkRemovable, but others may build on them.
Result<QStringList> checkLocal(
    const ProjectState &state, const QStringList &revisions, Progress &progress);
Result<> checkUnpushed(const ProjectState &state, const QStringList &revisions);

// It and all that builds on it along down_revision, itself first.
QStringList withFollowers(const RevisionGraph &graph, const QString &revision);

} // namespace migrations
