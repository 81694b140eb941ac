// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"

namespace migrations {

// The last revision written anew from the models.
struct RevisionRecreation
{
    QString revision;
    QString message; // of the old one
    RevisionOptions options; // of the new one: the old one's place, labels and dependencies
    FileChange removal;
    std::optional<Plan> rollback; // of that one step; absent: it is not applied here
    QStringList unasked; // environments whose database did not answer, each with the reason
};

struct RecreatedRevision
{
    FileReport files;
    bool rolledBack = false;
    QString difference; // old text to new text: what was written by hand is in the lines with "-"
};

// revision: any identifier form; empty: the only head. Reads every environment's database. Errors:
// as planUncommit, but that it may be applied here; those of checkMessage; Project "merge",
// "not_at_head" (others are pending, so the models cannot be compared), "no_database".
Result<RevisionRecreation> planRecreation(
    const ProjectState &state, const QString &revision, const QString &message, Progress &progress);

// Rolls it back, removes it, and lets autogenerate write the new one. When a step fails the file is
// there again, and the revision is applied again; rows that its downgrade dropped are not. Undoing
// it puts the files back and leaves the database rolled back.
Result<RecreatedRevision> recreateRevision(const ProjectState &state,
    const RevisionRecreation &plan, Journal &journal, Progress &progress);

} // namespace migrations
