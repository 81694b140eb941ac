// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backup.h"
#include "migrations/lifecycle/backupstore.h"
#include "migrations/operations/lifecyclerun.h"
#include "migrations/operations/safeguards.h"

namespace migrations {

struct BackupWish
{
    QString folder; // empty: below the data folder
    QString reason = QStringLiteral("by hand");
    // Absent: restored and compared on production and protected databases, else checksummed.
    std::optional<Proof> proof;
};

// Refused, code "no_url", when the environment has none.
Result<BackupRequest> backupRequestFor(const ProjectState &state, const BackupWish &wish);

// Which database's backups are meant by this state.
BackupOf backupsMeantBy(const ProjectState &state);

// Makes one, in the journal as every operation. facts: "backup" (backupFacts).
LifecycleReport backupDatabase(
    const ProjectState &state, const BackupRequest &request, Journal &journal, Progress &progress);

// The newest one that satisfies these safeguards: of this database at the revisions it has now,
// young enough, and proven as far as they ask.
std::optional<Backup> satisfyingBackup(
    const ProjectState &state, const Safeguards &safeguards, const QDateTime &now);

// The backup that safeguards ask for before an act. Errors: what stopped it; then the act must not
// run.
Result<Backup> backupBefore(const ProjectState &state, const Safeguards &safeguards,
    const QString &reason, Journal &journal, Progress &progress);

// A backup as JSON for reports and lists: without its tables.
QJsonObject backupFacts(const Backup &backup);

} // namespace migrations
