// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/locks.h"
#include "migrations/lifecycle/reset.h"
#include "tests/lifecycle/resetfixture.h"
#include "tests/support/testserver.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

Result<> resetAs(const QString &url, const ResetPlan &plan, Progress &progress)
{
    PostgreSql connection = connectTo(url);
    return executeReset(connection, plan, progress);
}

Result<> resetAs(const QString &url, const ResetPlan &plan)
{
    NoProgress progress;
    return resetAs(url, plan, progress);
}

// A database with tables as a project of `count` tables has them: two indexes, sequence, TOAST.
FixtureDatabase databaseOfTables(int count)
{
    const FixtureDatabase database = ownedDatabase();
    for (int from = 1; from <= count; from += 250)
        runSql(database.owner,
            {u"DO $$BEGIN FOR i IN %1..%2 LOOP EXECUTE 'CREATE TABLE t' || i || ' (id serial "
             "PRIMARY KEY, t text, n int)'; EXECUTE 'CREATE INDEX ON t' || i || ' (n)'; END LOOP; "
             "END$$"_s.arg(from)
                    .arg(std::min(from + 249, count))});
    return database;
}

} // namespace

class TestReset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFortySixObjectsGoAndEverythingElseStays();
    void aLockedTableIsFoundOutAndNothingIsLost();
    void aDatabaseThatMovedSinceThePlanIsRefused();
    void aDependentThatCameSinceThePlanIsRefused();
    void cancelledAtAnyStatementNothingIsLost();
    void aBackendEndedAtAnyStatementLeavesAllOrNothing();
    void whatAListMissesStopsTheCommit_data();
    void whatAListMissesStopsTheCommit();
    void aChangeOutsideStopsTheCommit();
    void theFunctionOfAnEventTriggerStays();
    void anEventTriggerThatForbidsDropsLosesNothing();
    void theVersionTableGoesFromAnotherSchema();
    void grantsAndPublicationsComeBackWhereTheObjectDoes();
    void aGrantThatIsNoLongerPossibleIsToldAndTheOthersComeBack();
    void aThousandTablesAreFine();
    void moreThanTheLockTableHoldsIsRefusedUpFront();
};

void TestReset::theFortySixObjectsGoAndEverythingElseStays()
{
    const FixtureDatabase database = fixtureDatabase();
    const QStringList before = outside(database.superuser);
    Listener listener;
    const Result<> done = resetAs(database.owner, planOf(database.owner), listener);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message + done.error().detail));
    QCOMPARE(left(database.superuser), QStringList());
    QStringList after = outside(database.superuser);
    // The fixture's own event trigger writes each command down.
    after.removeIf([](const QString &line) { return line.startsWith("other.ddl_log:"_L1); });
    QStringList expected = before;
    expected.removeIf([](const QString &line) { return line.startsWith("other.ddl_log:"_L1); });
    QCOMPARE(after, expected);
    QCOMPARE(listener.statements.filter(QRegularExpression(u"^DROP "_s)).size(), 46);
}

void TestReset::aLockedTableIsFoundOutAndNothingIsLost()
{
    const FixtureDatabase database = fixtureDatabase();
    const QStringList before = snapshot(database.superuser);
    const ResetPlan plan = planOf(database.owner);
    PostgreSql reader = connectTo(database.superuser);
    NoProgress progress;
    QVERIFY(reader.query(u"BEGIN"_s, progress));
    QVERIFY(reader.query(u"SELECT * FROM docs"_s, progress));
    Listener listener;
    const Result<> done = resetAs(database.owner, plan, listener);
    QVERIFY(!done);
    QCOMPARE(done.error().code, u"55P03"_s);
    QCOMPARE(listener.statements.filter(QRegularExpression(u"^DROP "_s)), QStringList());
    QCOMPARE(snapshot(database.superuser), before);
    QCOMPARE(left(database.superuser).size(), 56);
}

void TestReset::aDatabaseThatMovedSinceThePlanIsRefused()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner, {u"CREATE TABLE a (id int)"_s});
    const ResetPlan plan = planOf(database.owner);
    runSql(database.owner, {u"CREATE TABLE b (id int)"_s});
    const QStringList before = snapshot(database.superuser);
    const Result<> done = resetAs(database.owner, plan);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Refused);
    QCOMPARE(done.error().code, u"check_failed"_s);
    QCOMPARE(done.error().detail, u"+ table public.b"_s);
    QCOMPARE(snapshot(database.superuser), before);
}

void TestReset::aDependentThatCameSinceThePlanIsRefused()
{
    const FixtureDatabase database = fixtureDatabase();
    const ResetPlan plan = planOf(database.owner);
    runSql(database.superuser, {u"CREATE VIEW other.late AS SELECT * FROM public.docs"_s});
    const QStringList before = snapshot(database.superuser);
    const Result<> done = resetAs(database.owner, plan);
    QVERIFY(!done);
    QCOMPARE(done.error().code, u"check_failed"_s);
    QVERIFY(done.error().detail.contains(u"other.late"_s));
    QCOMPARE(snapshot(database.superuser), before);
}

void TestReset::cancelledAtAnyStatementNothingIsLost()
{
    const FixtureDatabase database = fixtureDatabase();
    const QStringList before = snapshot(database.superuser);
    const ResetPlan plan = planOf(database.owner);
    const int statements = int(resetScript(plan).drops.size());
    for (int n = 1; n <= statements; n += 9) {
        Listener listener;
        listener.cancel = [&] { return listener.statements.size() >= n; };
        const Result<> done = resetAs(database.owner, plan, listener);
        if (done)
            break; // it was through
        QCOMPARE(done.error().kind, ErrorKind::Cancelled);
        QCOMPARE(snapshot(database.superuser), before);
    }
}

void TestReset::aBackendEndedAtAnyStatementLeavesAllOrNothing()
{
    const FixtureDatabase database = fixtureDatabase();
    const QStringList before = snapshot(database.superuser);
    const QStringList outsideBefore = outside(database.superuser);
    const ResetPlan plan = planOf(database.owner);
    PostgreSql killer = connectTo(database.superuser);
    int killed = 0;
    for (int n = 1;; ++n) {
        PostgreSql connection = connectTo(database.owner);
        Listener listener;
        NoProgress quiet;
        const int pid = connection.backendPid();
        listener.heard = [&](const Event &event) {
            if (event.kind == Event::Kind::StatementStarted && listener.statements.size() == n)
                std::ignore = terminateBackend(killer, pid, quiet);
        };
        const Result<> done = executeReset(connection, plan, listener);
        if (listener.statements.size() < n) {
            QVERIFY(done);
            break;
        }
        QVERIFY(!done);
        ++killed;
        QCOMPARE(left(database.superuser).size(), 56);
        if (n % 10 == 0)
            QCOMPARE(snapshot(database.superuser), before);
    }
    QVERIFY(killed >= 50);
    QCOMPARE(left(database.superuser), QStringList());
    const auto withoutLog = [](QStringList lines) {
        lines.removeIf([](const QString &line) { return line.startsWith("other.ddl_log:"_L1); });
        return lines;
    };
    QCOMPARE(withoutLog(outside(database.superuser)), withoutLog(outsideBefore));
}

void TestReset::whatAListMissesStopsTheCommit_data()
{
    QTest::addColumn<QString>("missed");
    for (const char *kind : {"table", "view", "function", "procedure", "aggregate", "type",
             "sequence", "operator family", "collation", "conversion", "text search configuration",
             "text search dictionary", "text search parser", "text search template",
             "foreign table"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

// A list that does not know a kind of object: the check against it sees nothing, as it is the same
// list; the question what is left is another.
void TestReset::whatAListMissesStopsTheCommit()
{
    QFETCH(const QString, missed);
    static const FixtureDatabase database = fixtureDatabase();
    const QStringList before = snapshot(database.superuser);
    const ResetPlan plan = planOf(database.owner);
    std::vector<SqlAction> actions;
    for (const SqlAction &action : resetScript(plan).drops) {
        const bool list = action.kind == SqlAction::Kind::Equals;
        const bool missedDrop =
            std::any_of(plan.objects.begin(), plan.objects.end(), [&](const ResetObject &object) {
                return object.type == missed && object.dropSql == action.sql;
            });
        if (!list && !missedDrop)
            actions.push_back(action);
    }
    QVERIFY(actions.size() < resetScript(plan).drops.size() - 1);
    PostgreSql connection = connectTo(database.owner);
    NoProgress progress;
    QVERIFY(connection.query(u"BEGIN"_s, progress));
    const auto done = runSqlActions(connection, actions, progress);
    QVERIFY(!done);
    QCOMPARE(done.error().code, u"check_failed"_s);
    QVERIFY2(done.error().detail.contains(missed), qPrintable(done.error().detail));
    QVERIFY(connection.query(u"ROLLBACK"_s, progress));
    QCOMPARE(snapshot(database.superuser), before);
}

void TestReset::aChangeOutsideStopsTheCommit()
{
    const FixtureDatabase database = fixtureDatabase();
    const QStringList before = snapshot(database.superuser);
    ResetPlan plan = planOf(database.owner);
    std::vector<SqlAction> actions = resetScript(plan).drops;
    const auto drop = std::find_if(actions.begin(), actions.end(),
        [](const SqlAction &action) { return action.sql.startsWith("DROP "_L1); });
    actions.insert(
        drop, {.kind = SqlAction::Kind::Execute, .sql = u"COMMENT ON SCHEMA public IS 'other'"_s});
    PostgreSql connection = connectTo(database.superuser);
    NoProgress progress;
    QVERIFY(connection.query(u"BEGIN"_s, progress));
    const auto done = runSqlActions(connection, actions, progress);
    QVERIFY(!done);
    QVERIFY2(
        done.error().detail.contains(u"+ schema: public: "_s), qPrintable(done.error().detail));
    QVERIFY(connection.query(u"ROLLBACK"_s, progress));
    QCOMPARE(snapshot(database.superuser), before);
}

void TestReset::theFunctionOfAnEventTriggerStays()
{
    const FixtureDatabase database = fixtureDatabase();
    runSql(database.superuser,
        {u"CREATE FUNCTION public.audited() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$"_s,
            u"CREATE EVENT TRIGGER audit ON ddl_command_end EXECUTE FUNCTION public.audited()"_s});
    const ResetPlan plan = planOf(database.owner);
    QCOMPARE(plan.objects.size(), 46);
    QVERIFY(plan.refusals.empty());
    const auto triggers = plan.kept(u"event trigger"_s);
    QCOMPARE(triggers.size(), 2);
    QCOMPARE(triggers.front().detail, u"public.audited()"_s);
    QVERIFY(resetAs(database.owner, plan));
    QCOMPARE(left(database.superuser), QStringList());
    QCOMPARE(
        firstColumn(runSql(database.superuser, {u"SELECT 'public.audited()'::regprocedure"_s})),
        QStringList {u"audited()"_s});
}

void TestReset::anEventTriggerThatForbidsDropsLosesNothing()
{
    const FixtureDatabase database = fixtureDatabase();
    runSql(database.superuser,
        {u"CREATE FUNCTION other.forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
         "EXCEPTION 'no drops here'; END$$"_s,
            u"CREATE EVENT TRIGGER guard ON sql_drop EXECUTE FUNCTION other.forbid()"_s});
    const QStringList before = snapshot(database.superuser);
    const ResetPlan plan = planOf(database.owner);
    QVERIFY(plan.refusals.empty());
    QVERIFY2(
        plan.warnings.join(u'\n').contains(u"The event trigger guard of postgres fires on drops"_s),
        qPrintable(plan.warnings.join(u'\n')));
    const Result<> done = resetAs(database.owner, plan);
    QVERIFY(!done);
    QVERIFY(done.error().message.contains(u"no drops here"_s)
        || done.error().detail.contains(u"no drops here"_s));
    QCOMPARE(snapshot(database.superuser), before);
}

void TestReset::theVersionTableGoesFromAnotherSchema()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner,
        {u"CREATE SCHEMA bookkeeping"_s,
            u"CREATE TABLE bookkeeping.versions (version_num varchar(32) PRIMARY KEY)"_s,
            u"INSERT INTO bookkeeping.versions VALUES ('r9')"_s,
            u"CREATE TABLE bookkeeping.other (id int)"_s, u"CREATE TABLE public.a (id int)"_s});
    const ResetScope scope {{u"public"_s}, {u"versions"_s, u"bookkeeping"_s}};
    const ResetPlan plan = planOf(database.owner, scope);
    QVERIFY(plan.refusals.empty());
    QCOMPARE(plan.objects.size(), 2);
    const QStringList before = outside(database.superuser, scope);
    QVERIFY(resetAs(database.owner, plan));
    QCOMPARE(left(database.superuser, scope), QStringList());
    QCOMPARE(outside(database.superuser, scope), before);
    QCOMPARE(
        firstColumn(runSql(database.superuser,
            {u"SELECT relname FROM pg_class WHERE relnamespace = 'bookkeeping'::regnamespace"_s})),
        QStringList {u"other"_s});
}

void TestReset::grantsAndPublicationsComeBackWhereTheObjectDoes()
{
    const FixtureDatabase database = ownedDatabase();
    const QStringList make {u"CREATE TABLE a (id int, t text)"_s, u"CREATE SEQUENCE s"_s,
        u"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s,
        u"CREATE TYPE mood AS ENUM ('sad', 'ok')"_s};
    runSql(database.owner, make);
    runSql(database.owner,
        {u"CREATE TABLE gone (id int)"_s, u"GRANT SELECT ON gone TO app_ro"_s,
            u"GRANT SELECT, UPDATE (t) ON a TO app_ro WITH GRANT OPTION"_s,
            u"GRANT USAGE ON s TO app_user"_s, u"REVOKE ALL ON FUNCTION f() FROM PUBLIC"_s,
            u"GRANT EXECUTE ON FUNCTION f() TO app_user"_s,
            u"REVOKE ALL ON TYPE mood FROM PUBLIC"_s,
            u"CREATE PUBLICATION p FOR TABLE a (id) WHERE (id > 5)"_s});
    const QString acls =
        u"SELECT relname || relacl::text FROM pg_class WHERE relname IN ('a', 's') UNION ALL "
        u"SELECT "
        "attacl::text FROM pg_attribute WHERE attrelid = 'a'::regclass AND attacl IS NOT NULL "
        "UNION "
        "ALL SELECT proacl::text FROM pg_proc WHERE proname = 'f' UNION ALL SELECT typacl::text "
        "FROM "
        "pg_type WHERE typname = 'mood' UNION ALL SELECT tablename || attnames::text || rowfilter "
        "FROM pg_publication_tables ORDER BY 1"_s;
    const QStringList before = firstColumn(runSql(database.superuser, {acls}));
    QCOMPARE(before.size(), 6);
    const ResetPlan plan = planOf(database.owner);
    QVERIFY(resetAs(database.owner, plan));
    runSql(database.owner, make);
    PostgreSql connection = connectTo(database.owner);
    NoProgress progress;
    const auto replayed = replayGrants(connection, plan, progress);
    QVERIFY(replayed);
    QCOMPARE(firstColumn(runSql(database.superuser, {acls})), before);
    QCOMPARE(replayed->failed.size(), 1);
    QVERIFY(replayed->failed.front().startsWith("GRANT SELECT ON TABLE public.gone TO app_ro"_L1));
    QCOMPARE(replayed->tried, int(plan.grants.size() + plan.publications.size()));
}

void TestReset::aGrantThatIsNoLongerPossibleIsToldAndTheOthersComeBack()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.superuser, {u"CREATE ROLE passing"_s});
    runSql(database.owner,
        {u"CREATE TABLE a (id int)"_s, u"GRANT SELECT ON a TO passing"_s,
            u"GRANT SELECT ON a TO app_ro"_s});
    const ResetPlan plan = planOf(database.owner);
    QVERIFY(resetAs(database.owner, plan));
    runSql(database.superuser, {u"DROP ROLE passing"_s});
    runSql(database.owner, {u"CREATE TABLE a (id int)"_s});
    PostgreSql connection = connectTo(database.owner);
    NoProgress progress;
    const auto replayed = replayGrants(connection, plan, progress);
    QVERIFY(replayed);
    QCOMPARE(replayed->failed.size(), 1);
    QVERIFY(replayed->failed.front().contains(u"passing"_s));
    QCOMPARE(firstColumn(runSql(
                 database.superuser, {u"SELECT relacl::text FROM pg_class WHERE relname = 'a'"_s})),
        QStringList {u"{app_owner=arwdDxt/app_owner,app_ro=r/app_owner}"_s});
}

void TestReset::aThousandTablesAreFine()
{
    const FixtureDatabase database = databaseOfTables(1'000);
    const ResetPlan plan = planOf(database.owner);
    QVERIFY(plan.refusals.empty());
    QCOMPARE(plan.locks.relations, 6'000);
    const Result<> done = resetAs(database.owner, plan);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    QCOMPARE(left(database.superuser), QStringList());
}

void TestReset::moreThanTheLockTableHoldsIsRefusedUpFront()
{
    const FixtureDatabase database = databaseOfTables(2'500);
    const ResetPlan plan = planOf(database.owner);
    QCOMPARE(plan.refusals.size(), 1);
    QCOMPARE(plan.refusals.front().code, u"too_many_locks"_s);
    QVERIFY2(
        plan.refusals.front().message.startsWith(
            "15000 relations would be locked in one transaction, and the server's lock table is "
            "made for 6400"_L1),
        qPrintable(plan.refusals.front().message));
    Listener listener;
    const Result<> done = resetAs(database.owner, plan, listener);
    QVERIFY(!done);
    QCOMPARE(done.error().code, u"too_many_locks"_s);
    QCOMPARE(listener.statements, QStringList());
    QCOMPARE(planOf(database.owner).objects.size(), plan.objects.size());
}

QTEST_GUILESS_MAIN(TestReset)
#include "tst_reset.moc"
