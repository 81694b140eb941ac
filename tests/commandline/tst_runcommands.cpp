// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using tests::AlembicProject;
using tests::CommandLine;

namespace {

QStringList rowsOf(const QString &url)
{
    return tests::firstColumn(
        tests::runSql(url, {u"SELECT version_num FROM alembic_version ORDER BY 1"_s}));
}

bool hasVersionTable(const QString &url)
{
    const auto rows = tests::runSql(url, {u"SELECT to_regclass('alembic_version') IS NOT NULL"_s});
    return tests::firstColumn(rows) == QStringList {u"t"_s};
}

// A chain of three tables on a database of its own, trusted.
struct Chain
{
    QString url = tests::TestServer::shared().freshDatabase();
    AlembicProject project {url};
    CommandLine line {project.folder()};

    Chain()
    {
        project.writeChain(3);
        line.trust();
    }
};

} // namespace

class TestRunCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDryRunShowsThePlanAndChangesNothing()
    {
        const Chain chain;
        const auto answer = chain.line.run({u"migration"_s, u"run"_s, u"--dry-run"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 0);
        const QJsonArray steps = answer.json()[u"steps"].toArray();
        QCOMPARE(
            tests::idsOf(steps, u"revision"_s), QStringList({u"0001"_s, u"0002"_s, u"0003"_s}));
        QCOMPARE(tests::idsOf(steps, u"direction"_s), QStringList({u"up"_s, u"up"_s, u"up"_s}));
        QCOMPARE(tests::strings(steps[1].toObject()[u"rows_after"]), QStringList {u"0002"_s});
        QVERIFY(!answer.json().contains(u"outcome"));
        QVERIFY(!hasVersionTable(chain.url));
    }

    void runGoesToTheHeadAndReadsBack()
    {
        const Chain chain;
        const auto answer = chain.line.run({u"migration"_s, u"run"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        const QJsonObject json = answer.json();
        QCOMPARE(json[u"outcome"].toString(), u"done"_s);
        QCOMPARE(json[u"steps"].toArray().size(), 3);
        for (const QJsonValue &step : json[u"steps"].toArray()) {
            QVERIFY(step.toObject()[u"elapsed_ms"].toInt(-1) >= 0);
            QCOMPARE(step.toObject()[u"in_database"], QJsonValue(true));
        }
        QCOMPARE(tests::strings(json[u"rows_after"]), QStringList {u"0003"_s});
        QCOMPARE(rowsOf(chain.url), QStringList {u"0003"_s});
        QVERIFY2(answer.error.contains(u"[3/3] 0003"), qPrintable(answer.error));
    }

    void aSecondRunHasNothingToDo()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s}).exitCode, 0);
        const auto answer = chain.line.run({u"migration"_s, u"run"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 0);
        QCOMPARE(answer.json()[u"outcome"].toString(), u"nothing-to-do"_s);
    }

    void runTakesARelativeTarget()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s, u"+2"_s}).exitCode, 0);
        QCOMPARE(rowsOf(chain.url), QStringList {u"0002"_s});
    }

    void rollingBackWhereNobodyCanBeAskedNeedsYes()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s}).exitCode, 0);
        const auto refused = chain.line.run({u"migration"_s, u"rollback"_s});
        QCOMPARE(refused.exitCode, 3);
        QVERIFY2(refused.error.contains(u"--yes"), qPrintable(refused.error));
        QCOMPARE(rowsOf(chain.url), QStringList {u"0003"_s});
        const auto done = chain.line.run({u"migration"_s, u"rollback"_s, u"--yes"_s, u"--json"_s});
        QVERIFY2(done.exitCode == 0, qPrintable(done.output + done.error));
        QCOMPARE(tests::idsOf(done.json()[u"steps"], u"direction"_s), QStringList {u"down"_s});
        QCOMPARE(rowsOf(chain.url), QStringList {u"0002"_s});
    }

    void rollbackTakesMinusNAndBase()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s}).exitCode, 0);
        QCOMPARE(chain.line.run({u"migration"_s, u"rollback"_s, u"-2"_s, u"--yes"_s}).exitCode, 0);
        QCOMPARE(rowsOf(chain.url), QStringList {u"0001"_s});
        QCOMPARE(
            chain.line.run({u"--yes"_s, u"migration"_s, u"rollback"_s, u"base"_s}).exitCode, 0);
        QCOMPARE(rowsOf(chain.url), QStringList());
    }

    void stampSetsTheRowsAndRunsNothing()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"stamp"_s, u"0002"_s}).exitCode, 3);
        const auto answer =
            chain.line.run({u"migration"_s, u"stamp"_s, u"0002"_s, u"--yes"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        QCOMPARE(rowsOf(chain.url), QStringList {u"0002"_s});
        const auto tables = tests::runSql(chain.url, {u"SELECT to_regclass('t0001') IS NULL"_s});
        QCOMPARE(tests::firstColumn(tables), QStringList {u"t"_s});
    }

    void stampWithPurgeIsTheWayOutWithAGhost()
    {
        const Chain chain;
        tests::runSql(chain.url,
            {u"CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"_s,
                u"INSERT INTO alembic_version VALUES ('feedfacecafe')"_s});
        const auto refused = chain.line.run({u"migration"_s, u"run"_s});
        QCOMPARE(refused.exitCode, 3);
        QVERIFY(refused.error.contains(u"feedfacecafe"));
        const auto done =
            chain.line.run({u"migration"_s, u"stamp"_s, u"0003"_s, u"--purge"_s, u"--yes"_s});
        QVERIFY2(done.exitCode == 0, qPrintable(done.error));
        QCOMPARE(rowsOf(chain.url), QStringList {u"0003"_s});
    }

    void productionNeedsTheNameOfItsDatabase()
    {
        const Chain chain;
        QVERIFY(QFile::rename(
            chain.project.folder() + u"/.env"_s, chain.project.folder() + u"/.env.production"_s));
        const auto run = [&chain](const QStringList &options) {
            return chain.line.run(
                QStringList {u"migration"_s, u"run"_s, u"--env"_s, u"production"_s} + options);
        };
        const QString name = chain.url.section(u"@/"_s, 1).section(u'?', 0, 0);
        const auto refused = run({});
        QCOMPARE(refused.exitCode, 3);
        QVERIFY2(refused.error.contains(u"--yes --confirm "_s + name), qPrintable(refused.error));
        QCOMPARE(run({u"--yes"_s}).exitCode, 3);
        QCOMPARE(run({u"--yes"_s, u"--confirm"_s, u"shop_prod"_s}).exitCode, 3);
        QVERIFY(!hasVersionTable(chain.url));
        const auto done = run({u"--yes"_s, u"--confirm"_s, name});
        QVERIFY2(done.exitCode == 0, qPrintable(done.error));
        QCOMPARE(rowsOf(chain.url), QStringList {u"0003"_s});
    }

    void severalHeadsAreNamedWithTheWaysOut()
    {
        const Chain chain;
        chain.project.write({.id = u"0009"_s, .down = {u"0002"_s}, .upgrade = u"pass"_s});
        const auto answer = chain.line.run({u"migration"_s, u"run"_s});
        QCOMPARE(answer.exitCode, 2);
        for (const QString &word : {u"0003"_s, u"0009"_s, u"heads"_s, u"@head"_s})
            QVERIFY2(answer.error.contains(word), qPrintable(answer.error));
        const auto all = chain.line.run({u"migration"_s, u"run"_s, u"heads"_s});
        QVERIFY2(all.exitCode == 0, qPrintable(all.error));
        QCOMPARE(rowsOf(chain.url), QStringList({u"0003"_s, u"0009"_s}));
    }

    // Old Alembic takes files as the folder lists them; written backwards, no list is by name.
    void severalBasesRunInTheOrderOfThePlan()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const AlembicProject project(url);
        QStringList ids;
        for (int i = 9; i > 0; --i) {
            ids.prepend(u"b%1"_s.arg(i));
            project.write({.id = ids.first(), .upgrade = u"pass"_s});
        }
        const CommandLine line(project.folder());
        const auto answer =
            line.run({u"migration"_s, u"run"_s, u"heads"_s, u"--trust"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        QCOMPARE(rowsOf(url), ids);
    }

    void noPythonOfAnUntrustedFolderRuns()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const AlembicProject project(url, {.beforeConfigure = u"open('ran', 'w').close()"_s});
        project.writeChain(1);
        const CommandLine line(project.folder());
        const auto answer = line.run({u"migration"_s, u"run"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 3);
        QVERIFY2(answer.output.contains(u"untrusted"), qPrintable(answer.output));
        QVERIFY(line.run({u"migration"_s, u"run"_s}).error.contains(u"--trust"));
        QVERIFY(!QFile::exists(project.folder() + u"/ran"_s));
        QCOMPARE(line.run({u"migration"_s, u"run"_s, u"--trust"_s}).exitCode, 0);
        QVERIFY(QFile::exists(project.folder() + u"/ran"_s));
    }

    void aFailedStepSaysWhatTheDatabaseHoldsNow()
    {
        const Chain chain;
        chain.project.write(
            {.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"op.execute('SELECT 1/0')"_s});
        const auto answer = chain.line.run({u"migration"_s, u"run"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 2);
        QCOMPARE(answer.json()[u"outcome"].toString(), u"rolled-back"_s);
        QVERIFY(
            answer.json()[u"error"].toObject()[u"detail"].toString().contains(u"division by zero"));
        QVERIFY(!hasVersionTable(chain.url));
    }

    void ctrlCStopsTheServerToo_data()
    {
        QTest::addColumn<bool>("wholeGroup");
        QTest::newRow("sent to the program") << false;
        QTest::newRow("sent to its group, as a terminal does") << true;
    }

    void ctrlCStopsTheServerToo()
    {
        QFETCH(const bool, wholeGroup);
        const Chain chain;
        chain.project.write({.id = u"0004"_s,
            .down = {u"0003"_s},
            .upgrade = u"op.execute('SELECT pg_sleep(300)')"_s});
        QProcess process;
        process.setChildProcessModifier([] { ::setpgid(0, 0); });
        chain.line.start(process, {u"migration"_s, u"run"_s, u"--json"_s});
        const QString sleeping = u"SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                 "current_database() AND query LIKE '%pg_sleep(300)%' AND state = "
                                 "'active' AND pid <> pg_backend_pid()"_s;
        const auto sleepers = [&] {
            return tests::firstColumn(tests::runSql(chain.url, {sleeping}));
        };
        QTRY_COMPARE_WITH_TIMEOUT(sleepers(), QStringList {u"1"_s}, 60'000);
        const auto pid = static_cast<pid_t>(process.processId());
        QCOMPARE(::kill(wholeGroup ? -pid : pid, SIGINT), 0);
        const auto answer = CommandLine::finish(process);
        QVERIFY2(answer.exitCode == 130, qPrintable(answer.output + answer.error));
        QCOMPARE(answer.json()[u"cancelled"], QJsonValue(true));
        QCOMPARE(sleepers(), QStringList {u"0"_s});
        QVERIFY(!hasVersionTable(chain.url));
    }

    void whatWasRunIsInTheJournal()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s, u"0002"_s}).exitCode, 0);
        QCOMPARE(chain.line.run({u"migration"_s, u"rollback"_s, u"--yes"_s}).exitCode, 0);
        const auto answer = chain.line.run({u"journal"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 0);
        const QJsonArray entries = answer.json()[u"entries"].toArray();
        QCOMPARE(tests::idsOf(entries, u"kind"_s), QStringList({u"downgrade"_s, u"upgrade"_s}));
        QCOMPARE(tests::idsOf(entries, u"outcome"_s), QStringList({u"done"_s, u"done"_s}));
        const QJsonObject newest = entries.first().toObject();
        QCOMPARE(tests::strings(newest[u"rows_before"]), QStringList {u"0002"_s});
        QCOMPARE(tests::strings(newest[u"rows_after"]), QStringList {u"0001"_s});
        const auto one =
            chain.line.run({u"journal"_s, QString::number(newest[u"id"].toInt()), u"--json"_s});
        QVERIFY(one.json().contains(u"statements"));
    }

    void aKilledRunIsReportedWithWhatTheDatabaseHolds()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const AlembicProject project(url, {.transactionPerMigration = true});
        project.writeChain(2);
        project.write({.id = u"0003"_s,
            .down = {u"0002"_s},
            .upgrade = u"if not os.path.exists('awake'): op.execute('SELECT pg_sleep(301)')"_s});
        const CommandLine line(project.folder());
        line.trust();
        QProcess process;
        line.start(process, {u"migration"_s, u"run"_s});
        const QString sleeping =
            u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query "
            "LIKE '%pg_sleep(301)%' AND state = 'active' AND pid <> pg_backend_pid()"_s;
        const auto sleepers = [&] { return tests::firstColumn(tests::runSql(url, {sleeping})); };
        QTRY_COMPARE_WITH_TIMEOUT(sleepers(), QStringList {u"1"_s}, 60'000);
        process.kill();
        QVERIFY(process.waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(sleepers(), QStringList {u"0"_s}, 20'000);

        const auto killed = line.run({u"journal"_s, u"--json"_s});
        QCOMPARE(killed.exitCode, 1);
        const QJsonObject found = killed.json()[u"found"].toArray().first().toObject();
        QCOMPARE(found[u"outcome"].toString(), u"partly"_s);
        QCOMPARE(found[u"steps_in"].toInt(), 2);
        QCOMPARE(tests::strings(found[u"rows"]), QStringList {u"0002"_s});
        QVERIFY(line.run({u"journal"_s}).output.contains(u"2 of its 3 steps are in"_s));

        project.writeFile(u"awake"_s, {});
        QCOMPARE(line.run({u"migration"_s, u"run"_s}).exitCode, 0);
        QCOMPARE(rowsOf(url), QStringList {u"0003"_s});
        const auto after = line.run({u"journal"_s, u"--json"_s});
        QCOMPARE(after.exitCode, 0);
        QCOMPARE(tests::idsOf(after.json()[u"entries"], u"outcome"_s),
            QStringList({u"done"_s, u"partly"_s}));
    }

    void theJournalIsTheSameThroughALink()
    {
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s}).exitCode, 0);
        const QString link = chain.project.folder() + u"-link"_s;
        QVERIFY(QFile::link(chain.project.folder(), link));
        const auto answer = chain.line.run({u"journal"_s, u"--json"_s, u"--project"_s, link});
        QVERIFY(QFile::remove(link));
        QCOMPARE(answer.json()[u"entries"].toArray().size(), 1);
    }

    void onATerminalTheDefaultAnswerIsNo_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("row");
        QTest::newRow("enter") << u"\n"_s << 130 << u"0003"_s;
        QTest::newRow("no") << u"n\n"_s << 130 << u"0003"_s;
        QTest::newRow("something else") << u"maybe\n"_s << 130 << u"0003"_s;
        QTest::newRow("yes") << u"y\n"_s << 0 << u"0002"_s;
    }

    void onATerminalTheDefaultAnswerIsNo()
    {
        QFETCH(const QString, typed);
        QFETCH(const int, exitCode);
        QFETCH(const QString, row);
        const Chain chain;
        QCOMPARE(chain.line.run({u"migration"_s, u"run"_s}).exitCode, 0);
        const auto answer = chain.line.type(typed, {u"migration"_s, u"rollback"_s});
        QVERIFY2(answer.exitCode == exitCode, qPrintable(answer.output));
        QVERIFY2(answer.output.contains(u"[y/N]"), qPrintable(answer.output));
        QCOMPARE(rowsOf(chain.url), QStringList {row});
    }

    void thePasswordIsNowhere()
    {
        QString url = tests::TestServer::shared().freshDatabase();
        url.replace(u"postgres@"_s, u"postgres:c4n4ry-Pa55%40w@"_s);
        const AlembicProject project(url);
        project.writeChain(2);
        project.write({.id = u"0003"_s,
            .down = {u"0002"_s},
            .upgrade = u"print(os.environ['DATABASE_URL'], flush=True)\n"
                       "raise RuntimeError('cannot use ' + os.environ['DATABASE_URL'])"_s});
        const CommandLine line(project.folder());
        const QList<QStringList> commands {
            {u"project"_s, u"--trust"_s},
            {u"migration"_s, u"status"_s},
            {u"migration"_s, u"run"_s, u"0002"_s},
            {u"migration"_s, u"run"_s},
            {u"migration"_s, u"history"_s},
            {u"journal"_s},
            {u"journal"_s, u"2"_s},
        };
        for (const QStringList &command : commands) {
            for (const QStringList &json : {QStringList {}, QStringList {u"--json"_s}}) {
                const auto answer = line.run(command + json);
                const QString all = answer.output + answer.error;
                QVERIFY2(
                    !all.contains(u"c4n4ry-Pa55"), qPrintable(command.join(u' ') + u'\n' + all));
            }
        }
        QProcess grep;
        grep.start(u"grep"_s, {u"-rl"_s, u"c4n4ry-Pa55"_s, line.dataFolder()});
        QVERIFY(grep.waitForFinished());
        QCOMPARE(QString::fromUtf8(grep.readAllStandardOutput()), QString());
    }
};

QTEST_GUILESS_MAIN(TestRunCommands)
#include "tst_runcommands.moc"
