// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/alembic/alembicfixture.h"
#include "tests/support/testserver.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

class AlembicErrorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFailureSaysWhereAndWhat_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("inMessage");
        QTest::addColumn<QString>("inDetail");
        QTest::newRow("of the server")
            << u"op.execute('SELECT 1')\nop.execute('SELECT nonsense')"_s << u"42703"_s
            << u"Revision 0001 failed at line 21 of 0001.py"_s << u"Statement: SELECT nonsense"_s;
        QTest::newRow("of Python")
            << u"x = {}\nx['key']"_s << u"KeyError"_s
            << u"Revision 0001 failed at line 21 of 0001.py: KeyError: 'key'"_s << u"Traceback"_s;
        QTest::newRow("an exit") << u"raise SystemExit(3)"_s << u"SystemExit"_s << u"sys.exit(3)"_s
                                 << u"Traceback"_s;
        QTest::newRow("a command error")
            << u"from alembic.util import CommandError\nraise CommandError('not today')"_s
            << u"CommandError"_s << u"not today"_s << u"not today"_s;
    }

    void aFailureSaysWhereAndWhat()
    {
        QFETCH(QString, script);
        QFETCH(QString, code);
        QFETCH(QString, inMessage);
        QFETCH(QString, inDetail);
        const QString url = TestServer::shared().freshDatabase();
        AlembicProject project(url);
        project.write({.id = u"0001"_s, .down = {}, .upgrade = script});
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto answer = alembic.run(request(alembic, chainPlan(1), {u"head"_s}), progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Alembic);
        QCOMPARE(answer.error().code, code);
        QVERIFY2(answer.error().message.contains(inMessage), qPrintable(answer.error().message));
        QVERIFY2(answer.error().detail.contains(inDetail), qPrintable(answer.error().detail));
        QCOMPARE(versionRows(url), QStringList {u"no table"_s});
        QVERIFY(alembic.alive());
    }

    void aFailureOfEnvPySaysWhere_data()
    {
        QTest::addColumn<QByteArray>("env");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("inMessage");
        QTest::newRow("import") << QByteArray("\nimport no_such_module\n")
                                << u"ModuleNotFoundError"_s << u"env.py failed at line 2"_s;
        QTest::newRow("syntax") << QByteArray("def (:\n") << u"SyntaxError"_s << u"SyntaxError"_s;
        QTest::newRow("exit") << QByteArray("import sys\nsys.exit('no')\n") << u"SystemExit"_s
                              << u"no"_s;
        QTest::newRow("nothing done")
            << QByteArray("pass\n") << u"RuntimeError"_s << u"context.configure()"_s;
    }

    void aFailureOfEnvPySaysWhere()
    {
        QFETCH(QByteArray, env);
        QFETCH(QString, code);
        QFETCH(QString, inMessage);
        const QString url = TestServer::shared().freshDatabase();
        AlembicProject project(url);
        project.writeFile(u"migrations/env.py"_s, env);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto answer = alembic.context(progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Alembic);
        QCOMPARE(answer.error().code, code);
        QVERIFY2(answer.error().message.contains(inMessage), qPrintable(answer.error().message));
    }

    void anUnknownTargetIsAlembicsError()
    {
        const QString url = TestServer::shared().freshDatabase();
        AlembicProject project(url);
        project.writeChain(1);
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto answer = alembic.run(request(alembic, chainPlan(1), {u"nope"_s}), progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"CommandError"_s);
        QCOMPARE(answer.error().message, u"Can't locate revision identified by 'nope'"_s);
        QCOMPARE(versionRows(url), QStringList {u"no table"_s});
    }

    void aPythonLoopIsCancelled_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("a loop") << u"while True: pass"_s;
        QTest::newRow("a sleep") << u"time.sleep(60)"_s;
        QTest::newRow("a child process") << u"import subprocess\nsubprocess.run(['sleep', '60'])"_s;
        QTest::newRow("one that catches exceptions")
            << u"while True:\n    try: time.sleep(60)\n    except Exception: pass"_s;
    }

    void aPythonLoopIsCancelled()
    {
        QFETCH(QString, script);
        const QString url = TestServer::shared().freshDatabase();
        AlembicProject project(url);
        project.write({.id = u"0001"_s, .down = {}, .upgrade = script});
        Alembic alembic = alembicOf(project, url);
        const RunRequest asked = request(alembic, chainPlan(1), {u"head"_s});
        Recorder progress;
        progress.cancel = [&] { return progress.has(Event::Kind::StepStarted); };
        QElapsedTimer timer;
        timer.start();
        const auto answer = alembic.run(asked, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
        QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(alembic.alive());
        QCOMPARE(versionRows(url), QStringList {u"no table"_s});
    }

    void aCancelReachesAStatementOfAsyncpg()
    {
        const QString url = TestServer::shared().freshDatabase(u"asyncpg"_s);
        AlembicProject project(url);
        project.writeFile(u"migrations/env.py"_s, asyncEnvPy());
        project.write(
            {.id = u"0001"_s, .down = {}, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
        Alembic alembic = alembicOf(project, url);
        const RunRequest asked = request(alembic, chainPlan(1), {u"head"_s});
        Recorder progress;
        progress.cancel = [&] {
            return progress.texts(Event::Kind::StatementStarted).contains(u"SELECT pg_sleep(60)"_s);
        };
        const auto answer = alembic.run(asked, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
    }

    void aHelperKilledInAStepIsToldAndNothingStays()
    {
        const QString url = TestServer::shared().freshDatabase();
        AlembicProject project(url);
        project.writeChain(1);
        project.write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"time.sleep(60)"_s});
        Alembic alembic = alembicOf(project, url);
        const RunRequest asked = request(alembic, chainPlan(2), {u"head"_s});
        Recorder progress;
        progress.seen = [&](const Event &event) {
            if (event.kind == Event::Kind::StepStarted && event.step == 1)
                ::kill(pid_t(alembic.processId()), SIGKILL);
        };
        const auto answer = alembic.run(asked, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Helper);
        QCOMPARE(answer.error().code, u"died"_s);
        QVERIFY(answer.error().message.contains(u"signal 9"_s));
        QVERIFY(!alembic.alive());
        QCOMPARE(alembic.context(progress).error(), answer.error());
        QTRY_COMPARE(versionRows(url), QStringList {u"no table"_s});
    }
};

QTEST_GUILESS_MAIN(AlembicErrorsTest)
#include "tst_alembicerrors.moc"
