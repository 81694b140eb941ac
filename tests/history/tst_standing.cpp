// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/standing.h"
#include "tests/history/graphtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using migrations::RevisionGraph;
using migrations::RevisionState;
using migrations::Standing;
using migrations::standingOf;
using tests::graphOf;

class TestStanding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutADatabaseEverythingIsUnknown();
    void anEmptyDatabaseHasEverythingPendingInRunOrder();
    void dependenciesOfTheRowsAreApplied();
    void atTheHeadsTheDatabaseIsUpToDate();
    void aRowThatIsNotOnDiskIsAGhost();
    void underAGhostAloneNothingIsKnownPending();
    void withoutAPlanAllThatIsMissingIsPending();
    void aBrokenHistoryStillHasAStanding();
    void statesHaveNames();
};

void TestStanding::withoutADatabaseEverythingIsUnknown()
{
    const Standing standing;
    QVERIFY(!standing.known);
    QVERIFY(!standing.upToDate());
    QCOMPARE(standing.pending(), QStringList());
    QCOMPARE(standing.stateOf(u"b"_s), RevisionState::Unknown);
}

void TestStanding::anEmptyDatabaseHasEverythingPendingInRunOrder()
{
    const RevisionGraph graph = graphOf(u"a; b < a; c < a; d < b,c; e < a + d"_s);
    const Standing standing = standingOf(graph, {});
    QVERIFY(standing.known);
    QVERIFY(standing.current.isEmpty());
    QCOMPARE(standing.pending(), QStringList({u"a"_s, u"c"_s, u"b"_s, u"d"_s, u"e"_s}));
    QCOMPARE(standing.stateOf(u"a"_s), RevisionState::Pending);
}

void TestStanding::dependenciesOfTheRowsAreApplied()
{
    const Standing standing = standingOf(graphOf(u"a; b < a; x; y < x + b; z < y"_s), {u"y"_s});
    QCOMPARE(standing.current, QStringList(u"y"_s));
    QCOMPARE(standing.pending(), QStringList(u"z"_s));
    for (const auto &id : {u"a"_s, u"b"_s, u"x"_s, u"y"_s})
        QCOMPARE(standing.stateOf(id), RevisionState::Applied);
    QCOMPARE(standing.stateOf(u"z"_s), RevisionState::Pending);
}

void TestStanding::atTheHeadsTheDatabaseIsUpToDate()
{
    const RevisionGraph graph = graphOf(u"a; b < a; c < a"_s);
    QVERIFY(standingOf(graph, {u"c"_s, u"b"_s}).upToDate());
    QVERIFY(!standingOf(graph, {u"b"_s}).upToDate());
}

void TestStanding::aRowThatIsNotOnDiskIsAGhost()
{
    const Standing standing = standingOf(graphOf(u"a; b < a; c < b"_s), {u"gone"_s, u"a"_s});
    QCOMPARE(standing.current, QStringList(u"a"_s));
    QCOMPARE(standing.ghosts, QStringList(u"gone"_s));
    QCOMPARE(standing.stateOf(u"gone"_s), RevisionState::Ghost);
    QCOMPARE(standing.stateOf(u"a"_s), RevisionState::Applied);
    QCOMPARE(standing.pending(), QStringList({u"b"_s, u"c"_s}));
    QVERIFY(!standing.upToDate());
}

// It may stand on any of them.
void TestStanding::underAGhostAloneNothingIsKnownPending()
{
    const Standing standing = standingOf(graphOf(u"a; b < a; c < b"_s), {u"gone"_s});
    QCOMPARE(standing.stateOf(u"a"_s), RevisionState::Unknown);
    QCOMPARE(standing.stateOf(u"c"_s), RevisionState::Unknown);
    QCOMPARE(standing.pending(), QStringList());
    QVERIFY(!standing.upToDate());
}

// A row and its own ancestor make Alembic refuse every upgrade.
void TestStanding::withoutAPlanAllThatIsMissingIsPending()
{
    const RevisionGraph graph = graphOf(u"a; b < a; c < b"_s);
    QVERIFY(!graph.planUpgrade(u"heads"_s, {u"a"_s, u"b"_s}));
    const Standing standing = standingOf(graph, {u"a"_s, u"b"_s});
    QCOMPARE(standing.pending(), QStringList(u"c"_s));
}

void TestStanding::aBrokenHistoryStillHasAStanding()
{
    const Standing standing = standingOf(graphOf(u"a; b < a; c < b; d < gone"_s), {u"b"_s});
    QCOMPARE(standing.stateOf(u"a"_s), RevisionState::Applied);
    QCOMPARE(standing.stateOf(u"c"_s), RevisionState::Pending);
    QCOMPARE(standing.pending().size(), 2);
}

void TestStanding::statesHaveNames()
{
    QCOMPARE(migrations::stateName(RevisionState::Applied), u"applied"_s);
    QCOMPARE(migrations::stateName(RevisionState::Pending), u"pending"_s);
    QCOMPARE(migrations::stateName(RevisionState::Ghost), u"ghost"_s);
    QCOMPARE(migrations::stateName(RevisionState::Unknown), u"unknown"_s);
}

QTEST_GUILESS_MAIN(TestStanding)
#include "tst_standing.moc"
