// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backupstore.h"
#include "migrations/lifecycle/sessions.h"
#include "migrations/operations/diagnosis.h"
#include "migrations/operations/interrupted.h"
#include "migrations/operations/keptrecords.h"
#include "migrations/project/protection.h"

namespace migrations {

struct TableSize
{
    QString name; // quoted where it must be, with its schema
    qint64 rows = 0; // estimated
    qint64 bytes = 0;

    bool operator==(const TableSize &) const = default;
};

// Everything about the database of an environment as a whole: a value for `db info`.
struct DatabaseInfo
{
    qint64 bytes = -1; // -1: not known
    std::vector<DatabaseSession> sessions;
    std::vector<TableSize> tables; // the largest 200
    qint64 tableCount = 0;
    std::vector<KeptRecord> kept;
    std::vector<Backup> backups; // newest first
    std::vector<InterruptedOperation> interrupted;
    std::vector<Anomaly> anomalies;
    Protection protection;
    QStringList notes; // what could not be read, and why
};

// Reads only; what cannot be read is a note, and the rest is there.
DatabaseInfo readDatabaseInfo(
    const ProjectState &state, const Journal &journal, Progress &progress);

} // namespace migrations
