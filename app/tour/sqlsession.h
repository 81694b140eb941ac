// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <QString>

#include <memory>

namespace app {

// A connection of somebody else to a database of the sample's server.
class SqlSession
{
public:
    SqlSession(const QString &databaseUrl, const QString &application);

    bool run(const QString &sql);

private:
    struct End
    {
        void operator()(PGconn *connection) const { PQfinish(connection); }
    };
    std::unique_ptr<PGconn, End> m_connection;
};

} // namespace app
