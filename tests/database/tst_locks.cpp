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

// A session with a statement that runs (or waits) on a thread of its own until it ends.
class BusySession
{
public:
    BusySession(const QString &url, const QStringList &before, const QString &statement)
        : m_connection(tests::connectTo(url))
        , m_pid(m_connection.backendPid())
    {
        NoProgress progress;
        for (const QString &first : before)
            if (!m_connection.query(first, progress))
                qFatal("%s", qPrintable(first));
        m_thread = std::thread([this, statement] {
            NoProgress none;
            const Result<QueryRows> rows = m_connection.query(statement, none);
            m_code = rows ? u"done"_s : rows.error().code;
        });
    }
    ~BusySession() { m_thread.join(); }
    Q_DISABLE_COPY_MOVE(BusySession)

    int pid() const { return m_pid; }
    QString codeAtEnd()
    {
        m_thread.join();
        m_thread = std::thread([] {});
        return m_code;
    }

private:
    PostgreSql m_connection;
    int m_pid;
    std::thread m_thread;
    QString m_code;
};

bool isActive(const QString &url, int pid)
{
    return tests::runSql(url,
               {u"SELECT state FROM pg_stat_activity WHERE pid = %1 AND state = 'active'"_s.arg(
                   pid)})
               .rows.size()
        == 1;
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

class TestLocks : public QObject
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
    void theChainOfBlockersIsFollowedToItsRoot();
    void aSessionThatWaitsForNobodyHasNoBlockers();
    void othersQueriesAreHiddenFromAnUnprivilegedRole();
    void aMigrationOfAColleagueIsSeen_data();
    void aMigrationOfAColleagueIsSeen();
    void readersAndOurselvesAreNoMigration();
    void cancelReachesAStatementEvenWhenCancelled();
    void terminateEndsTheSession();
    void aReusedPidIsLeftAlone();
    void anotherUsersSessionIsNotOursToEnd();
    void anSqliteFileHasOneWriter();
    void anSqliteLockThatWasTakenAwayIsLost();

private:
    QString m_url;
    NoProgress m_progress;
};

void TestLocks::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
}

void TestLocks::theSecondIsRefusedAndTheFirstNamed()
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

void TestLocks::theLockIsFreeOnceItsHolderIsGone()
{
    {
        const Result<OperationLock> first = lock(m_url, 0, m_progress);
        QVERIFY(first);
    }
    // The server notices the end of a connection on its own time.
    const Result<OperationLock> second = lock(m_url, 5'000, m_progress);
    QVERIFY(second);
}

void TestLocks::aWaiterGetsTheLockWhenItBecomesFree()
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

void TestLocks::waitingCanBeCancelled()
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

void TestLocks::twoDatabasesDoNotDisturbEachOther()
{
    const Result<OperationLock> one = lock(m_url, 0, m_progress);
    const Result<OperationLock> other =
        lock(tests::TestServer::shared().freshDatabase(), 0, m_progress);
    QVERIFY(one);
    QVERIFY(other);
}

// A rename or a drop of the target is seen by nobody in it.
void TestLocks::theMaintenanceDatabaseAloneAlsoLocks()
{
    Result<OperationLock> first = lock(m_url, 0, m_progress);
    QVERIFY(first);
    tests::runSql(m_url, {u"SELECT pg_terminate_backend(%1)"_s.arg(first->pids().back())});
    const Result<OperationLock> second = lock(m_url, 0, m_progress);
    QVERIFY(!second);
    QCOMPARE(second.error().code, u"locked"_s);
}

void TestLocks::aHolderThatIsKilledLeavesNoLock()
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

void TestLocks::anotherDatabaseThanExpectedIsRefused()
{
    const DatabaseIdentity elsewhere = identityAt(tests::TestServer::shared().freshDatabase());
    const Result<OperationLock> refused =
        OperationLock::acquire(tests::parsed(m_url), elsewhere, {}, m_progress);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Refused);
    QCOMPARE(refused.error().code, u"other_database"_s);
}

void TestLocks::aLockWhoseConnectionDiedIsLostForGood()
{
    Result<OperationLock> held = lock(m_url, 0, m_progress);
    QVERIFY(held);
    QVERIFY(held->heartbeat());
    tests::runSql(m_url, {u"SELECT pg_terminate_backend(%1)"_s.arg(held->pids().front())});
    QTRY_VERIFY(!held->heartbeat());
    QVERIFY(!held->heartbeat());
}

// CREATE INDEX CONCURRENTLY waits for every older snapshot; ours must not be one.
void TestLocks::theLockHoldsNoTransactionOpen()
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

void TestLocks::ofManyWhoTryAtOnceOneWins()
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

void TestLocks::theChainOfBlockersIsFollowedToItsRoot()
{
    tests::runSql(m_url, {u"CREATE TABLE a (n int)"_s, u"CREATE TABLE b (n int)"_s});
    const QStringList noLimit {u"SET lock_timeout = 0"_s, u"BEGIN"_s};
    PostgreSql root = tests::connectTo(m_url);
    QVERIFY(root.query(u"SET application_name = 'the app'"_s, m_progress));
    QVERIFY(root.query(u"BEGIN"_s, m_progress));
    QVERIFY(root.query(u"LOCK TABLE a"_s, m_progress));
    BusySession middle(m_url, noLimit + QStringList {u"LOCK TABLE b"_s}, u"SELECT n FROM a"_s);
    BusySession waiter(m_url, noLimit, u"SELECT n FROM b"_s);

    PostgreSql watcher = tests::connectTo(m_url);
    std::vector<Blocker> blockers;
    QTRY_VERIFY([&] {
        blockers = blockersOf(watcher, waiter.pid(), m_progress).value_or(std::vector<Blocker>());
        return blockers.size() == 2;
    }());
    const Blocker first = blockers.front();
    QCOMPARE(first.pid, root.backendPid());
    QVERIFY(first.root);
    QCOMPARE(first.application, u"the app"_s);
    QCOMPARE(first.user, u"postgres"_s);
    QCOMPARE(first.client, u"local"_s);
    QCOMPARE(first.state, u"idle in transaction"_s);
    QCOMPARE(first.query, u"LOCK TABLE a"_s);
    QVERIFY(first.transactionMs >= 0);
    QCOMPARE(blockers.back().pid, middle.pid());
    QVERIFY(!blockers.back().root);

    const Result<bool> ended = terminateBackend(watcher, root.backendPid(), m_progress);
    QVERIFY(ended && *ended);
    QCOMPARE(middle.codeAtEnd(), u"done"_s);
    const Result<bool> middleEnded = terminateBackend(watcher, middle.pid(), m_progress);
    QVERIFY(middleEnded && *middleEnded);
    QCOMPARE(waiter.codeAtEnd(), u"done"_s);
}

void TestLocks::aSessionThatWaitsForNobodyHasNoBlockers()
{
    PostgreSql watcher = tests::connectTo(m_url);
    const auto blockers = blockersOf(watcher, watcher.backendPid(), m_progress);
    QVERIFY(blockers);
    QVERIFY(blockers->empty());
}

void TestLocks::othersQueriesAreHiddenFromAnUnprivilegedRole()
{
    tests::runSql(m_url,
        {u"CREATE TABLE a (n int)"_s, u"CREATE ROLE hidden_from LOGIN"_s,
            u"GRANT SELECT ON a TO hidden_from"_s});
    const QString asOther = QString(m_url).replace(u"//postgres@"_s, u"//hidden_from@"_s);
    PostgreSql holder = tests::connectTo(m_url);
    QVERIFY(holder.query(u"BEGIN"_s, m_progress));
    QVERIFY(holder.query(u"LOCK TABLE a"_s, m_progress));
    BusySession waiter(asOther, {u"SET lock_timeout = 0"_s}, u"SELECT n FROM a"_s);
    PostgreSql watcher = tests::connectTo(asOther);
    std::vector<Blocker> blockers;
    QTRY_VERIFY([&] {
        blockers = blockersOf(watcher, waiter.pid(), m_progress).value_or(std::vector<Blocker>());
        return blockers.size() == 1;
    }());
    QCOMPARE(blockers.front().pid, holder.backendPid());
    QCOMPARE(blockers.front().user, u"postgres"_s);
    QCOMPARE(blockers.front().query, QString());
    QVERIFY(holder.query(u"ROLLBACK"_s, m_progress));
    QCOMPARE(waiter.codeAtEnd(), u"done"_s);
}

void TestLocks::aMigrationOfAColleagueIsSeen_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::newRow("it has written the version")
        << QStringList {u"UPDATE alembic_version SET version_num = 'r2'"_s};
    QTest::newRow("it has made a table") << QStringList {u"CREATE TABLE fresh (n int)"_s};
    QTest::newRow("it makes the version table in a new schema") << QStringList {
        u"CREATE SCHEMA s"_s, u"CREATE TABLE s.alembic_version (version_num text)"_s};
}

void TestLocks::aMigrationOfAColleagueIsSeen()
{
    QFETCH(QStringList, statements);
    tests::runSql(m_url,
        {u"CREATE TABLE alembic_version (version_num text)"_s,
            u"INSERT INTO alembic_version VALUES ('r1')"_s, u"CREATE ROLE onlooker LOGIN"_s});
    PostgreSql colleague = tests::connectTo(m_url);
    QVERIFY(colleague.query(u"BEGIN"_s, m_progress));
    for (const QString &statement : statements)
        QVERIFY(colleague.query(statement, m_progress));
    // Any role sees it.
    PostgreSql watcher =
        tests::connectTo(QString(m_url).replace(u"//postgres@"_s, u"//onlooker@"_s));
    for (const QString &schema : {QString(), u"public"_s}) {
        const auto runs =
            alembicRunsElsewhere(watcher, schema, u"alembic_version"_s, {}, m_progress);
        QVERIFY2(runs, runs ? "" : qPrintable(runs.error().detail));
        QCOMPARE(runs->size(), 1U);
        QCOMPARE(runs->front().pid, colleague.backendPid());
    }
    QVERIFY(colleague.query(u"ROLLBACK"_s, m_progress));
    tests::runSql(m_url, {u"DROP ROLE onlooker"_s});
}

void TestLocks::readersAndOurselvesAreNoMigration()
{
    tests::runSql(m_url,
        {u"CREATE TABLE alembic_version (version_num text)"_s, u"CREATE TABLE other (n int)"_s});
    PostgreSql reader = tests::connectTo(m_url);
    PostgreSql writer = tests::connectTo(m_url);
    PostgreSql ours = tests::connectTo(m_url);
    for (PostgreSql *session : {&reader, &writer, &ours})
        QVERIFY(session->query(u"BEGIN"_s, m_progress));
    QVERIFY(reader.query(u"SELECT * FROM alembic_version"_s, m_progress));
    QVERIFY(writer.query(u"INSERT INTO other VALUES (1)"_s, m_progress));
    QVERIFY(ours.query(u"INSERT INTO alembic_version VALUES ('r1')"_s, m_progress));
    PostgreSql watcher = tests::connectTo(m_url);
    const auto runs =
        alembicRunsElsewhere(watcher, {}, u"alembic_version"_s, {ours.backendPid()}, m_progress);
    QVERIFY(runs);
    QCOMPARE(runs->size(), 0U);
}

// A person's cancel is carried out with the very Progress that says "cancelled".
void TestLocks::cancelReachesAStatementEvenWhenCancelled()
{
    BusySession sleeper(m_url, {}, u"SELECT pg_sleep(60)"_s);
    QTRY_VERIFY(isActive(m_url, sleeper.pid()));
    PostgreSql watcher = tests::connectTo(m_url);
    Recorder cancelled;
    cancelled.cancelWhen = [] { return true; };
    const Result<bool> stopped = cancelBackend(watcher, sleeper.pid(), cancelled);
    QVERIFY(stopped);
    QVERIFY(*stopped);
    QCOMPARE(sleeper.codeAtEnd(), u"57014"_s);
    const Result<bool> there = backendExists(watcher, sleeper.pid(), cancelled);
    QVERIFY(there);
    QVERIFY(*there);
}

void TestLocks::terminateEndsTheSession()
{
    BusySession sleeper(m_url, {}, u"SELECT pg_sleep(60)"_s);
    PostgreSql watcher = tests::connectTo(m_url);
    const Result<bool> ended = terminateBackend(watcher, sleeper.pid(), m_progress);
    QVERIFY(ended);
    QVERIFY(*ended);
    const Result<bool> there = backendExists(watcher, sleeper.pid(), m_progress);
    QVERIFY(there);
    QVERIFY(!*there);
}

void TestLocks::aReusedPidIsLeftAlone()
{
    PostgreSql earlier = tests::connectTo(m_url);
    BusySession later(m_url, {}, u"SELECT pg_sleep(60)"_s);
    QTRY_VERIFY(isActive(m_url, later.pid()));
    PostgreSql watcher = tests::connectTo(m_url);
    const Result<QString> start = backendStart(watcher, earlier.backendPid(), m_progress);
    QVERIFY(start);
    QVERIFY(!start->isEmpty());
    QCOMPARE(backendExists(watcher, later.pid(), m_progress, *start).value_or(true), false);
    QVERIFY(terminateBackend(watcher, later.pid(), m_progress, *start));
    QVERIFY(cancelBackend(watcher, later.pid(), m_progress, *start));
    QVERIFY(isActive(m_url, later.pid()));
    const Result<QString> own = backendStart(watcher, later.pid(), m_progress);
    QVERIFY(own);
    QCOMPARE(terminateBackend(watcher, later.pid(), m_progress, *own).value_or(false), true);
}

void TestLocks::anotherUsersSessionIsNotOursToEnd()
{
    tests::runSql(m_url, {u"CREATE ROLE nobody_special LOGIN"_s});
    PostgreSql theirs = tests::connectTo(m_url);
    PostgreSql watcher =
        tests::connectTo(QString(m_url).replace(u"//postgres@"_s, u"//nobody_special@"_s));
    const Result<bool> refused = terminateBackend(watcher, theirs.backendPid(), m_progress);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"42501"_s);
    QVERIFY(refused.error().message.contains(QString::number(theirs.backendPid())));
    QVERIFY(theirs.alive());
}

void TestLocks::anSqliteFileHasOneWriter()
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

void TestLocks::anSqliteLockThatWasTakenAwayIsLost()
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
    TestLocks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_locks.moc"
