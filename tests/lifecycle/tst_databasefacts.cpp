// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/recreate.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::TestServer;

namespace {

const QString runId = u"1f9a3c00beef"_s;

// A database of the role app_owner with every fact that PostgreSQL has for one.
struct Fixture
{
    QString url = TestServer::shared().freshDatabase();
    QString name = tests::parsed(url).databaseName();
    NoProgress quiet;

    Fixture()
    {
        static const bool roles = [] {
            tests::runSql(TestServer::shared().server().url(u"postgres"_s),
                {u"CREATE ROLE app_owner LOGIN CREATEDB"_s, u"CREATE ROLE app_user LOGIN"_s,
                    u"CREATE ROLE app_ro LOGIN"_s});
            return true;
        }();
        Q_UNUSED(roles)
        run({u"ALTER DATABASE %1 OWNER TO app_owner"_s});
    }
    void run(const QStringList &statements) const
    {
        for (const QString &statement : statements)
            tests::runSql(url, {statement.contains(u"%1"_s) ? statement.arg(name) : statement});
    }
    static PostgreSql besideAs(const QString &role)
    {
        return tests::connectTo(TestServer::shared()
                                    .server()
                                    .url(u"postgres"_s)
                                    .replace(u"//postgres@"_s, u"//"_s + role + u'@'));
    }
    QStringList lines(const QString &database)
    {
        PostgreSql beside = besideAs(u"postgres"_s);
        return factLines(**readDatabaseFacts(beside, database, quiet));
    }
    QString refusal(const QString &role)
    {
        PostgreSql beside = besideAs(role);
        const auto preflight = preflightRecreate(beside, name, runId, quiet);
        return preflight ? u"fit"_s : preflight.error().code;
    }
};

} // namespace

class TestDatabaseFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFactIsCarriedOver();
    void whatThisRoleMayNotSetIsLeftToThePerson();
    void icuIsCarriedOver();
    void aMissingDatabaseIsMade();
    void whatWouldStopItIsRefusedByName();
    void aSuperusersSessionIsRefused();
};

void TestDatabaseFacts::everyFactIsCarriedOver()
{
    Fixture f;
    f.run({u"REVOKE ALL ON DATABASE %1 FROM PUBLIC"_s,
        u"GRANT CONNECT, TEMPORARY ON DATABASE %1 TO app_user WITH GRANT OPTION"_s,
        u"GRANT CONNECT ON DATABASE %1 TO app_ro"_s,
        u"ALTER DATABASE %1 SET search_path TO app, \"$user\", \"we, ird\", public"_s,
        u"ALTER DATABASE %1 SET work_mem TO '17MB'"_s,
        u"ALTER DATABASE %1 SET app.tenant TO 'it''s = a \\ test'"_s,
        u"ALTER DATABASE %1 SET temp_tablespaces TO ''"_s,
        u"ALTER ROLE app_ro IN DATABASE %1 SET default_transaction_read_only TO on"_s,
        u"ALTER DATABASE %1 CONNECTION LIMIT 42"_s,
        u"COMMENT ON DATABASE %1 IS 'The \"shop\" isn''t \\ here'"_s});
    const QStringList before = f.lines(f.name);
    QVERIFY(before.contains(u"grant CONNECT to app_user with grant option"_s));
    QVERIFY(before.contains(u"setting search_path = app, \"$user\", \"we, ird\", public"_s));
    QVERIFY(before.contains(u"setting default_transaction_read_only = on of role app_ro"_s));
    PostgreSql beside = Fixture::besideAs(u"postgres"_s);
    const auto preflight = preflightRecreate(beside, f.name, runId, f.quiet);
    QVERIFY2(preflight, qPrintable(preflight ? QString() : preflight.error().message));
    const auto made = createBeside(beside, *preflight, f.quiet);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
    const auto left = carryOver(beside, *preflight->facts, made->name, f.name, f.quiet);
    QVERIFY2(left, qPrintable(left ? QString() : left.error().message));
    QCOMPARE(*left, QStringList());
    QVERIFY(openDatabase(beside, *made));
    QCOMPARE(f.lines(made->name), before);
    QCOMPARE(f.lines(f.name), before);
}

void TestDatabaseFacts::whatThisRoleMayNotSetIsLeftToThePerson()
{
    Fixture f;
    f.run({u"ALTER ROLE app_ro IN DATABASE %1 SET work_mem TO '5MB'"_s,
        u"ALTER ROLE app_owner IN DATABASE %1 SET work_mem TO '6MB'"_s});
    const QStringList before = f.lines(f.name);
    PostgreSql beside = Fixture::besideAs(u"app_owner"_s);
    const auto preflight = preflightRecreate(beside, f.name, runId, f.quiet);
    QVERIFY2(preflight, qPrintable(preflight ? QString() : preflight.error().message));
    const auto made = createBeside(beside, *preflight, f.quiet);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
    const auto left = carryOver(beside, *preflight->facts, made->name, f.name, f.quiet);
    QVERIFY2(left, qPrintable(left ? QString() : left.error().message));
    QCOMPARE(*left,
        QStringList {
            u"ALTER ROLE \"app_ro\" IN DATABASE \"%1\" SET \"work_mem\" TO '5MB'"_s.arg(f.name)});
    QVERIFY(openDatabase(beside, *made));
    QStringList without = before;
    without.removeAll(u"setting work_mem = 5MB of role app_ro"_s);
    QCOMPARE(f.lines(made->name), without);
}

void TestDatabaseFacts::icuIsCarriedOver()
{
    Fixture f;
    PostgreSql beside = Fixture::besideAs(u"postgres"_s);
    f.name += u"_icu"_s;
    const auto made = beside.query(
        u"CREATE DATABASE %1 TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LC_COLLATE "
        "'C' LC_CTYPE 'C.UTF-8'"_s.arg(f.name),
        f.quiet);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
    const QStringList before = f.lines(f.name);
    QVERIFY(before.contains(u"locale de-DE"_s));
    const auto preflight = preflightRecreate(beside, f.name, runId, f.quiet);
    const auto anew = createBeside(beside, *preflight, f.quiet);
    QVERIFY2(anew, qPrintable(anew ? QString() : anew.error().message));
    QVERIFY(openDatabase(beside, *anew));
    QCOMPARE(f.lines(anew->name), before);
}

void TestDatabaseFacts::aMissingDatabaseIsMade()
{
    NoProgress quiet;
    PostgreSql beside = Fixture::besideAs(u"postgres"_s);
    const auto preflight = preflightRecreate(beside, u"not_there_yet"_s, runId, quiet);
    QVERIFY(preflight && preflight->missing());
    QCOMPARE(preflight->holding, QString());
    const auto made = createBeside(beside, *preflight, quiet);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
    QVERIFY(swapDatabases(beside, {u"not_there_yet"_s, *made, std::nullopt, {}}, quiet));
    tests::runSql(TestServer::shared().server().url(u"not_there_yet"_s), {u"SELECT 1"_s});
}

void TestDatabaseFacts::whatWouldStopItIsRefusedByName()
{
    Fixture f;
    QCOMPARE(f.refusal(u"app_owner"_s), u"fit"_s);
    QCOMPARE(f.refusal(u"app_user"_s), u"no_createdb"_s);
    f.run({u"ALTER ROLE app_user CREATEDB"_s});
    QCOMPARE(f.refusal(u"app_user"_s), u"not_owner"_s);
    f.run({u"ALTER ROLE app_user NOCREATEDB"_s});

    f.run({u"ALTER DATABASE %1 IS_TEMPLATE true"_s});
    QCOMPARE(f.refusal(u"app_owner"_s), u"is_template"_s);
    f.run({u"ALTER DATABASE %1 IS_TEMPLATE false"_s});

    f.run({u"CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = "
           u"false, "
           "slot_name = NONE)"_s});
    QCOMPARE(f.refusal(u"app_owner"_s), u"subscriptions"_s);
    f.run({u"DROP SUBSCRIPTION sub"_s});
    QCOMPARE(f.refusal(u"app_owner"_s), u"fit"_s);
}

void TestDatabaseFacts::aSuperusersSessionIsRefused()
{
    Fixture f;
    const PostgreSql superuser = tests::connectTo(f.url);
    QCOMPARE(f.refusal(u"app_owner"_s), u"session_stays"_s);
    QCOMPARE(f.refusal(u"postgres"_s), u"fit"_s);
}

QTEST_GUILESS_MAIN(TestDatabaseFacts)
#include "tst_databasefacts.moc"
