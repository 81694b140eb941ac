// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"

namespace migrations {

struct UncommitPlan
{
    QString revision;
    QString message;
    FileChange removal;
    QStringList unasked; // environments whose database did not answer, each with the reason
};

// What removing a revision (any identifier form; empty: the only head) would do. Reads every
// environment's database. Errors: ErrorKind::Alembic as RevisionGraph::resolve, "MultipleHeads";
// Refused "followed", "applied" (in which environment), "pushed"; Project "nothing".
Result<UncommitPlan> planUncommit(
    const ProjectState &state, const QString &revision, Progress &progress);

// Its file into the trash, as an operation that can be undone.
Result<FileReport> uncommit(const ProjectState &state, const UncommitPlan &plan, Journal &journal);

} // namespace migrations
