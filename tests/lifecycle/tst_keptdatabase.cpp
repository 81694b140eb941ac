// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/keptdatabase.h"
#include "migrations/lifecycle/sessions.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::TestServer;

namespace {

const QString runId = u"1f9a3c00beef"_s;

template <typename T>
QString errorOf(const Result<T> &result)
{
    return result ? QString() : result.error().code + u": "_s + result.error().message;
}

#define VERIFY_DONE(result) QVERIFY2((result).has_value(), qPrintable(errorOf(result)))

// The cluster's superuser, beside a fresh database.
struct Fixture
{
    QString url = TestServer::shared().freshDatabase();
    PostgreSql beside = tests::connectTo(TestServer::shared().server().url(u"postgres"_s));
    NoProgress quiet;
    NamedDatabase database = named(tests::parsed(url).databaseName()).value();

    std::optional<NamedDatabase> named(const QString &name)
    {
        return findDatabase(beside, name, quiet).value();
    }
    bool isOpen(const QString &name)
    {
        return beside
                   .query(
                       u"SELECT datallowconn FROM pg_database WHERE datname = $1"_s, {name}, quiet)
                   ->text(0, u"datallowconn"_s)
            == u"t"_s;
    }
};

// A URL for another role of the cluster.
QString urlAs(const QString &role, const QString &url)
{
    return QString(url).replace(u"//postgres@"_s, u"//"_s + role + u'@');
}

} // namespace

class TestKeptDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdingNamesFitIntoPostgresNames_data();
    void holdingNamesFitIntoPostgresNames();
    void aTakenHoldingNameIsRefused();
    void aClosedDatabaseHasNobodyInIt();
    void aSessionThatStaysIsNamedAndTheDatabaseOpensAgain();
    void setAsideAndPutBackItIsTheSame();
    void aFailedSwapChangesNothing();
    void keptOnesAreListedByNameAndByOid();
    void onlyTheVeryOneIsDropped();
    void namesThatNeedQuotesWork();
    void whatASessionHoldsIsTold();
};

void TestKeptDatabase::holdingNamesFitIntoPostgresNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("short") << u"shop"_s << u"shop__old_1f9a3c00beef"_s;
    QTest::newRow("63 bytes") << QString(63, u'a') << QString(45, u'a') + u"__old_1f9a3c00beef"_s;
    QTest::newRow("two bytes a letter")
        << QString(31, u'é') << QString(22, u'é') + u"__old_1f9a3c00beef"_s;
    QTest::newRow("four bytes a letter")
        << u"😀"_s.repeated(15) << u"😀"_s.repeated(11) + u"__old_1f9a3c00beef"_s;
}

void TestKeptDatabase::holdingNamesFitIntoPostgresNames()
{
    QFETCH(const QString, name);
    QFETCH(const QString, expected);
    QCOMPARE(holdingName(name, runId), expected);
    QVERIFY(holdingName(name, runId).toUtf8().size() <= 63);
}

void TestKeptDatabase::aTakenHoldingNameIsRefused()
{
    Fixture f;
    QCOMPARE(freeHoldingName(f.beside, f.database.name, runId, f.quiet).value(),
        f.database.name + u"__old_1f9a3c00beef"_s);
    QVERIFY(
        TestServer::shared().server().createDatabase(holdingName(f.database.name, runId), f.quiet));
    const Result<QString> name = freeHoldingName(f.beside, f.database.name, runId, f.quiet);
    QVERIFY(!name);
    QCOMPARE(name.error().code, u"holding_name_taken"_s);
}

void TestKeptDatabase::aClosedDatabaseHasNobodyInIt()
{
    Fixture f;
    PostgreSql idle = tests::connectTo(f.url);
    PostgreSql inTransaction = tests::connectTo(f.url);
    QVERIFY(inTransaction.query(u"BEGIN"_s, f.quiet));
    QVERIFY(inTransaction.query(u"CREATE TABLE t (id int)"_s, f.quiet));
    QCOMPARE(sessionsIn(f.beside, f.database.name, f.quiet)->size(), std::size_t(2));

    VERIFY_DONE(closeDatabase(f.beside, f.database, f.quiet));
    QVERIFY(sessionsIn(f.beside, f.database.name, f.quiet)->empty());
    const auto refused = PostgreSql::connect(tests::parsed(f.url), {}, f.quiet);
    QVERIFY(!refused);
    VERIFY_DONE(openDatabase(f.beside, f.database));
    QVERIFY(PostgreSql::connect(tests::parsed(f.url), {}, f.quiet));
}

void TestKeptDatabase::aSessionThatStaysIsNamedAndTheDatabaseOpensAgain()
{
    Fixture f;
    tests::runSql(f.url,
        {u"CREATE ROLE plain LOGIN CREATEDB"_s,
            u"ALTER DATABASE %1 OWNER TO plain"_s.arg(f.database.name)});
    PostgreSql superuser = tests::connectTo(f.url);
    PostgreSql beside =
        tests::connectTo(urlAs(u"plain"_s, TestServer::shared().server().url(u"postgres"_s)));
    const Result<> closed = closeDatabase(beside, f.database, f.quiet);
    QVERIFY(!closed);
    QCOMPARE(closed.error().code, u"session_stays"_s);
    QCOMPARE(closed.error().message,
        u"The session %1 (user postgres, application spiritsafe) cannot be ended by this role. Ask "
        "its owner or an administrator to end it, then try again. Nothing was changed."_s.arg(
            superuser.backendPid()));
    QVERIFY(f.isOpen(f.database.name));
    QVERIFY(superuser.query(u"SELECT 1"_s, f.quiet));
}

void TestKeptDatabase::setAsideAndPutBackItIsTheSame()
{
    Fixture f;
    tests::runSql(f.url, {u"CREATE TABLE t AS SELECT generate_series(1, 100) AS id"_s});
    const QString aside = freeHoldingName(f.beside, f.database.name, runId, f.quiet).value();
    VERIFY_DONE(closeDatabase(f.beside, f.database, f.quiet));
    const Result<NamedDatabase> kept = renameDatabase(f.beside, f.database, aside, f.quiet);
    VERIFY_DONE(kept);
    QCOMPARE(findDatabaseByOid(f.beside, f.database.oid, f.quiet).value(), *kept);
    QVERIFY(!f.named(f.database.name));
    QVERIFY(TestServer::shared().server().createDatabase(f.database.name, f.quiet));

    const NamedDatabase newer = f.named(f.database.name).value();
    const QString away = holdingName(f.database.name, u"000000000001"_s);
    VERIFY_DONE(closeDatabase(f.beside, newer, f.quiet));
    VERIFY_DONE(swapDatabases(f.beside, {f.database.name, *kept, newer, away}, f.quiet));
    QCOMPARE(f.named(f.database.name), f.database);
    QVERIFY(f.isOpen(f.database.name));
    QVERIFY(!f.isOpen(away));
    QCOMPARE(f.named(away)->oid, newer.oid);
    QCOMPARE(tests::firstColumn(tests::runSql(f.url, {u"SELECT count(*) FROM t"_s})),
        QStringList {u"100"_s});
}

void TestKeptDatabase::aFailedSwapChangesNothing()
{
    Fixture f;
    const NamedDatabase other =
        f.named(tests::parsed(TestServer::shared().freshDatabase()).databaseName()).value();
    VERIFY_DONE(closeDatabase(f.beside, other, f.quiet));
    // The second rename cannot be done: its name is taken by a third.
    const QString third = tests::parsed(TestServer::shared().freshDatabase()).databaseName();
    const Result<> swapped = swapDatabases(
        f.beside, {third, other, f.database, holdingName(f.database.name, runId)}, f.quiet);
    QVERIFY(!swapped);
    QCOMPARE(f.named(f.database.name), f.database);
    QCOMPARE(f.named(other.name), other);
    QVERIFY(!f.isOpen(other.name));
    QVERIFY(f.beside.query(u"SELECT 1"_s, f.quiet)); // no transaction is left open
}

void TestKeptDatabase::keptOnesAreListedByNameAndByOid()
{
    Fixture f;
    PrivateServer &server = TestServer::shared().server();
    for (const QString &name : QStringList {holdingName(f.database.name, runId),
             u"renamed_by_hand"_s, f.database.name + u"__old_notourname"_s})
        QVERIFY(server.createDatabase(name, f.quiet));
    const QString byHand = f.named(u"renamed_by_hand"_s)->oid;
    const auto kept = keptDatabases(f.beside, f.database.name, {byHand}, f.quiet);
    VERIFY_DONE(kept);
    QCOMPARE(kept->size(), std::size_t(2));
    QCOMPARE(kept->at(0).database.name, u"renamed_by_hand"_s);
    QCOMPARE(kept->at(1).database.name, holdingName(f.database.name, runId));
    QVERIFY(kept->at(1).bytes > 1'000'000);
}

void TestKeptDatabase::onlyTheVeryOneIsDropped()
{
    Fixture f;
    const Result<> wrong = dropDatabase(f.beside, {f.database.name, u"1"_s}, f.quiet);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, u"other_database"_s);
    QCOMPARE(f.named(f.database.name), f.database);
    QVERIFY(f.isOpen(f.database.name));
    const PostgreSql session = tests::connectTo(f.url);
    VERIFY_DONE(dropDatabase(f.beside, f.database, f.quiet));
    QVERIFY(!f.named(f.database.name));
}

void TestKeptDatabase::namesThatNeedQuotesWork()
{
    Fixture f;
    const QString name = u"we\"ird; DROP 'x' é"_s;
    QVERIFY(f.beside.query(u"CREATE DATABASE "_s + f.beside.quoteIdentifier(name), f.quiet));
    const NamedDatabase database = f.named(name).value();
    VERIFY_DONE(closeDatabase(f.beside, database, f.quiet));
    const auto kept = renameDatabase(f.beside, database, holdingName(name, runId), f.quiet);
    VERIFY_DONE(kept);
    QCOMPARE(keptDatabases(f.beside, name, {}, f.quiet)->front().database, *kept);
    VERIFY_DONE(swapDatabases(f.beside, {name, *kept, std::nullopt, {}}, f.quiet));
    QCOMPARE(f.named(name), database);
    VERIFY_DONE(dropDatabase(f.beside, database, f.quiet));
}

void TestKeptDatabase::whatASessionHoldsIsTold()
{
    Fixture f;
    PostgreSql holder = tests::connectTo(f.url);
    for (const QString &sql : {u"CREATE TABLE orders (id int)"_s, u"BEGIN"_s,
             u"LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"_s})
        QVERIFY(holder.query(sql, f.quiet));
    PostgreSql reader = tests::connectTo(f.url);
    const auto sessions = sessionsIn(reader, f.database.name, f.quiet);
    VERIFY_DONE(sessions);
    QCOMPARE(sessions->size(), std::size_t(1));
    const DatabaseSession &session = sessions->front();
    QCOMPARE(session.session.pid, holder.backendPid());
    QCOMPARE(session.session.state, u"idle in transaction"_s);
    QCOMPARE(session.kind, u"client backend"_s);
    QCOMPARE(session.holds, QStringList {u"AccessExclusiveLock on orders"_s});
    QVERIFY(session.mayEnd);
    QVERIFY(session.session.transactionMs >= 0);
}

QTEST_GUILESS_MAIN(TestKeptDatabase)
#include "tst_keptdatabase.moc"
