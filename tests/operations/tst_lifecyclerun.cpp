// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/lifecyclerun.h"
#include "migrations/operations/unfinished.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::TestServer;

namespace {

struct Stage
{
    QString url = TestServer::shared().freshDatabase();
    tests::AlembicProject project {url};
    tests::PrivateData data;
    NoProgress progress;
    Journal journal = Journal::open().value();
    ProjectState state =
        withDatabase(readProjectState(project.folder(), {}, progress).value(), progress);

    LifecycleRequest request(LifecycleRequest::Lock lock = LifecycleRequest::Lock::Target) const
    {
        return {.kind = LifecycleKind::Reset,
            .target = u"public"_s,
            .identity = state.database->identity,
            .lock = lock};
    }
    std::vector<JournalEntry> unfinished() const { return journal.unfinished({}).value(); }
};

} // namespace

class TestLifecycleRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsStagesAreInTheJournalBeforeItEnds()
    {
        Stage stage;
        LifecycleRun run(stage.state, stage.request(), stage.journal, stage.progress);
        QVERIFY(run.begin());
        QVERIFY(run.stage(u"planned"_s, {{u"tables"_s, 3}}));
        QVERIFY(run.stage(u"renamed"_s, {{u"oid"_s, u"16400"_s}}));
        // Another connection sees them: they are on the disk.
        const JournalEntry seen = Journal::open()->entry(run.entry().id).value();
        QCOMPARE(seen.kind, u"reset"_s);
        QCOMPARE(seen.stages.size(), 2U);
        QCOMPARE(seen.stages[1].name, u"renamed"_s);
        QCOMPARE(seen.stages[1].data["oid"_L1].toString(), u"16400"_s);
        QVERIFY(!seen.ended.isValid());
        const LifecycleReport report = run.finish({.sentence = u"Done"_s});
        QCOMPARE(report.outcome, Outcome::Done);
        QVERIFY(report.state->database.has_value());
        QCOMPARE(stage.journal.entry(report.journalId)->outcome, u"done"_s);
    }

    void twoOfThemCannotWorkAtOnce_data()
    {
        QTest::addColumn<bool>("outside");
        QTest::newRow("both in the target") << false;
        QTest::newRow("one that renames it") << true;
    }

    void twoOfThemCannotWorkAtOnce()
    {
        QFETCH(bool, outside);
        Stage stage;
        LifecycleRun first(stage.state,
            stage.request(
                outside ? LifecycleRequest::Lock::Outside : LifecycleRequest::Lock::Target),
            stage.journal, stage.progress);
        QVERIFY(first.begin());
        QVERIFY(first.stillLocked());
        LifecycleRun second(stage.state, stage.request(), stage.journal, stage.progress);
        const Result<> begun = second.begin();
        QVERIFY(!begun.has_value());
        QCOMPARE(begun.error().code, u"locked"_s);
        const LifecycleReport refused = second.refused(begun.error());
        QCOMPARE(refused.outcome, Outcome::Refused);
        QCOMPARE(refused.journalId, -1);
    }

    void theLockOutsideLeavesTheTargetWithoutASession()
    {
        Stage stage;
        LifecycleRun run(stage.state, stage.request(LifecycleRequest::Lock::Outside), stage.journal,
            stage.progress);
        QVERIFY(run.begin());
        const QString name = parsedName(stage.url);
        const auto sessions = tests::runSql(TestServer::shared().server().url(u"postgres"_s),
            {u"SELECT count(*) FROM pg_stat_activity WHERE datname = '%1'"_s.arg(name)});
        QCOMPARE(tests::firstColumn(sessions), QStringList {u"0"_s});
    }

    void anotherDatabaseThanTheOneOnScreenIsRefused()
    {
        Stage stage;
        LifecycleRequest request = stage.request(LifecycleRequest::Lock::Outside);
        request.identity.database = u"1"_s;
        LifecycleRun run(stage.state, request, stage.journal, stage.progress);
        const Result<> begun = run.begin();
        QVERIFY(!begun.has_value());
        QCOMPARE(begun.error().code, u"identity_differs"_s);
        QVERIFY(stage.unfinished().empty());
    }

    void whatRunsPythonNeedsTrust()
    {
        Stage stage;
        LifecycleRequest request = stage.request();
        request.needsTrust = true;
        LifecycleRun run(stage.state, request, stage.journal, stage.progress);
        QCOMPARE(run.begin().error().code, u"untrusted"_s);
    }

    void anInterruptedOneIsToldByItsStageAndStaysUntilItIsEnded()
    {
        JournalEntry entry {.id = 3, .kind = u"recreate"_s, .database = u"shop on localhost"_s};
        entry.stages.push_back({.name = u"renamed"_s});
        const UnfinishedFinding finding = judgeUnfinished(entry, DatabaseReading());
        QCOMPARE(finding.outcome, Outcome::Unknown);
        QVERIFY(finding.sentence.contains(u"recreate of shop on localhost never ended"_s));
        QVERIFY(finding.sentence.contains(u"\"renamed\""_s));
        QVERIFY(!finding.nextAction.isEmpty());
    }

private:
    static QString parsedName(const QString &url) { return tests::parsed(url).databaseName(); }
};

QTEST_GUILESS_MAIN(TestLifecycleRun)
#include "tst_lifecyclerun.moc"
