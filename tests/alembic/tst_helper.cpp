// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/alembic/alembicfixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::Recorder;

namespace {

// A stand-in for our Python: greets, reads one request, then does what a test says.
QByteArray stub(const QByteArray &afterRequest)
{
    return R"py(import json, os, signal, subprocess, sys, time
def say(**message):
    os.write(3, json.dumps(message).encode() + b"\n")
def main(fd):
    say(protocol=1, python="3", alembic="0", sqlalchemy="0")
    while not os.read(3, 65536).endswith(b"\n"):
        pass
)py" + afterRequest;
}

Result<Helper> start(const QByteArray &source, HelperOptions options = {})
{
    options.interpreter = tests::testPython();
    options.workingDirectory = u"/"_s;
    options.source = source;
    return Helper::start(options);
}

bool exists(qint64 pid)
{
    QFile status(u"/proc/%1/stat"_s.arg(pid));
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
}

qint64 residentKilobytes()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = file.readAll();
    return text.mid(text.indexOf("VmRSS:") + 6).trimmed().split(' ').first().toLongLong();
}

} // namespace

class HelperTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theVersionsAreTold()
    {
        NoProgress progress;
        auto helper = start({});
        QVERIFY(helper);
        const auto versions = helper->versions(progress);
        QVERIFY2(versions, qPrintable(helper->tail()));
        QCOMPARE(versions->protocol, 1);
        QVERIFY(versions->alembic.startsWith(u"1."_s));
        QVERIFY(!versions->sqlalchemy.isEmpty() && versions->python.startsWith(u"3."_s));
    }

    void startingDoesNotWaitForImports()
    {
        QElapsedTimer timer;
        timer.start();
        auto helper = start("import time\ntime.sleep(3)\ndef main(fd): pass\n");
        QVERIFY(helper);
        QVERIFY2(timer.elapsed() < 1'000, qPrintable(QString::number(timer.elapsed())));
    }

    void whatItAsksIsAnsweredBeforeItGoesOn()
    {
        NoProgress progress;
        auto helper = start(stub("    say(id=1, ask={'writing': 'a.py'})\n"
                                 "    answer = json.loads(os.read(3, 65536))\n"
                                 "    say(id=1, result=answer)\n    time.sleep(60)\n"));
        QVERIFY(helper);
        QStringList asked;
        helper->setAsked([&asked](const QJsonObject &question) {
            asked.append(question[u"writing"].toString());
            return false;
        });
        const auto answer = helper->call(u"new"_s, {}, progress, 10'000);
        QVERIFY(answer);
        QCOMPARE(asked, QStringList {u"a.py"_s});
        QCOMPARE(*answer, (QJsonObject {{u"answered"_s, 1}, {u"yes"_s, false}}));
    }

    void eachWayToFailIsOneError_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("inDetail");
        const auto row = [](const char *name, const QByteArray &after, const QString &code,
                             const QString &detail) {
            QTest::newRow(name) << stub(after) << code << detail;
        };
        row("garbage", "    os.write(3, b'not json\\n'); time.sleep(60)\n", u"garbage"_s,
            u"not json"_s);
        row("an array", "    os.write(3, b'[1]\\n'); time.sleep(60)\n", u"garbage"_s, u"[1]"_s);
        row("another call's answer", "    say(id=7, result={}); time.sleep(60)\n", u"garbage"_s,
            {});
        row("a line without end", "    while True: os.write(3, b'x' * 65536)\n", u"oversize"_s, {});
        row("an end in the middle of a line",
            "    print('last words'); os.write(3, b'{\"id\"'); os._exit(3)\n", u"died"_s,
            u"last words"_s);
        row("a crash", "    print('bye'); os.kill(os.getpid(), signal.SIGSEGV)\n", u"died"_s,
            u"bye"_s);
        row("an exception", "    raise ValueError('boom')\n", u"died"_s, u"boom"_s);
        row("silence", "    print('thinking'); time.sleep(60)\n", u"timeout"_s, u"thinking"_s);
        QTest::newRow("another protocol")
            << QByteArray("import os, time\ndef main(fd):\n"
                          "    os.write(3, b'{\"protocol\":2}\\n'); time.sleep(60)\n")
            << u"protocol"_s << QString();
        QTest::newRow("no Alembic") << QByteArray(
            "import os, time\ndef main(fd):\n    os.write(3, b'{\"error\":"
            "{\"code\":\"no_alembic\",\"message\":\"No module\"}}\\n'); time.sleep(60)\n")
                                    << u"no_alembic"_s << QString();
        QTest::newRow("an end while loading")
            << QByteArray("raise SystemExit('cannot load')\n") << u"died"_s << u"cannot load"_s;
    }

    void eachWayToFailIsOneError()
    {
        QFETCH(QByteArray, source);
        QFETCH(QString, code);
        QFETCH(QString, inDetail);
        NoProgress progress;
        auto helper = start(source);
        QVERIFY(helper);
        const auto answer = helper->call(u"run"_s, {}, progress, 1'500);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Helper);
        QCOMPARE(answer.error().code, code);
        QVERIFY2(answer.error().detail.contains(inDetail), qPrintable(answer.error().detail));
        QVERIFY(!helper->alive());
        QVERIFY(!exists(helper->processId()));
        const auto later = helper->call(u"run"_s, {}, progress);
        QVERIFY(!later);
        QCOMPARE(later.error(), answer.error());
    }

    void aHelperThatNeverGreetsIsGivenUp()
    {
        NoProgress progress;
        auto helper = start("import time\ntime.sleep(60)\n", {.startTimeoutMs = 300});
        QVERIFY(helper);
        const auto versions = helper->versions(progress);
        QVERIFY(!versions);
        QCOMPARE(versions.error().code, u"timeout"_s);
    }

    void aProgramThatCannotBeStartedIsAnError_data()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("missing") << u"/nowhere/python"_s;
        QTest::newRow("not in PATH") << u"no-such-python"_s;
        QTest::newRow("a folder") << u"/usr"_s;
        QTest::newRow("not a program") << u"/etc/passwd"_s;
    }

    void aProgramThatCannotBeStartedIsAnError()
    {
        QFETCH(QString, program);
        const auto helper = Helper::start({.interpreter = program, .workingDirectory = u"/"_s});
        QVERIFY(!helper);
        QCOMPARE(helper.error().kind, ErrorKind::Helper);
        QCOMPARE(helper.error().code, u"start_failed"_s);
    }

    void aScriptWithoutInterpreterLineIsAnError()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"python"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not executable code");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        const auto helper =
            Helper::start({.interpreter = file.fileName(), .workingDirectory = u"/"_s});
        QVERIFY(!helper);
        QCOMPARE(helper.error().code, u"start_failed"_s);
    }

    void aFloodOfOutputNeitherBlocksNorGrows()
    {
        Recorder progress;
        auto helper =
            start(stub("    for i in range(1600): os.write(1, (b'x' * 63 + b'\\n') * 1024)\n"
                       "    say(id=1, result={'done': True}); time.sleep(60)\n"));
        QVERIFY(helper);
        const qint64 before = residentKilobytes();
        const auto answer = helper->call(u"run"_s, {}, progress, 60'000);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
#ifdef __SANITIZE_ADDRESS__ // it keeps up to 256 MB of what was freed
        constexpr qint64 allowedKilobytes = 40'000 + 256 * 1024;
#else
        constexpr qint64 allowedKilobytes = 40'000;
#endif
        QVERIFY2(residentKilobytes() - before < allowedKilobytes,
            qPrintable(QString::number(residentKilobytes() - before)));
        QVERIFY(helper->tail().size() < 70'000);
        QVERIFY(progress.has(Event::Kind::Output));
    }

    void whatAChildPrintsIsNeverTakenForAMessage()
    {
        Recorder progress;
        auto helper = start(
            stub("    subprocess.run(['sh', '-c', 'echo \\'{\"id\":1,\"result\":{\"fake\":1}}\\'; "
                 "echo x >&3 || echo no private descriptor'])\n"
                 "    say(id=1, result={'real': True}); time.sleep(60)\n"));
        QVERIFY(helper);
        const auto answer = helper->call(u"run"_s, {}, progress, 30'000);
        QVERIFY(answer);
        QVERIFY(answer->contains(u"real"_s));
        QVERIFY(progress.texts(Event::Kind::Output).contains(u"no private descriptor"_s));
    }

    void aLongRequestAndALongAnswerPass()
    {
        NoProgress progress;
        auto helper =
            start("import json, os\ndef main(fd):\n"
                  "    os.write(3, b'{\"protocol\":1}\\n'); data = b''\n"
                  "    while not data.endswith(b'\\n'): data += os.read(3, 1 << 20)\n"
                  "    text = json.loads(data)['params']['text']\n"
                  "    out = json.dumps({'id': 1, 'result': {'text': text}}).encode() + b'\\n'\n"
                  "    while out: out = out[os.write(3, out):]\n"
                  "    os.read(3, 1)\n");
        QVERIFY(helper);
        const QString text(2'000'000, u'é');
        const auto answer = helper->call(u"run"_s, {{u"text"_s, text}}, progress, 30'000);
        QVERIFY(answer);
        QVERIFY((*answer)[u"text"].toString() == text);
    }

    void aHelperThatDoesNotStopWhenAskedIsKilled()
    {
        Recorder progress;
        progress.cancel = [] { return true; };
        auto helper = start(stub("    time.sleep(60)\n"), {.cancelGraceMs = 300});
        QVERIFY(helper);
        NoProgress quiet;
        QVERIFY(helper->versions(quiet));
        const auto answer = helper->call(u"run"_s, {}, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
        QCOMPARE(answer.error().code, u"killed"_s);
        QVERIFY(!exists(helper->processId()));
    }

    void cancellingWhileItLoadsLeavesItAlive()
    {
        Recorder progress;
        progress.cancel = [] { return true; };
        auto helper = start({});
        QVERIFY(helper);
        const auto answer = helper->call(u"prepare"_s, {}, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
        NoProgress quiet;
        QVERIFY(helper->versions(quiet));
    }

    void anUnknownMethodIsAnError()
    {
        NoProgress progress;
        auto helper = start({});
        QVERIFY(helper);
        const auto answer = helper->call(u"fly"_s, {}, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"unknown_method"_s);
        QVERIFY(helper->alive());
    }

    void secretsAreTakenOutOfWhatItPrints()
    {
        Recorder progress;
        Redactor redactor;
        redactor.addSecret(u"hunter22"_s);
        auto helper =
            start(stub("    print('password hunter22', flush=True); raise SystemExit(1)\n"),
                {.redactor = redactor});
        QVERIFY(helper);
        const auto answer = helper->call(u"run"_s, {}, progress);
        QVERIFY(!answer);
        QVERIFY(!answer.error().detail.contains(u"hunter22"_s));
        QVERIFY(!helper->tail().contains(u"hunter22"_s));
        QVERIFY(!progress.texts(Event::Kind::Output).join(u' ').contains(u"hunter22"_s));
    }

    void itWritesNoCoreAndSaysNothingInItsArguments()
    {
        NoProgress progress;
        auto helper = start({}, {.variables = {{u"PGPASSWORD"_s, u"hunter22"_s}}});
        QVERIFY(helper);
        QVERIFY(helper->versions(progress));
        const QString proc = u"/proc/%1/"_s.arg(helper->processId());
        QFile arguments(proc + u"cmdline"_s);
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        QVERIFY(!arguments.readAll().contains("hunter22"));
        QFile limits(proc + u"limits"_s);
        QVERIFY(limits.open(QIODevice::ReadOnly));
        const QByteArray text = limits.readAll();
        const qsizetype core = text.indexOf("Max core file size");
        QCOMPARE(text.mid(core + 18, 30).simplified().split(' ').first(), QByteArray("0"));
    }

    void itEndsWithItsOwner()
    {
        qint64 pid = 0;
        {
            NoProgress progress;
            auto helper = start({});
            QVERIFY(helper);
            QVERIFY(helper->versions(progress));
            pid = helper->processId();
            QVERIFY(exists(pid));
        }
        QVERIFY(!exists(pid));
    }

    void itEndsWhenItsParentIsKilled_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("asleep") << stub("    time.sleep(600)\n");
        QTest::newRow("printing") << stub("    while True: print('still here', flush=True)\n");
        QTest::newRow("deaf to signals")
            << stub("    signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)\n");
    }

    void itEndsWhenItsParentIsKilled()
    {
        QFETCH(QByteArray, source);
        QProcess parent;
        parent.start(
            QStringLiteral(HELPER_PARENT), {tests::testPython(), QString::fromUtf8(source)});
        QVERIFY(parent.waitForReadyRead());
        const qint64 helper = parent.readLine().trimmed().toLongLong();
        QVERIFY(helper > 0 && exists(helper));
        QCOMPARE(::kill(pid_t(parent.processId()), SIGKILL), 0);
        QVERIFY(parent.waitForFinished());
        QTRY_VERIFY_WITH_TIMEOUT(!exists(helper), 3'000);
    }
};

QTEST_GUILESS_MAIN(HelperTest)
#include "tst_helper.moc"
