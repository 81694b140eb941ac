// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/readback.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

// "a b c": an upgrade from base through these revisions.
Plan upgradeThrough(const QString &ids)
{
    Plan plan {.target = u"head"_s};
    for (const QString &id : ids.split(u' '))
        plan.steps.push_back({.direction = Direction::Up, .revision = id, .rowsAfter = {id}});
    return plan;
}

Result<DatabaseReading> standsAt(const QStringList &rows, const QStringList &invalid = {})
{
    DatabaseReading reading;
    reading.rows = rows;
    reading.invalidIndexes = invalid;
    return reading;
}

const Error broken {ErrorKind::Alembic, u"it broke"_s, {}, {}};
const Error gone {ErrorKind::Database, u"no connection"_s, {}, {}};

} // namespace

class TestReadBack : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDatabaseDecidesTheOutcome_data()
    {
        QTest::addColumn<bool>("helperSaidDone");
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("stepsIn");
        QTest::newRow("done and there") << true << QStringList {u"c"_s} << u"done"_s << 3;
        QTest::newRow("error after the commit arrived")
            << false << QStringList {u"c"_s} << u"done"_s << 3;
        QTest::newRow("done but nothing committed")
            << true << QStringList {} << u"rolled-back"_s << 0;
        QTest::newRow("failed and rolled back") << false << QStringList {} << u"rolled-back"_s << 0;
        QTest::newRow("two of three") << false << QStringList {u"b"_s} << u"partly"_s << 2;
        QTest::newRow("somewhere else") << true << QStringList {u"z"_s} << u"unknown"_s << 0;
    }

    void theDatabaseDecidesTheOutcome()
    {
        QFETCH(bool, helperSaidDone);
        QFETCH(QStringList, rows);
        QFETCH(QString, outcome);
        QFETCH(int, stepsIn);
        RunEvidence evidence {.plan = upgradeThrough(u"a b c"_s), .reading = standsAt(rows)};
        if (!helperSaidDone)
            evidence.answer = tl::unexpected(broken);
        const Verdict verdict = judge(evidence);
        QCOMPARE(outcomeName(verdict.outcome), outcome);
        QCOMPARE(verdict.stepsIn, stepsIn);
        QVERIFY(!verdict.sentence.isEmpty());
        QCOMPARE(verdict.nextAction.isEmpty(), outcome == "done"_L1);
    }

    void anUnreadableDatabaseIsUnknown()
    {
        const Verdict verdict =
            judge({.plan = upgradeThrough(u"a"_s), .reading = tl::unexpected(gone)});
        QCOMPARE(verdict.outcome, Outcome::Unknown);
        QVERIFY(verdict.nextAction.contains(u"refresh"_s));
    }

    void aServerThatStillWorksIsUnknown()
    {
        const Verdict verdict = judge({.plan = upgradeThrough(u"a"_s),
            .answer = tl::unexpected(broken),
            .reading = standsAt({}),
            .lingeringPid = 4127});
        QCOMPARE(verdict.outcome, Outcome::Unknown);
        QVERIFY(verdict.sentence.contains(u"4127"_s));
    }

    void aNewInvalidIndexIsNoSuccess()
    {
        RunEvidence evidence {.plan = upgradeThrough(u"a"_s),
            .reading = standsAt({u"a"_s}, {u"public.ix_old"_s, u"public.ix_new"_s}),
            .invalidIndexesBefore = {u"public.ix_old"_s}};
        const Verdict verdict = judge(evidence);
        QCOMPARE(verdict.outcome, Outcome::Partly);
        QVERIFY(verdict.sentence.contains(u"ix_new"_s));
        QVERIFY(!verdict.sentence.contains(u"ix_old"_s));
    }

    void aStepOutsideATransactionMayHaveLeftSomething()
    {
        const Verdict verdict = judge({.plan = upgradeThrough(u"a b"_s),
            .answer = tl::unexpected(broken),
            .reading = standsAt({u"a"_s}),
            .outsideTransaction = {u"b"_s}});
        QCOMPARE(verdict.outcome, Outcome::Partly);
        QVERIFY(!verdict.sentence.contains(u"was rolled back"_s));
        QVERIFY(verdict.nextAction.contains(u"autocommit_block"_s));
    }

    void anErrorThatIsNoBrokenConnectionIsNoSuccess_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("somebody else made the table") << u"23505"_s << u"partly"_s;
        QTest::newRow("env.py after its migrations") << u"RuntimeError"_s << u"partly"_s;
        QTest::newRow("the connection broke") << u"08006"_s << u"done"_s;
        QTest::newRow("the server stopped") << u"57P01"_s << u"done"_s;
        QTest::newRow("psycopg2 says no more") << u"OperationalError"_s << u"done"_s;
        QTest::newRow("asyncpg") << u"ConnectionDoesNotExistError"_s << u"done"_s;
    }

    void anErrorThatIsNoBrokenConnectionIsNoSuccess()
    {
        QFETCH(const QString, code);
        QFETCH(const QString, outcome);
        const Error error {ErrorKind::Alembic, u"it broke"_s, {}, code};
        const Verdict verdict = judge({.plan = upgradeThrough(u"a b"_s),
            .answer = tl::unexpected(error),
            .reading = standsAt({u"b"_s})});
        QCOMPARE(outcomeName(verdict.outcome), outcome);
        QCOMPARE(verdict.stepsIn, 2);
        QCOMPARE(verdict.sentence.contains(u"connection broke"_s), outcome == "done"_L1);
    }

    void cancelledIsSaid()
    {
        const Verdict verdict = judge({.plan = upgradeThrough(u"a b"_s),
            .answer = tl::unexpected(broken),
            .cancelled = true,
            .reading = standsAt({})});
        QCOMPARE(verdict.outcome, Outcome::RolledBack);
        QVERIFY(verdict.sentence.contains(u"was cancelled; everything"_s));
        QCOMPARE(verdict.nextAction, u"The database is as before."_s);
    }

    void aLockThatWasNotFreedIsSaid()
    {
        const Error timeout {ErrorKind::Alembic, u"lock timeout"_s, {}, u"55P03"_s};
        for (const QStringList &rows : {QStringList {}, QStringList {u"a"_s}}) {
            const Verdict verdict = judge({.plan = upgradeThrough(u"a b"_s),
                .answer = tl::unexpected(timeout),
                .reading = standsAt(rows)});
            QVERIFY2(verdict.nextAction.contains(u"When it is done, run it again"_s),
                qPrintable(verdict.nextAction));
        }
    }
};

QTEST_GUILESS_MAIN(TestReadBack)
#include "tst_readback.moc"
