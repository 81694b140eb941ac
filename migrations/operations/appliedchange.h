// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"
#include "migrations/operations/reapplication.h"

#include <functional>

namespace migrations {

// Files that change under revisions which are applied here.
struct AppliedChange
{
    Reapplication plan;
    std::vector<FileChange> changes;
    std::function<Result<>()> check; // of the history once the files are changed; may be empty
    QString sentence; // when all is done
};

// Rolls back, changes the files, runs again, under one lock and in one entry of the journal that
// has each stage before it begins. Whatever fails takes everything back, also after a cancel; the
// error's message then says what was read back. The files go back only when the revisions that they
// move are applied no more: else they would say what the database does not hold.
Result<FileReport> changeApplied(const ProjectState &state, const AppliedChange &change,
    FileOperation &operation, Progress &progress);

} // namespace migrations
