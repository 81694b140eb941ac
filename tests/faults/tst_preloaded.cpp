// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a person preloads, such as a proxy, stands between libpq and the server.

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

#include <cerrno>

using namespace Qt::StringLiterals;
using tests::AlembicProject;
using tests::CommandLine;

class TestPreloaded : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void itsConnectIsUsed();
    void thatItFailsIsTold();

private:
    qint64 calls() const { return QFileInfo(m_count).size(); }

    QTemporaryDir m_folder;
    QString m_count = m_folder.filePath(u"count"_s);
};

void TestPreloaded::init()
{
    QFile::remove(m_count);
    qputenv("FAULTSHIM_PATH", "/.s.PGSQL.");
    qputenv("FAULTSHIM_CALL", "connect");
    qputenv("FAULTSHIM_COUNT", QFile::encodeName(m_count));
    qputenv("ASAN_OPTIONS", "verify_asan_link_order=0");
    qputenv("LD_PRELOAD", FAULTSHIM);
}

void TestPreloaded::cleanup()
{
    for (const char *name : {"FAULTSHIM_PATH", "FAULTSHIM_CALL", "FAULTSHIM_COUNT", "FAULTSHIM_AT",
             "FAULTSHIM_ERROR", "ASAN_OPTIONS", "LD_PRELOAD"})
        qunsetenv(name);
}

void TestPreloaded::itsConnectIsUsed()
{
    qunsetenv("LD_PRELOAD"); // not for the server
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(1);
    const CommandLine line(project.folder());
    QCOMPARE(line.run({u"--json"_s, u"migration"_s, u"status"_s}).exitCode, 1);
    QCOMPARE(calls(), 0);
    qputenv("LD_PRELOAD", FAULTSHIM);
    QCOMPARE(line.run({u"--json"_s, u"migration"_s, u"status"_s}).exitCode, 1);
    QCOMPARE(calls(), 1);
}

void TestPreloaded::thatItFailsIsTold()
{
    qunsetenv("LD_PRELOAD");
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(1);
    qputenv("LD_PRELOAD", FAULTSHIM);
    qputenv("FAULTSHIM_AT", "1");
    qputenv("FAULTSHIM_ERROR", QByteArray::number(ECONNREFUSED));
    const auto answer =
        CommandLine(project.folder()).run({u"--json"_s, u"migration"_s, u"status"_s});
    QCOMPARE(answer.exitCode, 2);
    const QJsonObject database = answer.json()[u"environment"].toObject()[u"database"].toObject();
    QCOMPARE(database[u"reachable"], QJsonValue(false));
    QCOMPARE(calls(), 1);
}

QTEST_GUILESS_MAIN(TestPreloaded)
#include "tst_preloaded.moc"
