// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/ownprocess.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <sys/prctl.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestOwnProcess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aProcessIsNamedByItsStart()
    {
        const QString own = processStart(QCoreApplication::applicationPid());
        QVERIFY(!own.isEmpty());
        QCOMPARE(processStart(QCoreApplication::applicationPid()), own);
        QProcess child;
        qint64 pid = 0;
        // A start is told to the clock's tick, and this program may be as young as that.
        const auto startedLater = [&] {
            child.kill();
            child.waitForFinished();
            child.start(u"/bin/sleep"_s, {u"60"_s});
            child.waitForStarted();
            pid = child.processId();
            return processStart(pid) != own;
        };
        QTRY_VERIFY(startedLater());
        child.kill();
        QVERIFY(child.waitForFinished());
        QCOMPARE(processStart(pid), QString());
    }

    void noCoreIsWrittenAndNobodyLooksInside()
    {
        keepMemoryPrivate();
        rlimit limit {};
        QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
        QCOMPARE(limit.rlim_max, rlim_t(0));
#ifndef __SANITIZE_ADDRESS__
        QCOMPARE(::prctl(PR_GET_DUMPABLE), 0);
#endif
    }
};

QTEST_GUILESS_MAIN(TestOwnProcess)
#include "tst_ownprocess.moc"
