// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Who stands in the way of a step is named, down to the root, and what can be done about it.

#include "migrations/database/locks.h"
#include "tests/faults/faultfixture.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::Listener;

namespace {

// A statement that waits on a connection of its own, on a thread of its own.
class Waiter
{
public:
    Waiter(const QString &url, const QString &sql)
        : m_connection(tests::connectTo(url))
        , m_thread([this, sql] {
            NoProgress quiet;
            std::ignore = m_connection.query(u"SET lock_timeout = 0"_s, quiet);
            std::ignore = m_connection.query(sql, quiet);
        })
    {
    }
    ~Waiter() { m_thread.join(); }
    Q_DISABLE_COPY_MOVE(Waiter)
    int pid() const { return m_connection.backendPid(); }

private:
    PostgreSql m_connection;
    std::thread m_thread;
};

void waitUntilBlocked(const QString &url, int pid)
{
    QTRY_COMPARE_WITH_TIMEOUT(tests::firstColumn(tests::runSql(url,
                                  {u"SELECT cardinality(pg_blocking_pids(%1)) > 0"_s.arg(pid)})),
        QStringList {u"t"_s}, 30'000);
}

AlembicProject addsAColumn(const QString &url)
{
    tests::runSql(url, {u"CREATE TABLE busy (id int)"_s});
    AlembicProject project(url);
    project.write(
        {.id = u"0001"_s, .upgrade = u"op.execute('ALTER TABLE busy ADD COLUMN b int')"_s});
    return project;
}

} // namespace

class TestBlockers : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;
    tests::Patience m_patience;

private Q_SLOTS:
    void theRootOfAChainIsNamed();
    void aSuperusersBlockerCannotBeEndedAndThatIsSaid();
    void aDeadlockIsToldAndRunAgain();
};

void TestBlockers::theRootOfAChainIsNamed()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project = addsAColumn(url);
    NoProgress quiet;
    PostgreSql root = tests::connectTo(url);
    QVERIFY(root.query(u"BEGIN"_s, quiet) && root.query(u"SELECT * FROM busy"_s, quiet));
    const Waiter queued(
        url, u"ALTER TABLE busy ADD COLUMN queued int"_s); // ahead of us, behind the root
    waitUntilBlocked(url, queued.pid());
    Listener listener;
    std::vector<Blocker> named;
    listener.onEvent = [&](const Event &event) {
        if (event.kind != Event::Kind::LockWait || !named.empty())
            return;
        named = event.blockers;
        std::ignore = root.query(u"COMMIT"_s, quiet);
    };
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
    QCOMPARE(named.size(), std::size_t(2));
    QCOMPARE(named.front().pid, root.backendPid());
    QVERIFY(named.front().root && !named.back().root);
    QCOMPARE(named.front().state, u"idle in transaction"_s);
    QCOMPARE(named.back().pid, queued.pid());
}

void TestBlockers::aSuperusersBlockerCannotBeEndedAndThatIsSaid()
{
    const QString admin = tests::TestServer::shared().freshDatabase();
    tests::runSql(admin,
        {u"DROP ROLE IF EXISTS clerk"_s, u"CREATE ROLE clerk LOGIN"_s,
            u"GRANT EXECUTE ON FUNCTION pg_control_system() TO clerk"_s,
            u"GRANT ALL ON SCHEMA public TO clerk"_s});
    const QString url = QString(admin).replace(u"postgres@"_s, u"clerk@"_s);
    const AlembicProject project = addsAColumn(url);
    NoProgress quiet;
    PostgreSql boss = tests::connectTo(admin);
    QVERIFY(boss.query(u"BEGIN"_s, quiet) && boss.query(u"SELECT * FROM busy"_s, quiet));
    Listener listener;
    std::optional<Blocker> named;
    std::optional<Error> error;
    listener.onEvent = [&](const Event &event) {
        if (event.kind != Event::Kind::LockWait || named)
            return;
        named = event.blockers.front();
        PostgreSql ours = tests::connectTo(url);
        if (const Result<bool> ended = terminateBackend(ours, named->pid, quiet); !ended)
            error = ended.error();
        std::ignore = boss.query(u"COMMIT"_s, quiet);
    };
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
    QVERIFY(named && named->pid == boss.backendPid());
    QVERIFY(named->query.isEmpty()); // hidden from this role, and not shown as "<insufficient …>"
    QVERIFY(error.has_value());
    QVERIFY2(error->message.contains(u"administrator"_s)
            && error->message.contains(QString::number(named->pid)),
        qPrintable(error->message));
}

void TestBlockers::aDeadlockIsToldAndRunAgain()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE a (id int)"_s, u"CREATE TABLE b (id int)"_s});
    const AlembicProject project(url);
    project.write({.id = u"0001"_s,
        .upgrade = u"op.execute('SET deadlock_timeout = 10')\nop.execute('LOCK TABLE a')\n"
                   "if not os.path.exists('met'):\n    open('a-is-locked', 'w').close()\n"
                   "    while not os.path.exists('met'):\n        time.sleep(0.02)\n"
                   "op.execute('LOCK TABLE b')"_s});
    NoProgress quiet;
    PostgreSql application = tests::connectTo(url);
    QVERIFY(application.query(u"SET lock_timeout = 0"_s, quiet));
    QVERIFY(application.query(u"SET deadlock_timeout = '60s'"_s, quiet));
    QVERIFY(application.query(u"BEGIN"_s, quiet) && application.query(u"LOCK TABLE b"_s, quiet));
    std::thread other([&] {
        while (!QFile::exists(project.folder() + u"/a-is-locked"_s))
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        project.writeFile(u"met"_s, {});
        std::ignore = application.query(u"LOCK TABLE a"_s, quiet);
        std::ignore = application.query(u"COMMIT"_s, quiet);
    });
    Listener listener;
    const OperationReport report = tests::upgrade(project, listener);
    other.join();
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY2(
        report.error && report.error->code == u"40P01"_s, qPrintable(tests::described(report)));
    QVERIFY2(report.nextAction.contains(u"run it again"_s, Qt::CaseInsensitive),
        qPrintable(report.nextAction));
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
}

QTEST_GUILESS_MAIN(TestBlockers)
#include "tst_blockers.moc"
