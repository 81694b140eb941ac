// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/interrupted.h"
#include "migrations/operations/keptrecords.h"
#include "migrations/project/protection.h"
#include "tests/operations/recreatefixture.h"

#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::RecreateFixture;
using tests::TestServer;

namespace {

// Cancels when a phase begins.
class CancelAt final : public Progress
{
public:
    explicit CancelAt(QString phase)
        : m_phase(std::move(phase))
    {
    }
    void report(const Event &event) override
    {
        m_cancel = m_cancel || (event.kind == Event::Kind::Phase && event.text == m_phase);
    }
    bool cancelled() override { return m_cancel; }

private:
    const QString m_phase;
    bool m_cancel = false;
};

// The server dies and comes back when a phase begins.
class RestartAt final : public Progress
{
public:
    explicit RestartAt(QString phase)
        : m_phase(std::move(phase))
    {
    }
    void report(const Event &event) override
    {
        if (event.kind != Event::Kind::Phase || event.text != m_phase || m_restarted)
            return;
        m_restarted = true;
        NoProgress quiet;
        if (!TestServer::shared().server().restart(u"immediate"_s, quiet))
            qFatal("the server did not come back");
    }
    bool cancelled() override { return false; }

private:
    const QString m_phase;
    bool m_restarted = false;
};

QString described(const LifecycleReport &report)
{
    return outcomeName(report.outcome) + u": "_s + report.sentence + u" | "_s + report.nextAction
        + u" | "_s + (report.error ? report.error->message + report.error->detail : QString());
}

// Runs what it is given once.
#define COMPARE_OUTCOME(report, expected)                                                          \
    do {                                                                                           \
        const LifecycleReport compared = (report);                                                 \
        QVERIFY2(compared.outcome == (expected), qPrintable(described(compared)));                 \
    } while (false)

QStringList without(QStringList lines, const QString &beginning)
{
    lines.removeIf([&](const QString &line) { return line.startsWith(beginning); });
    return lines;
}

} // namespace

class TestRecreate : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;
    NoProgress m_quiet;

    std::vector<InterruptedOperation> interrupted(const RecreateFixture &f)
    {
        return interruptedOperations(f.journal(), f.state(), m_quiet).value();
    }

private Q_SLOTS:
    void initTestCase();
    void theNewOneHasTheFactsAndTheOldOneIsKept();
    void undoGivesBackTheVeryDatabase();
    void aFailingMigrationIsUndoneByItself();
    void cancelAtAnyMomentIsUndone_data();
    void cancelAtAnyMomentIsUndone();
    void aRestartedServerHasTheOldDatabase_data();
    void aRestartedServerHasTheOldDatabase();
    void whatWouldStopItIsRefusedBeforeAnyChange_data();
    void whatWouldStopItIsRefusedBeforeAnyChange();
    void aKilledProgramLeavesALegalState_data();
    void aKilledProgramLeavesALegalState();
    void aMissingDatabaseIsMadeAndMigrated();
    void whatAScriptCreatesItselfIsNoClash();
    void aKeptOneIsDroppedOnlyByName();
    void aColleaguesMigrationIsNotEnded();
    void theProtectionGoesAlong();
    void anSqliteFileIsMadeAnewAndPutBack();
    void anSqliteFileOfAKilledProgramIsPutBack_data();
    void anSqliteFileOfAKilledProgramIsPutBack();
};

// Prepared transactions and logical slots are off in a server as it is made.
void TestRecreate::initTestCase()
{
    PrivateServer &server = TestServer::shared().server();
    tests::runSql(server.url(u"postgres"_s),
        {u"ALTER SYSTEM SET max_prepared_transactions = 5"_s,
            u"ALTER SYSTEM SET wal_level = 'logical'"_s});
    QVERIFY(server.restart(u"fast"_s, m_quiet));
}

void TestRecreate::theNewOneHasTheFactsAndTheOldOneIsKept()
{
    const RecreateFixture f;
    const QStringList before = f.whole();
    const QString oid = f.oid();
    const LifecycleReport report = f.recreate(m_quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QVERIFY(f.oid() != oid);
    const QStringList after = f.whole();
    QStringList expected = without(before, u"oid "_s);
    expected.removeIf([](const QString &line) { return line.startsWith(u"500 "_s); });
    QStringList found = without(after, u"oid "_s);
    found.removeIf([](const QString &line) { return line.startsWith(u"0 "_s) || line.isEmpty(); });
    QCOMPARE(found, expected);
    QCOMPARE(report.facts[u"not_carried"_s].toArray(), QJsonArray());
    QCOMPARE(report.facts[u"kept"_s][u"oid"_s].toString(), oid);
    QCOMPARE(f.databases().size(), 2);
    const auto kept = keptRecords(f.journal(), f.state(), m_quiet).value();
    QCOMPARE(kept.size(), std::size_t(1));
    QCOMPARE(kept.front().by, u"recreate"_s);
    QVERIFY(!kept.front().database.allowsConnections);
    QVERIFY(!isOld(kept.front(), QDateTime::currentDateTimeUtc()));
    QVERIFY(isOld(kept.front(), QDateTime::currentDateTimeUtc().addDays(15)));
    QVERIFY(interrupted(f).empty());
}

void TestRecreate::undoGivesBackTheVeryDatabase()
{
    const RecreateFixture f;
    const QStringList before = f.whole();
    COMPARE_OUTCOME(f.recreate(m_quiet), Outcome::Done);
    Journal journal = f.journal();
    const auto kept = keptRecords(journal, f.state(), m_quiet).value();
    const LifecycleReport undone = undoWithKept(f.state(), kept.front(), journal, m_quiet);
    COMPARE_OUTCOME(undone, Outcome::Done);
    QCOMPARE(f.whole(), before);
    // The undo can be undone: the new one is kept in turn.
    const auto after = keptRecords(journal, f.state(), m_quiet).value();
    QCOMPARE(after.size(), std::size_t(1));
    QCOMPARE(after.front().by, u"undo"_s);
    COMPARE_OUTCOME(undoWithKept(f.state(), after.front(), journal, m_quiet), Outcome::Done);
    QVERIFY(f.whole().contains(u"0003"_s));
    QVERIFY(f.whole() != before);
}

void TestRecreate::aFailingMigrationIsUndoneByItself()
{
    const RecreateFixture f;
    f.project.write(
        {.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"op.execute('SELECT 1/0')"_s});
    const QStringList before = f.whole();
    const LifecycleReport report = f.recreate(m_quiet);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.error && report.error->detail.contains(u"division by zero"_s));
    QCOMPARE(f.whole(), before);
    QCOMPARE(f.databases(), QStringList {f.name});
    QVERIFY(interrupted(f).empty());
}

void TestRecreate::cancelAtAnyMomentIsUndone_data()
{
    QTest::addColumn<QString>("phase");
    for (const QString &phase : {u"Planned"_s, u"Making the new database"_s,
             u"Carrying over owner, grants, settings, extensions"_s, u"Closing the old database"_s,
             u"Putting the new database in its place"_s, u"Migrating the new database"_s,
             u"Alembic runs"_s, u"Comparing with the old database"_s})
        QTest::newRow(qPrintable(phase)) << phase;
}

void TestRecreate::cancelAtAnyMomentIsUndone()
{
    QFETCH(const QString, phase);
    const RecreateFixture f;
    const QStringList before = f.whole();
    CancelAt progress(phase);
    const LifecycleReport report = f.recreate(progress);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.cancelled);
    QCOMPARE(f.whole(), before);
    QCOMPARE(f.databases(), QStringList {f.name});
}

void TestRecreate::aRestartedServerHasTheOldDatabase_data()
{
    QTest::addColumn<QString>("phase");
    for (const QString &phase :
        {u"Carrying over owner, grants, settings, extensions"_s, u"Closing the old database"_s,
            u"Putting the new database in its place"_s, u"Alembic runs"_s})
        QTest::newRow(qPrintable(phase)) << phase;
}

void TestRecreate::aRestartedServerHasTheOldDatabase()
{
    QFETCH(const QString, phase);
    const RecreateFixture f;
    const QStringList before = f.whole();
    RestartAt progress(phase);
    const LifecycleReport report = f.recreate(progress);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QCOMPARE(f.whole(), before);
    QCOMPARE(f.databases(), QStringList {f.name});
}

void TestRecreate::whatWouldStopItIsRefusedBeforeAnyChange_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    QTest::addColumn<QString>("code");
    QTest::newRow("no CREATEDB") << QStringList {u"ALTER ROLE app_owner NOCREATEDB"_s}
                                 << QStringList {u"ALTER ROLE app_owner CREATEDB"_s}
                                 << u"no_createdb"_s;
    QTest::newRow("template") << QStringList {u"ALTER DATABASE %1 IS_TEMPLATE true"_s}
                              << QStringList {u"ALTER DATABASE %1 IS_TEMPLATE false"_s}
                              << u"is_template"_s;
    QTest::newRow("prepared transaction")
        << QStringList {u"BEGIN; CREATE TABLE p (id int); PREPARE TRANSACTION 'p1'"_s}
        << QStringList {u"ROLLBACK PREPARED 'p1'"_s} << u"prepared_transactions"_s;
    QTest::newRow("slot")
        << QStringList {u"SELECT pg_create_logical_replication_slot('s1', 'test_decoding')"_s}
        << QStringList {u"SELECT pg_drop_replication_slot('s1')"_s} << u"replication_slots"_s;
}

void TestRecreate::whatWouldStopItIsRefusedBeforeAnyChange()
{
    QFETCH(const QStringList, before);
    QFETCH(const QStringList, after);
    QFETCH(const QString, code);
    const RecreateFixture f;
    const RecreatePlan plan = f.plan();
    const ProjectState state = f.state();
    Journal journal = f.journal();
    f.run(before);
    const QStringList facts = f.whole();
    // Planning says so, and so does a run whose plan was made before.
    const auto refused = planRecreate(state, m_quiet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    const LifecycleReport report = recreateDatabase(state, plan, journal, m_quiet);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, code);
    QCOMPARE(f.whole(), facts);
    QCOMPARE(f.databases(), QStringList {f.name});
    f.run(after);
}

void TestRecreate::aKilledProgramLeavesALegalState_data()
{
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("moment");
    QTest::addColumn<bool>("canFinish");
    for (const QString &stage : {u"planned"_s, u"creating"_s, u"carrying"_s, u"closing"_s,
             u"renaming"_s, u"migrating"_s, u"verifying"_s}) {
        const bool placed = stage == u"migrating"_s || stage == u"verifying"_s;
        QTest::newRow(qPrintable(u"before "_s + stage)) << stage << u"before"_s << placed;
        QTest::newRow(qPrintable(u"during "_s + stage))
            << stage << u"during"_s << (placed || stage == u"renaming"_s);
    }
}

void TestRecreate::aKilledProgramLeavesALegalState()
{
    QFETCH(const QString, stage);
    QFETCH(const QString, moment);
    QFETCH(const bool, canFinish);
    const RecreateFixture f;
    const QStringList before = f.whole();
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QStringLiteral(RECREATE_CHILD), {f.project.folder(), stage, moment});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    QCOMPARE(child.exitCode(), SIGKILL);

    const auto found = interrupted(f);
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY2(found.front().canUndo, qPrintable(found.front().sentence));
    if (moment == u"before"_s)
        QCOMPARE(found.front().canFinish, canFinish);
    NoProgress quiet;
    const auto again = planRecreate(f.state(), quiet);
    QVERIFY(!again);
    QCOMPARE(again.error().code, u"interrupted"_s);

    Journal journal = f.journal();
    if (found.front().canFinish && moment == u"during"_s) {
        const LifecycleReport finished =
            finishInterrupted(f.state(), found.front(), journal, quiet);
        COMPARE_OUTCOME(finished, Outcome::Done);
        QVERIFY(f.whole().contains(u"0003"_s));
        const auto kept = keptRecords(journal, f.state(), quiet).value();
        QCOMPARE(kept.size(), std::size_t(1));
        COMPARE_OUTCOME(undoWithKept(f.state(), kept.front(), journal, quiet), Outcome::Done);
    } else {
        const LifecycleReport undone = undoInterrupted(f.state(), found.front(), journal, quiet);
        COMPARE_OUTCOME(undone, Outcome::RolledBack);
    }
    QCOMPARE(f.whole(), before);
    QVERIFY(interrupted(f).empty());
    QVERIFY(f.databases().filter(u"__new_"_s).isEmpty());
}

void TestRecreate::aMissingDatabaseIsMadeAndMigrated()
{
    const QString url = TestServer::shared().server().url(u"nobody_made_this"_s);
    const tests::AlembicProject project(url);
    project.writeChain(2);
    const ProjectState state = withDatabase(
        readProjectState(project.folder(), {.trustNow = true}, m_quiet).value(), m_quiet);
    QVERIFY(!state.database);
    const auto plan = planRecreate(state, m_quiet);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().message));
    QVERIFY(plan->missing());
    QCOMPARE(plan->migrations.steps.size(), std::size_t(2));
    Journal journal = Journal::open().value();
    const LifecycleReport report = recreateDatabase(state, *plan, journal, m_quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QVERIFY(report.state->standing.upToDate());
    QVERIFY(!report.facts.contains(u"kept"_s));
}

void TestRecreate::whatAScriptCreatesItselfIsNoClash()
{
    const RecreateFixture f;
    f.project.write({.id = u"0004"_s,
        .down = {u"0003"_s},
        .upgrade = u"op.execute('CREATE SCHEMA extra')\nop.execute('CREATE EXTENSION hstore')"_s});
    const LifecycleReport report = f.recreate(m_quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QVERIFY(f.whole().contains(u"comment on schema extra: mine"_s));
    QCOMPARE(report.facts[u"not_carried"_s].toArray(), QJsonArray());
}

void TestRecreate::aKeptOneIsDroppedOnlyByName()
{
    const RecreateFixture f;
    COMPARE_OUTCOME(f.recreate(m_quiet), Outcome::Done);
    Journal journal = f.journal();
    KeptRecord kept = keptRecords(journal, f.state(), m_quiet).value().front();
    KeptRecord wrong = kept;
    wrong.database.database.name = f.name; // the living one, with the oid of the kept one
    COMPARE_OUTCOME(dropKept(f.state(), wrong, journal, m_quiet), Outcome::Refused);
    QCOMPARE(f.databases().size(), 2);
    COMPARE_OUTCOME(dropKept(f.state(), kept, journal, m_quiet), Outcome::Done);
    QCOMPARE(f.databases(), QStringList {f.name});
    QVERIFY(keptRecords(journal, f.state(), m_quiet).value().empty());
}

void TestRecreate::aColleaguesMigrationIsNotEnded()
{
    const RecreateFixture f;
    const RecreatePlan plan = f.plan();
    PostgreSql colleague = tests::connectTo(f.url);
    QVERIFY(colleague.query(u"BEGIN"_s, m_quiet));
    QVERIFY(colleague.query(u"UPDATE alembic_version SET version_num = version_num"_s, m_quiet));
    Journal journal = f.journal();
    const LifecycleReport report = recreateDatabase(f.state(), plan, journal, m_quiet);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"other_migration"_s);
    QVERIFY(colleague.query(u"COMMIT"_s, m_quiet));
}

void TestRecreate::theProtectionGoesAlong()
{
    const RecreateFixture f;
    const ProtectionStore store;
    QVERIFY(store.save(f.state().database->identity.key(), {.marked = true}));
    COMPARE_OUTCOME(f.recreate(m_quiet), Outcome::Done);
    QVERIFY(store.load(f.state().database->identity.key())->marked);
}

void TestRecreate::anSqliteFileIsMadeAnewAndPutBack()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"shop.db"_s);
    const tests::AlembicProject project(u"sqlite:///"_s + file);
    project.writeChain(2);
    const auto state = [&] {
        return withDatabase(
            readProjectState(project.folder(), {.trustNow = true}, m_quiet).value(), m_quiet);
    };
    Journal journal = Journal::open().value();
    // Nothing there yet: it is made.
    COMPARE_OUTCOME(
        recreateDatabase(state(), planRecreate(state(), m_quiet).value(), journal, m_quiet),
        Outcome::Done);
    const DatabaseIdentity first = state().database->identity;
    const LifecycleReport report =
        recreateDatabase(state(), planRecreate(state(), m_quiet).value(), journal, m_quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QVERIFY(state().database->identity != first);
    QCOMPARE(state().database->rows, QStringList {u"0002"_s});
    const auto kept = keptRecords(journal, state(), m_quiet).value();
    QCOMPARE(kept.size(), std::size_t(1));
    COMPARE_OUTCOME(undoWithKept(state(), kept.front(), journal, m_quiet), Outcome::Done);
    QCOMPARE(state().database->identity, first);

    project.write({.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = u"op.execute('SELEKT')"_s});
    const LifecycleReport failed =
        recreateDatabase(state(), planRecreate(state(), m_quiet).value(), journal, m_quiet);
    COMPARE_OUTCOME(failed, Outcome::RolledBack);
    QCOMPARE(state().database->identity, first);
}

void TestRecreate::anSqliteFileOfAKilledProgramIsPutBack_data()
{
    QTest::addColumn<QString>("stage");
    for (const QString &stage : {u"planned"_s, u"renaming"_s, u"migrating"_s, u"verifying"_s})
        QTest::newRow(qPrintable(stage)) << stage;
}

void TestRecreate::anSqliteFileOfAKilledProgramIsPutBack()
{
    QFETCH(const QString, stage);
    QTemporaryDir folder;
    const tests::AlembicProject project(u"sqlite:///"_s + folder.filePath(u"shop.db"_s));
    project.writeChain(2);
    const auto state = [&] {
        return withDatabase(
            readProjectState(project.folder(), {.trustNow = true}, m_quiet).value(), m_quiet);
    };
    Journal journal = Journal::open().value();
    COMPARE_OUTCOME(
        recreateDatabase(state(), planRecreate(state(), m_quiet).value(), journal, m_quiet),
        Outcome::Done);
    const DatabaseIdentity before = state().database->identity;
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QStringLiteral(RECREATE_CHILD), {project.folder(), stage, u"before"_s});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    const auto found = interruptedOperations(journal, state(), m_quiet).value();
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY(found.front().canUndo);
    COMPARE_OUTCOME(undoInterrupted(state(), found.front(), journal, m_quiet), Outcome::RolledBack);
    QCOMPARE(state().database->identity, before);
    QVERIFY(interruptedOperations(journal, state(), m_quiet).value().empty());
}

QTEST_GUILESS_MAIN(TestRecreate)
#include "tst_recreate.moc"
