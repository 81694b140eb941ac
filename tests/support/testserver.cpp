// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/testserver.h"

using namespace Qt::StringLiterals;
using migrations::Error;
using migrations::NoProgress;
using migrations::PostgreSql;
using migrations::PrivateServer;
using migrations::Result;

namespace tests {

namespace {

[[noreturn]] void stop(const char *what, const Error &error)
{
    qFatal("%s: %s\n%s", what, qPrintable(error.message), qPrintable(error.detail));
}

template <typename T>
T valueOf(Result<T> result, const char *what)
{
    if (!result)
        stop(what, result.error());
    return std::move(*result);
}

PrivateServer startedServer()
{
    NoProgress progress;
    return valueOf(PrivateServer::start({}, progress), "no private server");
}

} // namespace

TestServer &TestServer::shared()
{
    static TestServer server(startedServer());
    return server;
}

TestServer::TestServer(PrivateServer server)
    : m_server(std::move(server))
{
}

QString TestServer::freshDatabase(const QString &driver)
{
    NoProgress progress;
    const QString name = u"test_%1"_s.arg(++m_databases);
    if (const Result<void> made = m_server.createDatabase(name, progress); !made)
        stop("no fresh database", made.error());
    return m_server.url(name, driver);
}

migrations::DatabaseUrl parsed(const QString &url)
{
    return valueOf(migrations::DatabaseUrl::fromText(url), "not a URL");
}

PostgreSql connectTo(const QString &url)
{
    NoProgress progress;
    return valueOf(PostgreSql::connect(parsed(url), {}, progress), "no connection");
}

migrations::QueryRows runSql(const QString &url, const QStringList &statements)
{
    NoProgress progress;
    PostgreSql connection = connectTo(url);
    migrations::QueryRows rows;
    for (const QString &statement : statements)
        rows = valueOf(connection.query(statement, progress), qPrintable(statement));
    return rows;
}

QStringList firstColumn(const migrations::QueryRows &rows)
{
    QStringList cells;
    for (const auto &row : rows.rows)
        cells.append(row.empty() ? QString() : row.front().value_or(QString()));
    return cells;
}

} // namespace tests
