// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/identity.h"

namespace migrations {

// Sessions that block the backend pid, roots first (pg_blocking_pids, followed to the root).
Result<std::vector<Blocker>> blockersOf(PostgreSql &connection, int pid, Progress &progress);

// Sessions other than ours that look like an Alembic run against this version table: a lock on it
// stronger than ACCESS SHARE, or an ACCESS EXCLUSIVE lock on a relation not yet in pg_class.
Result<std::vector<Blocker>> alembicRunsElsewhere(PostgreSql &connection, const QString &schema,
    const QString &table, const std::vector<int> &ownPids, Progress &progress);

// The one-writer lock (RELIABILITY F19-F25): session-level advisory locks, taken by polling
// pg_try_advisory_lock on idle autocommit connections of our own, one in the maintenance database
// (keyed by system_identifier and database name) and one in the target. Held until destroyed.
class OperationLock
{
public:
    struct Options
    {
        int waitMs = 5'000; // then: ErrorKind::Refused, code "locked", naming the holder
    };
    static Result<OperationLock> acquire(
        const DatabaseUrl &url, const DatabaseIdentity &identity, Options options, Progress &progress);
    OperationLock(OperationLock &&) noexcept;
    OperationLock &operator=(OperationLock &&) noexcept;
    ~OperationLock();

    // Still held? To be asked about every second; a false is final.
    bool heartbeat();
    // The target connection: for watching locks and cancelling while the operation runs.
    PostgreSql &connection();
    std::vector<int> pids() const;

private:
    struct Private;
    explicit OperationLock(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// pg_cancel_backend; then true when the pid has no running statement any more.
Result<bool> cancelBackend(PostgreSql &connection, int pid, Progress &progress);
Result<bool> terminateBackend(PostgreSql &connection, int pid, Progress &progress);
// Is this backend (still) there? startedBefore guards against a reused pid.
Result<bool> backendExists(PostgreSql &connection, int pid, Progress &progress);

} // namespace migrations
