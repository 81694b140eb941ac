// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/databaseinfo.h"
#include "migrations/operations/repair.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::TestServer;

namespace {

// A project of three revisions and a database that somebody has been at.
struct Patient
{
    explicit Patient(
        const QStringList &statements = {}, const AlembicProject::Options &options = {})
        : project(url, options)
    {
        project.writeChain(3);
        if (!statements.isEmpty())
            tests::runSql(url, statements);
    }
    ProjectState state() const
    {
        NoProgress quiet;
        return withDatabase(
            readProjectState(project.folder(), {.trustNow = true}, quiet).value(), quiet);
    }
    std::vector<Anomaly> anomalies() const
    {
        NoProgress quiet;
        const ProjectState now = state();
        const auto facts = readVersionTableFacts(now, quiet);
        return diagnose(now, facts ? *facts : VersionTableFacts());
    }
    Anomaly anomaly(const QString &code) const
    {
        for (const Anomaly &one : anomalies()) {
            if (one.code == code)
                return one;
        }
        return {};
    }
    LifecycleReport repair(const QString &code, const QString &target = {}) const
    {
        NoProgress quiet;
        Journal journal = Journal::open().value();
        const ProjectState now = state();
        return repairAnomaly(now,
            {.anomaly = anomaly(code), .target = target, .identity = now.database->identity},
            journal, quiet);
    }
    QStringList rows() const
    {
        return tests::firstColumn(
            tests::runSql(url, {u"SELECT version_num FROM alembic_version ORDER BY 1"_s}));
    }

    QString url = TestServer::shared().freshDatabase();
    AlembicProject project;
};

const QString makeTable =
    u"CREATE TABLE alembic_version (version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY)"_s;
const QString makeBareTable = u"CREATE TABLE alembic_version (version_num varchar(32))"_s;

QString insert(const QStringList &rows)
{
    return u"INSERT INTO alembic_version VALUES ('"_s + rows.join(u"'), ('"_s) + u"')"_s;
}

QString described(const LifecycleReport &report)
{
    return outcomeName(report.outcome) + u": "_s + report.sentence + u" | "_s + report.nextAction
        + u" | "_s + (report.error ? report.error->message + report.error->detail : QString());
}

// Runs what it is given once.
#define COMPARE_OUTCOME(report, expected)                                                          \
    do {                                                                                           \
        const LifecycleReport compared = (report);                                                 \
        QVERIFY2(compared.outcome == (expected), qPrintable(described(compared)));                 \
    } while (false)

} // namespace

class TestDiagnosis : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;

private Q_SLOTS:
    void initTestCase();
    void aHealthyDatabaseHasNoAnomaly();
    void eachAnomalyHasItsExactDiagnosis_data();
    void eachAnomalyHasItsExactDiagnosis();
    void aView();
    void twoHeadsAndAMissingFile();
    void aRevisionIdThatIsTooLong();
    void aSchemaThatIsNotThere();
    void anotherSearchPath();
    void anInvalidIndexIsDroppedConcurrently();
    void aGhostIsPurgedWithTheRevisionThatAPersonNames();
    void copiesAreDeletedAndOneOfEachIsKept();
    void whatLiesOnOneLineIsReducedToItsEnd();
    void whatNeedsAPersonIsNotRepaired();
    void readingWritesNothing();
};

// Only ours may write.
void TestDiagnosis::initTestCase()
{
    tests::runSql(TestServer::shared().server().url(u"postgres"_s),
        {u"ALTER SYSTEM SET autovacuum = off"_s, u"SELECT pg_reload_conf()"_s});
}

void TestDiagnosis::aHealthyDatabaseHasNoAnomaly()
{
    const Patient patient({makeTable, insert({u"0002"_s}), u"CREATE TABLE t0001 (id int)"_s});
    QCOMPARE(patient.anomalies().size(), std::size_t(0));
    const Patient empty;
    QCOMPARE(empty.anomalies().size(), std::size_t(0));
}

void TestDiagnosis::eachAnomalyHasItsExactDiagnosis_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("repair");
    QTest::newRow("F31 unknown revision")
        << QStringList {makeTable, insert({u"beef"_s})} << u"unknown_revision"_s
        << u"The version table alembic_version holds beef, which no script here defines, so every "
           "Alembic command stops at it (\"Can't locate revision identified by 'beef'\"). Its "
           "script may be on another git branch."_s
        << u"stamp-purge"_s;
    QTest::newRow("F32 two rows on one line")
        << QStringList {makeTable, insert({u"0001"_s, u"0003"_s})} << u"two_rows_one_line"_s
        << u"The version table alembic_version holds 0001 and 0003, but 0001 is already part of "
           "what the others stand for; `alembic current` hides it, and an upgrade stops "
           "(\"overlaps\")."_s
        << u"keep-heads"_s;
    QTest::newRow("F33 duplicate row")
        << QStringList {makeBareTable, insert({u"0002"_s, u"0002"_s})} << u"duplicate_row"_s
        << u"The version table alembic_version holds 0002 2 times; the next upgrade or downgrade "
           "would be rolled back (\"expected to match one row, 2 found\")."_s
        << u"drop-duplicates"_s;
    QTest::newRow("F33 no primary key")
        << QStringList {makeBareTable, insert({u"0002"_s})} << u"no_primary_key"_s
        << u"The version table alembic_version has no primary key, so it can hold a revision "
           "twice. Add it: ALTER TABLE alembic_version ADD PRIMARY KEY (version_num)."_s
        << QString();
    QTest::newRow("F33 empty string")
        << QStringList {makeTable, insert({QString()})} << u"empty_row"_s
        << u"The version table alembic_version holds an empty row, which is no revision; Alembic "
           "stops at it with an AssertionError."_s
        << u"keep-heads"_s;
    QTest::newRow("F34 table missing")
        << QStringList {u"CREATE TABLE orders (id int)"_s, u"CREATE TABLE items (id int)"_s}
        << u"table_missing"_s
        << u"There is no version table alembic_version, yet the schema public holds tables (items, "
           "orders), so an upgrade would make them again and fail. When they are those of a "
           "revision, stamp that one."_s
        << u"stamp"_s;
    QTest::newRow("F34 table empty")
        << QStringList {makeTable, u"CREATE TABLE orders (id int)"_s} << u"table_empty"_s
        << u"The version table alembic_version is empty, yet the schema public holds tables "
           "(orders), so an upgrade would make them again and fail. When they are those of a "
           "revision, stamp that one."_s
        << u"stamp"_s;
    QTest::newRow("F38 a second table of the name")
        << QStringList {makeTable, insert({u"0002"_s}), u"CREATE SCHEMA old"_s,
               u"CREATE TABLE old.alembic_version (version_num text)"_s}
        << u"table_elsewhere"_s
        << u"There is also a table alembic_version in the schema old. With another search_path (it "
           "is \"$user\", public now) Alembic would read that one."_s
        << QString();
}

void TestDiagnosis::eachAnomalyHasItsExactDiagnosis()
{
    QFETCH(const QStringList, statements);
    QFETCH(const QString, code);
    QFETCH(const QString, sentence);
    QFETCH(const QString, repair);
    const Patient patient(statements);
    const Anomaly found = patient.anomaly(code);
    QCOMPARE(found.sentence, sentence);
    QCOMPARE(repairName(found.repair), repair);
}

void TestDiagnosis::aView()
{
    const Patient patient({u"CREATE VIEW alembic_version AS SELECT '0001' AS version_num"_s});
    QCOMPARE(patient.anomaly(u"version_table_kind"_s).sentence,
        u"The version table alembic_version is a view, not a table, so Alembic cannot write to it. "
        "Rename it, or set another version_table in env.py."_s);
}

void TestDiagnosis::twoHeadsAndAMissingFile()
{
    const Patient heads;
    heads.project.write({.id = u"0003b"_s, .down = {u"0002"_s}, .upgrade = u"pass"_s});
    const QString found = heads.anomaly(u"several_heads"_s).sentence;
    QVERIFY2(found
                == u"The scripts have 2 heads: 0003, 0003b. `upgrade head` stops (\"Multiple head "
                   "revisions\"); merge them, or upgrade to heads."_s
            || found
                == u"The scripts have 2 heads: 0003b, 0003. `upgrade head` stops (\"Multiple "
                   "head revisions\"); merge them, or upgrade to heads."_s,
        qPrintable(found));
    const Patient missing({makeTable, insert({u"0003"_s})});
    QVERIFY(QFile::remove(missing.project.scriptPath(u"0002"_s)));
    const std::vector<Anomaly> all = missing.anomalies();
    QVERIFY(std::any_of(all.begin(), all.end(), [](const Anomaly &anomaly) {
        return anomaly.code.startsWith(u"script_"_s) && anomaly.sentence.contains(u"0002"_s);
    }));
}

void TestDiagnosis::aRevisionIdThatIsTooLong()
{
    const Patient patient({makeTable, insert({u"0003"_s})});
    const QString id(40, u'a');
    patient.project.write({.id = id, .down = {u"0003"_s}, .upgrade = u"pass"_s});
    QCOMPARE(patient.anomaly(u"id_too_long"_s).sentence,
        u"The revision id %1 has 40 characters, and a row of the version table takes 32: the run "
        "that reaches it is rolled back as a whole. Shorten it."_s.arg(id));
    const Patient wide({u"CREATE TABLE alembic_version (version_num text PRIMARY KEY)"_s});
    wide.project.write({.id = id, .down = {u"0003"_s}, .upgrade = u"pass"_s});
    QCOMPARE(wide.anomaly(u"id_too_long"_s).sentence, QString());
}

void TestDiagnosis::aSchemaThatIsNotThere()
{
    const Patient patient({}, {.configureArguments = u", version_table_schema='ops'"_s});
    QCOMPARE(patient.anomaly(u"schema_missing"_s).sentence,
        u"env.py keeps the version table in the schema ops, which this database does not have; an "
        "upgrade would fail at once. Create the schema first."_s);
}

void TestDiagnosis::anotherSearchPath()
{
    const Patient patient;
    tests::runSql(patient.url,
        {u"ALTER DATABASE %1 SET search_path TO nowhere"_s.arg(
            tests::parsed(patient.url).databaseName())});
    QCOMPARE(patient.anomaly(u"no_target_schema"_s).sentence,
        u"No schema of the search_path (nowhere) exists or is open to this role, so a migration "
        "could make no table."_s);
}

void TestDiagnosis::anInvalidIndexIsDroppedConcurrently()
{
    const Patient patient({makeTable, insert({u"0003"_s}), u"CREATE TABLE \"Big\" (id int)"_s,
        u"INSERT INTO \"Big\" VALUES (1), (1)"_s, u"CREATE INDEX fine ON \"Big\" (id)"_s});
    {
        NoProgress quiet;
        PostgreSql connection = tests::connectTo(patient.url);
        QVERIFY(!connection.query(
            u"CREATE UNIQUE INDEX CONCURRENTLY \"Bad one\" ON \"Big\" (id)"_s, quiet));
    }
    const Anomaly found = patient.anomaly(u"invalid_index"_s);
    QCOMPARE(found.subjects, QStringList {u"public.\"Bad one\""_s});
    QCOMPARE(found.sentence,
        u"Invalid indexes, left by a CREATE INDEX CONCURRENTLY that did not end well: "
        "public.\"Bad one\". They cost time at each write and serve no query; CREATE INDEX IF NOT "
        "EXISTS passes over them."_s);
    COMPARE_OUTCOME(patient.repair(u"invalid_index"_s), Outcome::Done);
    QCOMPARE(
        tests::firstColumn(tests::runSql(patient.url,
            {u"SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = '\"Big\"'::regclass"_s})),
        QStringList {u"fine"_s});
}

void TestDiagnosis::aGhostIsPurgedWithTheRevisionThatAPersonNames()
{
    const Patient patient({makeTable, insert({u"beef"_s})});
    COMPARE_OUTCOME(patient.repair(u"unknown_revision"_s), Outcome::Refused);
    QCOMPARE(patient.rows(), QStringList {u"beef"_s});
    COMPARE_OUTCOME(patient.repair(u"unknown_revision"_s, u"0002"_s), Outcome::Done);
    QCOMPARE(patient.rows(), QStringList {u"0002"_s});
}

void TestDiagnosis::copiesAreDeletedAndOneOfEachIsKept()
{
    const Patient patient({makeBareTable, insert({u"0002"_s, u"0002"_s, u"0002"_s})});
    COMPARE_OUTCOME(patient.repair(u"duplicate_row"_s), Outcome::Done);
    QCOMPARE(patient.rows(), QStringList {u"0002"_s});
}

void TestDiagnosis::whatLiesOnOneLineIsReducedToItsEnd()
{
    const Patient patient({makeTable, insert({u"0001"_s, u"0003"_s})});
    COMPARE_OUTCOME(patient.repair(u"two_rows_one_line"_s), Outcome::Done);
    QCOMPARE(patient.rows(), QStringList {u"0003"_s});
    const Patient empty({makeTable, insert({QString(), u"0002"_s})});
    COMPARE_OUTCOME(empty.repair(u"empty_row"_s), Outcome::Done);
    QCOMPARE(empty.rows(), QStringList {u"0002"_s});
}

void TestDiagnosis::whatNeedsAPersonIsNotRepaired()
{
    const Patient patient({makeBareTable, insert({u"0002"_s})});
    const LifecycleReport report = patient.repair(u"no_primary_key"_s);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"no_repair"_s);
}

void TestDiagnosis::readingWritesNothing()
{
    const Patient patient({makeBareTable, insert({u"0002"_s, u"0002"_s, u"beef"_s})});
    const auto written = [&] {
        return tests::firstColumn(tests::runSql(patient.url,
            {u"SELECT pg_snapshot_xmax(pg_current_snapshot()) || ' ' || "
             "string_agg(xmin || ' ' || version_num, ',' ORDER BY ctid) FROM alembic_version"_s}));
    };
    const QStringList before = written();
    NoProgress quiet;
    const Journal journal = Journal::open().value();
    const DatabaseInfo info = readDatabaseInfo(patient.state(), journal, quiet);
    QCOMPARE(info.notes, QStringList());
    QCOMPARE(info.tableCount, 1);
    QVERIFY(info.bytes > 1'000'000);
    QVERIFY(info.anomalies.size() >= 3);
    // No transaction of the whole server has had an id: nothing was written anywhere.
    QCOMPARE(written(), before);
}

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
