// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisionfilter.h"
#include "model/revisiontablemodel.h"
#include "tests/model/shophistory.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using model::RevisionFilter;
using model::RevisionTableModel;
using Group = model::RevisionFilter::Group;

namespace {

QStringList shown(const RevisionFilter &filter)
{
    QStringList ids;
    for (int row = 0; row < filter.rowCount(); ++row)
        ids << filter.index(row, 0).data(RevisionTableModel::IdRole).toString();
    return ids;
}

} // namespace

class TestRevisionFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void wordsAreFound_data();
    void wordsAreFound();
    void aGroupShowsItsRows();
    void countsAreOfAllRows();
    void countsFollowTheState();
    void anIndexSurvivesWhatStillShowsIt();
    void aKeystrokeIsWithinAFrame();

private:
    std::unique_ptr<RevisionTableModel> m_model;
    std::unique_ptr<RevisionFilter> m_filter;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestRevisionFilter::init()
{
    m_tester.reset();
    m_filter = std::make_unique<RevisionFilter>();
    m_model = std::make_unique<RevisionTableModel>();
    m_filter->setSourceModel(m_model.get());
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_filter.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<migrations::RevisionFile> files = tests::shopFiles();
    files.push_back(tests::brokenFile(u"/shop/migrations/versions/0042_x.py"_s));
    m_model->setState(tests::stateOf(files, {tests::shopCurrent(), u"feedc0ffee00"_s}));
}

void TestRevisionFilter::wordsAreFound_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("message") << u"REFUNDS"_s << QStringList {u"8b30d2f6e914"_s};
    QTest::newRow("id") << u"d850a9"_s << QStringList {u"d850a9b1f36c"_s};
    QTest::newRow("label") << u"loyalty accounts"_s << QStringList {u"5e2bf09d4c63"_s};
    QTest::newRow("file name") << u"add_refunds.py"_s << QStringList {u"8b30d2f6e914"_s};
    QTest::newRow("date") << u"2026-11-22"_s << QStringList {tests::shopHead()};
    QTest::newRow("every word") << u"index customer"_s << QStringList {tests::shopHead()};
    QTest::newRow("broken") << u"0042 brackets"_s
                            << QStringList {u"/shop/migrations/versions/0042_x.py"_s};
    QTest::newRow("nothing") << u"no such words"_s << QStringList {};
}

void TestRevisionFilter::wordsAreFound()
{
    QFETCH(QString, words);
    QFETCH(QStringList, ids);
    m_filter->setText(words);
    QCOMPARE(shown(*m_filter), ids);
    m_filter->setText({});
    QCOMPARE(m_filter->rowCount(), m_model->rowCount());
}

void TestRevisionFilter::aGroupShowsItsRows()
{
    m_filter->setGroup(Group::Pending);
    QCOMPARE(shown(*m_filter), (QStringList {tests::shopHead(), u"8b30d2f6e914"_s}));
    m_filter->setGroup(Group::Problems);
    QCOMPARE(shown(*m_filter),
        (QStringList {u"feedc0ffee00"_s, u"/shop/migrations/versions/0042_x.py"_s}));
    m_filter->setText(u"feed"_s);
    QCOMPARE(shown(*m_filter), QStringList {u"feedc0ffee00"_s});
    m_filter->setGroup(Group::All);
    QCOMPARE(m_filter->rowCount(), 1);
}

void TestRevisionFilter::countsAreOfAllRows()
{
    m_filter->setText(u"refunds"_s);
    QCOMPARE(m_filter->countOf(Group::All), m_model->rowCount());
    QCOMPARE(m_filter->countOf(Group::Pending), 2);
    QCOMPARE(m_filter->countOf(Group::Problems), 2);
}

void TestRevisionFilter::countsFollowTheState()
{
    QSignalSpy changed(m_filter.get(), &RevisionFilter::countsChanged);
    QCOMPARE(m_filter->countOf(Group::Pending), 2);
    m_model->setState(tests::stateOf(tests::shopFiles(), {tests::shopHead()}));
    QVERIFY(changed.count() > 0);
    QCOMPARE(m_filter->countOf(Group::Pending), 0);
    QCOMPARE(m_filter->countOf(Group::Problems), 0);
}

void TestRevisionFilter::anIndexSurvivesWhatStillShowsIt()
{
    const QModelIndex source = m_model->index(m_model->rowOf(u"8b30d2f6e914"_s), 3);
    const QPersistentModelIndex index = m_filter->mapFromSource(source);
    m_filter->setText(u"refunds"_s);
    QVERIFY(index.isValid());
    QCOMPARE(index.row(), 0);
    m_filter->setText(u"shipments"_s);
    QVERIFY(!index.isValid());
}

void TestRevisionFilter::aKeystrokeIsWithinAFrame()
{
    m_tester.reset(); // it reads every row on every change: that is not what is measured
    m_model->setState(tests::stateOf(tests::chainOf(10000), {}));
    QElapsedTimer timer;
    double slowest = 0;
    for (const QString &text : {u"c"_s, u"cu"_s, u"cus"_s, u"customers 99"_s, u"9"_s, QString()}) {
        timer.start();
        m_filter->setText(text);
        QVERIFY(m_filter->rowCount() > 0);
        slowest = std::max(slowest, double(timer.nsecsElapsed()) / 1e6);
    }
    qInfo("slowest keystroke at 10,000 rows: %.1f ms", slowest);
    // 16 ms on a quiet machine; a loaded or sanitized one must only not be slow by an order.
    QVERIFY2(slowest < 200, qUtf8Printable(QString::number(slowest)));
}

QTEST_GUILESS_MAIN(TestRevisionFilter)
#include "tst_revisionfilter.moc"
