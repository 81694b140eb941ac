// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"

namespace migrations {

// Revisions that get another place in the history while they are applied: what is rolled back
// before the files change, and what is run after it.
struct Reapplication
{
    QStringList moved; // that get another place, and are applied before
    std::optional<Plan> rollback; // absent: nothing of it is applied any more
    Plan again; // from there, in the history with the new files

    QStringList rowsBefore() const { return rollback ? rollback->rowsBefore : again.rowsBefore; }
    bool operator==(const Reapplication &) const = default;
};

struct Relocation
{
    QStringList moved;
    QStringList down; // what must be rolled back for it, and nothing else
    std::vector<RevisionFile> files; // the history with the new files
    QString target; // that is applied again
};

// Refused: code "not_alone" (no one rollback takes just these), and what Alembic says of the plans.
Result<Reapplication> planReapplication(const ProjectState &state, const Relocation &relocation);

// The plan that rolls back these and nothing else; Refused, code "not_alone": there is none.
Result<Plan> exactRollback(const ProjectState &state, const QStringList &revisions);

// What the journal keeps of one, so that it can be taken back.
struct ReapplicationRecord
{
    QString environment;
    QString identity; // DatabaseIdentity::key()
    QStringList moved;
    QStringList again; // what the second run was to apply
    QString target;
    QStringList rowsBefore;
    QStringList rowsAfter;

    bool operator==(const ReapplicationRecord &) const = default;
};
ReapplicationRecord recordOf(const ProjectState &state, const Reapplication &plan);
QJsonObject toJson(const ReapplicationRecord &record);
std::optional<ReapplicationRecord> reapplicationFrom(const JournalEntry &entry);
extern const QString reapplicationStage; // its name in the journal

QStringList revisionsOf(const Plan &plan);

} // namespace migrations
