// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/alembic/alembicfixture.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

QString fresh()
{
    return TestServer::shared().freshDatabase();
}

QByteArray text(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

#define VERIFY_RESULT(result)                                                                      \
    QVERIFY2(result,                                                                               \
        qPrintable(result ? QString() : result.error().message + u'\n' + result.error().detail))

class AlembicTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theContextIsLearnedWithoutTouchingTheDatabase()
    {
        const QString url = fresh();
        runSql(url, {u"CREATE SCHEMA meta"_s});
        AlembicProject project(url,
            {.transactionPerMigration = true,
                .configureArguments =
                    u", version_table='versions', version_table_schema='meta'"_s});
        project.writeChain(2);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto context = alembic.context(progress);
        VERIFY_RESULT(context);
        PostgreSql connection = connectTo(url);
        QCOMPARE(context->identity, readIdentity(connection, progress).value());
        QCOMPARE(context->versionTable, (VersionTable {u"versions"_s, u"meta"_s}));
        QVERIFY(context->backendPid > 0);
        QVERIFY(context->transactionPerMigration && context->transactionalDdl);
        QCOMPARE(context->dialect, u"postgresql"_s);
        QCOMPARE(context->driver, u"psycopg2"_s);
        QCOMPARE(
            firstColumn(runSql(url,
                {u"SELECT count(*) FROM pg_class WHERE relnamespace = 'meta'::regnamespace"_s})),
            QStringList {u"0"_s});
    }

    void stepsAndStatementsAreTold()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.writeChain(1);
        project.write({.id = u"0002"_s,
            .down = {u"0001"_s},
            .upgrade = u"op.execute('CREATE TABLE two (id int)')\n"
                       "op.execute('INSERT INTO two SELECT generate_series(1, 7)')"_s});
        Alembic alembic = alembicOf(project, url);
        Recorder progress;
        const auto answer = alembic.run(request(alembic, chainPlan(2), {u"head"_s}), progress);
        VERIFY_RESULT(answer);
        QCOMPARE(answer->steps, chainPlan(2).steps);
        QCOMPARE(answer->elapsedMs.size(), 2);
        QCOMPARE(versionRows(url), QStringList {u"0002"_s});

        const auto started = progress.of(Event::Kind::StepStarted);
        const auto finished = progress.of(Event::Kind::StepFinished);
        QCOMPARE(started.size(), 2U);
        QCOMPARE(finished.size(), 2U);
        QCOMPARE(started[1].revision, u"0002"_s);
        QCOMPARE(started[1].step, 1);
        QCOMPARE(started[1].steps, 2);
        QCOMPARE(finished[1].rowsAfter, QStringList {u"0002"_s});
        QVERIFY(finished[1].elapsedMs >= 0);
        QCOMPARE(progress.of(Event::Kind::Connected).size(), 1U);
        QCOMPARE(progress.of(Event::Kind::Connected).front().pid, answer->context.backendPid);
        checkInsert(progress, text(project.scriptPath(u"0002"_s)));
    }

    void aStatementIsToldWhileItRuns()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.write(
            {.id = u"0001"_s, .down = {}, .upgrade = u"op.execute('SELECT pg_sleep(30)')"_s});
        Alembic alembic = alembicOf(project, url);
        Recorder progress;
        progress.seen = [&](const Event &event) {
            if (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s))
                runSql(url,
                    {u"SELECT pg_cancel_backend(%1)"_s.arg(
                        progress.of(Event::Kind::Connected).front().pid)});
        };
        const auto answer = alembic.run(request(alembic, chainPlan(1), {u"head"_s}), progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"57014"_s);
        QCOMPARE(versionRows(url), QStringList {u"no table"_s});
    }

    void theWayBackRuns()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.writeChain(3);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        VERIFY_RESULT(alembic.run(request(alembic, chainPlan(3), {u"heads"_s}), progress));
        const Plan down =
            plan(Direction::Down, {u"0003"_s}, {{u"0003"_s, u"0002"_s}, {u"0002"_s, u"0001"_s}});
        VERIFY_RESULT(alembic.run(request(alembic, down, {u"-2"_s}), progress));
        QCOMPARE(versionRows(url), QStringList {u"0001"_s});
        QCOMPARE(tables(url), QStringList {u"t0001"_s});
        const Plan base = plan(Direction::Down, {u"0001"_s}, {{u"0001"_s, {}}});
        VERIFY_RESULT(alembic.run(request(alembic, base, {u"base"_s}), progress));
        QCOMPARE(versionRows(url), QStringList());
    }

    void stampsRun_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<bool>("purge");
        QTest::addColumn<QStringList>("from");
        QTest::newRow("upwards") << u"0001"_s << false << QStringList {u"0001"_s};
        QTest::newRow("purging an unknown revision") << u"gone"_s << true << QStringList();
    }

    void stampsRun()
    {
        QFETCH(QString, before);
        QFETCH(bool, purge);
        QFETCH(QStringList, from);
        const QString url = fresh();
        runSql(url,
            {u"CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"_s,
                u"INSERT INTO alembic_version VALUES ('%1')"_s.arg(before)});
        AlembicProject project(url);
        project.writeChain(3);
        Alembic alembic = alembicOf(project, url);
        Plan stamp {.rowsBefore = {before},
            .steps = {{.direction = Direction::Stamp,
                .revision = u"0003"_s,
                .stampFrom = from,
                .stampTo = {u"0003"_s},
                .rowsAfter = {u"0003"_s}}}};
        RunRequest asked = request(alembic, stamp, {u"head"_s});
        asked.purge = purge;
        NoProgress progress;
        VERIFY_RESULT(alembic.run(asked, progress));
        QCOMPARE(versionRows(url), QStringList {u"0003"_s});
        QCOMPARE(tables(url), QStringList());
    }

    void envPyFindsTheCommandAndItsOptions()
    {
        const QString url = fresh();
        AlembicProject project(url,
            {.beforeConfigure =
                    u"o = context.config.cmd_opts\n"
                    "if hasattr(o, 'revision'): import sys; open('seen', 'w').write(' '.join("
                    "[o.cmd[0].__name__, o.revision, context.get_x_argument(as_dictionary=True)"
                    "['tenant'], context.config.config_file_name, os.getcwd(), sys.argv[0]]))"_s});
        project.writeChain(1);
        Alembic alembic = alembicOf(project, url);
        alembic.setXArguments({u"tenant=blue"_s});
        NoProgress progress;
        VERIFY_RESULT(alembic.run(request(alembic, chainPlan(1), {u"0001"_s}), progress));
        QCOMPARE(QString::fromUtf8(text(project.folder() + u"/seen"_s)),
            u"upgrade 0001 blue alembic.ini %1 alembic"_s.arg(
                QFileInfo(project.folder()).canonicalFilePath()));
    }

    void limitsAndNameHoldOnAlembicsConnection_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("name");
        QTest::newRow("psycopg2") << u"psycopg2"_s << u"spiritsafe-test"_s;
        QTest::newRow("asyncpg, which ignores libpq's variables") << u"asyncpg"_s << u""_s;
    }

    void limitsAndNameHoldOnAlembicsConnection()
    {
        QFETCH(QString, driver);
        QFETCH(QString, name);
        const QString url = TestServer::shared().freshDatabase(driver);
        AlembicProject project(url);
        if (driver == u"asyncpg"_s)
            project.writeFile(u"migrations/env.py"_s, asyncEnvPy());
        project.write({.id = u"0001"_s,
            .down = {},
            .upgrade =
                u"import ctypes\n"
                "assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0, 'dumpable'\n"
                "op.execute(\"CREATE TABLE s AS SELECT current_setting('lock_timeout') || ' ' || "
                "current_setting('client_connection_check_interval') || ' ' || "
                "current_setting('application_name')\")"_s});
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        VERIFY_RESULT(alembic.run(request(alembic, chainPlan(1), {u"head"_s}), progress));
        QCOMPARE(
            firstColumn(runSql(url, {u"SELECT * FROM s"_s})), QStringList {u"5s 1s "_s + name});
    }

    void noticesLogsAndPrintsAreTold()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.write({.id = u"0001"_s,
            .down = {},
            .upgrade = u"import logging, subprocess\n"
                       "print('from the script')\n"
                       "subprocess.run(['echo', 'from a child'])\n"
                       "logging.getLogger('shop').warning('from a logger')\n"
                       "logging.getLogger('alembic.runtime.migration').warning('from alembic')\n"
                       "op.execute(\"DO $$ BEGIN RAISE NOTICE 'from the server'; END $$\")"_s});
        Alembic alembic = alembicOf(project, url);
        Recorder progress;
        VERIFY_RESULT(alembic.run(request(alembic, chainPlan(1), {u"head"_s}), progress));
        const QStringList printed = progress.texts(Event::Kind::Output);
        QVERIFY(printed.contains(u"from the script"_s) && printed.contains(u"from a child"_s));
        const QStringList logged = progress.texts(Event::Kind::Log);
        QVERIFY(logged.contains(u"from a logger"_s) && logged.contains(u"from alembic"_s));
        QVERIFY(progress.texts(Event::Kind::Notice).join(u' ').contains(u"from the server"_s));
    }

    void aScriptThatChangedAfterPreparingIsReadAgain()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.writeChain(2);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        VERIFY_RESULT(alembic.prepare(progress));
        project.write({.id = u"0002"_s,
            .down = {u"0001"_s},
            .upgrade = u"op.execute('CREATE TABLE other (id int)')"_s});
        VERIFY_RESULT(alembic.run(request(alembic, chainPlan(2), {u"head"_s}), progress));
        QCOMPARE(tables(url), (QStringList {u"other"_s, u"t0001"_s}));
    }

    void preparingExecutesNothing()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.writeFile(u"migrations/versions/0001.py"_s, "open('executed', 'w')\n");
        project.writeFile(u"migrations/env.py"_s, "open('executed', 'w')\n");
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        VERIFY_RESULT(alembic.prepare(progress));
        QVERIFY(!QFile::exists(project.folder() + u"/executed"_s));
    }

    void computedHeadersAreTakenFromPython()
    {
        const QString url = fresh();
        AlembicProject project(url);
        project.writeChain(1);
        project.write({.id = u"0002"_s,
            .down = {u"0001"_s},
            .upgrade = u"pass"_s,
            .dependsOn = u"['00' + str(n) for n in ('01',)]"_s,
            .branchLabels = u"{'x'.upper()}"_s});
        project.writeFile(u"migrations/versions/0003.py"_s, "import no_such_module\n");
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto files = alembic.revisions(progress);
        VERIFY_RESULT(files);
        QCOMPARE(files->size(), 3U);
        const auto found = [&](const QString &id) {
            return std::find_if(files->cbegin(), files->cend(),
                [&](const RevisionFile &file) { return file.path.endsWith(u'/' + id + u".py"_s); });
        };
        QCOMPARE(found(u"0002"_s)->id, u"0002"_s);
        QCOMPARE(found(u"0002"_s)->down, QStringList {u"0001"_s});
        QCOMPARE(found(u"0002"_s)->dependsOn, QStringList {u"0001"_s});
        QCOMPARE(found(u"0002"_s)->branchLabels, QStringList {u"X"_s});
        QVERIFY(found(u"0003"_s)->problems.front().message.contains(u"no_such_module"_s));
        QCOMPARE(found(u"0002"_s)->path, project.scriptPath(u"0002"_s));
    }

    void sqliteIsProvenByItsFile()
    {
        AlembicProject project(QString {});
        const QString file = project.folder() + u"/shop.db"_s;
        const QString url = u"sqlite:///"_s + file;
        project.writeChain(2);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        VERIFY_RESULT(alembic.run(request(alembic, chainPlan(2), {u"head"_s}), progress));
        const auto reading = readDatabase(parsed(url), {}, project.folder(), progress);
        VERIFY_RESULT(reading);
        QCOMPARE(reading->rows, QStringList {u"0002"_s});
        QCOMPARE(alembic.context(progress)->identity, reading->identity);
        RunRequest other = request(
            alembic, plan(Direction::Down, {u"0002"_s}, {{u"0002"_s, u"0001"_s}}), {u"-1"_s});
        other.expected.identity.database = u"1"_s;
        QCOMPARE(alembic.run(other, progress).error().code, u"identity_differs"_s);
    }

    void noBackendStaysBehind()
    {
        const QString url = fresh();
        AlembicProject project(url,
            {.engineArguments = u") if False else create_engine(os.environ['DATABASE_URL']"_s});
        project.writeChain(1);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto answer = alembic.run(request(alembic, chainPlan(1), {u"head"_s}), progress);
        VERIFY_RESULT(answer);
        const QString backends = u"SELECT count(*) FROM pg_stat_activity WHERE pid = %1"_s.arg(
            answer->context.backendPid);
        QTRY_COMPARE(firstColumn(runSql(url, {backends})), QStringList {u"0"_s});
    }

private:
    static void checkInsert(const Recorder &progress, const QByteArray &script)
    {
        const auto statements = progress.of(Event::Kind::StatementFinished);
        QCOMPARE(progress.of(Event::Kind::StatementStarted).size(), statements.size());
        const auto insert = std::find_if(statements.cbegin(), statements.cend(),
            [](const Event &event) { return event.text.startsWith(u"INSERT INTO two"_s); });
        QVERIFY(insert != statements.cend());
        QCOMPARE(insert->revision, u"0002"_s);
        QCOMPARE(insert->rowCount, 7);
        QVERIFY(insert->elapsedMs >= 0);
        const qsizetype before = script.left(script.indexOf("INSERT INTO two")).count('\n');
        QCOMPARE(insert->scriptLine, int(before) + 1);
    }
};

QTEST_GUILESS_MAIN(AlembicTest)
#include "tst_alembic.moc"
