// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisiontablemodel.h"
#include "model/words.h"
#include "tests/model/shophistory.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::RevisionState;
using model::Badge;
using model::RevisionTableModel;

namespace {

QString text(const RevisionTableModel &model, int row, RevisionTableModel::Column column)
{
    return model.index(row, column).data().toString();
}

QStringList badges(const RevisionTableModel &model, const QString &id)
{
    QStringList texts;
    const QVariant value = model.index(model.rowOf(id), 0).data(RevisionTableModel::BadgesRole);
    for (const Badge &badge : value.value<QVector<Badge>>())
        texts << badge.text;
    return texts;
}

int boundaryRow(const RevisionTableModel &model)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data(RevisionTableModel::BoundaryRole).toBool())
            return row;
    }
    return -1;
}

} // namespace

class TestRevisionTableModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRevisionsAreListedAsTheGraphOrdersThem();
    void aStateIsAWord();
    void readingIsNotUnknown();
    void badgesSayHeadEnvironmentAndLabel();
    void ghostsStandOnTopOnce();
    void aBrokenFileIsARowWithItsLine();
    void theBoundaryParts_data();
    void theBoundaryParts();
    void aDependencyIsTheRowOfWhatItNeeds();
    void indexesFollowTheirRevision();
    void aStateWithTheSameRevisionsResetsNothing();
    void rowsThatWereMadeAheadAreShown();
    void theRunningRevisionSaysSo();
    void aRowIsReadAsASentence();
    void datesAreFriendly_data();
    void datesAreFriendly();
    void tenThousandRevisionsAreReplacedAtOnce();
};

void TestRevisionTableModel::theRevisionsAreListedAsTheGraphOrdersThem()
{
    RevisionTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const migrations::ProjectState state =
        tests::stateOf(tests::shopFiles(), {tests::shopCurrent()});
    model.setState(state);
    QCOMPARE(model.rowCount(), int(state.graph.revisions().size()));
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.idAt(row), state.graph.revisions().at(std::size_t(row)).id);
        QCOMPARE(model.rowOf(model.idAt(row)), row);
    }
    QCOMPARE(
        text(model, 0, RevisionTableModel::MessageColumn), u"Index orders by customer and date"_s);
    QVERIFY(model.laneCount() >= 2);
}

void TestRevisionTableModel::aStateIsAWord()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    QCOMPARE(text(model, 0, RevisionTableModel::StateColumn), u"pending"_s);
    QCOMPARE(text(model, model.rowOf(tests::shopCurrent()), RevisionTableModel::StateColumn),
        u"applied"_s);
    QCOMPARE(model.stateAt(0), RevisionState::Pending);
}

void TestRevisionTableModel::readingIsNotUnknown()
{
    RevisionTableModel model;
    migrations::ProjectState state = tests::unreadStateOf(tests::shopFiles());
    model.setState(state);
    QCOMPARE(text(model, 0, RevisionTableModel::StateColumn), u"reading"_s);
    state.databaseError =
        migrations::Error {migrations::ErrorKind::Database, u"no answer"_s, {}, {}};
    model.setState(state);
    QCOMPARE(text(model, 0, RevisionTableModel::StateColumn), u"unknown"_s);
}

void TestRevisionTableModel::badgesSayHeadEnvironmentAndLabel()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    QCOMPARE(badges(model, tests::shopHead()), QStringList {u"head"_s});
    QCOMPARE(badges(model, tests::shopCurrent()), QStringList {u"development"_s});
    QCOMPARE(badges(model, u"93d1f4a7726e"_s), QStringList {u"shipping"_s});
    QCOMPARE(badges(model, u"8b30d2f6e914"_s), QStringList {});
}

void TestRevisionTableModel::ghostsStandOnTopOnce()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {u"feedc0ffee00"_s, u"feedc0ffee00"_s}));
    QCOMPARE(model.idAt(0), u"feedc0ffee00"_s);
    QCOMPARE(model.rowCount(), int(tests::shopFiles().size()) + 1);
    QCOMPARE(model.stateAt(0), RevisionState::Ghost);
    QCOMPARE(text(model, 0, RevisionTableModel::MessageColumn), u"not on disk"_s);
    QVERIFY(model.isProblem(0));
    QVERIFY(!model.isProblem(1));
}

void TestRevisionTableModel::aBrokenFileIsARowWithItsLine()
{
    RevisionTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<migrations::RevisionFile> files = tests::shopFiles();
    files.push_back(tests::brokenFile(u"/shop/migrations/versions/0042_x.py"_s));
    model.setState(tests::stateOf(files, {tests::shopCurrent()}));
    QCOMPARE(model.rowCount(), int(files.size()));
    QCOMPARE(text(model, 0, RevisionTableModel::MessageColumn),
        u"0042_x.py: line 7: the brackets of this line do not close"_s);
    QCOMPARE(text(model, 0, RevisionTableModel::RevisionColumn), QString());
    QVERIFY(model.isProblem(0));
}

void TestRevisionTableModel::theBoundaryParts_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<int>("row");
    const QStringList chain {u"c < b"_s, u"b < a"_s, u"a"_s};
    QTest::newRow("pending from applied") << chain << QStringList {u"b"_s} << 1;
    QTest::newRow("nothing where all is applied") << chain << QStringList {u"c"_s} << -1;
    QTest::newRow("nothing where all is pending") << chain << QStringList {} << -1;
    QTest::newRow("nothing where they are mixed")
        << QStringList {u"d < a"_s, u"c < b"_s, u"b < a"_s, u"a"_s} << QStringList {u"c"_s} << -2;
}

void TestRevisionTableModel::theBoundaryParts()
{
    QFETCH(QStringList, lines);
    QFETCH(QStringList, rows);
    QFETCH(int, row);
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::filesOf(lines), rows));
    if (row != -2) {
        QCOMPARE(boundaryRow(model), row);
        return;
    }
    // d is pending beside the applied c: a line exists only if the order happens to part them.
    const bool parted = model.stateAt(0) == RevisionState::Pending;
    QCOMPARE(boundaryRow(model), parted ? 1 : -1);
}

void TestRevisionTableModel::aDependencyIsTheRowOfWhatItNeeds()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    const QModelIndex index = model.index(model.rowOf(u"77e01c8a5b94"_s), 0);
    QCOMPARE(index.data(RevisionTableModel::DependsRole).value<QVector<int>>(),
        QVector<int> {model.rowOf(u"90ab6d3f2e17"_s)});
}

void TestRevisionTableModel::indexesFollowTheirRevision()
{
    RevisionTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setState(tests::stateOf(tests::filesOf({u"c < b"_s, u"b < a"_s, u"a"_s}), {u"a"_s}));
    const QPersistentModelIndex kept = model.index(model.rowOf(u"b"_s), 2);
    const QPersistentModelIndex gone = model.index(model.rowOf(u"c"_s), 2);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

    model.setState(tests::stateOf(
        tests::filesOf({u"e < d"_s, u"d < b"_s, u"b < a"_s, u"a"_s}), {u"a"_s, u"ghost0"_s}));
    QCOMPARE(reset.count(), 0);
    QVERIFY(!gone.isValid());
    QCOMPARE(model.idAt(kept.row()), u"b"_s);
    QCOMPARE(kept.column(), 2);

    // The other way round: b is now the newest.
    model.setState(
        tests::stateOf(tests::filesOf({u"b < a"_s, u"a < e"_s, u"e < d"_s, u"d"_s}), {}));
    QCOMPARE(reset.count(), 0);
    QCOMPARE(kept.row(), 0);
    QCOMPARE(model.idAt(0), u"b"_s);
}

void TestRevisionTableModel::aStateWithTheSameRevisionsResetsNothing()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopHead()}));
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.stateAt(0), RevisionState::Applied);
}

void TestRevisionTableModel::rowsThatWereMadeAheadAreShown()
{
    const migrations::ProjectState state = tests::stateOf(tests::shopFiles(), {tests::shopHead()});
    auto ahead = std::make_shared<model::RevisionRows>(*model::revisionRows(state));
    ahead->rows.front().message = u"made ahead"_s;
    RevisionTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setState(state, ahead);
    QCOMPARE(text(model, 0, RevisionTableModel::MessageColumn), u"made ahead"_s);
    model.setState(state);
    QCOMPARE(
        text(model, 0, RevisionTableModel::MessageColumn), u"Index orders by customer and date"_s);
}

void TestRevisionTableModel::theRunningRevisionSaysSo()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    model.setRunningRevision(u"8b30d2f6e914"_s);
    QCOMPARE(model.runningRevision(), u"8b30d2f6e914"_s);
    const int row = model.rowOf(u"8b30d2f6e914"_s);
    QCOMPARE(text(model, row, RevisionTableModel::StateColumn), u"running"_s);
    QVERIFY(model.index(row, 0).data(RevisionTableModel::RunningRole).toBool());
    model.setRunningRevision({});
    QCOMPARE(text(model, row, RevisionTableModel::StateColumn), u"pending"_s);
}

void TestRevisionTableModel::aRowIsReadAsASentence()
{
    RevisionTableModel model;
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    const QString sentence =
        model.index(0, RevisionTableModel::MessageColumn).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(
        sentence.startsWith(u"pending, c7e19a40b52d, Index orders by customer and date, head"_s),
        qUtf8Printable(sentence));
}

void TestRevisionTableModel::datesAreFriendly_data()
{
    QTest::addColumn<QDateTime>("when");
    QTest::addColumn<QString>("expected");
    const auto at = [](int year, int month, int day) {
        return QDateTime(QDate(year, month, day), QTime(9, 5));
    };
    QTest::newRow("yesterday") << at(2026, 11, 22) << u"yesterday"_s;
    QTest::newRow("this year") << at(2026, 11, 18) << u"18 Nov"_s;
    QTest::newRow("another year") << at(2024, 11, 18) << u"18 Nov 2024"_s;
    QTest::newRow("none") << QDateTime() << QString();
    QTest::newRow("today") << at(2026, 11, 23)
                           << QLocale().toString(QTime(9, 5), QLocale::ShortFormat);
}

void TestRevisionTableModel::datesAreFriendly()
{
    QFETCH(QDateTime, when);
    QFETCH(QString, expected);
    QCOMPARE(model::friendlyDate(when, QDateTime(QDate(2026, 11, 23), QTime(14, 0))), expected);
}

void TestRevisionTableModel::tenThousandRevisionsAreReplacedAtOnce()
{
    const migrations::ProjectState state = tests::stateOf(tests::chainOf(10000), {});
    RevisionTableModel model;
    model.setState(state);
    QElapsedTimer timer;
    timer.start();
    model.setState(state);
    const double ms = double(timer.nsecsElapsed()) / 1e6;
    qInfo("10,000 rows replaced in %.1f ms", ms);
    QCOMPARE(model.rowCount(), 10000);
    // 10 ms on a quiet machine; a loaded or sanitized one must only not be slow by an order.
    QVERIFY2(ms < 150, qUtf8Printable(QString::number(ms)));
}

QTEST_GUILESS_MAIN(TestRevisionTableModel)
#include "tst_revisiontablemodel.moc"
