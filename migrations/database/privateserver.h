// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <memory>

namespace migrations {

// A PostgreSQL cluster of our own on a unix socket in a private folder: for the sample project, for
// tests, later for rehearsals. No TCP. As root it runs as another user (the server refuses root).
// Stopped (immediate) and removed when destroyed, also when our process dies (the server's own
// parent watch: it is started by a small shell that ends it with us).
class PrivateServer
{
public:
    struct Options
    {
        QString folder; // empty: a new temporary one
        bool durable = false; // fsync; off for tests and samples
    };
    static Result<PrivateServer> start(const Options &options, Progress &progress);
    PrivateServer(PrivateServer &&) noexcept;
    PrivateServer &operator=(PrivateServer &&) noexcept;
    ~PrivateServer();

    QString socketFolder() const;
    QString user() const; // superuser, no password, "trust" on a 0700 folder's socket
    // "postgresql+psycopg2://postgres@/NAME?host=FOLDER"
    QString url(const QString &database, const QString &driver = QStringLiteral("psycopg2")) const;
    Result<void> createDatabase(const QString &name, Progress &progress);
    Result<void> stop(const QString &mode); // "fast", "immediate", "smart"
    Result<void> restart(const QString &mode, Progress &progress);
    qint64 serverPid() const;

private:
    struct Private;
    explicit PrivateServer(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace migrations
