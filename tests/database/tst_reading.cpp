// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/reading.h"
#include "tests/support/testserver.h"

#include <QScopeGuard>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEmptyDatabaseHasNoVersionTableAndGetsNone();
    void aPartitionedVersionTableIsATable();
    void theFactsAreThoseOfTheServer();
    void rowsAreSortedAndDuplicatesKept();
    void aTableInAnotherSchemaIsReadOnlyWhenAskedFor();
    void theSearchPathDecidesWithoutASchema();
    void hostileNamesAreRead();
    void unusableVersionTablesAreNamed_data();
    void unusableVersionTablesAreNamed();
    void aRoleWithoutRightsIsTold();
    void anUnprivilegedRoleMayReadTheIdentity();
    void twoDatabasesOfOneServerDiffer();
    void brokenIndexesAreListed();
    void anIndexThatIsBeingBuiltIsNotBroken();
    void aReadOnlyDatabaseIsKnown();
    void aLockedVersionTableIsNamedWithinItsTime();

private:
    Result<DatabaseReading> read(const VersionTable &table = {});
    void prepare(const QStringList &statements) { tests::runSql(m_url, statements); }
    // Everything a reading could have made or changed.
    QStringList everything();

    QString m_url;
    NoProgress m_progress;
};

void TestReading::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
}

// Both ways, which must agree on the rows or on why there are none.
Result<DatabaseReading> TestReading::read(const VersionTable &table)
{
    const auto whole = readDatabase(tests::parsed(m_url), table, {}, m_progress);
    const auto alone = migrations::readVersionRows(tests::parsed(m_url), table, {}, m_progress);
    const bool same = whole && alone
        ? whole->rows == alone->rows && whole->versionTableExists == alone->versionTableExists
        : !whole && !alone && whole.error() == alone.error();
    if (!same)
        QTest::qFail("the rows alone are not those of the whole reading", __FILE__, __LINE__);
    return whole;
}

QStringList TestReading::everything()
{
    return tests::firstColumn(tests::runSql(m_url,
        {u"SELECT c.oid || ' ' || c.relname || ' ' || c.relfilenode || ' ' || c.xmin::text FROM "
         "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ "
         "'^pg_(catalog|toast)' ORDER BY 1"_s}));
}

void TestReading::anEmptyDatabaseHasNoVersionTableAndGetsNone()
{
    const QStringList before = everything();
    const Result<DatabaseReading> reading = read();
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QVERIFY(!reading->versionTableExists);
    QCOMPARE(reading->rows, QStringList());
    QCOMPARE(everything(), before);
}

void TestReading::aPartitionedVersionTableIsATable()
{
    tests::runSql(m_url,
        {u"CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY) PARTITION BY HASH "
         "(version_num)"_s,
            u"CREATE TABLE part PARTITION OF alembic_version FOR VALUES WITH (MODULUS 1, REMAINDER 0)"_s,
            u"INSERT INTO alembic_version VALUES ('r1')"_s});
    const Result<DatabaseReading> reading = read();
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().message));
    QCOMPARE(reading->rows, QStringList {u"r1"_s});
}

void TestReading::theFactsAreThoseOfTheServer()
{
    const Result<DatabaseReading> reading = read();
    QVERIFY(reading);
    const QueryRows facts = tests::runSql(m_url,
        {u"SELECT oid, current_setting('server_version_num')::int / 10000 AS major, "
         "(SELECT system_identifier FROM pg_control_system()) AS system FROM pg_database WHERE "
         "datname = current_database()"_s});
    QCOMPARE(reading->identity.database, facts.text(0, u"oid"_s));
    QCOMPARE(reading->identity.server, facts.text(0, u"system"_s));
    QVERIFY(reading->identity.known());
    QVERIFY(reading->serverVersion.startsWith(facts.text(0, u"major"_s) + u'.'));
    QVERIFY(!reading->serverVersion.contains(u' '));
    QCOMPARE(reading->databaseName, tests::parsed(m_url).databaseName());
    QCOMPARE(reading->user, u"postgres"_s);
    QCOMPARE(reading->host, tests::TestServer::shared().server().socketFolder());
    QCOMPARE(reading->schema, u"public"_s);
    QVERIFY(!reading->inRecovery);
    QVERIFY(!reading->readOnly);
    QVERIFY(qAbs(reading->readAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
}

void TestReading::rowsAreSortedAndDuplicatesKept()
{
    prepare({u"CREATE TABLE alembic_version (version_num varchar(32))"_s,
        u"INSERT INTO alembic_version VALUES ('b'), ('a'), ('b'), ('')"_s});
    const QStringList before = everything();
    const Result<DatabaseReading> reading = read();
    QVERIFY(reading);
    QVERIFY(reading->versionTableExists);
    QCOMPARE(reading->versionTableSchema, u"public"_s);
    QCOMPARE(reading->rows, QStringList({u""_s, u"a"_s, u"b"_s, u"b"_s}));
    QCOMPARE(everything(), before);
}

void TestReading::aTableInAnotherSchemaIsReadOnlyWhenAskedFor()
{
    prepare({u"CREATE SCHEMA audit"_s,
        u"CREATE TABLE audit.alembic_version (version_num text PRIMARY KEY)"_s,
        u"INSERT INTO audit.alembic_version VALUES ('x1')"_s});
    const Result<DatabaseReading> bySearchPath = read();
    QVERIFY(bySearchPath);
    QVERIFY(!bySearchPath->versionTableExists);
    QCOMPARE(bySearchPath->versionTablesElsewhere, QStringList(u"audit"_s));
    const Result<DatabaseReading> bySchema = read({u"alembic_version"_s, u"audit"_s});
    QVERIFY(bySchema);
    QCOMPARE(bySchema->rows, QStringList(u"x1"_s));
    QCOMPARE(bySchema->versionTablesElsewhere, QStringList());
}

void TestReading::theSearchPathDecidesWithoutASchema()
{
    prepare({u"CREATE SCHEMA app"_s, u"CREATE TABLE app.alembic_version (version_num text)"_s,
        u"INSERT INTO app.alembic_version VALUES ('in app')"_s,
        u"CREATE TABLE public.alembic_version (version_num text)"_s,
        u"ALTER DATABASE %1 SET search_path = app, public"_s.arg(
            tests::parsed(m_url).databaseName())});
    const Result<DatabaseReading> reading = read();
    QVERIFY(reading);
    QCOMPARE(reading->rows, QStringList(u"in app"_s));
    QCOMPARE(reading->schema, u"app"_s);
    QCOMPARE(reading->versionTablesElsewhere, QStringList(u"public"_s));
}

void TestReading::hostileNamesAreRead()
{
    prepare({u"CREATE SCHEMA \"my \"\"schema\"\"; x\""_s,
        u"CREATE TABLE \"my \"\"schema\"\"; x\".\"Version's\" (version_num text)"_s,
        u"INSERT INTO \"my \"\"schema\"\"; x\".\"Version's\" VALUES ('r1')"_s});
    const Result<DatabaseReading> reading = read({u"Version's"_s, u"my \"schema\"; x"_s});
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QCOMPARE(reading->rows, QStringList(u"r1"_s));
}

void TestReading::unusableVersionTablesAreNamed_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("a view") << u"CREATE VIEW alembic_version AS SELECT 'r'::text AS version_num"_s
                            << u"version_table_kind"_s << u"is a view"_s;
    QTest::newRow("a materialized view")
        << u"CREATE MATERIALIZED VIEW alembic_version AS SELECT 'r'::text AS version_num"_s
        << u"version_table_kind"_s << u"is a materialized view"_s;
    QTest::newRow("another column") << u"CREATE TABLE alembic_version (version text)"_s
                                    << u"version_table_column"_s << u"no column version_num"_s;
}

void TestReading::unusableVersionTablesAreNamed()
{
    QFETCH(QString, statement);
    QFETCH(QString, code);
    QFETCH(QString, words);
    prepare({statement});
    const QStringList before = everything();
    const Result<DatabaseReading> reading = read();
    QVERIFY(!reading);
    QCOMPARE(reading.error().kind, ErrorKind::Database);
    QCOMPARE(reading.error().code, code);
    QVERIFY(reading.error().message.contains(words));
    QCOMPARE(everything(), before);
}

void TestReading::aRoleWithoutRightsIsTold()
{
    prepare(
        {u"CREATE TABLE alembic_version (version_num text)"_s, u"CREATE ROLE stranger LOGIN"_s});
    DatabaseUrl url = tests::parsed(m_url);
    url.keywords.insert(u"user"_s, u"stranger"_s);
    const Result<DatabaseReading> reading = readDatabase(url, {}, {}, m_progress);
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, u"42501"_s);
    QVERIFY(reading.error().message.contains(u"stranger"_s));
}

void TestReading::anUnprivilegedRoleMayReadTheIdentity()
{
    prepare({u"CREATE ROLE reader LOGIN"_s});
    DatabaseUrl url = tests::parsed(m_url);
    url.keywords.insert(u"user"_s, u"reader"_s);
    Result<PostgreSql> connection = PostgreSql::connect(url, {}, m_progress);
    QVERIFY(connection);
    const Result<DatabaseIdentity> identity = readIdentity(*connection, m_progress);
    QVERIFY2(identity, identity ? "" : qPrintable(identity.error().detail));
    QCOMPARE(*identity, read()->identity);
    QCOMPARE(identity->key(), u"postgresql:%1:%2"_s.arg(identity->server, identity->database));
}

void TestReading::twoDatabasesOfOneServerDiffer()
{
    const DatabaseIdentity one = read()->identity;
    m_url = tests::TestServer::shared().freshDatabase();
    const DatabaseIdentity other = read()->identity;
    QCOMPARE(one.server, other.server);
    QVERIFY(one.database != other.database);
    QVERIFY(one.key() != other.key());
}

void TestReading::brokenIndexesAreListed()
{
    prepare({u"CREATE TABLE \"T\" (n int)"_s, u"INSERT INTO \"T\" VALUES (1), (1)"_s});
    PostgreSql connection = tests::connectTo(m_url);
    QVERIFY(
        !connection.query(u"CREATE UNIQUE INDEX CONCURRENTLY \"T n\" ON \"T\" (n)"_s, m_progress));
    const Result<DatabaseReading> reading = read();
    QVERIFY(reading);
    QCOMPARE(reading->invalidIndexes, QStringList(u"public.\"T n\""_s));
}

// An open transaction holds CREATE INDEX CONCURRENTLY back while its index is not valid yet.
void TestReading::anIndexThatIsBeingBuiltIsNotBroken()
{
    prepare({u"CREATE TABLE t (n int)"_s});
    PostgreSql holder = tests::connectTo(m_url);
    QVERIFY(holder.query(u"BEGIN"_s, m_progress));
    QVERIFY(holder.query(u"INSERT INTO t VALUES (1)"_s, m_progress));
    PostgreSql builder = tests::connectTo(m_url);
    QVERIFY(builder.query(u"SET lock_timeout = 0"_s, m_progress));
    bool ended = false;
    std::thread building([&] {
        NoProgress progress;
        ended = builder.query(u"CREATE INDEX CONCURRENTLY i ON t (n)"_s, progress).has_value();
    });
    const auto join = qScopeGuard([&] {
        if (building.joinable())
            building.join();
    });
    const QString invalid = u"SELECT 1 FROM pg_index WHERE NOT indisvalid"_s;
    QTRY_COMPARE(tests::runSql(m_url, {invalid}).rows.size(), 1U);
    const Result<DatabaseReading> reading = read();
    QVERIFY(holder.query(u"ROLLBACK"_s, m_progress));
    QVERIFY(reading);
    QCOMPARE(reading->invalidIndexes, QStringList());
    building.join();
    QVERIFY(ended);
}

void TestReading::aReadOnlyDatabaseIsKnown()
{
    prepare({u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(
        tests::parsed(m_url).databaseName())});
    const Result<DatabaseReading> reading = read();
    QVERIFY(reading);
    QVERIFY(reading->readOnly);
}

void TestReading::aLockedVersionTableIsNamedWithinItsTime()
{
    prepare({u"CREATE TABLE alembic_version (version_num text)"_s});
    PostgreSql holder = tests::connectTo(m_url);
    QVERIFY(holder.query(u"BEGIN"_s, m_progress));
    QVERIFY(holder.query(u"LOCK TABLE alembic_version"_s, m_progress));
    const Result<DatabaseReading> reading = read();
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, u"55P03"_s);
    QVERIFY(reading.error().message.contains(u"holds a lock"_s));
}

QTEST_GUILESS_MAIN(TestReading)
#include "tst_reading.moc"
