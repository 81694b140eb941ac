// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/resetplan.h"

namespace migrations {

// A reset of a SQLite file. Python's driver never runs migrations atomically (RELIABILITY 2e), so
// they build a new file beside the old one, and the old one takes over its content at the very end,
// in one transaction of SQLite's own: who has the file open sees all of it or nothing, and its
// inode, mode, links and journal mode stay.

// What goes: tables with their rows counted, indexes, views, triggers. way is NewFile.
Result<ResetPlan> planSqliteReset(
    const QString &file, const VersionTable &versionTable, Progress &progress);

// Beside the file; removed with this value.
class FreshSqlite
{
public:
    // Empty, private, with the page size, encoding, auto_vacuum and application id of `file`.
    // Removes what earlier ones that were killed left there: the caller holds the lock.
    static Result<FreshSqlite> make(const QString &file, const QString &id, Progress &progress);
    FreshSqlite(FreshSqlite &&other) noexcept;
    FreshSqlite &operator=(FreshSqlite &&) = delete;
    ~FreshSqlite();

    const QString &path() const { return m_path; }

private:
    explicit FreshSqlite(QString path);
    QString m_path;
};

// Refused, code "check_failed", when the file no longer is what the plan says.
Result<> checkSqliteUnchanged(const QString &file, const ResetPlan &plan, Progress &progress);

// The last step. The fresh file's integrity is checked first. An error has changed nothing.
Result<> takeOver(const QString &file, const QString &fresh, Progress &progress);

} // namespace migrations
