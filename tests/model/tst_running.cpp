// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/running.h"
#include "model/stepmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Event;
using Running = model::ProjectSession::Running;
using Standing = model::StepRow::Standing;

namespace {

migrations::OperationRequest requestOf(const QStringList &revisions)
{
    migrations::OperationRequest request;
    request.targets = {u"head"_s};
    for (const QString &revision : revisions)
        request.plan.steps.push_back({migrations::Direction::Up, revision, {}, {}, {revision}});
    return request;
}

Event stepEvent(Event::Kind kind, int step, const QString &revision, qint64 elapsed = -1)
{
    Event event;
    event.kind = kind;
    event.step = step;
    event.revision = revision;
    event.elapsedMs = elapsed;
    return event;
}

} // namespace

class TestRunning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsGoFromToDoOverRunningToDone();
    void aLockWaitNamesTheBlockerUntilItIsGranted();
    void theLogIsBounded();
    void onlyChangedRowsAreTold();
    void aPastOperationShowsWhatIsInTheDatabase();

private:
    const QDateTime m_now = QDateTime::currentDateTime();
};

void TestRunning::stepsGoFromToDoOverRunningToDone()
{
    Running running = model::startedRunning(requestOf({u"a"_s, u"b"_s}), m_now);
    QCOMPARE(running.steps.size(), std::size_t(2));
    QVERIFY(model::runningRevision(running).isEmpty());
    model::applyEvent(running, stepEvent(Event::Kind::StepStarted, 0, u"a"_s), m_now);
    QCOMPARE(model::runningRevision(running), u"a"_s);
    model::applyEvent(running, stepEvent(Event::Kind::StepFinished, 0, u"a"_s, 38), m_now);
    QCOMPARE(running.finishedSteps, 1);
    QCOMPARE(running.steps.at(0).elapsedMs, 38);
    QVERIFY(!running.steps.at(0).inDatabase); // only reading back says so
    QVERIFY(model::runningRevision(running).isEmpty());
    QVERIFY(running.log.last().endsWith(u"step 1 done: a, 38 ms"_s));
}

void TestRunning::aLockWaitNamesTheBlockerUntilItIsGranted()
{
    Running running = model::startedRunning(requestOf({u"a"_s}), m_now);
    Event wait;
    wait.kind = Event::Kind::LockWait;
    wait.blockers = {migrations::Blocker {.pid = 4127, .application = u"metabase"_s}};
    wait.elapsedMs = 3'200;
    model::applyEvent(running, wait, m_now);
    QCOMPARE(running.blockers.front().pid, 4127);
    QCOMPARE(running.waitedMs, 3'200);
    const auto lines = running.log.size();
    model::applyEvent(running, wait, m_now);
    QCOMPARE(running.log.size(), lines); // told once
    Event granted;
    granted.kind = Event::Kind::LockGranted;
    model::applyEvent(running, granted, m_now);
    QVERIFY(running.blockers.empty());
}

void TestRunning::theLogIsBounded()
{
    Running running = model::startedRunning(requestOf({u"a"_s}), m_now);
    Event event;
    event.kind = Event::Kind::Output;
    event.text = u"line"_s;
    for (int i = 0; i < 5'000; ++i)
        model::applyEvent(running, event, m_now);
    QVERIFY(running.log.size() <= 1'000);
    QCOMPARE(running.logged, 5'000);
}

void TestRunning::onlyChangedRowsAreTold()
{
    model::StepModel steps;
    const QAbstractItemModelTester tester(&steps);
    Running running = model::startedRunning(requestOf({u"a"_s, u"b"_s, u"c"_s}), m_now);
    steps.setPlan(running.request.plan, {});
    QSignalSpy changed(&steps, &QAbstractItemModel::dataChanged);
    model::applyEvent(running, stepEvent(Event::Kind::StepStarted, 0, u"a"_s), m_now);
    steps.setRunning(running);
    QCOMPARE(changed.count(), 1);
    steps.setRunning(running);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(steps.rows().at(0).standing, Standing::Running);
    model::applyEvent(running, stepEvent(Event::Kind::StepFinished, 0, u"a"_s, 5), m_now);
    steps.setRunning(running);
    QCOMPARE(steps.rows().at(0).standing, Standing::Done);
    QCOMPARE(steps.rows().at(1).standing, Standing::ToDo);
}

void TestRunning::aPastOperationShowsWhatIsInTheDatabase()
{
    migrations::JournalEntry entry;
    entry.outcome = u"partly"_s;
    entry.ended = m_now;
    entry.steps.resize(3);
    entry.steps[0].inDatabase = true;
    entry.steps[0].elapsedMs = 4;
    entry.steps[1].elapsedMs = 7;
    model::StepModel steps;
    const QAbstractItemModelTester tester(&steps);
    steps.setEntry(entry, {});
    QCOMPARE(steps.rows().at(0).standing, Standing::Done);
    QCOMPARE(steps.rows().at(1).standing, Standing::Undone);
    QCOMPARE(steps.rows().at(2).standing, Standing::NotRun);
    entry.ended = {};
    steps.setEntry(entry, {});
    QCOMPARE(steps.rows().at(0).standing, Standing::Unknown);
}

QTEST_GUILESS_MAIN(TestRunning)
#include "tst_running.moc"
