// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/model/shophistory.h"
#include "widgets/revisionview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using model::RevisionTableModel;
using widgets::RevisionView;
using widgets::Theme;

class TestRevisionView : public QObject
{
    Q_OBJECT
public:
    static Theme *theme;
private Q_SLOTS:
    void init();
    void cleanup();
    void theArrowsMoveTheSelection();
    void homeAndEndGoToTheEnds();
    void enterActivates();
    void aDoubleClickActivates();
    void lettersGoToTheFilter();
    void theSelectionStaysOnItsRevision();
    void theSelectionComesBackWithItsRow();
    void aRightClickNamesItsRevision();
    void aNarrowTableGivesUpTheDate();
    void theFocusedRowHasABar();
    void theHoveredRowIsTinted();
    void theArcTurnsWhileARevisionRuns();
    void tenThousandRowsScrollSmoothly();

private:
    QImage picture() { return m_view->viewport()->grab().toImage(); }
    QPoint middleOf(const QString &id) const;

    std::unique_ptr<RevisionTableModel> m_model;
    std::unique_ptr<model::RevisionFilter> m_filter;
    std::unique_ptr<RevisionView> m_view;
};

Theme *TestRevisionView::theme = nullptr;

void TestRevisionView::init()
{
    m_model = std::make_unique<RevisionTableModel>();
    m_filter = std::make_unique<model::RevisionFilter>();
    m_filter->setSourceModel(m_model.get());
    m_view = std::make_unique<RevisionView>(*theme, *m_model, *m_filter);
    m_model->setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    m_view->resize(800, 600);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    QTRY_VERIFY(m_view->hasFocus());
    m_view->setCurrentRevision(tests::shopHead());
}

void TestRevisionView::cleanup()
{
    m_view.reset();
    m_filter.reset();
    m_model.reset();
}

QPoint TestRevisionView::middleOf(const QString &id) const
{
    const QModelIndex source =
        m_model->index(m_model->rowOf(id), RevisionTableModel::MessageColumn);
    return m_view->visualRect(m_filter->mapFromSource(source)).center();
}

void TestRevisionView::theArrowsMoveTheSelection()
{
    QSignalSpy moved(m_view.get(), &RevisionView::currentRevisionChanged);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentRevision(), u"8b30d2f6e914"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->currentRevision(), tests::shopHead());
    QCOMPARE(moved.count(), 2);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(moved.count(), 2);
}

void TestRevisionView::homeAndEndGoToTheEnds()
{
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->currentRevision(), m_model->idAt(m_model->rowCount() - 1));
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->currentRevision(), tests::shopHead());
}

void TestRevisionView::enterActivates()
{
    QSignalSpy activated(m_view.get(), &RevisionView::revisionActivated);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.first().first().toString(), tests::shopHead());
}

void TestRevisionView::aDoubleClickActivates()
{
    QSignalSpy activated(m_view.get(), &RevisionView::revisionActivated);
    const QPoint place = middleOf(u"93d1f4a7726e"_s);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.first().first().toString(), u"93d1f4a7726e"_s);
}

void TestRevisionView::lettersGoToTheFilter()
{
    QSignalSpy typed(m_view.get(), &RevisionView::typed);
    QTest::keyClick(m_view.get(), Qt::Key_R, Qt::NoModifier);
    QCOMPARE(typed.count(), 1);
    QCOMPARE(typed.first().first().toString(), u"r"_s);
    QTest::keyClick(m_view.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(typed.count(), 1);
}

void TestRevisionView::theSelectionStaysOnItsRevision()
{
    m_view->setCurrentRevision(u"8b30d2f6e914"_s);
    QSignalSpy moved(m_view.get(), &RevisionView::currentRevisionChanged);
    m_model->setState(
        tests::stateOf(tests::shopFiles(), {tests::shopCurrent(), u"feedc0ffee00"_s}));
    QCOMPARE(m_view->currentRevision(), u"8b30d2f6e914"_s);
    m_filter->setText(u"refunds"_s);
    QCOMPARE(m_view->currentRevision(), u"8b30d2f6e914"_s);
    m_filter->setText({});
    QCOMPARE(m_view->currentRevision(), u"8b30d2f6e914"_s);
    QCOMPARE(moved.count(), 0);
    QCOMPARE(m_view->selectionModel()->selectedRows().size(), 1);
}

void TestRevisionView::theSelectionComesBackWithItsRow()
{
    m_view->setCurrentRevision(u"8b30d2f6e914"_s);
    QSignalSpy moved(m_view.get(), &RevisionView::currentRevisionChanged);
    m_filter->setText(u"loyalty"_s);
    QCOMPARE(m_view->currentRevision(), QString());
    m_filter->setText({});
    QCOMPARE(m_view->currentRevision(), u"8b30d2f6e914"_s);
    QCOMPARE(moved.count(), 2);
}

void TestRevisionView::aRightClickNamesItsRevision()
{
    QSignalSpy asked(m_view.get(), &RevisionView::contextMenuRequested);
    const QPoint place = middleOf(u"93d1f4a7726e"_s);
    QContextMenuEvent event(
        QContextMenuEvent::Mouse, place, m_view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(m_view->viewport(), &event);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), u"93d1f4a7726e"_s);
    QCOMPARE(asked.first().at(1).toPoint(), m_view->viewport()->mapToGlobal(place));
}

void TestRevisionView::aNarrowTableGivesUpTheDate()
{
    QVERIFY(!m_view->isColumnHidden(RevisionTableModel::DateColumn));
    m_view->resize(500, 600);
    QVERIFY(m_view->isColumnHidden(RevisionTableModel::DateColumn));
    m_view->resize(800, 600);
    QVERIFY(!m_view->isColumnHidden(RevisionTableModel::DateColumn));
}

void TestRevisionView::theFocusedRowHasABar()
{
    const QPoint row = middleOf(tests::shopHead());
    const int ratio = qRound(m_view->devicePixelRatioF());
    QCOMPARE(picture().pixelColor(ratio, row.y() * ratio), theme->tokens().focus);
    QCOMPARE(picture().pixelColor(5 * ratio, row.y() * ratio), theme->tokens().select);
    m_view->clearFocus();
    QCOMPARE(picture().pixelColor(ratio, row.y() * ratio), theme->tokens().selectOff);
}

void TestRevisionView::theHoveredRowIsTinted()
{
    const QPoint row = middleOf(u"93d1f4a7726e"_s);
    const int ratio = qRound(m_view->devicePixelRatioF());
    QCOMPARE(picture().pixelColor(ratio, row.y() * ratio), theme->tokens().base);
    QMouseEvent move(QEvent::MouseMove, row, m_view->viewport()->mapToGlobal(row), Qt::NoButton,
        Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(m_view->viewport(), &move);
    QCOMPARE(picture().pixelColor(ratio, row.y() * ratio), theme->tokens().hover);
}

void TestRevisionView::theArcTurnsWhileARevisionRuns()
{
    m_model->setRunningRevision(u"8b30d2f6e914"_s);
    const QImage before = picture();
    QTRY_VERIFY(picture() != before);
    m_model->setRunningRevision({});
    QVERIFY(picture() != before);
}

void TestRevisionView::tenThousandRowsScrollSmoothly()
{
    m_model->setState(tests::stateOf(tests::chainOf(10000), {}));
    QCOMPARE(m_filter->rowCount(), 10000);
    QScrollBar *bar = m_view->verticalScrollBar();
    QImage frame(m_view->viewport()->size(), QImage::Format_RGB32);
    QElapsedTimer timer;
    double slowest = 0;
    for (int i = 1; i <= 40; ++i) {
        timer.start();
        bar->setValue(bar->maximum() * i / 40);
        m_view->viewport()->render(&frame);
        slowest = std::max(slowest, double(timer.nsecsElapsed()) / 1e6);
    }
    qInfo("slowest of 40 frames at 10,000 rows: %.1f ms", slowest);
    // 16 ms on a quiet machine; a loaded or sanitized one must only not be slow by an order.
    QVERIFY2(slowest < 160, qUtf8Printable(QString::number(slowest)));
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme theme(application);
    TestRevisionView::theme = &theme;
    TestRevisionView test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_revisionview.moc"
