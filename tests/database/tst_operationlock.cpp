// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/locks.h"
#include "migrations/database/reading.h"
#include "tests/support/testserver.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <functional>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

class Recorder final : public Progress
{
public:
    void report(const Event &event) override { events.push_back(event); }
    bool cancelled() override { return cancelWhen && cancelWhen(); }
    bool saw(Event::Kind kind) const
    {
        return std::any_of(
            events.begin(), events.end(), [kind](const Event &e) { return e.kind == kind; });
    }

    std::vector<Event> events;
    std::function<bool()> cancelWhen;
};

DatabaseIdentity identityAt(const QString &url)
{
    NoProgress progress;
    PostgreSql connection = tests::connectTo(url);
    return readIdentity(connection, progress).value_or(DatabaseIdentity());
}

Result<OperationLock> lock(const QString &url, int waitMs, Progress &progress)
{
    OperationLock::Options options;
    options.waitMs = waitMs;
    return OperationLock::acquire(tests::parsed(url), identityAt(url), options, progress);
}

// What the program does as another process: hold the lock until it is killed.
int holdForEver(const QString &url)
{
    NoProgress progress;
    const Result<OperationLock> held = lock(url, 0, progress);
    std::printf("%s\n", held ? "held" : qPrintable(held.error().message));
    std::fflush(stdout);
    while (true)
        ::pause();
}

} // namespace

class TestOperationLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theSecondIsRefusedAndTheFirstNamed();
    void theLockIsFreeOnceItsHolderIsGone();
    void aWaiterGetsTheLockWhenItBecomesFree();
    void waitingCanBeCancelled();
    void twoDatabasesDoNotDisturbEachOther();
    void theMaintenanceDatabaseAloneAlsoLocks();
    void aHolderThatIsKilledLeavesNoLock();
    void anotherDatabaseThanExpectedIsRefused();
    void aLockWhoseConnectionDiedIsLostForGood();
    void theLockHoldsNoTransactionOpen();
    void ofManyWhoTryAtOnceOneWins();
    void anSqliteFileHasOneWriter();
    void anSqliteLockThatWasTakenAwayIsLost();

private:
    QString m_url;
    NoProgress m_progress;
};

void TestOperationLock::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
}

void TestOperationLock::theSecondIsRefusedAndTheFirstNamed()
{
    Result<OperationLock> first = lock(m_url, 0, m_progress);
    QVERIFY2(first, first ? "" : qPrintable(first.error().detail));
    QCOMPARE(first->pids().size(), 2U);
    QElapsedTimer timer;
    timer.start();
    Recorder progress;
    const Result<OperationLock> second = lock(m_url, 400, progress);
    QVERIFY(!second);
    QVERIFY(timer.elapsed() >= 400 && timer.elapsed() < 3'000);
    QCOMPARE(second.error().kind, ErrorKind::Refused);
    QCOMPARE(second.error().code, u"locked"_s);
    const QString said = second.error().message;
    QVERIFY2(said.contains(u"process %1"_s.arg(first->pids().front())), qPrintable(said));
    QVERIFY2(said.contains(u"user postgres"_s), qPrintable(said));
    QVERIFY2(said.contains(u"application spiritsafe lock"_s), qPrintable(said));
    QVERIFY2(said.contains(u"since 20"_s), qPrintable(said));
    QVERIFY(progress.saw(Event::Kind::LockWait));
    QCOMPARE(progress.events.front().blockers.front().pid, first->pids().front());
    QVERIFY(first->heartbeat());
}

void TestOperationLock::theLockIsFreeOnceItsHolderIsGone()
{
    {
        const Result<OperationLock> first = lock(m_url, 0, m_progress);
        QVERIFY(first);
    }
    // The server notices the end of a connection on its own time.
    const Result<OperationLock> second = lock(m_url, 5'000, m_progress);
    QVERIFY(second);
}

void TestOperationLock::aWaiterGetsTheLockWhenItBecomesFree()
{
    auto first = std::make_unique<Result<OperationLock>>(lock(m_url, 0, m_progress));
    QVERIFY(*first);
    Recorder progress;
    progress.cancelWhen = [&] {
        if (progress.saw(Event::Kind::LockWait))
            first.reset();
        return false;
    };
    const Result<OperationLock> second = lock(m_url, 20'000, progress);
    QVERIFY(second);
    QVERIFY(progress.saw(Event::Kind::LockGranted));
}

void TestOperationLock::waitingCanBeCancelled()
{
    const Result<OperationLock> first = lock(m_url, 0, m_progress);
    QVERIFY(first);
    Recorder progress;
    progress.cancelWhen = [&] { return progress.saw(Event::Kind::LockWait); };
    QElapsedTimer timer;
    timer.start();
    const Result<OperationLock> second = lock(m_url, 60'000, progress);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Cancelled);
    QVERIFY(timer.elapsed() < 3'000);
}

void TestOperationLock::twoDatabasesDoNotDisturbEachOther()
{
    const Result<OperationLock> one = lock(m_url, 0, m_progress);
    const Result<OperationLock> other =
        lock(tests::TestServer::shared().freshDatabase(), 0, m_progress);
    QVERIFY(one);
    QVERIFY(other);
}

// A rename or a drop of the target is seen by nobody in it.
void TestOperationLock::theMaintenanceDatabaseAloneAlsoLocks()
{
    Result<OperationLock> first = lock(m_url, 0, m_progress);
    QVERIFY(first);
    tests::runSql(m_url, {u"SELECT pg_terminate_backend(%1)"_s.arg(first->pids().back())});
    const Result<OperationLock> second = lock(m_url, 0, m_progress);
    QVERIFY(!second);
    QCOMPARE(second.error().code, u"locked"_s);
}

void TestOperationLock::aHolderThatIsKilledLeavesNoLock()
{
    QProcess holder;
    holder.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, m_url});
    while (holder.bytesAvailable() == 0)
        QVERIFY(holder.waitForReadyRead(30'000));
    QCOMPARE(holder.readAllStandardOutput(), QByteArray("held\n"));
    QVERIFY(!lock(m_url, 0, m_progress));
    ::kill(static_cast<pid_t>(holder.processId()), SIGKILL);
    holder.waitForFinished();
    QVERIFY(lock(m_url, 5'000, m_progress));
}

void TestOperationLock::anotherDatabaseThanExpectedIsRefused()
{
    const DatabaseIdentity elsewhere = identityAt(tests::TestServer::shared().freshDatabase());
    const Result<OperationLock> refused =
        OperationLock::acquire(tests::parsed(m_url), elsewhere, {}, m_progress);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Refused);
    QCOMPARE(refused.error().code, u"other_database"_s);
}

void TestOperationLock::aLockWhoseConnectionDiedIsLostForGood()
{
    Result<OperationLock> held = lock(m_url, 0, m_progress);
    QVERIFY(held);
    QVERIFY(held->heartbeat());
    tests::runSql(m_url, {u"SELECT pg_terminate_backend(%1)"_s.arg(held->pids().front())});
    QTRY_VERIFY(!held->heartbeat());
    QVERIFY(!held->heartbeat());
}

// CREATE INDEX CONCURRENTLY waits for every older snapshot; ours must not be one.
void TestOperationLock::theLockHoldsNoTransactionOpen()
{
    Result<OperationLock> held = lock(m_url, 0, m_progress);
    QVERIFY(held);
    QVERIFY(held->heartbeat());
    for (const int pid : held->pids()) {
        const QueryRows rows = tests::runSql(m_url,
            {u"SELECT state, xact_start, application_name FROM pg_stat_activity WHERE pid = %1"_s
                    .arg(pid)});
        QCOMPARE(rows.text(0, u"state"_s), u"idle"_s);
        QVERIFY(rows.isNull(0, u"xact_start"_s));
        QCOMPARE(rows.text(0, u"application_name"_s), u"spiritsafe lock"_s);
    }
    tests::runSql(m_url,
        {u"CREATE TABLE t (n int)"_s, u"SET statement_timeout = '5s'"_s,
            u"CREATE INDEX CONCURRENTLY ON t (n)"_s});
}

void TestOperationLock::ofManyWhoTryAtOnceOneWins()
{
    constexpr int rivals = 6;
    std::atomic<int> winners = 0;
    std::atomic<int> tried = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < rivals; ++i) {
        threads.emplace_back([&] {
            NoProgress progress;
            const Result<OperationLock> held = lock(m_url, 0, progress);
            winners += held ? 1 : 0;
            ++tried;
            while (tried < rivals) // nobody lets go before all have tried
                std::this_thread::yield();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(winners.load(), 1);
}

void TestOperationLock::anSqliteFileHasOneWriter()
{
    const QTemporaryDir folder;
    DatabaseUrl url;
    url.dialect = Dialect::Sqlite;
    url.file = u"app.db"_s;
    const OperationLock::Options options {100, folder.path()};
    const QString lockFile = folder.filePath(u"app.db.spiritsafe-lock"_s);
    {
        Result<OperationLock> first = OperationLock::acquire(url, {}, options, m_progress);
        QVERIFY2(first, first ? "" : qPrintable(first.error().message));
        QVERIFY(!first->hasConnection());
        QVERIFY(first->pids().empty());
        QVERIFY(first->heartbeat());
        const Result<OperationLock> second = OperationLock::acquire(url, {}, options, m_progress);
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"locked"_s);
        QVERIFY(second.error().message.contains(u"process %1"_s.arg(::getpid())));
        QVERIFY(QFileInfo::exists(lockFile));
    }
    QVERIFY(!QFileInfo::exists(lockFile));
    QVERIFY(OperationLock::acquire(url, {}, options, m_progress));
}

void TestOperationLock::anSqliteLockThatWasTakenAwayIsLost()
{
    const QTemporaryDir folder;
    DatabaseUrl url;
    url.dialect = Dialect::Sqlite;
    url.file = folder.filePath(u"app.db"_s);
    Result<OperationLock> held = OperationLock::acquire(url, {}, {}, m_progress);
    QVERIFY(held);
    QVERIFY(QFile::remove(url.file + u".spiritsafe-lock"_s));
    QVERIFY(!held->heartbeat());
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == u"--hold"_s)
        return holdForEver(arguments.value(2));
    TestOperationLock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_operationlock.moc"
