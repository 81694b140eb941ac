// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"
#include "migrations/database/privateserver.h"

namespace tests {

// One private cluster for a whole test program, started when first asked for and ended with the
// program. Fresh databases keep tests apart. What cannot be had ends the program with the reason:
// a test that finds no server has failed.
class TestServer
{
public:
    static TestServer &shared();

    // A new, empty database: "postgresql+psycopg2://postgres@/test_3?host=…".
    QString freshDatabase(const QString &driver = QStringLiteral("psycopg2"));
    migrations::PrivateServer &server() { return m_server; }

private:
    explicit TestServer(migrations::PrivateServer server);

    migrations::PrivateServer m_server;
    int m_databases = 0;
};

// The URL as the engine reads it; ends the program when it is none.
migrations::DatabaseUrl parsed(const QString &url);
// A connection as the cluster's superuser or whoever the URL names.
migrations::PostgreSql connectTo(const QString &url);
// Runs each statement on a connection of its own; the rows of the last one.
migrations::QueryRows runSql(const QString &url, const QStringList &statements);
QStringList firstColumn(const migrations::QueryRows &rows);

} // namespace tests
