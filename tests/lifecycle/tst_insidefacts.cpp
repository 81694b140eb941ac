// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/insidefacts.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::TestServer;

namespace {

QStringList textsOf(const std::vector<DumpEntry> &entries)
{
    QStringList texts;
    for (const DumpEntry &entry : entries)
        texts.append(entry.text);
    return texts;
}

QString databaseOf(const QString &url)
{
    return tests::parsed(url).databaseName();
}

// A database with everything that a bare CREATE DATABASE lacks.
QString furnishedDatabase()
{
    const QString url = TestServer::shared().freshDatabase();
    static const bool roles = [&] {
        tests::runSql(url, {u"CREATE ROLE app_owner LOGIN CREATEDB"_s, u"CREATE ROLE app_ro"_s});
        return true;
    }();
    Q_UNUSED(roles)
    tests::runSql(url,
        {u"CREATE SCHEMA app AUTHORIZATION app_owner"_s, u"CREATE SCHEMA \"we ird\""_s,
            u"CREATE EXTENSION hstore WITH SCHEMA app"_s, u"CREATE EXTENSION postgres_fdw"_s,
            u"GRANT USAGE ON SCHEMA app TO app_ro"_s, u"COMMENT ON SCHEMA app IS 'The app''s'"_s,
            u"REVOKE ALL ON SCHEMA public FROM public"_s,
            u"COMMENT ON SCHEMA public IS 'not used'"_s,
            u"ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA app GRANT SELECT ON TABLES TO app_ro"_s,
            u"ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE EXECUTE ON FUNCTIONS FROM public"_s,
            u"CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db9')"_s,
            u"CREATE USER MAPPING FOR app_owner SERVER far OPTIONS (user 'u', password 'canary')"_s,
            u"GRANT USAGE ON FOREIGN SERVER far TO app_ro"_s,
            u"CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'"_s,
            u"CREATE EVENT TRIGGER guard ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION app.guard()"_s,
            u"CREATE PUBLICATION everything FOR ALL TABLES"_s,
            u"CREATE PUBLICATION part FOR TABLES IN SCHEMA app"_s,
            u"GRANT EXECUTE ON FUNCTION app.hstore_in(cstring) TO app_ro"_s,
            u"CREATE TABLE app.orders (id int, note text)"_s,
            u"CREATE FUNCTION app.total() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s,
            u"GRANT EXECUTE ON FUNCTION app.total() TO app_ro"_s,
            u"CREATE TYPE app.colour AS ENUM ('red')"_s});
    return url;
}

} // namespace

class TestInsideFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMigrationsMakeIsLeftOut();
    void whatScriptsCreateThemselvesWaits_data();
    void whatScriptsCreateThemselvesWaits();
    void everythingIsInTheNewDatabase();
    void eventTriggersComeAfterTheMigrations();
    void whatIsThereAlreadyIsPassedOver();
};

void TestInsideFacts::whatMigrationsMakeIsLeftOut()
{
    const QString list = u";\n; Selected TOC Entries:\n;\n"
                         "8; 2615 16596 SCHEMA - app app_owner\n"
                         "9; 0 0 ACL - SCHEMA app app_owner\n"
                         "2; 3079 16387 EXTENSION - hstore \n"
                         "3; 0 0 COMMENT - EXTENSION hstore \n"
                         "4; 1247 16624 TYPE app ty postgres\n"
                         "5; 0 0 ACL public FUNCTION hstore_in(cstring) postgres\n"
                         "6; 1255 16608 FUNCTION app et() postgres\n"
                         "7; 1255 16622 FUNCTION app f() postgres\n"
                         "10; 0 0 ACL app FUNCTION f() postgres\n"
                         "11; 0 0 COMMENT app COLUMN t.id postgres\n"
                         "12; 826 16597 DEFAULT ACL app DEFAULT PRIVILEGES FOR TABLES app_owner\n"
                         "13; 3466 16609 EVENT TRIGGER - et postgres\n"
                         "14; 0 0 COMMENT - DATABASE a postgres\n"_s;
    QCOMPARE(textsOf(entriesToCarry(list, {u"FUNCTION app et() "_s})),
        (QStringList {u"SCHEMA - app app_owner"_s, u"ACL - SCHEMA app app_owner"_s,
            u"EXTENSION - hstore "_s, u"COMMENT - EXTENSION hstore "_s,
            u"ACL public FUNCTION hstore_in(cstring) postgres"_s, u"FUNCTION app et() postgres"_s,
            u"DEFAULT ACL app DEFAULT PRIVILEGES FOR TABLES app_owner"_s,
            u"EVENT TRIGGER - et postgres"_s}));
}

void TestInsideFacts::whatScriptsCreateThemselvesWaits_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("waits");
    const QString schema = u"SCHEMA - app app_owner"_s;
    QTest::newRow("schema") << schema << u"op.execute('create schema app')"_s << true;
    QTest::newRow("quoted") << schema << u"op.execute('CREATE  SCHEMA \"app\"')"_s << true;
    QTest::newRow("escaped") << schema << u"op.execute(\"CREATE SCHEMA \\\"app\\\"\")"_s << true;
    QTest::newRow("python") << schema << u"op.execute(CreateSchema('app'))"_s << true;
    QTest::newRow("if not exists") << schema << u"'CREATE SCHEMA IF NOT EXISTS app'"_s << false;
    QTest::newRow("another") << schema << u"'CREATE SCHEMA application'"_s << false;
    QTest::newRow("extension") << u"EXTENSION - hstore "_s << u"'create extension hstore'"_s
                               << true;
    QTest::newRow("not this one") << u"EXTENSION - hstore "_s << u"'create extension citext'"_s
                                  << false;
    QTest::newRow("server") << u"SERVER - far postgres"_s << u"'CREATE SERVER far ...'"_s << true;
    QTest::newRow("event trigger") << u"EVENT TRIGGER - guard postgres"_s << QString() << true;
    QTest::newRow("its function") << u"FUNCTION app guard() postgres"_s << QString() << true;
    QTest::newRow("its comment") << u"COMMENT - EVENT TRIGGER guard postgres"_s << QString()
                                 << true;
}

void TestInsideFacts::whatScriptsCreateThemselvesWaits()
{
    QFETCH(const QString, entry);
    QFETCH(const QString, script);
    QFETCH(const bool, waits);
    QCOMPARE(waitsForMigrations({1, entry}, script, {u"FUNCTION app guard() "_s}), waits);
}

void TestInsideFacts::everythingIsInTheNewDatabase()
{
    NoProgress quiet;
    const QString url = furnishedDatabase();
    const auto facts = InsideFacts::take(tests::parsed(url), databaseOf(url), {}, quiet);
    QVERIFY2(facts, qPrintable(facts ? QString() : facts.error().message + facts.error().detail));
    QVERIFY(facts->lines().contains(u"grant on schema app: USAGE to app_ro"_s));
    QVERIFY(facts->lines().contains(u"user mapping of app_owner for server far"_s));
    QVERIFY(!facts->lines().join(u' ').contains(u"canary"_s));
    QVERIFY(!facts->lines().join(u' ').contains(u"db9"_s));

    const QString anew = TestServer::shared().freshDatabase();
    for (const auto when :
        {InsideFacts::When::BeforeMigrations, InsideFacts::When::AfterMigrations}) {
        const Result<> put = facts->putInto(tests::parsed(anew), databaseOf(anew), when, quiet);
        QVERIFY2(put, qPrintable(put ? QString() : put.error().detail));
    }
    QCOMPARE(insideLines(tests::parsed(anew), databaseOf(anew), quiet).value(), facts->lines());
    // And nothing else.
    QCOMPARE(tests::firstColumn(tests::runSql(anew,
                 {u"SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
                  "WHERE nspname = 'app'"_s})),
        QStringList());
    QCOMPARE(tests::firstColumn(tests::runSql(anew,
                 {u"SELECT has_function_privilege('app_ro', 'app.hstore_in(cstring)', 'EXECUTE'), "
                  "to_regproc('app.total') IS NULL"_s})),
        QStringList {u"t"_s});
}

void TestInsideFacts::eventTriggersComeAfterTheMigrations()
{
    NoProgress quiet;
    const QString url = furnishedDatabase();
    const auto facts = InsideFacts::take(tests::parsed(url), databaseOf(url),
        u"op.execute('CREATE EXTENSION postgres_fdw')"_s, quiet);
    QVERIFY(facts);
    const QString anew = TestServer::shared().freshDatabase();
    QVERIFY(facts->putInto(
        tests::parsed(anew), databaseOf(anew), InsideFacts::When::BeforeMigrations, quiet));
    const QStringList early = insideLines(tests::parsed(anew), databaseOf(anew), quiet).value();
    QVERIFY(early.contains(u"extension hstore in schema app"_s));
    QVERIFY(!early.join(u' ').contains(u"postgres_fdw"_s));
    QVERIFY(!early.join(u' ').contains(u"event trigger"_s));
}

void TestInsideFacts::whatIsThereAlreadyIsPassedOver()
{
    NoProgress quiet;
    const QString url = furnishedDatabase();
    const auto facts = InsideFacts::take(tests::parsed(url), databaseOf(url), {}, quiet);
    QVERIFY(facts);
    const QString anew = TestServer::shared().freshDatabase();
    tests::runSql(anew,
        {u"CREATE SCHEMA app AUTHORIZATION app_owner"_s,
            u"CREATE EXTENSION hstore WITH SCHEMA app"_s});
    QVERIFY(facts->putInto(
        tests::parsed(anew), databaseOf(anew), InsideFacts::When::AfterMigrations, quiet));
    QCOMPARE(insideLines(tests::parsed(anew), databaseOf(anew), quiet).value(), facts->lines());
}

QTEST_GUILESS_MAIN(TestInsideFacts)
#include "tst_insidefacts.moc"
