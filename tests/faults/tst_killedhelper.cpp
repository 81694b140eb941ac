// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The run's connection breaks, or its process is killed, at every statement in turn: the database
// stands in a legal state, the report says in which, and a second run ends where it should.

#include "tests/faults/faultfixture.h"
#include "tests/support/faultproxy.h"

#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::FaultProxy;

namespace {

enum class Harm { Kill, CutBefore, CutAfter };

constexpr int chainLength = 2;

FaultProxy::Plan planOf(Harm harm, int at, bool commitsOnly)
{
    FaultProxy::Plan plan;
    plan.counts = [commitsOnly](const FaultProxy::Statement &statement) {
        return statement.isHelper() && (!commitsOnly || statement.isCommit());
    };
    plan.at = at;
    if (harm == Harm::Kill)
        plan.act = [](const auto &statement) { ::kill(pid_t(statement.client), SIGKILL); };
    else
        plan.fault =
            harm == Harm::CutBefore ? FaultProxy::Fault::CutBefore : FaultProxy::Fault::CutAfter;
    return plan;
}

} // namespace

class TestKilledHelper : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;
    tests::Patience m_patience;

    struct Chain
    {
        explicit Chain(bool perMigration)
            : direct(tests::TestServer::shared().freshDatabase())
            , proxy(tests::TestServer::shared().server().socketFolder())
            , project(proxy.through(direct), {.transactionPerMigration = perMigration})
            , ids(project.writeChain(chainLength))
        {
        }
        OperationReport run(Direction direction) const
        {
            tests::Listener listener;
            return direction == Direction::Up ? tests::upgrade(project, listener)
                                              : tests::downgrade(project, listener);
        }
        std::optional<int> stepsIn() const
        {
            return tests::stepsInChain(tests::truthOf(direct), ids);
        }
        QString direct;
        mutable FaultProxy proxy;
        AlembicProject project;
        QStringList ids;
    };
    struct Harmed
    {
        bool met = false;
        int done = 0; // steps of the plan that are in
    };
    Harmed harmed(const Chain &chain, Direction direction, const FaultProxy::Plan &plan);
    int m_faults = 0;
    int m_outsideLegalSet = 0;

private Q_SLOTS:
    void atEveryStatementTheStateIsLegalAndNamed_data();
    void atEveryStatementTheStateIsLegalAndNamed();
    void cleanupTestCase();
};

void TestKilledHelper::atEveryStatementTheStateIsLegalAndNamed_data()
{
    QTest::addColumn<int>("harm");
    QTest::addColumn<bool>("perMigration");
    QTest::addColumn<bool>("down");
    QTest::addColumn<bool>("commitsOnly");
    for (const bool down : {false, true}) {
        const char *way = down ? "downgrade" : "upgrade";
        for (const bool perMigration : {false, true}) {
            const char *mode = perMigration ? "a transaction a step" : "one transaction";
            QTest::addRow("%s killed, %s", way, mode)
                << int(Harm::Kill) << perMigration << down << false;
            QTest::addRow("%s cut before each commit, %s", way, mode)
                << int(Harm::CutBefore) << perMigration << down << true;
            QTest::addRow("%s cut after each commit, %s", way, mode)
                << int(Harm::CutAfter) << perMigration << down << true;
        }
    }
    QTest::addRow("upgrade cut before each statement")
        << int(Harm::CutBefore) << true << false << false;
    QTest::addRow("upgrade cut after each statement")
        << int(Harm::CutAfter) << true << false << false;
}

// The report must name the state that the database is really in.
TestKilledHelper::Harmed TestKilledHelper::harmed(
    const Chain &chain, Direction direction, const FaultProxy::Plan &plan)
{
    chain.proxy.arm(plan);
    const OperationReport report = chain.run(direction);
    const bool met = chain.proxy.happened();
    chain.proxy.arm({});
    const tests::Truth truth = tests::truthOf(chain.direct);
    const std::optional<int> in = tests::stepsInChain(truth, chain.ids);
    m_faults += met;
    m_outsideLegalSet += !in;
    const int done = !in ? -1 : direction == Direction::Up ? *in : chainLength - *in;
    const Outcome expected = done == chainLength ? Outcome::Done
        : done == 0                              ? Outcome::RolledBack
                                                 : Outcome::Partly;
    const bool told = in && report.outcome == expected && report.rowsAfter == truth.rows
        && (expected == Outcome::Done || !report.nextAction.isEmpty());
    if (!told)
        QTest::qFail(qPrintable(u"at statement %1: %2\n%3"_s.arg(plan.at).arg(
                         truth.text(), tests::described(report))),
            __FILE__, __LINE__);
    return {met, done};
}

void TestKilledHelper::atEveryStatementTheStateIsLegalAndNamed()
{
    QFETCH(const int, harm);
    QFETCH(const bool, perMigration);
    QFETCH(const bool, down);
    QFETCH(const bool, commitsOnly);
    const Chain chain(perMigration);
    const Direction direction = down ? Direction::Down : Direction::Up;
    const Direction back = down ? Direction::Up : Direction::Down;
    if (down)
        COMPARE_OUTCOME(chain.run(Direction::Up), Outcome::Done);
    int faults = 0;
    Harmed last {.met = true};
    for (int at = 1; last.met; ++at) {
        last = harmed(chain, direction, planOf(Harm(harm), at, commitsOnly));
        if (QTest::currentTestFailed())
            return;
        faults += last.met;
        if (last.done == 0) // exactly as before: the next one is its second run
            continue;
        if (last.done < chainLength)
            COMPARE_OUTCOME(chain.run(direction), Outcome::Done); // again, to the end
        QCOMPARE(chain.stepsIn(), std::optional(down ? 0 : chainLength));
        if (last.met)
            COMPARE_OUTCOME(chain.run(back), Outcome::Done);
    }
    QCOMPARE(last.done, chainLength);
    QVERIFY2(faults > 0, "no fault was met");
}

void TestKilledHelper::cleanupTestCase()
{
    tests::figure(
        u"killed or cut helper: %1 faults, %2 states outside the legal set"_s.arg(m_faults).arg(
            m_outsideLegalSet));
    QCOMPARE(m_outsideLegalSet, 0);
}

QTEST_GUILESS_MAIN(TestKilledHelper)
#include "tst_killedhelper.moc"
