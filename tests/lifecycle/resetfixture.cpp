// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/lifecycle/resetfixture.h"

#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/resetscript.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace tests {

namespace {

QString factsText(const QString &name)
{
    QFile file(QStringLiteral(SPIRITSAFE_SOURCE_DIR "/tests/facts/sql/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(name));
    return QString::fromUtf8(file.readAll());
}

QString asOwner(const QString &url)
{
    return QString(url).replace(u"://postgres@"_s, u"://app_owner@"_s);
}

void makeRolesOnce(const QString &url)
{
    static const bool made = [&] {
        runSql(url, statementsOf(factsText(u"roles.sql"_s)));
        return true;
    }();
    Q_UNUSED(made)
}

QStringList cells(PostgreSql &connection, const QString &sql)
{
    NoProgress progress;
    const auto rows = connection.query(sql, progress);
    if (!rows)
        qFatal("%s\n%s", qPrintable(rows.error().message), qPrintable(sql));
    return firstColumn(*rows);
}

QStringList answer(PostgreSql &connection, const QString &name, const ResetScope &scope)
{
    return cells(connection, withLiterals(sqlText(name), resetLiterals(scope)));
}

// Rows of each table that the query names, with the values of sequences.
QStringList contents(PostgreSql &connection, const QString &where, const QString &notThis = u"''"_s)
{
    QStringList lines;
    const QStringList tables = cells(connection,
        u"SELECT (pg_identify_object('pg_class'::regclass, c.oid, 0)).identity FROM pg_class c "
        u"JOIN "
        "pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') AND "_s
            + where + u" AND n.nspname || '.' || c.relname <> "_s + notThis + u" ORDER BY 1"_s);
    for (const QString &table : tables)
        lines += cells(connection,
            u"SELECT '%1: ' || count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM %2 t"_s
                .arg(QString(table).replace(u'\'', u"''"_s), table));
    lines += cells(connection,
        u"SELECT n.nspname || '.' || s.sequencename || ' at ' || coalesce(s.last_value, 0) FROM "
        "pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname WHERE "_s
            + where + u" ORDER BY 1"_s);
    return lines;
}

PostgreSql connectedFor(const QString &superuser)
{
    PostgreSql connection = connectTo(superuser);
    std::ignore = cells(connection, u"SET search_path = pg_catalog"_s);
    return connection;
}

} // namespace

QStringList statementsOf(const QString &text)
{
    static const QRegularExpression piece(
        uR"((--[^\n]*|\$\$.*?\$\$|'(?:[^']|'')*'|"(?:[^"]|"")*"|;|[^;'"$-]+|.))"_s,
        QRegularExpression::DotMatchesEverythingOption);
    QStringList statements {QString()};
    for (auto matches = piece.globalMatch(text); matches.hasNext();) {
        const QString token = matches.next().captured();
        if (token.startsWith("--"_L1))
            continue;
        if (token == ";"_L1)
            statements.append(QString());
        else
            statements.back() += token;
    }
    statements.removeIf([](const QString &statement) { return statement.trimmed().isEmpty(); });
    return statements;
}

FixtureDatabase ownedDatabase()
{
    TestServer &server = TestServer::shared();
    const QString url = server.freshDatabase();
    makeRolesOnce(url);
    runSql(url,
        {u"DO $$BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO app_owner', current_database()); END$$"_s});
    return {url, asOwner(url)};
}

FixtureDatabase fixtureDatabase()
{
    const FixtureDatabase database = ownedDatabase();
    const QString text = factsText(u"reset_fixture.sql"_s)
                             .replace(u"SOCKET_DIR"_s, TestServer::shared().server().socketFolder())
                             .replace(u"'PORT'"_s, u"'5432'"_s);
    runSql(database.superuser, statementsOf(text));
    return database;
}

ResetScope publicScope()
{
    return {{u"public"_s}, {u"alembic_version"_s, u"public"_s}};
}

ResetPlan planOf(const QString &url, const ResetScope &scope)
{
    NoProgress progress;
    PostgreSql connection = connectTo(url);
    auto plan = planReset(connection, scope, progress);
    if (!plan)
        qFatal("%s\n%s", qPrintable(plan.error().message), qPrintable(plan.error().detail));
    return *std::move(plan);
}

QStringList left(const QString &superuser, const ResetScope &scope)
{
    PostgreSql connection = connectedFor(superuser);
    return answer(connection, u"resetleft"_s, scope);
}

QStringList outside(const QString &superuser, const ResetScope &scope)
{
    PostgreSql connection = connectedFor(superuser);
    return answer(connection, u"resetoutside"_s, scope)
        + contents(connection,
            u"n.nspname <> ALL (%1::text[] || '{pg_catalog,information_schema,pg_toast}')"_s.arg(
                quoteArrayLiteral(scope.schemas)),
            quoteLiteral(scope.versionTable.schema + u'.' + scope.versionTable.name));
}

QStringList snapshot(const QString &superuser, const ResetScope &scope)
{
    PostgreSql connection = connectedFor(superuser);
    const QString inside = u"n.nspname = ANY (%1::text[])"_s.arg(quoteArrayLiteral(scope.schemas));
    return answer(connection, u"resetleft"_s, scope) + answer(connection, u"resetgrants"_s, scope)
        + contents(connection, inside) + outside(superuser, scope);
}

} // namespace tests
