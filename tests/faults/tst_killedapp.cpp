// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The program itself is killed at every statement in turn, its helper with it: the database stands
// in a legal state, the journal tells in which, and the next run ends where it should.

#include "migrations/operations/unfinished.h"
#include "tests/commandline/commandrun.h"
#include "tests/faults/faultfixture.h"
#include "tests/support/faultproxy.h"

#include <QTest>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::CommandLine;
using tests::FaultProxy;

namespace {

constexpr int chainLength = 2;

QStringList commandFor(bool down)
{
    if (down)
        return {u"--json"_s, u"--yes"_s, u"migration"_s, u"rollback"_s, u"base"_s};
    return {u"--json"_s, u"--yes"_s, u"migration"_s, u"run"_s};
}

Outcome outcomeFor(int done)
{
    if (done == chainLength)
        return Outcome::Done;
    return done == 0 ? Outcome::RolledBack : Outcome::Partly;
}

struct Chain
{
    explicit Chain(bool perMigration)
        : direct(tests::TestServer::shared().freshDatabase())
        , proxy(tests::TestServer::shared().server().socketFolder())
        , project(proxy.through(direct), {.transactionPerMigration = perMigration})
        , ids(project.writeChain(chainLength))
        , line(project.folder())
    {
        line.trust();
    }
    std::optional<int> stepsIn() const { return tests::stepsInChain(tests::truthOf(direct), ids); }
    std::vector<JournalEntry> unfinished() const
    {
        return Journal::open(line.dataFolder())->unfinished({}).value();
    }
    ProjectState state() const
    {
        NoProgress quiet;
        return readProjectState(project.folder(), {.dataFolder = line.dataFolder()}, quiet).value();
    }
    // Whether it was killed, at the N-th statement that counts.
    bool killedAt(int at, bool down, bool helperOnly)
    {
        QProcess app;
        std::atomic<qint64> pid = 0;
        proxy.arm(
            {.counts = [helperOnly](const auto &one) { return !helperOnly || one.isHelper(); },
                .at = at,
                .act =
                    [&pid](const auto &) {
                        while (pid == 0)
                            std::this_thread::yield();
                        ::kill(pid_t(pid), SIGKILL);
                    }});
        line.start(app, commandFor(down));
        pid = app.processId();
        const CommandLine::Answer answer = CommandLine::finish(app);
        const bool met = proxy.happened();
        proxy.arm({});
        if (met != (answer.exitCode == -1) || (!met && answer.exitCode != 0))
            QTest::qFail(qPrintable(answer.output + answer.error), __FILE__, __LINE__);
        if (!tests::sessionsAreGone(direct, u"spiritsafe%"_s))
            QTest::qFail("a session outlives its program", __FILE__, __LINE__);
        return met;
    }

    QString direct;
    FaultProxy proxy;
    AlembicProject project;
    QStringList ids;
    CommandLine line;
};

} // namespace

class TestKilledApp : public QObject
{
    Q_OBJECT
    tests::Patience m_patience;
    int m_faults = 0;
    int m_outsideLegalSet = 0;

    int steps(const Chain &chain, bool down);

private Q_SLOTS:
    void atEveryStatementTheJournalTellsWhatIsIn_data();
    void atEveryStatementTheJournalTellsWhatIsIn();
    void theNextStartRunsNothingByItself();
    void cleanupTestCase();
};

void TestKilledApp::atEveryStatementTheJournalTellsWhatIsIn_data()
{
    QTest::addColumn<bool>("perMigration");
    QTest::addColumn<bool>("down");
    QTest::addColumn<bool>("helperOnly");
    QTest::newRow("upgrade, any statement, a transaction a step") << true << false << false;
    QTest::newRow("upgrade, one transaction") << false << false << true;
    QTest::newRow("downgrade, a transaction a step") << true << true << true;
    QTest::newRow("downgrade, one transaction") << false << true << true;
}

// Of the plan, as the database says; every unfinished entry must say the same.
int TestKilledApp::steps(const Chain &chain, bool down)
{
    const std::optional<int> in = chain.stepsIn();
    m_outsideLegalSet += !in;
    const int done = !in ? -1 : down ? chainLength - *in : *in;
    if (!in)
        QTest::qFail(qPrintable(tests::truthOf(chain.direct).text()), __FILE__, __LINE__);
    for (const JournalEntry &entry : chain.unfinished()) {
        const UnfinishedFinding found = findUnfinished(entry, chain.state());
        if (found.outcome != outcomeFor(done) || found.stepsIn != done
            || (done < chainLength && found.nextAction.isEmpty()))
            QTest::qFail(qPrintable(found.sentence), __FILE__, __LINE__);
    }
    return done;
}

void TestKilledApp::atEveryStatementTheJournalTellsWhatIsIn()
{
    QFETCH(const bool, perMigration);
    QFETCH(const bool, down);
    QFETCH(const bool, helperOnly);
    Chain chain(perMigration);
    if (down)
        QCOMPARE(chain.line.run(commandFor(false)).exitCode, 0);
    bool met = true;
    int told = 0;
    for (int at = 1; met; ++at) {
        met = chain.killedAt(at, down, helperOnly);
        m_faults += met;
        const int done = steps(chain, down);
        told += int(chain.unfinished().size());
        if (helperOnly && met && chain.unfinished().empty())
            QFAIL("the helper worked before the journal knew of it");
        if (QTest::currentTestFailed())
            return;
        if (done == 0) // exactly as before: the next one is its second run
            continue;
        QCOMPARE(chain.line.run(commandFor(down)).exitCode, 0);
        QCOMPARE(steps(chain, down), chainLength);
        QVERIFY(chain.unfinished().empty());
        QVERIFY(!met || chain.line.run(commandFor(!down)).exitCode == 0);
    }
    QCOMPARE(steps(chain, down), chainLength);
    QVERIFY(told > 0);
}

void TestKilledApp::theNextStartRunsNothingByItself()
{
    Chain chain(true);
    for (int at = 1; chain.stepsIn() != 1; ++at) {
        // On a busy machine the helper gets to its last commit before it is gone: from the start.
        if (chain.stepsIn() == chainLength) {
            QCOMPARE(chain.line.run(commandFor(true)).exitCode, 0);
            at = 1;
        }
        QVERIFY(chain.killedAt(at, false, true));
    }
    for (const QString &command : {u"status"_s, u"history"_s})
        chain.line.run({u"migration"_s, command});
    const auto journal = chain.line.run({u"journal"_s});
    QCOMPARE(journal.exitCode, 1);
    QVERIFY2(journal.output.contains(u"never ended"_s)
            && journal.output.contains(u"1 of its 2 steps"_s)
            && journal.output.contains(u"Run it again"_s),
        qPrintable(journal.output + journal.error));
    QCOMPARE(chain.stepsIn(), std::optional(1));
    QVERIFY(!chain.unfinished().empty());
}

void TestKilledApp::cleanupTestCase()
{
    tests::figure(u"killed app: %1 faults, %2 states outside the legal set"_s.arg(m_faults).arg(
        m_outsideLegalSet));
    QCOMPARE(m_outsideLegalSet, 0);
}

QTEST_GUILESS_MAIN(TestKilledApp)
#include "tst_killedapp.moc"
