// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The server restarts, loses a backend, freezes, forgets our lock or our rights in the middle of a
// run: it ends in bounded time and tells the state that is there.

#include "tests/faults/faultfixture.h"
#include "tests/support/faultproxy.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::FaultProxy;
using tests::Listener;

namespace {

const QString sleepLong = u"op.execute('SELECT pg_sleep(60)')"_s;

// 0001 makes a table, 0002 runs what is given; each in its own transaction.
AlembicProject twoSteps(const QString &url, const QString &second)
{
    AlembicProject project(url, {.transactionPerMigration = true});
    project.writeChain(1);
    project.write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = second});
    return project;
}

// A cluster of this test alone, to be restarted.
PrivateServer ownServer(const QString &database)
{
    NoProgress quiet;
    auto server = PrivateServer::start({}, quiet);
    if (!server || !server->createDatabase(database, quiet))
        qFatal("no server of its own");
    return std::move(*server);
}

bool isSleep(const Event &event)
{
    return event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s);
}

QStringList sessions(const QString &url, const QString &where)
{
    return tests::firstColumn(
        tests::runSql(url, {u"SELECT pid FROM pg_stat_activity WHERE "_s + where}));
}

} // namespace

class TestServerTrouble : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;
    tests::Patience m_patience;

private Q_SLOTS:
    void aRestartOrACrashIsReadBack_data();
    void aRestartOrACrashIsReadBack();
    void aSmartRestartWaitsForTheRun();
    void aFrozenBackendCanBeAbandoned();
    void aServerThatAnswersNobodyCanBeAbandoned();
    void aRunWithoutItsLockStopsAfterTheStep();
    void aRunWithoutItsLockCanStillBeCancelled();
    void rightsThatGoInTheMiddleAreNamed();
};

void TestServerTrouble::aRestartOrACrashIsReadBack_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("fast") << u"fast"_s;
    QTest::newRow("immediate") << u"immediate"_s;
    QTest::newRow("one backend killed") << u"kill"_s;
}

void TestServerTrouble::aRestartOrACrashIsReadBack()
{
    QFETCH(const QString, mode);
    PrivateServer server = ownServer(u"shop"_s);
    const QString url = server.url(u"shop"_s);
    const AlembicProject project = twoSteps(url, sleepLong);
    Listener listener;
    int pid = 0;
    bool done = false;
    listener.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::Connected)
            pid = event.pid;
        if (done || !isSleep(event))
            return;
        done = true;
        NoProgress quiet;
        if (mode == u"kill"_s)
            ::kill(pid, SIGKILL);
        else if (!server.restart(mode, quiet))
            QTest::qFail("no restart", __FILE__, __LINE__);
    };
    const OperationReport report = tests::upgrade(project, listener);
    QVERIFY(done);
    COMPARE_OUTCOME(report, Outcome::Partly);
    QCOMPARE(report.rowsAfter, QStringList {u"0001"_s});
    QVERIFY(!report.nextAction.isEmpty());
    QCOMPARE(tests::truthOf(url), (tests::Truth {{u"0001"_s}, {u"t0001"_s}}));
}

void TestServerTrouble::aSmartRestartWaitsForTheRun()
{
    PrivateServer server = ownServer(u"shop"_s);
    const AlembicProject project = twoSteps(server.url(u"shop"_s),
        u"op.execute('SELECT pg_sleep(1)')\nop.execute('CREATE TABLE t0002 (id int)')"_s);
    Listener listener;
    std::thread restart;
    listener.onEvent = [&](const Event &event) {
        if (!isSleep(event) || restart.joinable())
            return;
        restart = std::thread([&server] {
            NoProgress quiet;
            if (!server.restart(u"smart"_s, quiet))
                qWarning("no smart restart");
        });
    };
    const OperationReport report = tests::upgrade(project, listener);
    restart.join();
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(tests::truthOf(server.url(u"shop"_s)).rows, QStringList {u"0002"_s});
}

void TestServerTrouble::aFrozenBackendCanBeAbandoned()
{
    PrivateServer server = ownServer(u"shop"_s);
    const QString url = server.url(u"shop"_s);
    const AlembicProject project = twoSteps(url, sleepLong);
    Listener listener;
    int pid = 0;
    QElapsedTimer sinceCancel;
    listener.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::Connected)
            pid = event.pid;
        if (!isSleep(event) || listener.cancel)
            return;
        ::kill(pid, SIGSTOP);
        listener.cancel = true;
        sinceCancel.start();
    };
    const OperationReport report = tests::upgrade(project, listener);
    tests::figure(u"frozen backend: abandoned after %1 s"_s.arg(sinceCancel.elapsed() / 1'000.0));
    COMPARE_OUTCOME(report, Outcome::Unknown);
    QVERIFY2(listener.all(Event::Kind::Notice).contains(u"does not answer the cancel"_s),
        qPrintable(listener.all(Event::Kind::Notice)));
    QVERIFY(report.sentence.contains(QString::number(pid)));
    QVERIFY(report.nextAction.contains(u"pg_terminate_backend"_s));
    ::kill(pid, SIGCONT);
    QVERIFY(tests::sessionsAreGone(url, u"spiritsafe-%"_s));
    QCOMPARE(tests::truthOf(url), (tests::Truth {{u"0001"_s}, {u"t0001"_s}}));
}

void TestServerTrouble::aServerThatAnswersNobodyCanBeAbandoned()
{
    const QString direct = tests::TestServer::shared().freshDatabase();
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project = twoSteps(proxy.through(direct), sleepLong);
    const ProjectState state = tests::stateOf(project);
    Listener listener;
    proxy.arm(
        {.counts = [](const auto &one) { return one.isHelper() && one.sql.contains("pg_sleep"); },
            .at = 1,
            .fault = FaultProxy::Fault::Freeze});
    QElapsedTimer sinceCancel;
    listener.onEvent = [&](const Event &event) {
        if (isSleep(event)) {
            listener.cancel = true;
            sinceCancel.start();
        }
    };
    const OperationReport report = tests::runTo(state, OperationKind::Upgrade, u"head"_s, listener);
    tests::figure(u"black hole: abandoned after %1 s"_s.arg(sinceCancel.elapsed() / 1'000.0));
    COMPARE_OUTCOME(report, Outcome::Unknown);
    QVERIFY(report.sentence.contains(u"not known"_s) && !report.nextAction.isEmpty());
    proxy.thaw();
    QVERIFY(tests::sessionsAreGone(direct, u"spiritsafe-%"_s));
    QCOMPARE(tests::truthOf(direct), (tests::Truth {{u"0001"_s}, {u"t0001"_s}}));
}

// Its own transaction a step: what stops is the rest of the plan, told as what it is.
void TestServerTrouble::aRunWithoutItsLockStopsAfterTheStep()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    AlembicProject project(url, {.transactionPerMigration = true});
    const QStringList ids = project.writeChain(4);
    project.write({.id = ids.at(1),
        .down = {ids.at(0)},
        .upgrade = u"op.execute('CREATE TABLE t%1 (id int)')\n"
                   "while not os.path.exists('go'):\n    time.sleep(0.05)"_s.arg(ids.at(1))});
    project.write({.id = ids.at(2), // long enough for the stop to come before its end
        .down = {ids.at(1)},
        .upgrade = u"time.sleep(20)\nop.execute('CREATE TABLE t%1 (id int)')"_s.arg(ids.at(2))});
    Listener listener;
    listener.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::StepStarted && event.revision == ids.at(1))
            tests::runSql(url,
                {u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                 "'spiritsafe lock' AND datname = current_database()"_s});
        if (event.kind == Event::Kind::Notice && event.text.contains(u"lock is gone"_s))
            project.writeFile(u"go"_s, {});
    };
    const OperationReport report = tests::upgrade(project, listener);
    QVERIFY2(listener.all(Event::Kind::Notice).contains(u"lock is gone"_s),
        qPrintable(tests::described(report)));
    const std::optional<int> in = tests::stepsInChain(tests::truthOf(url), ids);
    QVERIFY2(in && *in >= 1 && *in < 4, qPrintable(tests::described(report)));
    COMPARE_OUTCOME(report, Outcome::Partly);
    QVERIFY2(!report.cancelled && report.sentence.contains(u"its lock was lost"_s),
        qPrintable(tests::described(report)));
    QVERIFY2(!report.error || !report.error->message.contains(u"cancelled"_s),
        qPrintable(tests::described(report)));
    QVERIFY(!report.nextAction.isEmpty());
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
}

void TestServerTrouble::aRunWithoutItsLockCanStillBeCancelled()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project = twoSteps(url, sleepLong);
    Listener listener;
    listener.onEvent = [&](const Event &event) {
        if (isSleep(event))
            tests::runSql(url,
                {u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                 "'spiritsafe lock'"_s});
        if (event.kind == Event::Kind::Notice && event.text.contains(u"lock is gone"_s))
            listener.cancel = true;
    };
    const OperationReport report = tests::upgrade(project, listener);
    COMPARE_OUTCOME(report, Outcome::Partly);
    QVERIFY(report.cancelled && report.error);
    QVERIFY2(report.error->code != u"killed"_s, qPrintable(tests::described(report)));
    QCOMPARE(sessions(url, u"application_name LIKE 'spiritsafe-%'"_s), QStringList());
    QCOMPARE(tests::truthOf(url), (tests::Truth {{u"0001"_s}, {u"t0001"_s}}));
}

void TestServerTrouble::rightsThatGoInTheMiddleAreNamed()
{
    const QString admin = tests::TestServer::shared().freshDatabase();
    tests::runSql(admin,
        {u"DROP ROLE IF EXISTS migrator"_s, u"CREATE ROLE migrator LOGIN"_s,
            u"GRANT EXECUTE ON FUNCTION pg_control_system() TO migrator"_s,
            u"GRANT ALL ON SCHEMA public TO migrator"_s});
    const QString url = QString(admin).replace(u"postgres@"_s, u"migrator@"_s);
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project(proxy.through(url), {.transactionPerMigration = true});
    const QStringList ids = project.writeChain(2);
    proxy.arm({.counts = [](const auto &one) { return one.sql.contains("TABLE t0002"); },
        .at = 1,
        .act =
            [&admin](const auto &) {
                tests::runSql(admin, {u"REVOKE ALL ON SCHEMA public FROM migrator, PUBLIC"_s});
            }});
    Listener listener;
    const OperationReport report = tests::upgrade(project, listener);
    COMPARE_OUTCOME(report, Outcome::Unknown); // the table is out of sight: nothing is guessed
    QVERIFY2(report.error && report.error->code == u"42501"_s
            && report.error->message.contains(u"permission denied for schema public"_s),
        qPrintable(tests::described(report)));
    QVERIFY2(report.sentence.contains(u"cannot be seen"_s), qPrintable(report.sentence));
}

QTEST_GUILESS_MAIN(TestServerTrouble)
#include "tst_servertrouble.moc"
