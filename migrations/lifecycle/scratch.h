// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/identity.h"

#include <QDateTime>

#include <vector>

namespace migrations {

// A database that we made and may drop, recorded before it is made, so that one that a killed
// process left behind is found again.
struct ScratchRecord
{
    QString name; // "spiritsafe_scratch_…"
    QString oid; // empty: it was not made yet, or the process died at that very moment
    QString server; // system_identifier
    QString place;
    QDateTime made;
    qint64 processId = 0;
    QString processStart; // base/ownprocess.h
};

// One scratch database, from template0 with the encoding and locale of the URL's database. Dropped
// by its exact oid when destroyed, also after a failure.
class ScratchDatabase
{
public:
    // folder: where it is recorded; empty: dataFolder(). Errors: ErrorKind::Refused, code
    // "no_createdb", when the role may not make databases; those of PostgreSql.
    static Result<ScratchDatabase> create(
        const DatabaseUrl &url, const QString &folder, Progress &progress);
    ScratchDatabase(ScratchDatabase &&other) noexcept;
    ScratchDatabase &operator=(ScratchDatabase &&other) noexcept;
    ~ScratchDatabase();

    QString name() const;
    QString oid() const;
    Result<> drop(); // now, with its answer

private:
    struct Private;
    explicit ScratchDatabase(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// Recorded ones whose process is gone.
std::vector<ScratchRecord> scratchLeftovers(const QString &folder = {});
// Drops one of them when that name and oid are still there, and forgets it. The URL leads to its
// server, else Refused, code "other_server".
Result<> dropScratchLeftover(
    const DatabaseUrl &url, const ScratchRecord &record, const QString &folder, Progress &progress);

} // namespace migrations
