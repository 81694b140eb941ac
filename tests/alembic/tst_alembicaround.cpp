// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Statements of our own in Alembic's transaction: drops before its migrations, grants after them.

#include "migrations/database/sqlite.h"
#include "tests/alembic/alembicfixture.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

using Kind = SqlAction::Kind;

SqlAction execute(const QString &sql)
{
    return {.kind = Kind::Execute, .sql = sql};
}

// A database that a chain of three and an old table are in, to be made anew.
QString oldDatabase()
{
    const QString url = TestServer::shared().freshDatabase();
    runSql(url,
        {u"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)"_s,
            u"INSERT INTO alembic_version VALUES ('0003')"_s, u"CREATE TABLE old (id int)"_s,
            u"INSERT INTO old VALUES (1), (2)"_s});
    return url;
}

RunAround dropOld()
{
    return {.before = {execute(u"DROP TABLE alembic_version"_s), execute(u"DROP TABLE old"_s)}};
}

RunRequest anew(Alembic &alembic, const RunAround &around)
{
    RunRequest run = request(alembic, chainPlan(3), {u"head"_s});
    run.expected.plan.rowsBefore = {u"0003"_s};
    run.around = around;
    return run;
}

bool isAsBefore(const QString &url)
{
    return versionRows(url) == QStringList {u"0003"_s} && tables(url) == QStringList {u"old"_s}
    && firstColumn(runSql(url, {u"SELECT count(*) FROM old"_s})) == QStringList {u"2"_s};
}

QString said(const Result<RunAnswer> &answer)
{
    return answer ? QString()
                  : answer.error().code + u' ' + answer.error().message + answer.error().detail;
}

} // namespace

class TestAlembicAround : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dropsMigrationsAndGrantsAreOneRun_data();
    void dropsMigrationsAndGrantsAreOneRun();
    void aFailingMigrationBringsEverythingBack_data();
    void aFailingMigrationBringsEverythingBack();
    void aFailingDropBringsEverythingBack();
    void aCheckThatFailsStopsBeforeTheFirstMigration();
    void aDifferentPlanIsFoundBeforeTheFirstDrop();
    void whatWasRememberedIsCompared();
    void anEnvThatSwallowsErrorsCommitsNothing();
    void anEnvOfAnotherKindIsToldAndRefused_data();
    void anEnvOfAnotherKindIsToldAndRefused();
    void theSearchPathOfEnvPyHolds();
    void aSqliteFileIsWorkedOnElsewhere();
};

void TestAlembicAround::dropsMigrationsAndGrantsAreOneRun_data()
{
    QTest::addColumn<QString>("driver");
    QTest::addColumn<bool>("perMigration");
    QTest::addColumn<QString>("engine");
    QTest::newRow("psycopg2") << u"psycopg2"_s << false << QString();
    QTest::newRow("a transaction per migration") << u"psycopg2"_s << true << QString();
    QTest::newRow("future") << u"psycopg2"_s << false << u", future=True"_s;
    QTest::newRow("asyncpg") << u"asyncpg"_s << false << QString();
}

void TestAlembicAround::dropsMigrationsAndGrantsAreOneRun()
{
    QFETCH(const QString, driver);
    QFETCH(const bool, perMigration);
    QFETCH(const QString, engine);
    const QString url = oldDatabase();
    const QString projectUrl = QString(url).replace(u"psycopg2"_s, driver);
    const AlembicProject project(
        projectUrl, {.transactionPerMigration = perMigration, .engineArguments = engine});
    if (driver == "asyncpg"_L1)
        project.writeFile(u"migrations/env.py"_s, asyncEnvPy());
    project.writeChain(3);
    Alembic alembic = alembicOf(project, projectUrl);
    RunAround around = dropOld();
    around.after = {{.kind = Kind::Try, .sql = u"GRANT SELECT ON t0001 TO PUBLIC"_s},
        {.kind = Kind::Try, .sql = u"GRANT SELECT ON nowhere TO PUBLIC"_s},
        {.kind = Kind::Try, .sql = u"GRANT SELECT ON t0003 TO PUBLIC"_s}};
    NoProgress progress;
    const auto context = alembic.context(progress, Alembic::Look::OneTransaction);
    QVERIFY(context);
    QCOMPARE(context->notOneTransaction, QString());
    Recorder recorder;
    const auto answer = alembic.run(anew(alembic, around), recorder);
    QVERIFY2(answer, qPrintable(said(answer)));
    QCOMPARE(answer->around.tried, 3);
    QCOMPARE(answer->around.failed.size(), 1);
    QVERIFY(answer->around.failed.front().startsWith("GRANT SELECT ON nowhere TO PUBLIC: "_L1));
    QCOMPARE(tables(url), (QStringList {u"t0001"_s, u"t0002"_s, u"t0003"_s}));
    QCOMPARE(versionRows(url), QStringList {u"0003"_s});
    QCOMPARE(firstColumn(runSql(url,
                 {u"SELECT relname FROM pg_class WHERE relacl::text LIKE '%=r/%' AND relname LIKE "
                  "'t000%' ORDER BY 1"_s})),
        (QStringList {u"t0001"_s, u"t0003"_s}));
    QVERIFY(recorder.texts(Event::Kind::StatementFinished).contains(u"DROP TABLE old"_s));
}

void TestAlembicAround::aFailingMigrationBringsEverythingBack_data()
{
    QTest::addColumn<QString>("failing");
    QTest::addColumn<bool>("perMigration");
    for (const bool each : {false, true}) {
        const char *how = each ? ", a transaction each" : "";
        QTest::addRow("the first%s", how) << u"0001"_s << each;
        QTest::addRow("the middle one%s", how) << u"0002"_s << each;
        QTest::addRow("the last%s", how) << u"0003"_s << each;
    }
}

void TestAlembicAround::aFailingMigrationBringsEverythingBack()
{
    QFETCH(const QString, failing);
    QFETCH(const bool, perMigration);
    const QString url = oldDatabase();
    const AlembicProject project(url, {.transactionPerMigration = perMigration});
    const QStringList chain = project.writeChain(3);
    project.write({.id = failing,
        .down = chain.mid(0, chain.indexOf(failing)).mid(chain.indexOf(failing) - 1),
        .upgrade = u"op.execute('CREATE TABLE half (id int)')\nop.execute('SELECT 1/0')"_s});
    Alembic alembic = alembicOf(project, url);
    NoProgress progress;
    const auto answer = alembic.run(anew(alembic, dropOld()), progress);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, u"22012"_s);
    QVERIFY(isAsBefore(url));
}

void TestAlembicAround::aFailingDropBringsEverythingBack()
{
    const QString url = oldDatabase();
    const AlembicProject project(url);
    project.writeChain(3);
    Alembic alembic = alembicOf(project, url);
    RunAround around = dropOld();
    around.before.push_back(execute(u"DROP TABLE never_was"_s));
    NoProgress progress;
    const auto answer = alembic.run(anew(alembic, around), progress);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, u"42P01"_s);
    QVERIFY(answer.error().detail.contains(u"Statement: DROP TABLE never_was"_s));
    QVERIFY(isAsBefore(url));
}

void TestAlembicAround::aCheckThatFailsStopsBeforeTheFirstMigration()
{
    const QString url = oldDatabase();
    const AlembicProject project(url);
    project.writeChain(3);
    Alembic alembic = alembicOf(project, url);
    RunAround around = dropOld();
    around.before.pop_back();
    around.before.push_back({.kind = Kind::Empty,
        .sql = u"SELECT 'table ' || tablename FROM pg_tables WHERE schemaname = 'public'"_s,
        .refusal = u"Something is left."_s});
    Recorder recorder;
    const auto answer = alembic.run(anew(alembic, around), recorder);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Refused);
    QCOMPARE(answer.error().code, u"check_failed"_s);
    QCOMPARE(answer.error().message, u"Something is left."_s);
    QCOMPARE(answer.error().detail, u"+ table old"_s);
    QVERIFY(!recorder.has(Event::Kind::StepStarted));
    QVERIFY(isAsBefore(url));
}

void TestAlembicAround::aDifferentPlanIsFoundBeforeTheFirstDrop()
{
    const QString url = oldDatabase();
    const AlembicProject project(url);
    project.writeChain(4);
    Alembic alembic = alembicOf(project, url);
    Recorder recorder;
    const auto answer = alembic.run(anew(alembic, dropOld()), recorder);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, u"plan_differs"_s);
    QVERIFY(!recorder.has(Event::Kind::StatementStarted));
    QVERIFY(isAsBefore(url));
}

void TestAlembicAround::whatWasRememberedIsCompared()
{
    const QString url = oldDatabase();
    const AlembicProject project(url);
    project.writeChain(3);
    const QString schemas = u"SELECT nspname::text FROM pg_namespace"_s;
    RunAround around = dropOld();
    around.before.insert(
        around.before.begin(), {.kind = Kind::Remember, .sql = schemas, .name = u"schemas"_s});
    const SqlAction unchanged {.kind = Kind::Unchanged,
        .sql = schemas,
        .name = u"schemas"_s,
        .refusal = u"A schema changed."_s};
    RunAround changing = around;
    changing.before.push_back(execute(u"CREATE SCHEMA surprise"_s));
    changing.before.push_back(unchanged);
    around.before.push_back(unchanged);
    NoProgress progress;
    {
        Alembic alembic = alembicOf(project, url);
        const auto answer = alembic.run(anew(alembic, changing), progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().detail, u"+ surprise"_s);
        QVERIFY(isAsBefore(url));
    }
    Alembic alembic = alembicOf(project, url);
    const auto answer = alembic.run(anew(alembic, around), progress);
    QVERIFY2(answer, qPrintable(said(answer)));
    QCOMPARE(tables(url).size(), 3);
}

void TestAlembicAround::anEnvThatSwallowsErrorsCommitsNothing()
{
    const QString url = oldDatabase();
    const AlembicProject project(url);
    project.writeFile(u"migrations/env.py"_s, R"py(import os
from alembic import context
from sqlalchemy import create_engine, pool
engine = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        try:
            context.run_migrations()
        except BaseException:
            pass
)py");
    project.writeChain(3);
    Alembic alembic = alembicOf(project, url);
    RunAround around = dropOld();
    around.before.push_back(execute(u"DROP TABLE never_was"_s));
    NoProgress progress;
    std::ignore = alembic.run(anew(alembic, around), progress);
    QVERIFY(isAsBefore(url));
}

void TestAlembicAround::anEnvOfAnotherKindIsToldAndRefused_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QByteArray>("run");
    QTest::addColumn<QString>("why");
    const QByteArray usual = "with context.begin_transaction():\n        context.run_migrations()";
    QTest::newRow("autocommit") << u", isolation_level='AUTOCOMMIT'"_s << usual << u"autocommit"_s;
    QTest::newRow("no begin_transaction()")
        << QString() << QByteArray("context.run_migrations()") << u"no_transaction"_s;
}

void TestAlembicAround::anEnvOfAnotherKindIsToldAndRefused()
{
    QFETCH(const QString, engine);
    QFETCH(const QByteArray, run);
    QFETCH(const QString, why);
    const QString url = oldDatabase();
    const AlembicProject project(url);
    project.writeFile(u"migrations/env.py"_s,
        "import os\nfrom alembic import context\nfrom sqlalchemy import create_engine, pool\n"
        "engine = create_engine(os.environ['DATABASE_URL'], poolclass=pool.NullPool"
            + engine.toUtf8()
            + ")\nwith engine.connect() as connection:\n"
              "    context.configure(connection=connection)\n    "
            + run + "\n");
    project.writeChain(3);
    Alembic alembic = alembicOf(project, url);
    NoProgress progress;
    const auto context = alembic.context(progress, Alembic::Look::OneTransaction);
    QVERIFY(context);
    QCOMPARE(context->notOneTransaction, why);
    const auto answer = alembic.run(anew(alembic, dropOld()), progress);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Refused);
    QCOMPARE(answer.error().code, u"not_one_transaction"_s);
    QVERIFY(isAsBefore(url));
}

void TestAlembicAround::theSearchPathOfEnvPyHolds()
{
    const QString url = oldDatabase();
    runSql(url, {u"CREATE SCHEMA tenant"_s});
    const AlembicProject project(url,
        {.beforeConfigure = u"connection.execute(text('SET search_path = tenant'))"_s,
            .configureArguments = u", version_table_schema='public'"_s});
    project.writeChain(3);
    Alembic alembic = alembicOf(project, url);
    RunAround around = dropOld();
    around.before = {execute(u"SELECT pg_catalog.set_config('spiritsafe.search_path', "
                             "pg_catalog.current_setting('search_path'), true)"_s),
        execute(u"SET LOCAL search_path = pg_catalog"_s),
        execute(u"DROP TABLE public.alembic_version"_s), execute(u"DROP TABLE public.old"_s),
        execute(u"SELECT pg_catalog.set_config('search_path', "
                "pg_catalog.current_setting('spiritsafe.search_path'), true)"_s)};
    NoProgress progress;
    const auto answer = alembic.run(anew(alembic, around), progress);
    QVERIFY2(answer, qPrintable(said(answer)));
    QCOMPARE(firstColumn(runSql(url,
                 {u"SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN "
                  "('public', 'tenant') ORDER BY 1"_s})),
        (QStringList {
            u"public.alembic_version"_s, u"tenant.t0001"_s, u"tenant.t0002"_s, u"tenant.t0003"_s}));
}

void TestAlembicAround::aSqliteFileIsWorkedOnElsewhere()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"app.db"_s);
    const QString other = folder.filePath(u"new file.db"_s);
    for (const QString &path : {file, other}) {
        QFile made(path);
        QVERIFY(made.open(QIODevice::WriteOnly));
    }
    const QString url = u"sqlite:///"_s + file;
    const AlembicProject project(url);
    project.writeChain(2);
    NoProgress progress;
    const auto identity = [&](const QString &path) {
        return readSqlite(parsed(u"sqlite:///"_s + path), {}, {})->identity;
    };
    Alembic alembic = alembicOf(project, url);
    const auto answer = alembic.run({.targets = {u"head"_s},
                                        .expected = {identity(other), chainPlan(2)},
                                        .elsewhere = SqliteElsewhere {identity(file), other}},
        progress);
    QVERIFY2(answer, qPrintable(said(answer)));
    QCOMPARE(QFileInfo(file).size(), 0);
    QCOMPARE(readSqlite(parsed(u"sqlite:///"_s + other), {}, {})->rows, QStringList {u"0002"_s});
}

QTEST_GUILESS_MAIN(TestAlembicAround)
#include "tst_alembicaround.moc"
