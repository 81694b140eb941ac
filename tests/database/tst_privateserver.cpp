// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/privateserver.h"
#include "migrations/database/serverprograms.h"
#include "tests/support/testserver.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

bool processExists(qint64 pid)
{
    return ::kill(static_cast<pid_t>(pid), 0) == 0;
}

// What the program does when it is its own victim: own a server and wait to be killed.
int ownServerForEver()
{
    NoProgress progress;
    const Result<PrivateServer> server = PrivateServer::start({}, progress);
    if (!server)
        return 1;
    std::printf("%s\n%lld\n", qPrintable(server->socketFolder()),
        static_cast<long long>(server->serverPid()));
    std::fflush(stdout);
    while (true)
        ::pause();
}

class CancelAtOnce final : public Progress
{
public:
    void report(const Event &event) override { Q_UNUSED(event) }
    bool cancelled() override { return true; }
};

} // namespace

class TestPrivateServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itAnswersOnItsSocketAlone();
    void aNameNeedsNoCare_data();
    void aNameNeedsNoCare();
    void destroyedItLeavesNothing();
    void itsFolderIsClosedToOthers();
    void killedItsOwnerTakesTheServerAlong();
    void aRestartKeepsTheDatabases_data();
    void aRestartKeepsTheDatabases();
    void aServerThatCrashedStartsAgain();
    void aFolderOfTheCallersIsKeptAndStartedAgain();
    void aPathTooLongForASocketIsRefused();
    void cancelledItLeavesNothing();
    void withoutServerProgramsThePackageIsNamed();

private:
    NoProgress m_progress;
};

void TestPrivateServer::itAnswersOnItsSocketAlone()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const QueryRows rows = tests::runSql(url,
        {u"SELECT current_setting('listen_addresses') AS tcp, current_setting('server_encoding') "
         "AS encoding, current_setting('lc_collate') AS collation"_s});
    QCOMPARE(rows.text(0, u"tcp"_s), QString());
    QCOMPARE(rows.text(0, u"encoding"_s), u"UTF8"_s);
    QCOMPARE(rows.text(0, u"collation"_s), u"C.UTF-8"_s);
}

void TestPrivateServer::aNameNeedsNoCare_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain", "with space", "Upper", "quo\"te", "semi;colon", "--help"})
        QTest::addRow("%s", name) << QString::fromUtf8(name);
}

void TestPrivateServer::aNameNeedsNoCare()
{
    QFETCH(QString, name);
    PrivateServer &server = tests::TestServer::shared().server();
    const Result<void> made = server.createDatabase(name, m_progress);
    QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
    const QueryRows rows = tests::runSql(
        tests::TestServer::shared().freshDatabase(), {u"SELECT datname FROM pg_database"_s});
    QVERIFY(tests::firstColumn(rows).contains(name));
}

void TestPrivateServer::destroyedItLeavesNothing()
{
    QString folder;
    qint64 pid = 0;
    {
        const Result<PrivateServer> server = PrivateServer::start({}, m_progress);
        QVERIFY(server);
        folder = server->socketFolder();
        pid = server->serverPid();
        QVERIFY(processExists(pid));
    }
    QVERIFY(!processExists(pid));
    QVERIFY(!QFileInfo::exists(folder));
}

void TestPrivateServer::itsFolderIsClosedToOthers()
{
    const QString folder = tests::TestServer::shared().server().socketFolder();
    struct stat facts
    {
    };
    QCOMPARE(::stat(qPrintable(folder), &facts), 0);
    QCOMPARE(facts.st_mode & 0777, 0700U);
    if (::geteuid() == 0)
        QVERIFY(facts.st_uid != 0);
}

void TestPrivateServer::killedItsOwnerTakesTheServerAlong()
{
    QProcess owner;
    owner.start(QCoreApplication::applicationFilePath(), {u"--own-server"_s});
    while (owner.bytesAvailable() == 0)
        QVERIFY(owner.waitForReadyRead(30'000));
    const QStringList said = QString::fromUtf8(owner.readAllStandardOutput()).split(u'\n');
    QCOMPARE(said.size(), 3);
    const qint64 pid = said.at(1).toLongLong();
    QVERIFY(processExists(pid));
    ::kill(static_cast<pid_t>(owner.processId()), SIGKILL);
    owner.waitForFinished();
    QTRY_VERIFY_WITH_TIMEOUT(!processExists(pid), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(said.at(0)), 10'000);
}

void TestPrivateServer::aRestartKeepsTheDatabases_data()
{
    QTest::addColumn<QString>("mode");
    for (const char *mode : {"fast", "immediate", "smart"})
        QTest::addRow("%s", mode) << QString::fromUtf8(mode);
}

void TestPrivateServer::aRestartKeepsTheDatabases()
{
    QFETCH(QString, mode);
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE kept (id int)"_s, u"INSERT INTO kept VALUES (7)"_s});
    PrivateServer &server = tests::TestServer::shared().server();
    const qint64 before = server.serverPid();
    QVERIFY(server.restart(mode, m_progress));
    QVERIFY(server.serverPid() != before);
    QCOMPARE(tests::runSql(url, {u"SELECT id FROM kept"_s}).text(0, u"id"_s), u"7"_s);
}

void TestPrivateServer::aServerThatCrashedStartsAgain()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    PrivateServer &server = tests::TestServer::shared().server();
    const qint64 before = server.serverPid();
    ::kill(static_cast<pid_t>(before), SIGKILL);
    const Result<void> restarted = server.restart(u"immediate"_s, m_progress);
    QVERIFY2(restarted, restarted ? "" : qPrintable(restarted.error().detail));
    QCOMPARE(tests::runSql(url, {u"SELECT 1 AS one"_s}).text(0, u"one"_s), u"1"_s);
}

void TestPrivateServer::aFolderOfTheCallersIsKeptAndStartedAgain()
{
    QTemporaryDir parent(u"/tmp/spiritsafe-test-XXXXXX"_s);
    // The server's user must be able to pass through.
    QVERIFY(QFile::setPermissions(parent.path(), QFile::Permissions(0x7755)));
    PrivateServer::Options options;
    options.folder = parent.filePath(u"cluster"_s);
    options.durable = true;
    {
        Result<PrivateServer> server = PrivateServer::start(options, m_progress);
        QVERIFY2(server, server ? "" : qPrintable(server.error().detail));
        QVERIFY(server->createDatabase(u"kept"_s, m_progress));
    }
    QVERIFY(QFileInfo::exists(options.folder));
    const Result<PrivateServer> again = PrivateServer::start(options, m_progress);
    QVERIFY(again);
    const QueryRows rows =
        tests::runSql(again->url(u"kept"_s), {u"SELECT current_setting('fsync') AS fsync"_s});
    QCOMPARE(rows.text(0, u"fsync"_s), u"on"_s);
}

void TestPrivateServer::aPathTooLongForASocketIsRefused()
{
    PrivateServer::Options options;
    options.folder = u"/tmp/"_s + QString(100, u'x');
    const Result<PrivateServer> server = PrivateServer::start(options, m_progress);
    QVERIFY(!server);
    QCOMPARE(server.error().code, u"path_too_long"_s);
    QVERIFY(!QFileInfo::exists(options.folder));
}

void TestPrivateServer::cancelledItLeavesNothing()
{
    const QStringList filter {u"spiritsafe-pg-*"_s};
    const QStringList before = QDir::temp().entryList(filter, QDir::Dirs);
    CancelAtOnce progress;
    const Result<PrivateServer> server = PrivateServer::start({}, progress);
    QVERIFY(!server);
    QCOMPARE(server.error().kind, ErrorKind::Cancelled);
    QTRY_COMPARE(QDir::temp().entryList(filter, QDir::Dirs).size(), before.size());
}

void TestPrivateServer::withoutServerProgramsThePackageIsNamed()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nonexistent");
    const Result<QString> folder = serverProgramsFolder(u"/nonexistent"_s);
    qputenv("PATH", path);
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, u"no_postgresql"_s);
    QVERIFY(folder.error().message.contains(u"apt install postgresql"_s));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(u"--own-server"_s))
        return ownServerForEver();
    TestPrivateServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_privateserver.moc"
