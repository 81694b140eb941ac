// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/databaseurl.h"
#include "migrations/lifecycle/privatefile.h"

#include <QProcessEnvironment>

#include <memory>
#include <optional>

namespace migrations {

// How pg_dump and pg_restore learn where to connect, without a word of it in argv: everything in
// the environment, the password in a PGPASSFILE (0600, in a private folder, for this very host,
// port, database and user) that goes with this object. PGDATABASE is taken literally, where the
// argument -d would read "dbname=x host=evil" as a connection string (RELIABILITY S1-S3).
class PgAccess
{
public:
    // `database` empty: the URL's. The program's sessions carry `applicationName`. Errors:
    // ErrorKind::Refused, code "no_variable", for a keyword that pg_dump cannot be told;
    // ErrorKind::File.
    static Result<PgAccess> to(const DatabaseUrl &url, const QString &database,
        const QString &applicationName = QStringLiteral("spiritsafe"));
    PgAccess(PgAccess &&) noexcept;
    PgAccess &operator=(PgAccess &&) noexcept;
    ~PgAccess();

    const QProcessEnvironment &environment() const { return m_environment; }

private:
    PgAccess() = default;
    Result<> writePassFile(const DatabaseUrl &url, const QString &database);

    QProcessEnvironment m_environment;
    std::optional<PrivateFile> m_passFile; // removed when destroyed
    QString m_folder;
};

// The lines of a password file for these keywords: host:port:database:user:password, ':' and '\'
// escaped, a line for each host.
QByteArray passFileText(const DatabaseUrl &url, const QString &database);

} // namespace migrations
