// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/operation.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QTest>

#include <functional>
#include <optional>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;

namespace {

// Listens to a run; may act in the middle of it, and cancel it.
class Recorder : public Progress
{
public:
    std::vector<Event> events;
    std::function<void(const Event &)> onEvent;
    std::atomic<bool> cancel = false;

    void report(const Event &event) override
    {
        events.push_back(event);
        if (onEvent)
            onEvent(event);
    }
    bool cancelled() override { return cancel; }
    int count(Event::Kind kind) const
    {
        return int(std::count_if(events.begin(), events.end(),
            [kind](const Event &event) { return event.kind == kind; }));
    }
};

ProjectState stateOf(const AlembicProject &project)
{
    NoProgress quiet;
    const Result<ProjectState> state =
        readProjectState(project.folder(), {.trustNow = true}, quiet);
    if (!state)
        qFatal("%s", qPrintable(state.error().message));
    return withDatabase(*state, quiet);
}

OperationReport run(const ProjectState &state, OperationKind kind, const QStringList &targets,
    Progress &progress, bool purge = false)
{
    const Result<Plan> plan = planOperation(state, kind, targets, purge);
    if (!plan)
        qFatal("%s", qPrintable(plan.error().message));
    Result<Journal> journal = Journal::open();
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    return runOperation(state,
        {.kind = kind,
            .targets = targets,
            .purge = purge,
            .plan = *plan,
            .identity = state.database ? state.database->identity : DatabaseIdentity()},
        *journal, std::nullopt, progress);
}

OperationReport upgrade(
    const AlembicProject &project, Progress &progress, const QString &target = u"head"_s)
{
    return run(stateOf(project), OperationKind::Upgrade, {target}, progress);
}

QStringList tablesIn(const QString &url)
{
    return tests::firstColumn(tests::runSql(url,
        {u"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> "
         u"'alembic_version' "
         "ORDER BY 1"_s}));
}

QString described(const OperationReport &report)
{
    return report.sentence + u" | "_s + report.nextAction + u" | "_s
        + (report.error ? report.error->message + u" | "_s + report.error->detail : QString());
}

#define COMPARE_OUTCOME(report, expected)                                                          \
    QVERIFY2((report).outcome == (expected),                                                       \
        qPrintable(outcomeName((report).outcome) + u": "_s + described(report)))

} // namespace

class TestOperation : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;

private Q_SLOTS:
    void upgradeRollBackAndStampReachTheirTargets();
    void aFailedStepLeavesTheDatabaseAsItWas();
    void withATransactionAStepTheFinishedStepsStay();
    void nothingRunsUntrusted();
    void aPlanFromOldRowsIsRefused();
    void whatSomebodyElseDidAlreadyIsNoError();
    void aReadOnlyDatabaseIsRefused();
    void aStandbyIsRefused();
    void anotherDatabaseIsRefused();
    void aRunThatCommitsNothingIsToldSo();
    void aLockIsWaitedForAndItsHolderNamed();
    void cancelReachesTheServer();
    void cancelReachesAPythonLoop();
    void aKilledHelperLeavesALegalState_data();
    void aKilledHelperLeavesALegalState();
    void aRestartedServerIsReadBack();
    void ofTwoRunsAtOnceOneRuns();
    void aColleaguesPlainAlembicIsSeen();
    void leftoversOutsideATransactionAreNamed();
    void theJournalTellsTheRunWithoutThePassword();
    void sqliteIsMadeAndUpgraded();
    void aVersionTableOfItsOwnIsLearned();
    void stampPurgeRepairsAGhost();
};

void TestOperation::upgradeRollBackAndStampReachTheirTargets()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(3);
    Recorder recorder;
    const OperationReport up = upgrade(project, recorder);
    COMPARE_OUTCOME(up, Outcome::Done);
    QCOMPARE(up.rowsAfter, QStringList {u"0003"_s});
    QCOMPARE(recorder.count(Event::Kind::StepFinished), 3);
    QVERIFY(recorder.count(Event::Kind::StatementFinished) >= 3);
    QCOMPARE(tablesIn(url), (QStringList {u"t0001"_s, u"t0002"_s, u"t0003"_s}));
    QVERIFY(up.state && up.state->standing.upToDate());

    const OperationReport down = run(*up.state, OperationKind::Downgrade, {u"-1"_s}, recorder);
    COMPARE_OUTCOME(down, Outcome::Done);
    QCOMPARE(down.rowsAfter, QStringList {u"0002"_s});
    QCOMPARE(tablesIn(url), (QStringList {u"t0001"_s, u"t0002"_s}));

    const OperationReport stamped = run(*down.state, OperationKind::Stamp, {u"0001"_s}, recorder);
    COMPARE_OUTCOME(stamped, Outcome::Done);
    QCOMPARE(stamped.rowsAfter, QStringList {u"0001"_s});
    QCOMPARE(tablesIn(url), (QStringList {u"t0001"_s, u"t0002"_s}));

    const OperationReport nothing = run(*up.state, OperationKind::Upgrade, {u"head"_s}, recorder);
    COMPARE_OUTCOME(nothing, Outcome::NothingToDo);
}

void TestOperation::aFailedStepLeavesTheDatabaseAsItWas()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(2);
    project.write({.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = u"op.execute('SELECT 1/0')"_s});
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.error && report.error->detail.contains(u"division by zero"_s));
    QVERIFY(!report.steps[0].inDatabase);
    QCOMPARE(tablesIn(url), QStringList());
}

void TestOperation::withATransactionAStepTheFinishedStepsStay()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url, {.transactionPerMigration = true});
    project.writeChain(2);
    project.write({.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = u"op.execute('SELECT 1/0')"_s});
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Partly);
    QCOMPARE(report.rowsAfter, QStringList {u"0002"_s});
    QVERIFY(report.steps[1].inDatabase);
    QVERIFY(!report.steps[2].inDatabase);
    QVERIFY(report.sentence.contains(u"2 of 3"_s));
    QCOMPARE(tablesIn(url), (QStringList {u"t0001"_s, u"t0002"_s}));
}

void TestOperation::nothingRunsUntrusted()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url, {.beforeConfigure = u"open('canary', 'w').close()"_s});
    project.writeChain(1);
    NoProgress quiet;
    const ProjectState state =
        withDatabase(readProjectState(project.folder(), {}, quiet).value(), quiet);
    QVERIFY(!state.trusted);
    QCOMPARE(state.standing.pending(), QStringList {u"0001"_s}); // everything native works
    const OperationReport report = run(state, OperationKind::Upgrade, {u"head"_s}, quiet);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"untrusted"_s);
    QVERIFY(!QFile::exists(project.folder() + u"/canary"_s));
}

void TestOperation::aPlanFromOldRowsIsRefused()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(3);
    const ProjectState old = stateOf(project);
    Recorder recorder;
    COMPARE_OUTCOME(upgrade(project, recorder, u"0001"_s), Outcome::Done);
    const OperationReport report = run(old, OperationKind::Upgrade, {u"head"_s}, recorder);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"rows_differ"_s);
    QCOMPARE(tablesIn(url), QStringList {u"t0001"_s});
}

void TestOperation::whatSomebodyElseDidAlreadyIsNoError()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(2);
    const ProjectState old = stateOf(project);
    Recorder recorder;
    COMPARE_OUTCOME(upgrade(project, recorder), Outcome::Done);
    const OperationReport report = run(old, OperationKind::Upgrade, {u"head"_s}, recorder);
    COMPARE_OUTCOME(report, Outcome::NothingToDo);
    QVERIFY(report.sentence.contains(u"already"_s));
}

void TestOperation::aReadOnlyDatabaseIsRefused()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(1);
    tests::runSql(url,
        {u"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', "
         "current_database()); END $$"_s});
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"read_only"_s);
    QCOMPARE(recorder.count(Event::Kind::StepStarted), 0);
}

void TestOperation::aStandbyIsRefused()
{
    NoProgress quiet;
    const QTemporaryDir folder;
    Result<PrivateServer> server = PrivateServer::start({.folder = folder.path()}, quiet);
    QVERIFY2(server.has_value(), server ? "" : qPrintable(server.error().message));
    QVERIFY(server->createDatabase(u"shop"_s, quiet).has_value());
    const AlembicProject project(server->url(u"shop"_s));
    project.writeChain(1);
    QFile signal(folder.filePath(u"data/standby.signal"_s));
    QVERIFY(signal.open(QIODevice::WriteOnly));
    signal.close();
    QVERIFY(server->restart(u"fast"_s, quiet).has_value());
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"read_only"_s);
    QVERIFY(report.error->message.contains(u"standby"_s));
}

void TestOperation::anotherDatabaseIsRefused()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const QString otherUrl = tests::TestServer::shared().freshDatabase();
    // env.py goes elsewhere than DATABASE_URL says: only its own connection shows it.
    const AlembicProject project(
        url, {.beforeConfigure = u"connection = create_engine('%1').connect()"_s.arg(otherUrl)});
    project.writeChain(1);
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"identity_differs"_s);
    QCOMPARE(tablesIn(url), QStringList());
    QCOMPARE(tablesIn(otherUrl), QStringList());
}

void TestOperation::aRunThatCommitsNothingIsToldSo()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url,
        {.beforeConfigure = u"connection.execute(text('SELECT 1'))"_s,
            .engineArguments = u", future=True"_s});
    project.writeChain(1);
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY2(report.sentence.contains(u"nothing was committed"_s), qPrintable(described(report)));
    QCOMPARE(tablesIn(url), QStringList());
}

void TestOperation::aLockIsWaitedForAndItsHolderNamed()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(1);
    project.write({.id = u"0002"_s,
        .down = {u"0001"_s},
        .upgrade = u"op.execute('ALTER TABLE t0001 ADD COLUMN b int')"_s});
    Recorder recorder;
    COMPARE_OUTCOME(upgrade(project, recorder, u"0001"_s), Outcome::Done);
    std::optional<PostgreSql> holder = tests::connectTo(url);
    NoProgress quiet;
    QVERIFY(holder->query(u"BEGIN"_s, quiet).has_value());
    QVERIFY(holder->query(u"SELECT * FROM t0001"_s, quiet).has_value());
    std::vector<Blocker> named;
    recorder.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::LockWait) {
            named = event.blockers;
            holder.reset(); // the blocker goes, the upgrade goes on
        }
    };
    const int pid = holder->backendPid();
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(named.size(), std::size_t(1));
    QCOMPARE(named.front().pid, pid);
    QCOMPARE(recorder.count(Event::Kind::LockGranted), 1);
}

void TestOperation::cancelReachesTheServer()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
    Recorder recorder;
    QElapsedTimer sinceCancel;
    int pid = 0;
    recorder.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::Connected)
            pid = event.pid;
        if (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s)) {
            recorder.cancel = true;
            sinceCancel.start();
        }
    };
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.cancelled);
    QVERIFY2(sinceCancel.elapsed() < 5'000, qPrintable(QString::number(sinceCancel.elapsed())));
    QVERIFY(pid > 0);
    QCOMPARE(tests::firstColumn(tests::runSql(
                 url, {u"SELECT count(*) FROM pg_stat_activity WHERE pid = %1"_s.arg(pid)})),
        QStringList {u"0"_s});
}

void TestOperation::cancelReachesAPythonLoop()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.write({.id = u"0001"_s, .upgrade = u"while True:\n    time.sleep(0.01)"_s});
    Recorder recorder;
    recorder.onEvent = [&](const Event &event) {
        recorder.cancel = recorder.cancel || event.kind == Event::Kind::StepStarted;
    };
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.cancelled);
}

void TestOperation::aKilledHelperLeavesALegalState_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<bool>("perMigration");
    for (int step = 1; step <= 3; ++step) {
        QTest::addRow("step %d, one transaction", step) << step << false;
        QTest::addRow("step %d, a transaction a step", step) << step << true;
    }
}

void TestOperation::aKilledHelperLeavesALegalState()
{
    QFETCH(int, step);
    QFETCH(bool, perMigration);
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url, {.transactionPerMigration = perMigration});
    const QStringList ids = project.writeChain(3);
    const QString marker = project.folder() + u"/killed"_s;
    project.write({.id = ids.at(step - 1),
        .down = step == 1 ? QStringList() : QStringList {ids.at(step - 2)},
        .upgrade = u"op.execute('CREATE TABLE t%1 (id int)')\nif not os.path.exists('%2'):\n    "
                   "open('%2', 'w').close()\n    os.kill(os.getpid(), 9)"_s.arg(
                       ids.at(step - 1), marker)});
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    QVERIFY(QFile::exists(marker));
    const int in = perMigration ? step - 1 : 0;
    COMPARE_OUTCOME(report, in == 0 ? Outcome::RolledBack : Outcome::Partly);
    QCOMPARE(tablesIn(url).size(), in);
    QCOMPARE(report.rowsAfter, in == 0 ? QStringList() : QStringList {ids.at(in - 1)});
    COMPARE_OUTCOME(upgrade(project, recorder), Outcome::Done); // again, to the end
    QCOMPARE(tablesIn(url).size(), 3);
}

void TestOperation::aRestartedServerIsReadBack()
{
    NoProgress quiet;
    Result<PrivateServer> server = PrivateServer::start({}, quiet);
    QVERIFY2(server.has_value(), server ? "" : qPrintable(server.error().message));
    QVERIFY(server->createDatabase(u"shop"_s, quiet).has_value());
    const AlembicProject project(server->url(u"shop"_s), {.transactionPerMigration = true});
    project.writeChain(1);
    project.write(
        {.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
    Recorder recorder;
    recorder.onEvent = [&](const Event &event) {
        if (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s))
            QVERIFY(server->restart(u"immediate"_s, quiet).has_value());
    };
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Partly);
    QCOMPARE(report.rowsAfter, QStringList {u"0001"_s});
}

void TestOperation::ofTwoRunsAtOnceOneRuns()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE ledger (id int)"_s});
    const AlembicProject project(url);
    project.write({.id = u"0001"_s,
        .upgrade =
            u"with op.get_context().autocommit_block():\n    op.execute('INSERT INTO ledger VALUES "
            "(1)')\n    op.execute('SELECT pg_sleep(1)')"_s});
    const ProjectState state = stateOf(project);
    Recorder one;
    Recorder two;
    std::optional<OperationReport> first;
    std::thread other([&] { first = run(state, OperationKind::Upgrade, {u"head"_s}, one); });
    const OperationReport second = run(state, OperationKind::Upgrade, {u"head"_s}, two);
    other.join();
    QCOMPARE((first->outcome == Outcome::Done) + (second.outcome == Outcome::Done), 1);
    const OperationReport &loser = first->outcome == Outcome::Done ? second : *first;
    QVERIFY2(loser.outcome == Outcome::Refused || loser.outcome == Outcome::NothingToDo,
        qPrintable(described(loser)));
    QCOMPARE(tests::firstColumn(tests::runSql(url, {u"SELECT count(*) FROM ledger"_s})),
        QStringList {u"1"_s});
}

void TestOperation::aColleaguesPlainAlembicIsSeen()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(2);
    Recorder recorder;
    COMPARE_OUTCOME(upgrade(project, recorder, u"0001"_s), Outcome::Done);
    PostgreSql colleague = tests::connectTo(url);
    NoProgress quiet;
    QVERIFY(colleague.query(u"BEGIN"_s, quiet).has_value());
    QVERIFY(colleague.query(u"CREATE TABLE theirs (id int)"_s, quiet).has_value());
    QVERIFY(
        colleague.query(u"UPDATE alembic_version SET version_num = '0001'"_s, quiet).has_value());
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"other_migration"_s);
    QVERIFY(report.error->message.contains(QString::number(colleague.backendPid())));
}

void TestOperation::leftoversOutsideATransactionAreNamed()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.write({.id = u"0001"_s,
        .upgrade =
            u"op.execute('CREATE TABLE d (id int)')\nop.execute('INSERT INTO d VALUES (1), (1)')\n"
            "with op.get_context().autocommit_block():\n    op.execute('CREATE UNIQUE INDEX "
            "CONCURRENTLY ix_d ON d (id)')"_s});
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY2(report.nextAction.contains(u"0001"_s)
            && !report.sentence.contains(u"everything was rolled back"_s),
        qPrintable(described(report)));
    QCOMPARE(tablesIn(url), QStringList {u"d"_s});
    QVERIFY(report.state->database->invalidIndexes.join(u' ').contains(u"ix_d"_s));
}

void TestOperation::theJournalTellsTheRunWithoutThePassword()
{
    const QString secret = u"canary-Pa55word"_s;
    const QString plain = tests::TestServer::shared().freshDatabase();
    const QString url = QString(plain).replace(u"postgres@"_s, u"postgres:%1@"_s.arg(secret));
    const AlembicProject project(url);
    project.writeChain(1);
    project.write({.id = u"0002"_s,
        .down = {u"0001"_s},
        .upgrade = u"print(os.environ['DATABASE_URL'])\nraise RuntimeError('no ' + "
                   "os.environ['DATABASE_URL'])"_s});
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    const JournalEntry entry = Journal::open()->entry(report.journalId).value();
    QCOMPARE(entry.outcome, u"rolled-back"_s);
    QCOMPARE(entry.steps.size(), std::size_t(2));
    QVERIFY(!entry.statements.empty());
    QVERIFY(entry.ended.isValid());
    QVERIFY(!described(report).contains(secret));
    for (const Event &event : recorder.events)
        QVERIFY(!event.text.contains(secret));
    QDirIterator files(m_data.folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(secret.toUtf8()), qPrintable(file.fileName()));
        ++seen;
    }
    QVERIFY(seen > 0);
}

void TestOperation::sqliteIsMadeAndUpgraded()
{
    const AlembicProject project(u"sqlite:///shop.db"_s);
    project.writeChain(2);
    Recorder recorder;
    const OperationReport report = upgrade(project, recorder);
    COMPARE_OUTCOME(report, Outcome::Done);
    QVERIFY(QFile::exists(project.folder() + u"/shop.db"_s));
    QCOMPARE(stateOf(project).standing.current, QStringList {u"0002"_s});
    const OperationReport down =
        run(stateOf(project), OperationKind::Downgrade, {u"base"_s}, recorder);
    COMPARE_OUTCOME(down, Outcome::Done);
    QCOMPARE(down.rowsAfter, QStringList());
}

void TestOperation::aVersionTableOfItsOwnIsLearned()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(
        url, {.configureArguments = u", version_table='shop_' + 'version'"_s});
    project.writeChain(1);
    Recorder recorder;
    QVERIFY(needsAlembicsKnowledge(stateOf(project)));
    const OperationReport refused = upgrade(project, recorder);
    COMPARE_OUTCOME(refused, Outcome::Refused);
    QCOMPARE(refused.error->code, u"version_table_differs"_s);
    const ProjectState learned = stateOf(project);
    QVERIFY(!needsAlembicsKnowledge(learned));
    QCOMPARE(learned.memory.versionTable.name, u"shop_version"_s);
    COMPARE_OUTCOME(upgrade(project, recorder), Outcome::Done);
    QCOMPARE(stateOf(project).standing.current, QStringList {u"0001"_s});
}

void TestOperation::stampPurgeRepairsAGhost()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(2);
    Recorder recorder;
    COMPARE_OUTCOME(upgrade(project, recorder), Outcome::Done);
    QVERIFY(QFile::remove(project.scriptPath(u"0002"_s)));
    const ProjectState state = stateOf(project);
    QCOMPARE(state.standing.ghosts, QStringList {u"0002"_s});
    QCOMPARE(planOperation(state, OperationKind::Upgrade, {u"head"_s}).error().code, u"ghost"_s);
    const OperationReport report = run(state, OperationKind::Stamp, {u"0001"_s}, recorder, true);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(report.rowsAfter, QStringList {u"0001"_s});
}

QTEST_GUILESS_MAIN(TestOperation)
#include "tst_operation.moc"
