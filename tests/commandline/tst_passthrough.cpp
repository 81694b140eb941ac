// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/modelproject.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::ModelProject;
using Answer = tests::CommandLine::Answer;

namespace {

// `spiritsafe alembic -- current` with this text as env.py.
Answer currentWith(const ModelProject &project, const QByteArray &envPy)
{
    project.project().writeFile(u"migrations/env.py"_s, envPy);
    return project.line().run({u"alembic"_s, u"--"_s, u"current"_s});
}

} // namespace

class TestPassThrough : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alembicAnswersAsItself()
    {
        const ModelProject project;
        const Answer upgraded =
            project.line().run({u"alembic"_s, u"--"_s, u"upgrade"_s, u"head"_s});
        QVERIFY2(upgraded.exitCode == 0, qPrintable(upgraded.error));
        const Answer verbose = project.line().run({u"alembic"_s, u"--"_s, u"current"_s, u"-v"_s});
        QVERIFY2(verbose.output.contains(u"0001"_s), qPrintable(verbose.output + verbose.error));
        const Answer sql = project.line().run(
            {u"alembic"_s, u"--"_s, u"upgrade"_s, u"--sql"_s, u"--"_s, u"head"_s});
        QVERIFY2(sql.output.contains(u"CREATE TABLE users"_s), qPrintable(sql.error));
        const Answer unknown =
            project.line().run({u"alembic"_s, u"--"_s, u"upgrade"_s, u"nowhere"_s});
        QCOMPARE(unknown.exitCode, 255);
        QVERIFY2(unknown.output.contains(u"Can't locate revision"_s), qPrintable(unknown.error));
    }

    void itsExitCodeIsOurs()
    {
        const ModelProject project;
        QCOMPARE(currentWith(project, "import sys\nsys.exit(7)\n").exitCode, 7);
        QCOMPARE(currentWith(project, "import os\nos.kill(os.getpid(), 9)\n").exitCode, 128 + 9);
    }

    void itSeesTheEnvironmentAndNobodyElseThePassword()
    {
        const ModelProject project;
        project.project().writeEnvironment(u"postgresql://me:hunter2%23xyz@127.0.0.1:1/shop"_s);
        const Answer answer = currentWith(project,
            "import os, sys\n"
            "url = os.environ['DATABASE_URL']\n"
            "assert 'hunter2%23xyz' in url\n"
            "print('out', url)\n"
            "print('unended hunter2#xyz', end='')\n"
            "print('error', url, file=sys.stderr)\n");
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        QVERIFY2(answer.output.contains(u"@127.0.0.1:1/shop"_s), qPrintable(answer.output));
        QVERIFY2(answer.output.contains(u"unended"_s), qPrintable(answer.output));
        QVERIFY2(answer.error.contains(u"error postgresql"_s), qPrintable(answer.error));
        QVERIFY(!answer.output.contains(u"hunter2"_s) && !answer.error.contains(u"hunter2"_s));
    }

    void itReadsWhatIsTyped()
    {
        const ModelProject project;
        project.project().writeFile(
            u"migrations/env.py"_s, "print('got ' + input('Which tenant? '))\n");
        QProcess process;
        project.line().start(process, {u"alembic"_s, u"--"_s, u"current"_s});
        QByteArray shown;
        while (!shown.contains("Which tenant? ") && process.waitForReadyRead())
            shown += process.readAllStandardOutput();
        QCOMPARE(
            shown, QByteArray("Which tenant? ")); // a question without a line end is not held back
        process.write("blue\n");
        const Answer answer = tests::CommandLine::finish(process);
        QCOMPARE(answer.exitCode, 0);
        QCOMPARE(answer.output, u"got blue\n"_s);
    }

    void aSignalReachesIt()
    {
        const ModelProject project;
        project.project().writeFile(u"migrations/env.py"_s,
            "import signal, sys\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"
            "print('ready')\n"
            "signal.pause()\n");
        QProcess process;
        project.line().start(process, {u"alembic"_s, u"--"_s, u"current"_s});
        QByteArray shown;
        while (!shown.contains("ready") && process.waitForReadyRead())
            shown += process.readAllStandardOutput();
        process.terminate();
        QCOMPARE(tests::CommandLine::finish(process).exitCode, 9);
    }

    void aPythonWithoutAlembicIsPassedOverInSilence()
    {
        const ModelProject project;
        const QString python = project.folder() + u"/.venv/bin/python"_s;
        project.project().writeFile(u".venv/pyvenv.cfg"_s, "home = /usr/bin\n");
        QVERIFY(QDir(project.folder()).mkpath(u".venv/bin"_s));
        project.project().writeFile(
            u".venv/bin/python"_s, "#!/bin/sh\nexec /usr/bin/python3 -S \"$@\"\n");
        QVERIFY(QFile::setPermissions(python, QFile::ReadOwner | QFile::ExeOwner));
        const Answer answer = project.line().run({u"alembic"_s, u"--"_s, u"heads"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        QCOMPARE(answer.error, QString());
        QVERIFY(answer.output.contains(u"0001"_s));
    }

    void nothingOfAnUntrustedFolderRuns()
    {
        const tests::AlembicProject project(u"sqlite:///app.db"_s);
        const Answer answer = tests::CommandLine(project.folder())
                                  .run({u"alembic"_s, u"--json"_s, u"--"_s, u"current"_s});
        QCOMPARE(answer.exitCode, 3);
        QCOMPARE(answer.json()[u"error"][u"code"].toString(), u"untrusted"_s);
        QVERIFY(!QFile::exists(project.folder() + u"/app.db"_s));
    }
};

QTEST_GUILESS_MAIN(TestPassThrough)
#include "tst_passthrough.moc"
