// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/process.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

class Cancelled : public Progress
{
public:
    void report(const Event &event) override { Q_UNUSED(event) }
    bool cancelled() override { return true; }
};

class TestProcess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void outputErrorsAndExitCodeAreGiven()
    {
        NoProgress progress;
        const auto output = runProcess({.program = u"/bin/sh"_s,
                                           .arguments = {u"-c"_s, u"cat; echo oops >&2; exit 3"_s},
                                           .input = "in"},
            progress);
        QVERIFY(output.has_value());
        QCOMPARE(output->exitCode, 3);
        QCOMPARE(output->standardOutput, QByteArray("in"));
        QCOMPARE(output->standardError, QByteArray("oops\n"));
    }

    void aMissingProgramIsAnError()
    {
        NoProgress progress;
        const auto output = runProcess({.program = u"/nonexistent/python"_s}, progress);
        QVERIFY(!output);
        QCOMPARE(output.error().code, u"not_started"_s);
    }

    void aProgramThatTakesTooLongIsEnded()
    {
        NoProgress progress;
        QElapsedTimer timer;
        timer.start();
        const auto output = runProcess(
            {.program = u"/bin/sleep"_s, .arguments = {u"60"_s}, .timeoutMs = 200}, progress);
        QVERIFY(!output);
        QCOMPARE(output.error().code, u"timeout"_s);
        QVERIFY(timer.elapsed() < 30'000);
    }

    void cancellingEndsTheProgram()
    {
        Cancelled progress;
        const auto output =
            runProcess({.program = u"/bin/sleep"_s, .arguments = {u"60"_s}}, progress);
        QVERIFY(!output);
        QCOMPARE(output.error().kind, ErrorKind::Cancelled);
    }

    void deathByASignalIsAnError()
    {
        NoProgress progress;
        const auto output = runProcess(
            {.program = u"/bin/sh"_s, .arguments = {u"-c"_s, u"kill -9 $$"_s}}, progress);
        QVERIFY(!output);
        QCOMPARE(output.error().code, u"crashed"_s);
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
