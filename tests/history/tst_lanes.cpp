// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/lanes.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace migrations;

using Edge = LaneRow::Edge;
using Part = Edge::Part;

namespace {

// "m < b c; b < a; c < a; a": rows from the top, each with its parents.
struct Rows
{
    QStringList names;
    std::vector<std::vector<int>> parents;
};

Rows rowsOf(const QString &text)
{
    Rows rows;
    const QStringList parts = text.split(u';');
    for (const QString &part : parts)
        rows.names.append(part.section(u'<', 0, 0).trimmed());
    for (const QString &part : parts) {
        std::vector<int> &parents = rows.parents.emplace_back();
        for (const QString &name : part.section(u'<', 1).split(u' ', Qt::SkipEmptyParts))
            parents.push_back(static_cast<int>(rows.names.indexOf(name)));
    }
    return rows;
}

bool hasLine(const LaneRow &row, int lane)
{
    const auto arrives = [lane](const Edge &edge) {
        return edge.to == lane && edge.part != Part::IntoNode;
    };
    return std::any_of(row.upper.begin(), row.upper.end(), arrives);
}

// A row as text: "o" its node, "|" a line, then what changes its lane below it: "0>1"; "1!" is a
// line that ends. Straight lines are not told, they show in the next row.
QString printed(const LaneRow &row, const LaneRow *next, int width)
{
    QString line;
    for (int lane = 0; lane < width; ++lane)
        line += lane == row.lane ? u'o' : hasLine(row, lane) ? u'|' : u' ';
    line += u" %1"_s;
    for (const Edge &edge : row.lower) {
        const bool goesOn = next != nullptr
            && std::any_of(next->upper.begin(), next->upper.end(), [&edge](const Edge &other) {
                   return other.from == edge.from && other.to == edge.to
                       && other.colour == edge.colour;
               });
        if (edge.from != edge.to)
            line += u" %1>%2"_s.arg(edge.from).arg(edge.to);
        if (!goesOn)
            line += u" %1!"_s.arg(edge.to);
    }
    return line;
}

QString printed(const std::vector<LaneRow> &lanes, const QStringList &names)
{
    int width = 0;
    for (const LaneRow &row : lanes)
        width = std::max(width, row.laneCount);
    QStringList lines;
    for (size_t i = 0; i < lanes.size(); ++i) {
        const LaneRow *next = i + 1 < lanes.size() ? &lanes[i + 1] : nullptr;
        lines.append(
            printed(lanes[i], next, width).replace(u"%1"_s, names.at(static_cast<qsizetype>(i))));
    }
    return u"\n"_s + lines.join(u'\n') + u"\n"_s;
}

RevisionFile file(const QString &id, const QStringList &down)
{
    RevisionFile result;
    result.path = u"/versions/"_s + id + u".py"_s;
    result.id = id;
    result.down = down;
    return result;
}

} // namespace

class TestLanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShapeHasItsLanes_data();
    void everyShapeHasItsLanes();
    void theTwoHalvesOfASpanAreTheSame();
    void partsSayWhereALineStartsAndEnds();
    void aGraphsRowsHaveTheLanesOfItsParents();
    void manyLanesStaySmall();
};

void TestLanes::everyShapeHasItsLanes_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing but a base") << u"a"_s << u"\no a\n"_s;
    QTest::newRow("a line") << u"c < b; b < a; a"_s << u"\no c\no b\no a\n"_s;
    QTest::newRow("a merge point") << u"m < b c; c < a; b < a; a"_s << uR"(
o  m 0>1
|o c
o| b 1>0
o  a
)"_s;
    QTest::newRow("a branch below its merge point")
        << u"m < b s; b < x; s < r; x < y; r < y; y < z; z"_s << uR"(
o  m 0>1
o| b
|o s
o| x
|o r 1>0
o  y
o  z
)"_s;
    QTest::newRow("a merge point with three parents")
        << u"m < a b c; a < z; b < z; c < z; z"_s << uR"(
o   m 0>1 0>2
o|| a
|o| b
||o c 1>0 2>0
o   z
)"_s;
    QTest::newRow("two heads") << u"h < b; i < a; b < a; a"_s << uR"(
o  h
|o i
o| b 1>0
o  a
)"_s;
    QTest::newRow("a head whose lane a branch had")
        << u"m < b c; c < a; b < a; a < z; i < z; z"_s << uR"(
o  m 0>1
|o c
o| b 1>0
o  a
|o i 1>0
o  z
)"_s;
    QTest::newRow("a branch from a branch") << u"h < d; i < c; j < c; c < d; d"_s << uR"(
o   h
|o  i
||o j 2>1
|o  c 1>0
o   d
)"_s;
    QTest::newRow("nested merges, as in the picture")
        << u"m < n s; s < t; n < o l; l < k; t < w; o < p; k < w; p < w; w"_s << uR"(
o   m 0>1
|o  s
o|  n 0>2
||o l
|o| t
o|| o
||o k
o|| p 1>0 2>0
o   w
)"_s;
    QTest::newRow("two histories, one after the other") << u"b < a; a; d < c; c"_s << uR"(
o b
o a
o d
o c
)"_s;
    QTest::newRow("two histories, mixed") << u"b < a; d < c; a; c"_s << uR"(
o  b
|o d
o| a
 o c
)"_s;
    QTest::newRow("a missing parent") << u"b < gone; a"_s << uR"(
o b 0!
o a
)"_s;
    QTest::newRow("a missing parent at the end") << u"b < a; a < gone"_s << uR"(
o b
o a 0!
)"_s;
    QTest::newRow("a missing parent of a merge point") << u"m < a gone; a"_s << uR"(
o  m 0>1 1!
o  a
)"_s;
    QTest::newRow("a missing first parent") << u"m < gone a; x; a"_s << uR"(
o  m 0! 0>1
o| x
 o a
)"_s;
    QTest::newRow("a parent above its child") << u"b < a; a < b"_s << uR"(
o b
o a 0!
)"_s;
    QTest::newRow("the same parent twice") << u"b < a a; a"_s << uR"(
o b
o a
)"_s;
    QTest::newRow("a merge with its own ancestor") << u"m < b a; b < a; a"_s << uR"(
o  m 0>1
o| b 1>0
o  a
)"_s;
    QTest::newRow("two merge points share a parent")
        << u"m < n c; n < b c; b < a; c < a; a"_s << uR"(
o   m 0>1
o|  n 0>2
o|| b 2>1
|o  c 1>0
o   a
)"_s;
    QTest::newRow("a merge point off the main line") << u"h < a; m < b c; b < a; c < a; a"_s << uR"(
o   h
|o  m 1>2
|o| b
||o c 1>0 2>0
o   a
)"_s;
}

void TestLanes::everyShapeHasItsLanes()
{
    QFETCH(QString, rows);
    QFETCH(QString, expected);
    const Rows shape = rowsOf(rows);
    QCOMPARE(printed(lanesOf(shape.parents), shape.names), expected);
}

void TestLanes::theTwoHalvesOfASpanAreTheSame()
{
    const Rows shape = rowsOf(u"m < b c; x < c; c < a; b < a; a < z; z"_s);
    const std::vector<LaneRow> lanes = lanesOf(shape.parents);
    QVERIFY(lanes.front().upper.empty());
    QVERIFY(lanes.back().lower.empty());
    for (size_t i = 0; i + 1 < lanes.size(); ++i) {
        QCOMPARE(lanes[i].lower.size(), lanes[i + 1].upper.size());
        for (size_t j = 0; j < lanes[i].lower.size(); ++j) {
            QCOMPARE(lanes[i].lower[j].from, lanes[i + 1].upper[j].from);
            QCOMPARE(lanes[i].lower[j].to, lanes[i + 1].upper[j].to);
            QCOMPARE(lanes[i].lower[j].colour, lanes[i + 1].upper[j].colour);
        }
    }
}

void TestLanes::partsSayWhereALineStartsAndEnds()
{
    const std::vector<LaneRow> lanes = lanesOf(rowsOf(u"m < b c; b < a; c < a; a"_s).parents);
    QCOMPARE(
        lanes[0].lower, (std::vector<Edge> {{0, 0, 0, Part::FromNode}, {0, 1, 1, Part::FromNode}}));
    QCOMPARE(
        lanes[1].upper, (std::vector<Edge> {{0, 0, 0, Part::IntoNode}, {0, 1, 1, Part::Through}}));
    QCOMPARE(
        lanes[1].lower, (std::vector<Edge> {{0, 0, 0, Part::FromNode}, {1, 1, 1, Part::Through}}));
    QCOMPARE(
        lanes[2].upper, (std::vector<Edge> {{0, 0, 0, Part::Through}, {1, 1, 1, Part::IntoNode}}));
    QCOMPARE(
        lanes[3].upper, (std::vector<Edge> {{0, 0, 0, Part::IntoNode}, {1, 0, 1, Part::IntoNode}}));
}

void TestLanes::aGraphsRowsHaveTheLanesOfItsParents()
{
    const RevisionGraph graph = RevisionGraph::fromFiles({file(u"a"_s, {}), file(u"b"_s, {u"a"_s}),
        file(u"c"_s, {u"a"_s}), file(u"m"_s, {u"b"_s, u"c"_s}), file(u"x"_s, {u"gone"_s})});
    const std::vector<LaneRow> lanes = lanesOf(graph);
    QCOMPARE(lanes.size(), graph.revisions().size());
    std::vector<std::vector<int>> parents;
    for (const Revision &revision : graph.revisions()) {
        std::vector<int> &rows = parents.emplace_back();
        for (const QString &id : revision.down)
            rows.push_back(graph.indexOf(id));
    }
    QCOMPARE(lanes, lanesOf(parents));
    QCOMPARE(lanes[static_cast<size_t>(graph.indexOf(u"a"_s))].upper.size(), size_t {2});
    QCOMPARE(lanes[static_cast<size_t>(graph.indexOf(u"x"_s))].lower.size(), size_t {1});
}

// A thousand branches from one base, each of ten revisions.
void TestLanes::manyLanesStaySmall()
{
    constexpr int branches = 1000;
    constexpr int length = 10;
    std::vector<std::vector<int>> parents;
    for (int row = 0; row < branches * length; ++row)
        parents.push_back({row % length == length - 1 ? branches * length : row + 1});
    parents.emplace_back();
    const std::vector<LaneRow> lanes = lanesOf(parents);
    QCOMPARE(lanes[branches * length - 1].lane, branches - 1);
    QCOMPARE(lanes.back().lane, 0);
    for (const LaneRow &row : lanes)
        QVERIFY(row.lower.size() <= size_t {maxLanes});
    QCOMPARE(lanes[branches * length - 2].upper.size(), size_t {maxLanes});
}

QTEST_GUILESS_MAIN(TestLanes)
#include "tst_lanes.moc"
