// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/ghoststamp.h"
#include "tests/operations/ghostfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

#define HAS(result) QVERIFY2(result, qPrintable((result) ? QString() : (result).error().message))

// Ghosts that are stamped away: the version table without them, and nothing else changed.
class TestGhostStamp : public QObject
{
    Q_OBJECT
    PrivateData m_data;

private Q_SLOTS:
    void itStandsOnWhatHasAFile_data();
    void itStandsOnWhatHasAFile();
    void whatIsMissingHasToBeNamed();
    void aStampOfOneRevisionTakesTheGhostsAway();
};

void TestGhostStamp::itStandsOnWhatHasAFile_data()
{
    QTest::addColumn<Scripts>("own");
    QTest::addColumn<Scripts>("ghosts");
    QTest::addColumn<QStringList>("rows");
    const Scripts line {script(u"1"_s, {}), script(u"2"_s, {u"1"_s})};
    const Scripts fork {script(u"1"_s, {}), script(u"2"_s, {u"1"_s}), script(u"3"_s, {u"1"_s})};
    QTest::newRow("its parent") << line << Scripts {script(u"g"_s, {u"2"_s})}
                                << QStringList {u"2"_s};
    QTest::newRow("below its ancestors")
        << line << Scripts {script(u"g"_s, {u"2"_s}), script(u"h"_s, {u"g"_s})}
        << QStringList {u"2"_s};
    QTest::newRow("beside a sibling")
        << line << Scripts {script(u"g"_s, {u"1"_s})} << QStringList {u"2"_s};
    QTest::newRow("both sides of a merge")
        << fork << Scripts {script(u"g"_s, {u"2"_s, u"3"_s})} << QStringList {u"2"_s, u"3"_s};
    QTest::newRow("what it depends on too")
        << Scripts {script(u"1"_s, {}), script(u"2"_s, {})}
        << Scripts {script(u"g"_s, {u"1"_s}, u"'2'"_s)} << QStringList {u"1"_s, u"2"_s};
    QTest::newRow("nothing") << Scripts {} << Scripts {script(u"g"_s, {})} << QStringList {};
}

void TestGhostStamp::itStandsOnWhatHasAFile()
{
    QFETCH(const Scripts, own);
    QFETCH(const Scripts, ghosts);
    QFETCH(const QStringList, rows);
    const AlembicProject project(u"sqlite:///app.db"_s);
    for (const AlembicProject::Script &one : own)
        project.write(one);
    makeGhosts(project, ghosts);
    const auto before = schemaOf(project);
    const ProjectState state = stateOf(project.folder());
    const Result<OperationRequest> request = planGhostStamp(state, search(state));
    HAS(request);
    QCOMPARE(request->plan.rowsAfter(), rows);

    NoProgress quiet;
    Result<Journal> journal = Journal::open();
    HAS(journal);
    const OperationReport report = runOperation(state, *request, *journal, std::nullopt, quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence));
    QCOMPARE(report.rowsAfter, rows);
    QCOMPARE(report.state->standing.ghosts, QStringList());
    QCOMPARE(schemaOf(project), before);
}

void TestGhostStamp::whatIsMissingHasToBeNamed()
{
    const AlembicProject project(u"sqlite:///app.db"_s);
    project.write(script(u"1"_s, {}));
    project.write(script(u"2"_s, {u"1"_s}));
    project.write(script(u"3"_s, {u"1"_s}));
    makeGhosts(project, {script(u"g"_s, {u"2"_s})});
    const ProjectState state = stateOf(project.folder());
    const GhostSearch nowhere {.ghosts = {u"g"_s}, .missing = {u"g"_s}};
    const Result<QStringList> unknown = rowsWithoutGhosts(state, nowhere);
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, u"no_target"_s);
    QCOMPARE(rowsWithoutGhosts(state, nowhere, u"2"_s).value(), (QStringList {u"2"_s, u"3"_s}));
    QCOMPARE(rowsWithoutGhosts(state, nowhere, u"1"_s).value(), QStringList {u"3"_s});
}

void TestGhostStamp::aStampOfOneRevisionTakesTheGhostsAway()
{
    const AlembicProject project(u"sqlite:///app.db"_s);
    project.write(script(u"1"_s, {}));
    project.write(script(u"2"_s, {u"1"_s}));
    project.write(script(u"3"_s, {}));
    makeGhosts(project, {script(u"g"_s, {u"1"_s})});
    const ProjectState state = stateOf(project.folder()); // at 2, 3 and g
    const Result<OperationRequest> request = planStampOverGhosts(state, u"1"_s);
    HAS(request);
    QCOMPARE(request->plan.rowsAfter(), (QStringList {u"1"_s, u"3"_s}));
    QCOMPARE(request->plan.rowsBefore.size(), 3);
}

QTEST_GUILESS_MAIN(TestGhostStamp)
#include "tst_ghoststamp.moc"
