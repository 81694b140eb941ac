// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/projectsession.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using migrations::OperationKind;
using migrations::Outcome;
using model::ProjectSession;
using tests::AlembicProject;

namespace {

constexpr int patience = 60'000;

} // namespace

class TestProjectSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theListIsThereBeforeTheDatabaseAnswers();
    void theRowsComeWithTheStateTheyShow();
    void aFolderWithoutAConfigurationIsTroubleWithANextAction();
    void severalConfigurationsAreAChoice();
    void aChangeOfTheOpenFolderDoesNotDropTheOneBeingOpened();
    void changingAsksForTrustFirstAndThenGoesOn();
    void upgradesAndRollsBackAndKeepsAJournal();
    void cancelRollsBackWhatRuns();
    void aFileThatComesIsSeen();
    void aDatabaseThatIsAwayLeavesTheListReadable();
    void theLastProjectAskedForWins();
    void aSessionThatGoesWhileWorkRunsEndsIt();
    void anOperationOnTheWholeDatabaseIsToldAsOneThatRuns();
    void whatIsLookedAtComesBackAndCanBeStopped();

private:
    static void openAndRead(ProjectSession &session, const AlembicProject &project);
    static void trust(ProjectSession &session);

    tests::PrivateData m_data;
};

void TestProjectSession::openAndRead(ProjectSession &session, const AlembicProject &project)
{
    session.open(project.folder());
    QTRY_VERIFY_WITH_TIMEOUT(session.isOpen() && !session.reading(), patience);
}

void TestProjectSession::trust(ProjectSession &session)
{
    session.trust();
    QTRY_VERIFY_WITH_TIMEOUT(session.state().trusted, patience);
}

void TestProjectSession::theListIsThereBeforeTheDatabaseAnswers()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(3);
    ProjectSession session;
    std::optional<bool> knownAtFirst;
    connect(&session, &ProjectSession::stateChanged, &session, [&] {
        if (!knownAtFirst)
            knownAtFirst = session.state().standing.known;
    });
    openAndRead(session, project);
    QCOMPARE(knownAtFirst, std::optional<bool>(false));
    QCOMPARE(session.state().graph.revisions().size(), std::size_t(3));
    QVERIFY(session.state().standing.known);
    QCOMPARE(session.state().standing.pending().size(), 3);
    QVERIFY(!session.state().trusted);
}

void TestProjectSession::theRowsComeWithTheStateTheyShow()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(3);
    ProjectSession session;
    int shown = 0;
    connect(&session, &ProjectSession::stateChanged, &session, [&] {
        QVERIFY(session.rows());
        QCOMPARE(session.rows()->rows, model::revisionRows(session.state())->rows);
        ++shown;
    });
    openAndRead(session, project);
    QCOMPARE(shown, 2); // from the files, then with the database
    session.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(shown, 4, patience);
}

void TestProjectSession::aFolderWithoutAConfigurationIsTroubleWithANextAction()
{
    const QTemporaryDir empty;
    ProjectSession session;
    session.open(empty.path());
    QTRY_VERIFY_WITH_TIMEOUT(session.trouble(), patience);
    QCOMPARE(session.trouble()->error.code, u"no_config"_s);
    QVERIFY(!session.isOpen());
    session.dismissTrouble();
    QVERIFY(!session.trouble());
}

void TestProjectSession::severalConfigurationsAreAChoice()
{
    const QTemporaryDir above;
    for (const QString &name : {u"one"_s, u"two"_s}) {
        QDir(above.path()).mkpath(name + "/migrations/versions"_L1);
        QFile ini(above.filePath(name + "/alembic.ini"_L1));
        QVERIFY(ini.open(QIODevice::WriteOnly));
        ini.write("[alembic]\nscript_location = %(here)s/migrations\n");
        QFile env(above.filePath(name + "/migrations/env.py"_L1));
        QVERIFY(env.open(QIODevice::WriteOnly));
    }
    ProjectSession session;
    session.open(above.path());
    QTRY_VERIFY_WITH_TIMEOUT(session.trouble(), patience);
    QCOMPARE(session.trouble()->error.code, u"choose_config"_s);
    QCOMPARE(session.trouble()->choices.size(), 2);
    session.openConfiguration(above.path(), session.trouble()->choices.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), patience);
    QVERIFY(!session.trouble());
}

void TestProjectSession::aChangeOfTheOpenFolderDoesNotDropTheOneBeingOpened()
{
    const AlembicProject first(tests::TestServer::shared().freshDatabase());
    const AlembicProject second(tests::TestServer::shared().freshDatabase());
    first.writeChain(1);
    second.writeChain(2);
    ProjectSession session;
    openAndRead(session, first);
    session.open(second.folder());
    session.refresh(); // as the watcher of the first asks
    QTRY_COMPARE_WITH_TIMEOUT(session.state().graph.revisions().size(), std::size_t(2), patience);
}

void TestProjectSession::changingAsksForTrustFirstAndThenGoesOn()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(1);
    ProjectSession session;
    openAndRead(session, project);
    session.planOperation(OperationKind::Upgrade, {u"head"_s});
    QVERIFY(session.trouble());
    QCOMPARE(session.trouble()->error.code, u"untrusted"_s);
    QVERIFY(!session.plan());
    session.trust();
    QTRY_VERIFY_WITH_TIMEOUT(session.plan(), patience);
    QCOMPARE(session.plan()->plan.steps.size(), std::size_t(1));
    QVERIFY(!session.trouble());
}

void TestProjectSession::upgradesAndRollsBackAndKeepsAJournal()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    const QStringList ids = project.writeChain(3);
    ProjectSession session;
    openAndRead(session, project);
    trust(session);
    QTRY_VERIFY_WITH_TIMEOUT(session.interpreter(), patience);

    QSignalSpy finished(&session, &ProjectSession::operationFinished);
    session.planOperation(OperationKind::Upgrade, {u"head"_s});
    QTRY_VERIFY_WITH_TIMEOUT(session.plan(), patience);
    session.runPlan();
    QVERIFY(session.running());
    QVERIFY(finished.wait(patience));
    QCOMPARE(session.lastReport()->outcome, Outcome::Done);
    QCOMPARE(session.state().standing.current, QStringList {ids.last()});

    session.planOperation(OperationKind::Downgrade, {u"-1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(session.plan(), patience);
    session.runPlan();
    QVERIFY(finished.wait(patience));
    QCOMPARE(session.lastReport()->outcome, Outcome::Done);
    QCOMPARE(session.state().standing.current, QStringList {ids.at(1)});
    QCOMPARE(tests::firstColumn(tests::runSql(url, {u"select version_num from alembic_version"_s})),
        QStringList {ids.at(1)});
    QTRY_COMPARE_WITH_TIMEOUT(session.journal().size(), std::size_t(2), patience);
    QCOMPARE(session.journal().front().kind, u"downgrade"_s);
    QVERIFY(session.unfinished().empty());
}

void TestProjectSession::cancelRollsBackWhatRuns()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.write({.id = u"slow"_s, .upgrade = u"op.execute('select pg_sleep(60)')"_s});
    ProjectSession session;
    openAndRead(session, project);
    trust(session);
    session.planOperation(OperationKind::Upgrade, {u"head"_s});
    QTRY_VERIFY_WITH_TIMEOUT(session.plan(), patience);
    QSignalSpy finished(&session, &ProjectSession::operationFinished);
    session.runPlan();
    QTRY_VERIFY_WITH_TIMEOUT(
        session.running() && session.running()->statement.contains(u"pg_sleep"_s), patience);
    session.cancel();
    QVERIFY(session.running()->cancelling);
    QVERIFY(finished.wait(patience));
    QCOMPARE(session.lastReport()->outcome, Outcome::RolledBack);
    QVERIFY(session.lastReport()->cancelled);
    QVERIFY(session.state().standing.current.isEmpty());
}

void TestProjectSession::aFileThatComesIsSeen()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    const QStringList ids = project.writeChain(2);
    ProjectSession session;
    openAndRead(session, project);
    QTRY_COMPARE_WITH_TIMEOUT(session.state().graph.revisions().size(), std::size_t(2), patience);
    project.write({.id = u"new1"_s, .down = {ids.last()}, .upgrade = u"pass"_s});
    QTRY_COMPARE_WITH_TIMEOUT(session.state().graph.revisions().size(), std::size_t(3), patience);
    QTRY_COMPARE_WITH_TIMEOUT(session.state().standing.pending().size(), 3, patience);
}

void TestProjectSession::aDatabaseThatIsAwayLeavesTheListReadable()
{
    const AlembicProject project(u"postgresql://nobody@/none?host=/nowhere"_s);
    project.writeChain(2);
    ProjectSession session;
    openAndRead(session, project);
    QCOMPARE(session.state().graph.revisions().size(), std::size_t(2));
    QVERIFY(session.state().databaseError);
    QVERIFY(!session.state().standing.known);
    QVERIFY(!session.trouble());
}

void TestProjectSession::theLastProjectAskedForWins()
{
    const AlembicProject first(tests::TestServer::shared().freshDatabase());
    const AlembicProject second(tests::TestServer::shared().freshDatabase());
    first.writeChain(1);
    second.writeChain(2);
    ProjectSession session;
    QSignalSpy opened(&session, &ProjectSession::opened);
    session.open(first.folder());
    session.open(second.folder());
    QTRY_VERIFY_WITH_TIMEOUT(session.isOpen() && !session.reading(), patience);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(session.state().graph.revisions().size(), std::size_t(2));
}

void TestProjectSession::aSessionThatGoesWhileWorkRunsEndsIt()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.write({.id = u"slow"_s, .upgrade = u"op.execute('select pg_sleep(60)')"_s});
    {
        ProjectSession session;
        openAndRead(session, project);
        trust(session);
        session.planOperation(OperationKind::Upgrade, {u"head"_s});
        QTRY_VERIFY_WITH_TIMEOUT(session.plan(), patience);
        session.runPlan();
        QTRY_VERIFY_WITH_TIMEOUT(
            session.running() && session.running()->statement.contains(u"pg_sleep"_s), patience);
    }
    const auto sleeping = tests::runSql(url,
        {u"select pid::text from pg_stat_activity where query like '%pg_sleep(60)%' and state = "
         u"'active' "
         "and pid <> pg_backend_pid()"_s});
    QVERIFY(sleeping.rows.empty());
}

void TestProjectSession::anOperationOnTheWholeDatabaseIsToldAsOneThatRuns()
{
    using migrations::Event;
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(1);
    ProjectSession session;
    openAndRead(session, project);
    QSignalSpy progressed(&session, &ProjectSession::operationProgressed);
    session.runLifecycle(migrations::LifecycleKind::Backup, {},
        [](const migrations::ProjectState &state, migrations::Journal &,
            migrations::Progress &progress) {
            progress.report(
                {.kind = Event::Kind::Phase, .text = u"orders"_s, .step = 1, .steps = 3});
            while (!progress.cancelled())
                QThread::msleep(1);
            return migrations::LifecycleReport {.kind = migrations::LifecycleKind::Backup,
                .outcome = Outcome::Refused,
                .cancelled = true,
                .sentence = u"Nothing was kept"_s,
                .state = state};
        });
    QVERIFY(session.running());
    QCOMPARE(session.running()->lifecycle, std::optional(migrations::LifecycleKind::Backup));
    QTRY_COMPARE_WITH_TIMEOUT(session.running()->phaseSteps, 3, patience);
    session.planOperation(OperationKind::Upgrade, {u"head"_s}); // one at a time
    session.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(session.lastLifecycle(), patience);
    QVERIFY(!session.running());
    QVERIFY(!session.plan());
    QCOMPARE(session.lastLifecycle()->sentence, u"Nothing was kept"_s);
}

void TestProjectSession::whatIsLookedAtComesBackAndCanBeStopped()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(2);
    ProjectSession session;
    openAndRead(session, project);
    std::optional<qsizetype> pending;
    session.inspect(
        u"Counting"_s,
        [](const migrations::ProjectState &state, migrations::Journal *journal,
            migrations::Progress &) { return journal ? state.standing.pending().size() : -1; },
        [&](qsizetype count) { pending = count; });
    QCOMPARE(session.inspecting(), u"Counting"_s);
    QTRY_COMPARE_WITH_TIMEOUT(pending, std::optional<qsizetype>(2), patience);
    QVERIFY(session.inspecting().isEmpty());
    bool came = false;
    session.inspect(
        u"Waiting"_s,
        [](const migrations::ProjectState &, migrations::Journal *,
            migrations::Progress &progress) {
            while (!progress.cancelled())
                QThread::msleep(1);
            return true;
        },
        [&](bool) { came = true; });
    session.stopInspecting();
    QVERIFY(session.inspecting().isEmpty());
    bool after = false;
    session.inspect(
        {}, [](const auto &, auto *, auto &) { return true; }, [&](bool) { after = true; });
    QTRY_VERIFY_WITH_TIMEOUT(after, patience);
    QVERIFY(!came);
}

QTEST_GUILESS_MAIN(TestProjectSession)
#include "tst_projectsession.moc"
