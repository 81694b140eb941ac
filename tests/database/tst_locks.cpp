// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/locks.h"
#include "tests/support/testserver.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

class Cancelled final : public Progress
{
public:
    void report(const Event &event) override { Q_UNUSED(event) }
    bool cancelled() override { return true; }
};

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

} // namespace

class TestLocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
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

private:
    QString m_url;
    NoProgress m_progress;
};

void TestLocks::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
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
    Cancelled cancelled;
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

QTEST_GUILESS_MAIN(TestLocks)
#include "tst_locks.moc"
