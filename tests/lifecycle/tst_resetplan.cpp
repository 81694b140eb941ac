// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/lifecycle/resetfixture.h"
#include "tests/support/testserver.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

QStringList codes(const ResetPlan &plan)
{
    QStringList found;
    for (const Error &refusal : plan.refusals)
        found.append(refusal.code);
    return found;
}

QStringList names(const std::vector<ResetKept> &kept)
{
    QStringList found;
    for (const ResetKept &one : kept)
        found.append(one.name);
    return found;
}

const ResetTable *tableOf(const ResetPlan &plan, const QString &identity)
{
    for (const ResetTable &table : plan.tables) {
        if (table.identity == identity)
            return &table;
    }
    return nullptr;
}

} // namespace

class TestResetPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFortySixObjectsAreListedAndNothingElse();
    void whatStaysIsNamed();
    void tablesComeLargestFirstWithRowsThatWereCounted();
    void aTableThatCannotBeCountedKeepsItsEstimate();
    void everyKindOfDependentOutsideIsFoundByName();
    void dependentsAreNoneWhenTheirSchemaGoesToo();
    void objectsOfOthersInASchemaOfOthersAreRefusedByName();
    void theLockTableIsReckonedWith();
    void aSchemaThatDoesNotExistIsNamed();
    void theServersOwnSchemasAreRefused();
    void planningChangesNothing();
};

void TestResetPlan::theFortySixObjectsAreListedAndNothingElse()
{
    const FixtureDatabase database = fixtureDatabase();
    const ResetPlan plan = planOf(database.owner);
    QCOMPARE(plan.objects.size(), 46);
    QVERIFY2(plan.refusals.empty(), qPrintable(codes(plan).join(u' ')));
    QCOMPARE(plan.grants.size(), 44);
    QCOMPARE(plan.publications.size(), 1);
    QCOMPARE(
        plan.publications.front().statement, u"ALTER PUBLICATION pub_tab ADD TABLE public.docs"_s);
    QVERIFY(plan.warnings.contains(
        u"The publication of public.docs is lost: only postgres can give it back afterwards, with "
        "ALTER PUBLICATION pub_tab ADD TABLE public.docs."_s));
    QSet<QString> owners;
    for (const ResetObject &object : plan.objects)
        owners.insert(object.owner);
    QCOMPARE(owners, (QSet<QString> {u"app_owner"_s, u"other_owner"_s, u"postgres"_s}));
}

void TestResetPlan::whatStaysIsNamed()
{
    const ResetPlan plan = planOf(fixtureDatabase().owner);
    const std::vector<ResetKept> schemas = plan.kept(u"schema"_s);
    QCOMPARE(schemas.size(), 1);
    QCOMPARE(schemas.front(),
        (ResetKept {u"schema"_s, u"public"_s, u"pg_database_owner"_s, u"kept comment"_s, 3}));
    QCOMPARE(names(plan.kept(u"extension"_s)),
        (QStringList {u"btree_gist"_s, u"citext"_s, u"hstore"_s, u"pg_trgm"_s, u"pgcrypto"_s,
            u"postgres_fdw"_s}));
    QCOMPARE(names(plan.kept(u"event trigger"_s)), QStringList {u"et_other"_s});
    QCOMPARE(names(plan.kept(u"publication"_s)),
        (QStringList {u"pub_all"_s, u"pub_schema"_s, u"pub_tab"_s}));
    QCOMPARE(plan.kept(u"default privileges"_s).size(), 3);
    QVERIFY(plan.warnings.contains(
        u"The schema project2 stays, with 1 table of the same owner. If it belongs to the project, "
        "choose it too."_s));
}

void TestResetPlan::tablesComeLargestFirstWithRowsThatWereCounted()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner,
        {u"CREATE TABLE small AS SELECT 1 AS i"_s,
            u"CREATE TABLE large AS SELECT i, repeat('x', 200) AS t FROM generate_series(1, 5000) i"_s});
    const ResetPlan plan = planOf(database.owner);
    QCOMPARE(plan.tables.size(), 2);
    QCOMPARE(plan.tables[0].identity, u"public.large"_s);
    QCOMPARE(plan.tables[0].rows, 5000);
    QVERIFY(plan.tables[0].exact);
    QVERIFY(plan.tables[0].bytes > plan.tables[1].bytes);
    QCOMPARE(plan.rows(), 5001);
    QVERIFY(plan.rowsExact());
}

void TestResetPlan::aTableThatCannotBeCountedKeepsItsEstimate()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner,
        {u"CREATE TABLE held AS SELECT i FROM generate_series(1, 700) i"_s, u"ANALYZE held"_s,
            u"CREATE TABLE free AS SELECT 1 AS i"_s});
    PostgreSql holder = connectTo(database.owner);
    NoProgress progress;
    QVERIFY(holder.query(u"BEGIN"_s, progress));
    QVERIFY(holder.query(u"LOCK TABLE held"_s, progress));
    const ResetPlan plan = planOf(database.owner);
    const ResetTable *held = tableOf(plan, u"public.held"_s);
    QVERIFY(held);
    QCOMPARE(held->rows, 700);
    QVERIFY(!held->exact);
    QVERIFY(tableOf(plan, u"public.free"_s)->exact);
    QVERIFY(!plan.rowsExact());
}

void TestResetPlan::everyKindOfDependentOutsideIsFoundByName()
{
    const FixtureDatabase database = fixtureDatabase();
    runSql(database.superuser,
        {u"CREATE VIEW other.a_view AS SELECT * FROM public.docs"_s,
            u"CREATE MATERIALIZED VIEW other.a_matview AS SELECT * FROM public.inh_base"_s,
            u"CREATE TABLE other.child (id int CONSTRAINT a_reference REFERENCES public.circ_a)"_s,
            u"CREATE TABLE other.typed (id int, m public.mood)"_s,
            u"CREATE TABLE other.numbered (id int DEFAULT nextval('public.free_seq'))"_s,
            u"CREATE TABLE other.a_partition PARTITION OF public.parent FOR VALUES FROM (20) TO (30)"_s,
            u"CREATE TABLE other.inherited (c int) INHERITS (public.inh_base)"_s,
            u"CREATE TRIGGER a_trigger BEFORE INSERT ON other.keepme FOR EACH ROW EXECUTE FUNCTION public.f_trg()"_s,
            u"CREATE POLICY a_policy ON other.keepme USING (public.other_fn() = 1)"_s,
            u"ALTER FUNCTION public.f_sql(int) IMMUTABLE"_s,
            u"CREATE INDEX an_index ON other.keepme (public.f_sql(id))"_s,
            u"CREATE FUNCTION other.a_function(public.comp) RETURNS int LANGUAGE sql AS 'SELECT 1'"_s});
    const QStringList made = snapshot(database.superuser);
    const ResetPlan plan = planOf(database.owner);
    QStringList found;
    for (const ResetDependent &dependent : plan.dependents)
        found.append(dependent.type + u' ' + dependent.identity);
    found.removeDuplicates();
    found.sort();
    const QStringList expected {u"default value for other.numbered.id"_s,
        u"function other.a_function(public.comp)"_s,
        u"index other.a_partition_pkey"_s, // the partition's
        u"index other.an_index"_s, u"materialized view other.a_matview"_s,
        u"policy a_policy on other.keepme"_s, u"table column other.typed.m"_s,
        u"table constraint a_reference on other.child"_s, u"table other.a_partition"_s,
        u"table other.inherited"_s, u"trigger a_trigger on other.keepme"_s, u"view other.a_view"_s};
    QCOMPARE(found, expected);
    QCOMPARE(codes(plan), QStringList {u"dependents"_s});
    for (const QString &line : plan.refusals.front().detail.split(u'\n'))
        QVERIFY2(line.contains(u" depends on public."_s), qPrintable(line));
    QCOMPARE(snapshot(database.superuser), made);
}

void TestResetPlan::dependentsAreNoneWhenTheirSchemaGoesToo()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner,
        {u"CREATE SCHEMA second"_s, u"CREATE TABLE public.a (id int PRIMARY KEY)"_s,
            u"CREATE TABLE second.b (id int REFERENCES public.a)"_s,
            u"CREATE VIEW second.v AS SELECT * FROM public.a"_s});
    QCOMPARE(codes(planOf(database.owner)), QStringList {u"dependents"_s});
    ResetScope both = publicScope();
    both.schemas.append(u"second"_s);
    QVERIFY(planOf(database.owner, both).refusals.empty());
}

void TestResetPlan::objectsOfOthersInASchemaOfOthersAreRefusedByName()
{
    const FixtureDatabase database = ownedDatabase();
    // As clusters from before PostgreSQL 15 have it.
    runSql(database.superuser,
        {u"ALTER SCHEMA public OWNER TO postgres"_s, u"GRANT CREATE ON SCHEMA public TO PUBLIC"_s,
            u"CREATE TABLE theirs (id int)"_s, u"ALTER TABLE theirs OWNER TO other_owner"_s});
    runSql(database.owner, {u"CREATE TABLE ours (id int)"_s});
    const ResetPlan plan = planOf(database.owner);
    QCOMPARE(codes(plan), QStringList {u"foreign_owner"_s});
    QCOMPARE(plan.refusals.front().detail, u"table public.theirs belongs to other_owner"_s);
}

void TestResetPlan::theLockTableIsReckonedWith()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner,
        {u"CREATE TABLE one (id serial PRIMARY KEY, t text)"_s, u"CREATE INDEX ON one (t)"_s});
    const LockNeed need = planOf(database.owner).locks;
    QCOMPARE(need.relations, 6); // table, sequence, two indexes, TOAST and its index
    QCOMPARE(need.slots(), 64 * (100 + need.prepared));
    QVERIFY(lockShortage(need, 1).isEmpty());
    const QString shortage = lockShortage(
        {.relations = 15'000, .perTransaction = 64, .connections = 100, .prepared = 0}, 1);
    QCOMPARE(shortage,
        u"15000 relations would be locked in one transaction, and the server's lock table is made "
        "for 6400 (max_locks_per_transaction 64 × (max_connections 100 + "
        "max_prepared_transactions 0))."_s);
}

void TestResetPlan::aSchemaThatDoesNotExistIsNamed()
{
    PostgreSql connection = connectTo(ownedDatabase().owner);
    NoProgress progress;
    const auto plan = planReset(connection, {{u"nowhere"_s}, {}}, progress);
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, u"no_schema"_s);
    QVERIFY(plan.error().message.contains(u"nowhere"_s));
}

void TestResetPlan::theServersOwnSchemasAreRefused()
{
    PostgreSql connection = connectTo(ownedDatabase().owner);
    NoProgress progress;
    const auto plan = planReset(connection, {{u"pg_catalog"_s}, {}}, progress);
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, u"system_schema"_s);
}

void TestResetPlan::planningChangesNothing()
{
    const FixtureDatabase database = fixtureDatabase();
    const QStringList before = snapshot(database.superuser);
    std::ignore = planOf(database.owner);
    QCOMPARE(snapshot(database.superuser), before);
    QVERIFY(before.size() > 200);
}

QTEST_GUILESS_MAIN(TestResetPlan)
#include "tst_resetplan.moc"
