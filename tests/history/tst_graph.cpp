// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/history/graphtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using migrations::AlembicRules;
using migrations::Problem;
using migrations::Revision;
using migrations::RevisionFile;
using migrations::RevisionGraph;
using tests::graphOf;
using tests::textOf;

namespace {

const QString diamond = u"a; b < a; c < a; d < b,c"_s;

QStringList idsOf(const RevisionGraph &graph)
{
    QStringList ids;
    for (const Revision &revision : graph.revisions())
        ids.append(revision.id);
    return ids;
}

QStringList codesOf(const RevisionGraph &graph)
{
    QStringList codes;
    for (const Problem &problem : graph.problems())
        codes.append(problem.code);
    return codes;
}

} // namespace

class TestGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyGraphHasNothingToSay();
    void revisionsComeNewestFirstAndKnowTheirPlace();
    void identifiersAreResolvedAsAlembicDoes_data();
    void identifiersAreResolvedAsAlembicDoes();
    void plansSayTheRowsAfterEachStep_data();
    void plansSayTheRowsAfterEachStep();
    void errorsCarryAlembicsClassAndTextAndANextAction_data();
    void errorsCarryAlembicsClassAndTextAndANextAction();
    void aRowThatIsNotOnDiskIsNamed();
    void anAmbiguousDowngradeWarns();
    void brokenGraphsAreListedWholeAndNameTheProblem_data();
    void brokenGraphsAreListedWholeAndNameTheProblem();
    void bothFilesOfADuplicateIdAreListed();
    void aCycleThatAlembicOverlooksIsAProblemAllTheSame();
    void aPlanThatWouldNeverEndIsAnError();
    void aFileThatCannotBeReadIsAProblemOfTheGraph();
    void aComputedParentAsksForTrust();
    void theRulesFollowTheVersion_data();
    void theRulesFollowTheVersion();
    void undoingAMergeFollowsTheVersion();
    void anEmptyParentIsABaseOnlyForOldVersions();
    void aColonInAnIdIsRefusedByNewVersionsOnly();
    void appliedIsAllThatTheRowsNeed();
};

void TestGraph::anEmptyGraphHasNothingToSay()
{
    const RevisionGraph graph = graphOf({});
    QVERIFY(graph.usable());
    QVERIFY(graph.revisions().empty());
    QCOMPARE(graph.indexOf(u"a"_s), -1);
    QVERIFY(!graph.find(u"a"_s));
    QCOMPARE(graph.planUpgrade(u"head"_s, {})->steps.size(), size_t {0});
    QVERIFY(RevisionGraph().revisions().empty());
}

void TestGraph::revisionsComeNewestFirstAndKnowTheirPlace()
{
    const RevisionGraph graph = graphOf(u"a; b < a @net; c < a; d < b,c; e < a + d"_s);
    QCOMPARE(idsOf(graph), QStringList({u"e"_s, u"d"_s, u"b"_s, u"c"_s, u"a"_s}));
    QCOMPARE(graph.indexOf(u"c"_s), 3);
    const Revision &a = *graph.find(u"a"_s);
    QVERIFY(a.isBase && a.isBranchPoint && !a.isHead);
    QCOMPARE(a.next.size(), 3);
    QCOMPARE(a.message, u"about a"_s);
    const Revision &d = *graph.find(u"d"_s);
    QVERIFY(d.isHead && !d.isRealHead && d.isMergePoint);
    QCOMPARE(d.allLabels, QStringList(u"net"_s));
    QVERIFY(d.branchLabels.isEmpty());
    QCOMPARE(graph.heads(), QStringList({u"d"_s, u"e"_s}));
    QCOMPARE(graph.realHeads(), QStringList(u"e"_s));
    QCOMPARE(graph.bases(), QStringList(u"a"_s));
    QCOMPARE(*graph.branchPoints(), QStringList(u"a"_s));
    QCOMPARE(*graph.current({u"e"_s}), QStringList({u"d"_s, u"e"_s}));
}

void TestGraph::identifiersAreResolvedAsAlembicDoes_data()
{
    QTest::addColumn<QString>("identifier");
    QTest::addColumn<QStringList>("ids");
    const QStringList none;
    QTest::newRow("an id") << u"ae1027a6acf"_s << QStringList(u"ae1027a6acf"_s);
    QTest::newRow("a part of an id") << u"ae10"_s << QStringList(u"ae1027a6acf"_s);
    QTest::newRow("a single letter will do") << u"b"_s << QStringList(u"bd0123456789"_s);
    QTest::newRow("a label") << u"net"_s << QStringList(u"bd0123456789"_s);
    QTest::newRow("heads") << u"heads"_s << QStringList({u"bd0123456789"_s, u"cafe12345678"_s});
    QTest::newRow("head of a branch") << u"net@head"_s << QStringList(u"bd0123456789"_s);
    QTest::newRow("base") << u"base"_s << none;
    QTest::newRow("steps down a branch") << u"net@-1"_s << QStringList(u"ae1027a6acf"_s);
    QTest::newRow("down to the base") << u"net@-2"_s << QStringList(u"base"_s);
    QTest::newRow("past the base") << u"net@-3"_s << QStringList(QString());
}

void TestGraph::identifiersAreResolvedAsAlembicDoes()
{
    QFETCH(const QString, identifier);
    QFETCH(const QStringList, ids);
    const auto graph =
        graphOf(u"ae1027a6acf; bd0123456789 < ae1027a6acf @net; cafe12345678 < ae1027a6acf @web"_s);
    const auto found = graph.resolve(identifier);
    QVERIFY2(found, found ? "" : qPrintable(found.error().message));
    QCOMPARE(*found, ids);
}

void TestGraph::plansSayTheRowsAfterEachStep_data()
{
    QTest::addColumn<QString>("graph");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("steps");
    const QStringList none;
    QTest::newRow("from nothing to the head")
        << diamond << u"up"_s << u"head"_s << none << u"up a: a; up c: c; up b: b c; up d: d"_s;
    QTest::newRow("the merge alone")
        << diamond << u"up"_s << u"d"_s << QStringList({u"b"_s, u"c"_s}) << u"up d: d"_s;
    QTest::newRow("one step") << diamond << u"up"_s << u"c@+1"_s << QStringList(u"a"_s)
                              << u"up c: c"_s;
    QTest::newRow("back over a merge") << diamond << u"down"_s << u"a"_s << QStringList(u"d"_s)
                                       << u"down d: b c; down b: c; down c: a"_s;
    QTest::newRow("back to nothing") << u"a; b < a"_s << u"down"_s << u"base"_s
                                     << QStringList(u"b"_s) << u"down b: a; down a: "_s;
    QTest::newRow("a dependency first") << u"a; b < a; x; y < x + b"_s << u"up"_s << u"y"_s << none
                                        << u"up a: a; up b: b; up x: b x; up y: y"_s;
    QTest::newRow("stamp forward")
        << diamond << u"stamp"_s << u"d"_s << QStringList(u"a"_s) << u"stamp a->d: d"_s;
    QTest::newRow("stamp back to the fork")
        << diamond << u"stamp"_s << u"a"_s << QStringList({u"b"_s, u"c"_s}) << u"stamp b c->a: a"_s;
    QTest::newRow("stamp to nothing")
        << diamond << u"stamp"_s << u"base"_s << QStringList(u"d"_s) << u"stamp d->: "_s;
    QTest::newRow("stamp what is there")
        << diamond << u"stamp"_s << u"d"_s << QStringList(u"d"_s) << QString();
}

void TestGraph::plansSayTheRowsAfterEachStep()
{
    QFETCH(const QString, graph);
    QFETCH(const QString, command);
    QFETCH(const QString, target);
    QFETCH(const QStringList, rows);
    QFETCH(const QString, steps);
    const RevisionGraph made = graphOf(graph);
    const auto plan = command == u"up" ? made.planUpgrade(target, rows)
        : command == u"down"           ? made.planDowngrade(target, rows)
                                       : made.planStamp({target}, rows);
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
    QCOMPARE(textOf(*plan), steps);
    QCOMPARE(plan->target, target);
    QCOMPARE(plan->rowsBefore, rows);
}

void TestGraph::errorsCarryAlembicsClassAndTextAndANextAction_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("message");
    const QStringList none;
    QTest::newRow("several heads")
        << u"head"_s << none << u"MultipleHeads"_s
        << u"Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads"_s
        << u"There are several heads: bb11, bb22. Name one of them, use \"heads\" for all, or merge them."_s;
    QTest::newRow("an unknown id")
        << u"nosuch"_s << none << u"ResolutionError"_s
        << u"Can't locate revision identified by 'nosuch'"_s
        << u"There is no revision or branch \"nosuch\" here: check the spelling, or get the branch that has it."_s;
    QTest::newRow("a part of several ids")
        << u"bb"_s << none << u"ResolutionError"_s << u"Can't locate revision identified by 'bb'"_s
        << u"\"bb\" fits several revisions or labels: bb11, bb22. Write more of it."_s;
    QTest::newRow("a fork in the way")
        << u"+2"_s << none << u"RevisionError"_s << u"Ambiguous walk"_s
        << u"The way divides at aa11 into bb11, bb22: name the revision, or its branch as label@+n."_s;
    QTest::newRow("rows on one line")
        << u"heads"_s << QStringList({u"aa11"_s, u"bb11"_s}) << u"RevisionError"_s
        << u"Requested revision bb11 overlaps with other requested revisions aa11"_s
        << u"The version table holds bb11 and also aa11, which is on the same line, so Alembic refuses every upgrade: stamp the database with the one that is right."_s;
    QTest::newRow("off the end, where Alembic prints a traceback")
        << u"bb11+1"_s << none << u"AssertionError"_s << QString()
        << u"This target lies beyond the end of the history, where there is no revision: take fewer steps."_s;
}

void TestGraph::errorsCarryAlembicsClassAndTextAndANextAction()
{
    QFETCH(const QString, target);
    QFETCH(const QStringList, rows);
    QFETCH(const QString, code);
    QFETCH(const QString, detail);
    QFETCH(const QString, message);
    const auto plan = graphOf(u"aa11; bb11 < aa11; bb22 < aa11"_s).planUpgrade(target, rows);
    QVERIFY(!plan);
    QCOMPARE(plan.error().kind, migrations::ErrorKind::Alembic);
    QCOMPARE(plan.error().code, code);
    QCOMPARE(plan.error().detail, detail);
    QCOMPARE(plan.error().message, message);
}

void TestGraph::aRowThatIsNotOnDiskIsNamed()
{
    const auto plan = graphOf(diamond).planUpgrade(u"head"_s, {u"feedbeef0123"_s});
    QVERIFY(!plan);
    QCOMPARE(plan.error().detail, u"Can't locate revision identified by 'feedbeef0123'"_s);
    QVERIFY(plan.error().message.contains(u"feedbeef0123, which is not on disk"_s));
}

void TestGraph::anAmbiguousDowngradeWarns()
{
    const RevisionGraph graph = graphOf(diamond);
    const auto plan = graph.planDowngrade(u"-1"_s, {u"c"_s, u"b"_s});
    QVERIFY(plan);
    QCOMPARE(textOf(*plan), u"down c: b"_s);
    QCOMPARE(plan->warnings.size(), 1);
    QVERIFY(plan->warnings.front().contains(u"takes back c"_s));
    QVERIFY(graph.planDowngrade(u"-1"_s, {u"c"_s})->warnings.isEmpty());
}

void TestGraph::brokenGraphsAreListedWholeAndNameTheProblem_data()
{
    QTest::addColumn<QString>("graph");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("named"); // in the message
    QTest::addColumn<QStringList>("order");
    QTest::newRow("missing parent") << u"a; b < gone; c < b"_s << u"missing_down_revision"_s
                                    << u"gone"_s << QStringList({u"a"_s, u"c"_s, u"b"_s});
    QTest::newRow("missing dependency") << u"a; b < a + gone"_s << u"missing_dependency"_s
                                        << u"gone"_s << QStringList({u"b"_s, u"a"_s});
    QTest::newRow("own parent") << u"a; b < b"_s << u"cycle"_s << u"b names itself"_s
                                << QStringList({u"a"_s, u"b"_s});
    QTest::newRow("own dependency") << u"a; b < a + b"_s << u"cycle"_s << u"b depends on itself"_s
                                    << QStringList({u"a"_s, u"b"_s});
    QTest::newRow("cycle") << u"a; b < a,d; c < b; d < c"_s << u"cycle"_s
                           << u"b needs d needs c needs b"_s
                           << QStringList({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
    QTest::newRow("label twice") << u"a @net; b < a @net"_s << u"duplicate_label"_s << u"net"_s
                                 << QStringList({u"b"_s, u"a"_s});
    QTest::newRow("label as parent") << u"a @net; b < net"_s << u"label_as_down_revision"_s
                                     << u"net"_s << QStringList({u"a"_s, u"b"_s});
    QTest::newRow("forbidden character")
        << u"a; b-1 < a"_s << u"illegal_id"_s << u"b-1"_s << QStringList({u"b-1"_s, u"a"_s});
}

void TestGraph::brokenGraphsAreListedWholeAndNameTheProblem()
{
    QFETCH(const QString, graph);
    QFETCH(const QString, code);
    QFETCH(const QString, named);
    QFETCH(const QStringList, order);
    const RevisionGraph made = graphOf(graph);
    QVERIFY(!made.usable());
    QCOMPARE(idsOf(made), order);
    QVERIFY(codesOf(made).contains(code));
    const Problem &problem = made.problems().front();
    QVERIFY(problem.fatal);
    QVERIFY2(problem.message.contains(named), qPrintable(problem.message));
    QVERIFY(problem.file.startsWith(u"/versions/"_s));
    QCOMPARE(problem.line, 3);
    const auto plan = made.planUpgrade(u"heads"_s, {});
    QVERIFY(!plan);
    QCOMPARE(plan.error().message, problem.message);
    QVERIFY(!made.resolve(u"a"_s));
    QVERIFY(!made.range({}, {}));
    QVERIFY(!made.current({}));
}

void TestGraph::bothFilesOfADuplicateIdAreListed()
{
    const RevisionGraph graph = graphOf(u"a; b < a; b < a"_s);
    QCOMPARE(codesOf(graph), QStringList(u"duplicate_id"_s));
    QVERIFY(graph.usable());
    QCOMPARE(graph.revisions().size(), size_t {3});
    QCOMPARE(idsOf(graph).count(u"b"_s), 2);
    QCOMPARE(graph.find(u"b"_s)->file, u"/versions/2_b.py"_s); // Alembic's, too, is the last
    QVERIFY(graph.problems().front().message.contains(u"/versions/1_b.py"_s));
}

// ALEMBIC.md 2.6: Alembic loads this and answers.
void TestGraph::aCycleThatAlembicOverlooksIsAProblemAllTheSame()
{
    const RevisionGraph graph = graphOf(u"a; b < a,d; c < b; d < c; e < d"_s);
    QVERIFY(!graph.usable());
    QCOMPARE(codesOf(graph), QStringList(u"cycle"_s));
    QCOMPARE(graph.revisions().size(), size_t {5});
    QCOMPARE(graph.heads(), QStringList(u"e"_s));
    QCOMPARE(graph.resolve(u"head"_s).value_or(QStringList()), QStringList(u"e"_s));
}

// ALEMBIC.md 2.6: `alembic upgrade heads` never comes back from this.
void TestGraph::aPlanThatWouldNeverEndIsAnError()
{
    const RevisionGraph graph =
        graphOf(u"0001; 0002 < 0001; 0003 < 0002 + 0004; 0004 < 0003; 0005 < 0004 + 0002,0003"_s);
    QVERIFY(!graph.usable());
    QVERIFY(codesOf(graph).contains(u"cycle"_s));
    for (const auto &error :
        {graph.planUpgrade(u"heads"_s, {}).error(), graph.range({}, {}).error()}) {
        QCOMPARE(error.code, u"DependencyCycleDetected"_s);
        QVERIFY(error.message.contains(u"would never finish"_s));
    }
    QCOMPARE(graph.revisions().size(), size_t {5});
}

void TestGraph::aFileThatCannotBeReadIsAProblemOfTheGraph()
{
    auto files = tests::filesOf(diamond);
    RevisionFile broken;
    broken.path = u"/versions/broken.py"_s;
    broken.problems.push_back({.message = u"Line 4 is not Python."_s,
        .file = broken.path,
        .line = 4,
        .code = u"syntax"_s,
        .fatal = true});
    files.push_back(broken);
    const RevisionGraph graph = RevisionGraph::fromFiles(files);
    QCOMPARE(graph.revisions().size(), size_t {4});
    QCOMPARE(graph.problems(), broken.problems);
    QVERIFY(!graph.usable());
    QCOMPARE(graph.planUpgrade(u"head"_s, {}).error().message, u"Line 4 is not Python."_s);
}

void TestGraph::aComputedParentAsksForTrust()
{
    auto files = tests::filesOf(diamond);
    files[1].down.clear();
    files[1].computed = QStringList {u"down_revision"_s};
    const RevisionGraph graph = RevisionGraph::fromFiles(files);
    QVERIFY(!graph.usable());
    QVERIFY(graph.problems().front().message.contains(u"trust the project"_s));
}

void TestGraph::theRulesFollowTheVersion_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("emptyDownIsBase");
    QTest::addColumn<bool>("independentUnmerge");
    QTest::addColumn<bool>("colonForbidden");
    QTest::newRow("1.8.1") << u"1.8.1"_s << true << false << false;
    QTest::newRow("1.12.1") << u"1.12.1"_s << true << false << false;
    QTest::newRow("1.13.0") << u"1.13.0"_s << false << false << false;
    QTest::newRow("1.13.1") << u"1.13.1"_s << false << true << false;
    QTest::newRow("1.17.0") << u"1.17.0"_s << false << true << false;
    QTest::newRow("1.17.1") << u"1.17.1"_s << false << true << true;
    QTest::newRow("unknown is the newest") << QString() << false << true << true;
}

void TestGraph::theRulesFollowTheVersion()
{
    QFETCH(const QString, version);
    QFETCH(const bool, emptyDownIsBase);
    QFETCH(const bool, independentUnmerge);
    QFETCH(const bool, colonForbidden);
    const auto rules = AlembicRules::forVersion(version);
    QCOMPARE(rules.emptyDownIsBase, emptyDownIsBase);
    QCOMPARE(rules.independentUnmerge, independentUnmerge);
    QCOMPARE(rules.colonForbidden, colonForbidden);
}

void TestGraph::undoingAMergeFollowsTheVersion()
{
    const QString text = u"a; b < a; c < b + a"_s;
    const auto old = graphOf(text, AlembicRules::forVersion(u"1.8.1"_s));
    QCOMPARE(textOf(*old.planDowngrade(u"b"_s, {u"c"_s})), u"down c: a b"_s);
    QCOMPARE(textOf(*graphOf(text).planDowngrade(u"b"_s, {u"c"_s})), u"down c: b"_s);
}

void TestGraph::anEmptyParentIsABaseOnlyForOldVersions()
{
    auto files = tests::filesOf(u"a; b < a"_s);
    files[0].emptyDownString = true;
    const auto old = RevisionGraph::fromFiles(files, AlembicRules::forVersion(u"1.12.0"_s));
    QVERIFY(old.usable());
    QCOMPARE(old.bases(), QStringList(u"a"_s));
    const RevisionGraph now = RevisionGraph::fromFiles(files);
    QVERIFY(!now.usable());
    QCOMPARE(codesOf(now), QStringList(u"missing_down_revision"_s));
}

void TestGraph::aColonInAnIdIsRefusedByNewVersionsOnly()
{
    QVERIFY(graphOf(u"REV:1"_s, AlembicRules::forVersion(u"1.17.0"_s)).usable());
    QVERIFY(!graphOf(u"REV:1"_s).usable());
}

void TestGraph::appliedIsAllThatTheRowsNeed()
{
    const RevisionGraph graph = graphOf(u"a; b < a; x; y < x + b; z < y"_s);
    QCOMPARE(graph.appliedBy({u"y"_s, u"gone"_s}), QStringList({u"y"_s, u"x"_s, u"b"_s, u"a"_s}));
    QVERIFY(graph.appliedBy({}).isEmpty());
}

QTEST_GUILESS_MAIN(TestGraph)
#include "tst_graph.moc"
