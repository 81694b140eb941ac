// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"
#include "migrations/database/databaseurl.h"

#include <memory>
#include <optional>
#include <vector>

namespace migrations {

struct QueryRows
{
    QStringList columns;
    std::vector<std::vector<std::optional<QString>>> rows;
    qint64 affected = -1;

    // Text of a cell, empty for NULL and for a cell that is not there.
    QString text(std::size_t row, const QString &column) const;
    bool isNull(std::size_t row, const QString &column) const;
};

struct ConnectOptions
{
    QString applicationName = QStringLiteral("spiritsafe");
    QString databaseName; // another database of the same server; empty = the URL's
    int connectTimeoutMs = 10'000;
    bool readOnly = false; // default_transaction_read_only=on
};

// One connection, over libpq's asynchronous calls so that each wait stays cancellable and bounded.
// Sets client_connection_check_interval (where the server has it) and lock_timeout. Move-only; used
// by one thread at a time. Errors are ErrorKind::Database, redacted; code = SQLSTATE when the
// server gave one, else "unreachable", "name_unknown", "timeout", "tls", "no_password",
// "connection_lost", "no_answer" (not even to a cancel; the connection is given up) or
// "not_connected".
class PostgreSql
{
public:
    static Result<PostgreSql> connect(
        const DatabaseUrl &url, const ConnectOptions &options, Progress &progress);
    PostgreSql(PostgreSql &&) noexcept;
    PostgreSql &operator=(PostgreSql &&) noexcept;
    ~PostgreSql();

    // One statement with bound text parameters ($1 …); nullopt = NULL. Cancelled by progress: the
    // server is told (PQcancel) and its answer awaited. timeoutMs < 0: no limit of ours.
    Result<QueryRows> query(const QString &sql,
        const std::vector<std::optional<QString>> &parameters, Progress &progress,
        int timeoutMs = -1);
    Result<QueryRows> query(const QString &sql, Progress &progress);

    int backendPid() const;
    int serverVersion() const; // 150018
    bool alive() const; // also notices a server that went away meanwhile; no round trip
    QString databaseName() const; // as connected to, also when the URL leaves it to libpq
    QString place() const; // "db1:6432", or the socket's folder
    QString quoteIdentifier(const QString &name) const;
    QString quoteLiteral(const QString &text) const; // where nothing can be bound: DDL

private:
    struct Private;
    explicit PostgreSql(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace migrations
