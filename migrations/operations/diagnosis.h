// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"

namespace migrations {

// What a look at the version table tells beyond its rows.
struct VersionTableFacts
{
    bool schemaExists = true; // of the configured one
    std::optional<bool> hasKey; // absent: no table, or not known (SQLite)
    int longest = 32; // characters that a row takes; -1: any
    QString searchPath;
    QStringList tables; // others in the schema where new ones land, at most 5 names
    qint64 tableCount = 0;

    bool operator==(const VersionTableFacts &) const = default;
};

// How an anomaly can be repaired from here.
enum class Repair {
    None,
    Stamp, // set the version table to a revision that a person names
    StampPurge, // empty it first
    KeepHeads, // empty it, then the rows that are the ends of their lines
    DropDuplicates,
    DropInvalidIndexes, // concurrently
};
QString repairName(Repair repair); // "stamp", "stamp-purge" …

// One thing that is not as Alembic expects it, with its diagnosis.
struct Anomaly
{
    QString code; // "unknown_revision" …: what --repair takes
    QString sentence;
    Repair repair = Repair::None;
    QStringList subjects; // revisions, indexes …

    bool operator==(const Anomaly &) const = default;
};

// RELIABILITY F31-F39. Pure. A state whose database was not read has only the anomalies that its
// error and its scripts tell.
std::vector<Anomaly> diagnose(const ProjectState &state, const VersionTableFacts &facts);

// Reads only, in a READ ONLY connection. SQLite: what it has of them.
Result<VersionTableFacts> readVersionTableFacts(const ProjectState &state, Progress &progress);

} // namespace migrations
