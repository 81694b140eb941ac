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
// SQLite: a locked file FILE.spiritsafe-lock beside the database, removed at the end.
// Refused with code "other_database" when the URL leads elsewhere than to `identity`. Waiting is
// reported as LockWait and LockGranted.
class OperationLock
{
public:
    struct Options
    {
        int waitMs = 5'000; // then: ErrorKind::Refused, code "locked", naming the holder
        QString baseFolder; // SQLite: what a relative path is relative to
        // The caller holds the lock outside the target (acquireOutside; SQLite: the only one) for
        // something larger, of which this is a part.
        bool heldOutside = false;
    };
    static Result<OperationLock> acquire(const DatabaseUrl &url, const DatabaseIdentity &identity,
        const Options &options, Progress &progress);
    // The same lock in the maintenance database alone: for operations that rename or drop the
    // target, which a session in it would block. `server` is its system_identifier (empty: any),
    // `database` the target's name, which need not exist. Not for SQLite.
    static Result<OperationLock> acquireOutside(const DatabaseUrl &url, const QString &server,
        const QString &database, const Options &options, Progress &progress);
    OperationLock(OperationLock &&) noexcept;
    OperationLock &operator=(OperationLock &&) noexcept;
    ~OperationLock();

    // Still held? To be asked about every second; a false is final.
    bool heartbeat();
    bool hasConnection() const; // false for SQLite
    // The target connection, or the one outside it (only when there is one): for watching locks and
    // cancelling while the operation runs.
    PostgreSql &connection();
    std::vector<int> pids() const;

private:
    struct Private;
    explicit OperationLock(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// When the backend began, as an opaque text that tells it from a later one with the same pid; empty
// when it is gone or hidden from this role.
Result<QString> backendStart(PostgreSql &connection, int pid, Progress &progress);

// Those below work to their end (at most some seconds) also when progress is cancelled: they
// are how a cancel is carried out. With `start` (of backendStart) they leave a reused pid alone.

// pg_cancel_backend once, for a session of somebody else, whose next statements are none of our
// business. False: nobody there.
Result<bool> cancelQueryOf(
    PostgreSql &connection, int pid, Progress &progress, const QString &start = {});
// pg_cancel_backend, again while a statement runs (a cancel between two statements is lost); then
// true when the pid has no running statement any more.
Result<bool> cancelBackend(
    PostgreSql &connection, int pid, Progress &progress, const QString &start = {});
// pg_terminate_backend; true when the pid is gone.
Result<bool> terminateBackend(
    PostgreSql &connection, int pid, Progress &progress, const QString &start = {});
// Is this backend (still) there?
Result<bool> backendExists(
    PostgreSql &connection, int pid, Progress &progress, const QString &start = {});

} // namespace migrations
