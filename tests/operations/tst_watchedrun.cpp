// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/operation.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

#include <csignal>
#include <functional>
#include <optional>
#include <thread>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using What = BlockerRequest::What;

namespace {

// A person who watches a run and acts in the middle of it.
class Watcher : public Progress
{
public:
    std::vector<Event> events;
    std::function<void(const Event &)> onEvent;
    std::optional<BlockerRequest> request;
    bool cancel = false;
    bool leave = false;

    void report(const Event &event) override
    {
        events.push_back(event);
        if (onEvent)
            onEvent(event);
    }
    bool cancelled() override { return cancel || leave; }
    bool givenUp() override { return leave; }
    std::optional<BlockerRequest> takeBlockerRequest() override
    {
        return std::exchange(request, std::nullopt);
    }

    std::optional<Event> last(Event::Kind kind) const
    {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->kind == kind)
                return *event;
        }
        return std::nullopt;
    }
};

OperationReport upgrade(const AlembicProject &project, Progress &progress)
{
    NoProgress quiet;
    const auto read = readProjectState(project.folder(), {.trustNow = true}, quiet);
    if (!read)
        qFatal("%s", qPrintable(read.error().message));
    const ProjectState state = withDatabase(*read, quiet);
    const auto plan = planOperation(state, OperationKind::Upgrade, {u"head"_s});
    if (!plan)
        qFatal("%s", qPrintable(plan.error().message));
    auto journal = Journal::open();
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    return runOperation(state,
        {.targets = {u"head"_s}, .plan = *plan, .identity = state.database->identity}, *journal,
        std::nullopt, progress);
}

// Another session that runs one statement on a thread of its own.
class Session
{
public:
    Session(const QString &url, const QStringList &before, const QString &statement = {})
        : m_connection(tests::connectTo(url))
        , m_pid(m_connection.backendPid())
    {
        NoProgress quiet;
        for (const QString &first : before) {
            if (!m_connection.query(first, quiet))
                qFatal("%s", qPrintable(first));
        }
        if (statement.isEmpty())
            return;
        m_thread = std::thread([this, statement] {
            NoProgress none;
            const auto rows = m_connection.query(statement, none);
            m_code = rows ? u"done"_s : rows.error().code;
        });
    }
    ~Session() { std::ignore = codeAtEnd(); }
    Q_DISABLE_COPY_MOVE(Session)

    int pid() const { return m_pid; }
    QString codeAtEnd()
    {
        if (m_thread.joinable())
            m_thread.join();
        return m_code;
    }

private:
    PostgreSql m_connection;
    int m_pid;
    std::thread m_thread;
    QString m_code;
};

bool isThere(const QString &url, int pid)
{
    return !tests::runSql(url, {u"SELECT 1 FROM pg_stat_activity WHERE pid = %1"_s.arg(pid)})
                .rows.empty();
}

} // namespace

// What a person can see and do while an operation runs and its own thread waits.
class TestWatchedRun : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;

private Q_SLOTS:
    void init();
    void theirQueryIsCancelledWhileTheRunWaits();
    void theirIdleSessionIsEndedWhileTheRunWaits();
    void aSessionThatDoesNotBlockIsLeftAlone();
    void whatTheServerForbidsIsExplained();
    void theBlockersLockIsNamed();
    void locksHeldAndTheQueueBehindAreTold();
    void theBuildOfAnIndexIsTold();
    void theServersAnswersAreTold();
    void givingUpWaitsForNoAnswer();

private:
    QString m_url;
};

void TestWatchedRun::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
    tests::runSql(m_url, {u"CREATE TABLE orders (id int)"_s, u"INSERT INTO orders VALUES (1)"_s});
}

void TestWatchedRun::theirQueryIsCancelledWhileTheRunWaits()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('ALTER TABLE orders ADD b int')"_s});
    Session theirs(m_url, {}, u"SELECT pg_sleep(60) FROM orders"_s);
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::LockWait && !watcher.last(Event::Kind::BlockerAnswer))
            watcher.request = BlockerRequest {What::CancelQuery, theirs.pid()};
    };
    const OperationReport report = upgrade(project, watcher);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence));
    QCOMPARE(theirs.codeAtEnd(), u"57014"_s);
    QVERIFY(isThere(m_url, theirs.pid())); // the session stays
    const auto answer = watcher.last(Event::Kind::BlockerAnswer);
    QVERIFY(answer && answer->done);
    QCOMPARE(answer->pid, theirs.pid());
}

void TestWatchedRun::theirIdleSessionIsEndedWhileTheRunWaits()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('ALTER TABLE orders ADD b int')"_s});
    Session theirs(m_url, {u"BEGIN"_s, u"INSERT INTO orders VALUES (2)"_s});
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::LockWait && !watcher.last(Event::Kind::BlockerAnswer))
            watcher.request = BlockerRequest {What::EndSession, theirs.pid()};
    };
    const OperationReport report = upgrade(project, watcher);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence));
    QVERIFY(!isThere(m_url, theirs.pid()));
    QCOMPARE(tests::firstColumn(tests::runSql(m_url, {u"SELECT count(*) FROM orders"_s})),
        QStringList {u"1"_s}); // theirs was rolled back
}

void TestWatchedRun::aSessionThatDoesNotBlockIsLeftAlone()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
    Session bystander(m_url, {u"BEGIN"_s, u"SELECT 1"_s});
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s))
            watcher.request = BlockerRequest {What::EndSession, bystander.pid()};
        if (event.kind == Event::Kind::BlockerAnswer)
            watcher.cancel = true;
    };
    std::ignore = upgrade(project, watcher);
    const auto answer = watcher.last(Event::Kind::BlockerAnswer);
    QVERIFY(answer && !answer->done);
    QVERIFY2(answer->text.contains(u"does not block"_s), qPrintable(answer->text));
    QVERIFY(isThere(m_url, bystander.pid()));
}

void TestWatchedRun::whatTheServerForbidsIsExplained()
{
    tests::runSql(m_url,
        {u"CREATE ROLE shop_owner LOGIN"_s, u"ALTER TABLE orders OWNER TO shop_owner"_s,
            u"GRANT ALL ON SCHEMA public TO shop_owner"_s});
    const QString asOwner = QString(m_url).replace(u"//postgres@"_s, u"//shop_owner@"_s);
    const AlembicProject project(asOwner);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('ALTER TABLE orders ADD b int')"_s});
    Session theirs(m_url, {u"BEGIN"_s, u"SELECT * FROM orders"_s});
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::LockWait && !watcher.last(Event::Kind::BlockerAnswer))
            watcher.request = BlockerRequest {What::EndSession, theirs.pid()};
        if (event.kind == Event::Kind::BlockerAnswer)
            watcher.cancel = true;
    };
    const OperationReport report = upgrade(project, watcher);
    QVERIFY2(report.outcome == Outcome::RolledBack, qPrintable(report.sentence));
    const auto answer = watcher.last(Event::Kind::BlockerAnswer);
    QVERIFY(answer && !answer->done);
    QVERIFY2(answer->text.contains(u"superuser"_s), qPrintable(answer->text));
    QVERIFY2(answer->text.contains(u"SELECT pg_terminate_backend(%1)"_s.arg(theirs.pid())),
        qPrintable(answer->text));
    QVERIFY(isThere(m_url, theirs.pid()));
}

void TestWatchedRun::theBlockersLockIsNamed()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('ALTER TABLE orders ADD b int')"_s});
    Session theirs(m_url, {u"BEGIN"_s, u"SELECT * FROM orders"_s});
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        watcher.cancel = watcher.cancel || event.kind == Event::Kind::Locks;
    };
    std::ignore = upgrade(project, watcher);
    const auto wait = watcher.last(Event::Kind::LockWait);
    QVERIFY(wait && !wait->blockers.empty());
    QCOMPARE(wait->blockers.front().holds, u"ACCESS SHARE on orders"_s);
    const auto locks = watcher.last(Event::Kind::Locks);
    QVERIFY(locks && !locks->locks.empty());
    QCOMPARE(locks->locks.front(),
        (SessionLock {u"ACCESS EXCLUSIVE"_s, u"orders"_s, u"relation"_s, false}));
}

void TestWatchedRun::locksHeldAndTheQueueBehindAreTold()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s,
        .upgrade = u"op.execute('LOCK TABLE orders')\nop.execute('SELECT pg_sleep(60)')"_s});
    std::unique_ptr<Session> waits;
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s))
            waits = std::make_unique<Session>(m_url,
                QStringList {u"SET lock_timeout = 0"_s, u"SET application_name = 'shop-api'"_s},
                u"SELECT * FROM orders"_s);
        watcher.cancel =
            watcher.cancel || (event.kind == Event::Kind::Locks && event.queue.sessions > 0);
    };
    std::ignore = upgrade(project, watcher);
    const auto told = watcher.last(Event::Kind::Locks);
    QVERIFY(told);
    const SessionLock held {u"ACCESS EXCLUSIVE"_s, u"orders"_s, u"relation"_s, true};
    QVERIFY(std::count(told->locks.begin(), told->locks.end(), held) == 1);
    QCOMPARE(told->queue, (Queue {1, {u"shop-api"_s}}));
    QCOMPARE(waits->codeAtEnd(), u"done"_s);
}

void TestWatchedRun::theBuildOfAnIndexIsTold()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s,
        .upgrade = u"with op.get_context().autocommit_block():\n    op.execute('CREATE INDEX "
                   "CONCURRENTLY orders_id ON orders (id)')"_s});
    // An older transaction that has written holds the build up in its first phase.
    auto older = std::make_unique<Session>(
        m_url, QStringList {u"BEGIN"_s, u"INSERT INTO orders VALUES (2)"_s});
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::IndexBuild && event.indexBuild)
            older.reset();
    };
    const OperationReport report = upgrade(project, watcher);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence));
    std::optional<IndexBuild> seen;
    for (const Event &event : watcher.events) {
        if (event.kind == Event::Kind::IndexBuild && event.indexBuild && !seen)
            seen = event.indexBuild;
    }
    QVERIFY(seen);
    QCOMPARE(seen->table, u"orders"_s);
    QCOMPARE(seen->index, u"orders_id"_s);
    QCOMPARE(seen->phase, u"waiting for writers before build"_s);
    QCOMPARE(seen->percent, 0);
}

void TestWatchedRun::theServersAnswersAreTold()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
    Watcher watcher;
    watcher.onEvent = [&](const Event &event) {
        watcher.cancel = watcher.cancel || event.kind == Event::Kind::Alive;
    };
    std::ignore = upgrade(project, watcher);
    QVERIFY(watcher.last(Event::Kind::Alive));
}

// Its backend is frozen: it answers neither the run nor a cancel.
void TestWatchedRun::givingUpWaitsForNoAnswer()
{
    const AlembicProject project(m_url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
    Watcher watcher;
    int pid = 0;
    watcher.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::Connected)
            pid = event.pid;
        if (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s)) {
            ::kill(pid, SIGSTOP);
            watcher.leave = true;
        }
    };
    const OperationReport report = upgrade(project, watcher);
    ::kill(pid, SIGCONT);
    QVERIFY(pid > 0);
    // It may still commit: that nothing of it is in now proves nothing.
    QVERIFY2(report.outcome == Outcome::Unknown, qPrintable(report.sentence));
    QVERIFY(!report.nextAction.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!isThere(m_url, pid), 30'000);
}

QTEST_GUILESS_MAIN(TestWatchedRun)
#include "tst_watchedrun.moc"
