// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/keptdatabase.h"
#include "migrations/operations/backupoperation.h"
#include "migrations/operations/interrupted.h"
#include "migrations/operations/keptrecords.h"
#include "migrations/operations/restoreoperation.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QProcess>
#include <QScopeGuard>
#include <QTest>

#include <csignal>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::firstColumn;
using tests::runSql;
using tests::TestServer;

namespace {

class Recorder final : public Progress
{
public:
    void report(const Event &event) override
    {
        texts.append(event.text);
        if (onText)
            onText(event.text);
    }
    bool cancelled() override { return cancel; }

    QStringList texts;
    std::function<void(const QString &)> onText;
    bool cancel = false;
};

ProjectState stateOf(const QString &folder)
{
    NoProgress quiet;
    const Result<ProjectState> state = readProjectState(folder, {.trustNow = true}, quiet);
    if (!state)
        qFatal("%s", qPrintable(state.error().message));
    return withDatabase(*state, quiet);
}

Journal journal()
{
    Result<Journal> opened = Journal::open();
    if (!opened)
        qFatal("%s", qPrintable(opened.error().message));
    return *std::move(opened);
}

Backup backUp(const QString &folder)
{
    NoProgress quiet;
    const ProjectState state = stateOf(folder);
    Journal entries = journal();
    const LifecycleReport report = backupDatabase(
        state, backupRequestFor(state, {.proof = Proof::Checksummed}).value(), entries, quiet);
    if (report.outcome != Outcome::Done)
        qFatal("%s %s", qPrintable(report.sentence),
            qPrintable(report.error ? report.error->detail : QString()));
    return readBackup(report.facts[u"backup"_s][u"path"_s].toString()).value();
}

LifecycleReport restore(const QString &folder, const RestorePlan &plan, Progress &progress)
{
    Journal entries = journal();
    return restoreDatabase(stateOf(folder), plan, entries, progress);
}

// The program as another process that is killed once a stage is in the journal.
int restoreUntil(const QString &folder, const QString &backup, const QString &stage)
{
    Recorder progress;
    progress.onText = [&](const QString &text) {
        if (text == stage)
            ::kill(::getpid(), SIGKILL);
    };
    const Result<RestorePlan> plan =
        planRestore(stateOf(folder), *readBackup(backup), Foreign::Refused, progress);
    if (!plan)
        qFatal("%s", qPrintable(plan.error().message));
    restore(folder, *plan, progress);
    return 0;
}

QString words(const LifecycleReport &report)
{
    return outcomeName(report.outcome) + u": "_s + report.sentence + u" | "_s + report.nextAction
        + (report.error ? u" | "_s + report.error->detail : QString());
}

const QStringList stages {u"Planned"_s, u"Making a new database to restore into"_s,
    u"Restoring into the new database"_s, u"Comparing it with the backup"_s,
    u"Closing the old database"_s, u"Putting the restored database in its place"_s};

} // namespace

class TestRestore : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;

private Q_SLOTS:
    void init();
    void whatIsRestoredIsWhatWasBackedUpAndTheOldOneIsKept();
    void theOldOneComesBackWithItsOidAndRows();
    void whatGuardsAndDescribesTheDatabaseGoesWithIt();
    void sessionsAreNamedBeforeTheyAreEnded();
    void aRestoreThatFailsLeavesTheDatabaseAsItWas();
    void aRestoreThatIsNotTheSameLeavesTheDatabaseAsItWas();
    void aCancelLeavesTheDatabaseAsItWas_data();
    void aCancelLeavesTheDatabaseAsItWas();
    void killedAtAnyStageTheDatabaseIsThere_data();
    void killedAtAnyStageTheDatabaseIsThere();
    void killedAfterTheSwapItCanBeFinishedOrUndone_data();
    void killedAfterTheSwapItCanBeFinishedOrUndone();
    void aFileThatIsNotOursIsRestoredWithAWord();
    void aDatabaseThatIsGoneIsMadeAgain();
    void anOwnerWhoIsNoSuperuserCanDoIt();
    void aBackupIsInTheJournal();
    void aBackupOfNowSatisfiesASafeguardAndAnOlderOneDoesNot();

private:
    QString oidNow() const;
    QString notes() const; // of the rows
    bool isOpen() const;
    QStringList databases() const;
    Result<RestorePlan> plan(const Backup &backup, Foreign foreign = Foreign::Refused);

    QString m_url;
    std::optional<AlembicProject> m_project;
    NoProgress m_quiet;
};

void TestRestore::init()
{
    m_url = TestServer::shared().freshDatabase();
    m_project.emplace(m_url);
    m_project->writeChain(2);
    runSql(m_url,
        {u"CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"_s,
            u"INSERT INTO alembic_version VALUES ('0002')"_s,
            u"CREATE TABLE orders (id serial PRIMARY KEY, note text)"_s,
            u"INSERT INTO orders (note) SELECT 'before ' || n FROM generate_series(1, "
            "1000) n"_s,
            u"CREATE INDEX ON orders (note)"_s});
}

QString TestRestore::oidNow() const
{
    return runSql(
        m_url, {u"SELECT oid::text FROM pg_database WHERE datname = current_database()"_s})
        .rows.front()
        .front()
        .value();
}

QString TestRestore::notes() const
{
    return runSql(m_url,
        {u"SELECT count(*) || ' ' || md5(string_agg(note, ',' ORDER BY id)) FROM "
         "orders"_s})
        .rows.front()
        .front()
        .value();
}

// Asked from another database, since nobody may be let in.
bool TestRestore::isOpen() const
{
    const QString beside = TestServer::shared().server().url(u"postgres"_s);
    const QString name = tests::parsed(m_url).databaseName();
    return firstColumn(runSql(
               beside, {u"SELECT datallowconn FROM pg_database WHERE datname = '%1'"_s.arg(name)}))
        == QStringList {u"t"_s};
}

QStringList TestRestore::databases() const
{
    return firstColumn(runSql(TestServer::shared().server().url(u"postgres"_s),
        {u"SELECT datname FROM pg_database ORDER BY 1"_s}));
}

Result<RestorePlan> TestRestore::plan(const Backup &backup, Foreign foreign)
{
    return planRestore(stateOf(m_project->folder()), backup, foreign, m_quiet);
}

void TestRestore::whatIsRestoredIsWhatWasBackedUpAndTheOldOneIsKept()
{
    const QString before = notes();
    const QString oid = oidNow();
    const Backup backup = backUp(m_project->folder());
    runSql(m_url,
        {u"DELETE FROM orders WHERE id > 10"_s, u"CREATE TABLE later (a int)"_s,
            u"UPDATE alembic_version SET version_num = '0001'"_s});
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY2(planned, qPrintable(planned ? QString() : planned.error().message));
    QVERIFY(planned->check.ours);
    QCOMPARE(planned->identity.database, oid);
    const LifecycleReport report = restore(m_project->folder(), *planned, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(words(report)));
    QCOMPARE(notes(), before);
    QVERIFY(oidNow() != oid);
    QCOMPARE(report.state->database->rows, QStringList {u"0002"_s});
    QCOMPARE(report.facts[u"old_oid"_s].toString(), oid);
    QVERIFY(databases().contains(planned->keptAs));
    QVERIFY(isOpen());
    QVERIFY(!databases().contains(makingName(planned->database, planned->id)));
    QCOMPARE(firstColumn(runSql(m_url, {u"SELECT to_regclass('later')::text"_s})),
        QStringList {QString()});
    // The next number is a new one.
    runSql(m_url, {u"INSERT INTO orders (note) VALUES ('next')"_s});
}

void TestRestore::theOldOneComesBackWithItsOidAndRows()
{
    const Backup backup = backUp(m_project->folder());
    runSql(m_url, {u"DELETE FROM orders WHERE id > 10"_s});
    const QString changed = notes();
    const QString oid = oidNow();
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY(planned);
    QCOMPARE(restore(m_project->folder(), *planned, m_quiet).outcome, Outcome::Done);
    const ProjectState state = stateOf(m_project->folder());
    Journal entries = journal();
    const auto kept = keptRecords(entries, state, m_quiet);
    QVERIFY(kept);
    QCOMPARE(kept->size(), 1u);
    QCOMPARE(kept->front().by, u"restore"_s);
    const LifecycleReport undone = undoWithKept(state, kept->front(), entries, m_quiet);
    QVERIFY2(undone.outcome == Outcome::Done, qPrintable(words(undone)));
    QCOMPARE(oidNow(), oid);
    QCOMPARE(notes(), changed);
}

void TestRestore::whatGuardsAndDescribesTheDatabaseGoesWithIt()
{
    const QString name = tests::parsed(m_url).databaseName();
    const Backup backup = backUp(m_project->folder());
    runSql(m_url,
        {u"ALTER DATABASE %1 SET work_mem = '7MB'"_s.arg(name),
            u"COMMENT ON DATABASE %1 IS 'the shop'"_s.arg(name),
            u"REVOKE CONNECT ON DATABASE %1 FROM PUBLIC"_s.arg(name),
            u"ALTER DATABASE %1 CONNECTION LIMIT 17"_s.arg(name)});
    const ProjectState state = stateOf(m_project->folder());
    QVERIFY(ProtectionStore().save(state.database->identity.key(), {.marked = true}));
    PostgreSql beside = connectBeside(tests::parsed(m_url), name, m_quiet).value();
    const QStringList before = factLines(**readDatabaseFacts(beside, name, m_quiet));
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY(planned);
    const LifecycleReport report = restore(m_project->folder(), *planned, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(words(report)));
    QCOMPARE(factLines(**readDatabaseFacts(beside, name, m_quiet)), before);
    QVERIFY(ProtectionStore().load(report.state->database->identity.key())->marked);
}

void TestRestore::sessionsAreNamedBeforeTheyAreEnded()
{
    const Backup backup = backUp(m_project->folder());
    PostgreSql session = tests::connectTo(m_url);
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY(planned);
    QCOMPARE(planned->sessions.size(), 1u);
    QCOMPARE(planned->sessions.front().session.pid, session.backendPid());
    QCOMPARE(restore(m_project->folder(), *planned, m_quiet).outcome, Outcome::Done);
    QVERIFY(!session.query(u"SELECT 1"_s, m_quiet));
}

// The owner that the dump names was dropped after the look at it.
void TestRestore::aRestoreThatFailsLeavesTheDatabaseAsItWas()
{
    runSql(m_url,
        {u"DROP ROLE IF EXISTS maker"_s, u"CREATE ROLE maker"_s,
            u"ALTER TABLE orders OWNER TO maker"_s});
    const Backup backup = backUp(m_project->folder());
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY(planned);
    runSql(m_url, {u"ALTER TABLE orders OWNER TO postgres"_s, u"DROP ROLE maker"_s});
    const QString before = notes();
    const QString oid = oidNow();
    const QStringList all = databases();
    const LifecycleReport report = restore(m_project->folder(), *planned, m_quiet);
    QCOMPARE(report.outcome, Outcome::RolledBack);
    QVERIFY(report.error->detail.contains(u"maker"_s));
    QCOMPARE(notes(), before);
    QCOMPARE(oidNow(), oid);
    QCOMPARE(databases(), all);
    const Result<RestorePlan> again = plan(backup);
    QVERIFY(!again);
    QCOMPARE(again.error().code, u"missing_roles"_s);
}

void TestRestore::aRestoreThatIsNotTheSameLeavesTheDatabaseAsItWas()
{
    Backup backup = backUp(m_project->folder());
    for (TableContent &table : backup.content.tables)
        table.rows += table.name == u"public.orders"_s ? 1 : 0;
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY(planned);
    const QString oid = oidNow();
    const QStringList all = databases();
    const LifecycleReport report = restore(m_project->folder(), *planned, m_quiet);
    QCOMPARE(report.outcome, Outcome::RolledBack);
    QCOMPARE(report.error->code, u"not_the_same"_s);
    QVERIFY(report.error->message.contains(u"public.orders has 1000 rows instead of 1001"_s));
    QCOMPARE(oidNow(), oid);
    QCOMPARE(databases(), all);
}

void TestRestore::aCancelLeavesTheDatabaseAsItWas_data()
{
    QTest::addColumn<QString>("stage");
    for (const QString &stage : stages.mid(0, 5))
        QTest::newRow(qPrintable(stage)) << stage;
}

void TestRestore::aCancelLeavesTheDatabaseAsItWas()
{
    QFETCH(const QString, stage);
    const Backup backup = backUp(m_project->folder());
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY(planned);
    const QString oid = oidNow();
    const QString before = notes();
    const QStringList all = databases();
    Recorder progress;
    progress.onText = [&](const QString &text) { progress.cancel |= text == stage; };
    const LifecycleReport report = restore(m_project->folder(), *planned, progress);
    QVERIFY2(report.outcome == Outcome::RolledBack, qPrintable(words(report)));
    QVERIFY(report.cancelled);
    QVERIFY(isOpen());
    QCOMPARE(oidNow(), oid);
    QCOMPARE(notes(), before);
    QCOMPARE(databases(), all);
}

void TestRestore::killedAtAnyStageTheDatabaseIsThere_data()
{
    QTest::addColumn<QString>("stage");
    for (const QString &stage : stages)
        QTest::newRow(qPrintable(stage)) << stage;
}

void TestRestore::killedAtAnyStageTheDatabaseIsThere()
{
    QFETCH(const QString, stage);
    const Backup backup = backUp(m_project->folder());
    const QString oid = oidNow();
    const QString before = notes();
    const QStringList all = databases();
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
        {u"--restore"_s, m_project->folder(), backup.path, stage});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    // The living one is there; only at the very last it may let nobody in.
    PostgreSql beside =
        connectBeside(tests::parsed(m_url), tests::parsed(m_url).databaseName(), m_quiet).value();
    const NamedDatabase living {tests::parsed(m_url).databaseName(), oid};
    QCOMPARE(*findDatabaseByOid(beside, oid, m_quiet), living);
    QCOMPARE(isOpen(), stage != stages.back());
    // It is found, nothing else starts before, and undoing leaves everything as it was.
    const ProjectState state = stateOf(m_project->folder());
    QCOMPARE(plan(backup).error().code, u"interrupted"_s);
    Journal entries = journal();
    const auto found = interruptedOperations(entries, state, m_quiet);
    QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
    QCOMPARE(found->size(), 1u);
    QVERIFY(found->front().canUndo);
    QVERIFY(!found->front().canFinish);
    const LifecycleReport undone = undoInterrupted(state, found->front(), entries, m_quiet);
    QVERIFY2(undone.outcome == Outcome::RolledBack, qPrintable(words(undone)));
    QVERIFY(isOpen());
    QCOMPARE(oidNow(), oid);
    QCOMPARE(notes(), before);
    QCOMPARE(databases(), all);
    // A second try ends well.
    const Result<RestorePlan> again = plan(backup);
    QVERIFY2(again, qPrintable(again ? QString() : again.error().message));
    QCOMPARE(restore(m_project->folder(), *again, m_quiet).outcome, Outcome::Done);
    QCOMPARE(notes(), before);
}

// The swap went through and its answer was never written down.
void TestRestore::killedAfterTheSwapItCanBeFinishedOrUndone_data()
{
    QTest::addColumn<bool>("finish");
    QTest::newRow("finished") << true;
    QTest::newRow("undone") << false;
}

void TestRestore::killedAfterTheSwapItCanBeFinishedOrUndone()
{
    QFETCH(const bool, finish);
    const Backup backup = backUp(m_project->folder());
    runSql(m_url, {u"DELETE FROM orders WHERE id > 10"_s});
    const QString oid = oidNow();
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
        {u"--restore"_s, m_project->folder(), backup.path, stages.back()});
    QVERIFY(child.waitForFinished(60'000));
    Journal entries = journal();
    const ProjectState state = stateOf(m_project->folder());
    const auto unfinished = entries.unfinished(memoryKey(state.project));
    QVERIFY(unfinished && !unfinished->empty());
    // What the killed one would have done next.
    const QJsonObject planned = entries.entry(unfinished->front().id)->stages.front().data;
    PostgreSql beside =
        connectBeside(tests::parsed(m_url), tests::parsed(m_url).databaseName(), m_quiet).value();
    const QString name = planned[u"name"_s].toString();
    const auto fresh = findDatabase(beside, planned[u"making"_s].toString(), m_quiet);
    const auto old = findDatabase(beside, name, m_quiet);
    QVERIFY(*fresh && *old);
    QVERIFY(
        swapDatabases(beside, {name, **fresh, *old, planned[u"holding"_s].toString()}, m_quiet));
    const auto found = interruptedOperations(entries, stateOf(m_project->folder()), m_quiet);
    QVERIFY(found);
    QCOMPARE(found->size(), 1u);
    QVERIFY(found->front().canFinish && found->front().canUndo);
    const LifecycleReport report = finish
        ? finishInterrupted(stateOf(m_project->folder()), found->front(), entries, m_quiet)
        : undoInterrupted(stateOf(m_project->folder()), found->front(), entries, m_quiet);
    QVERIFY2(report.outcome == (finish ? Outcome::Done : Outcome::RolledBack),
        qPrintable(words(report)));
    QCOMPARE(oidNow() == oid, !finish);
    QVERIFY(notes().startsWith(finish ? u"1000 "_s : u"10 "_s));
}

void TestRestore::aFileThatIsNotOursIsRestoredWithAWord()
{
    const Backup backup = backUp(m_project->folder());
    runSql(m_url, {u"DELETE FROM orders"_s});
    QVERIFY(QFile::remove(manifestPath(backup.path)));
    const Backup foreign = *readBackup(backup.path);
    QCOMPARE(plan(foreign).error().code, u"foreign"_s);
    const Result<RestorePlan> agreed = plan(foreign, Foreign::Agreed);
    QVERIFY(agreed);
    const LifecycleReport report = restore(m_project->folder(), *agreed, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(words(report)));
    QVERIFY(report.sentence.contains(u"not compared"_s));
    QVERIFY(notes().startsWith(u"1000 "_s));
}

void TestRestore::aDatabaseThatIsGoneIsMadeAgain()
{
    const QString before = notes();
    const Backup backup = backUp(m_project->folder());
    runSql(TestServer::shared().server().url(u"postgres"_s),
        {u"DROP DATABASE %1"_s.arg(tests::parsed(m_url).databaseName())});
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY2(planned, qPrintable(planned ? QString() : planned.error().message));
    QVERIFY(planned->missing());
    const LifecycleReport report = restore(m_project->folder(), *planned, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(words(report)));
    QCOMPARE(notes(), before);
}

void TestRestore::anOwnerWhoIsNoSuperuserCanDoIt()
{
    const QString name = tests::parsed(m_url).databaseName();
    runSql(m_url,
        {u"DROP ROLE IF EXISTS shopkeeper"_s, u"CREATE ROLE shopkeeper LOGIN CREATEDB"_s,
            u"ALTER DATABASE %1 OWNER TO shopkeeper"_s.arg(name),
            u"ALTER TABLE orders OWNER TO shopkeeper"_s,
            u"ALTER TABLE alembic_version OWNER TO shopkeeper"_s});
    m_project->writeEnvironment(QString(m_url).replace(u"//postgres@"_s, u"//shopkeeper@"_s));
    const QString before = notes();
    const Backup backup = backUp(m_project->folder());
    runSql(m_url, {u"DELETE FROM orders"_s});
    const Result<RestorePlan> planned = plan(backup);
    QVERIFY2(planned, qPrintable(planned ? QString() : planned.error().message));
    QVERIFY(!planned->check.superuser);
    const LifecycleReport report = restore(m_project->folder(), *planned, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(words(report)));
    QCOMPARE(notes(), before);
    // The server goes on to the next test without this one's owner.
    runSql(m_url,
        {u"ALTER DATABASE %1 OWNER TO postgres"_s.arg(name),
            u"REASSIGN OWNED BY shopkeeper TO postgres"_s});
}

void TestRestore::aBackupIsInTheJournal()
{
    backUp(m_project->folder());
    const auto entries = journal().entries(memoryKey(stateOf(m_project->folder()).project), 1);
    QVERIFY(entries);
    QCOMPARE(entries->front().kind, u"backup"_s);
    QCOMPARE(entries->front().outcome, u"done"_s);
}

void TestRestore::aBackupOfNowSatisfiesASafeguardAndAnOlderOneDoesNot()
{
    const Safeguards safeguards {.proof = Proof::Checksummed, .backupAgeMinutes = 60};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QVERIFY(!satisfyingBackup(stateOf(m_project->folder()), safeguards, now));
    backUp(m_project->folder());
    const ProjectState state = stateOf(m_project->folder());
    QVERIFY(satisfyingBackup(state, safeguards, now));
    QVERIFY(!satisfyingBackup(state, safeguards, now.addSecs(2 * 3600)));
    Safeguards more = safeguards;
    more.proof = Proof::Compared;
    QVERIFY(!satisfyingBackup(state, more, now));
    runSql(m_url, {u"UPDATE alembic_version SET version_num = '0001'"_s});
    QVERIFY(!satisfyingBackup(stateOf(m_project->folder()), safeguards, now));
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--restore"_s)
        return restoreUntil(arguments.value(2), arguments.value(3), arguments.value(4));
    TestRestore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_restore.moc"
