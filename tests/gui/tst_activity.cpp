// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/commandtext.h"
#include "widgets/activitypanel.h"
#include "widgets/blockercard.h"
#include "widgets/locklist.h"
#include "widgets/operationlist.h"
#include "widgets/stallcard.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using migrations::Blocker;
using migrations::BlockerRequest;
using Running = model::ProjectSession::Running;
using What = BlockerRequest::What;

namespace {

Running waitingFor(const Blocker &blocker)
{
    Running running;
    running.request.targets = {u"head"_s};
    running.request.plan.steps.push_back({migrations::Direction::Up, u"b"_s, {}, {}, {u"b"_s}});
    running.started = QDateTime::currentDateTime();
    running.backendPid = 99;
    running.blockers = {blocker};
    running.waitedMs = 3'200;
    return running;
}

Blocker metabase()
{
    return {.pid = 4127,
        .user = u"reporting"_s,
        .application = u"metabase"_s,
        .client = u"10.0.4.18"_s,
        .state = u"active"_s,
        .query = u"SELECT 1"_s,
        .transactionMs = 407'000,
        .holds = u"ACCESS SHARE on payments"_s};
}

migrations::ProjectState production()
{
    migrations::ProjectState state;
    state.environmentName = u"live"_s;
    migrations::Environment environment;
    environment.name = u"live"_s;
    environment.tier = migrations::Tier::Production;
    environment.url = *migrations::DatabaseUrl::fromText(u"postgresql://me:secret@db1/shop"_s);
    state.project.environments = {environment};
    return state;
}

} // namespace

class TestActivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCardSaysWhoHoldsWhat();
    void theirQueryIsCancelledOnlyAfterAQuestion();
    void leavingItIsTheDefault();
    void anIdleSessionCanOnlyBeEnded();
    void endingIsOfferedOnceCancellingDidNotHelp();
    void aQuestionAboutAnotherSessionIsDropped();
    void aPreparedTransactionHasNoSessionToEnd();
    void cancelMineIsCancel();
    void locksAreListedWithWhatIsWaitedForFirst();
    void aSilentServerIsToldAfterAWhile();
    void abandoningIsAskedFirst();
    void theBuildOfAnIndexHasABar();
    void theShownOperationIsCopiedAsACommandLine();
    void everyKindOfOperationHasWordsAndASign_data();
    void everyKindOfOperationHasWordsAndASign();

private:
    template <typename Widget>
    static Widget *in(const QWidget &parent, const char *name)
    {
        return parent.findChild<Widget *>(QLatin1StringView(name));
    }
    widgets::Theme m_theme {*qApp};
};

void TestActivity::theCardSaysWhoHoldsWhat()
{
    widgets::BlockerCard card(m_theme);
    Running running = waitingFor(metabase());
    running.queue = {12, {u"shop-api"_s}};
    card.show(running);
    QCOMPARE(in<QLabel>(card, "blockerTitle")->text(), u"metabase holds payments"_s);
    QCOMPARE(in<QLabel>(card, "blockerQueue")->text(), u"12 sessions behind (shop-api)"_s);
    running.blockers.clear();
    card.show(running);
    QVERIFY(!card.isVisible());
}

void TestActivity::theirQueryIsCancelledOnlyAfterAQuestion()
{
    widgets::BlockerCard card(m_theme);
    card.show(waitingFor(metabase()));
    QSignalSpy asked(&card, &widgets::BlockerCard::blockerRequested);
    QTest::mouseClick(in<QPushButton>(card, "cancelTheirs"), Qt::LeftButton);
    QCOMPARE(asked.count(), 0);
    QVERIFY(in<QLabel>(card, "blockerQuestionText")->text().contains(u"metabase (pid 4127)"_s));
    card.show(waitingFor(metabase())); // half a second later: the question stays
    QVERIFY(in<QWidget>(card, "blockerQuestion")->isVisible());
    QTest::mouseClick(in<QPushButton>(card, "theirsConfirm"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(
        asked.front().front().value<BlockerRequest>(), (BlockerRequest {What::CancelQuery, 4127}));
    QVERIFY(!in<QWidget>(card, "blockerQuestion")->isVisible());
}

void TestActivity::leavingItIsTheDefault()
{
    widgets::BlockerCard card(m_theme);
    card.show(waitingFor(metabase()));
    card.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&card));
    QSignalSpy asked(&card, &widgets::BlockerCard::blockerRequested);
    QTest::mouseClick(in<QPushButton>(card, "cancelTheirs"), Qt::LeftButton);
    QCOMPARE(card.focusWidget(), in<QPushButton>(card, "theirsKeep"));
    QTest::keyClick(card.focusWidget(), Qt::Key_Space);
    QVERIFY(!in<QWidget>(card, "blockerQuestion")->isVisible());
    QTest::mouseClick(in<QPushButton>(card, "cancelTheirs"), Qt::LeftButton);
    QTest::keyClick(card.focusWidget(), Qt::Key_Escape);
    QVERIFY(!in<QWidget>(card, "blockerQuestion")->isVisible());
    QCOMPARE(asked.count(), 0);
}

void TestActivity::anIdleSessionCanOnlyBeEnded()
{
    widgets::BlockerCard card(m_theme);
    Blocker idle = metabase();
    idle.state = u"idle in transaction"_s;
    card.show(waitingFor(idle));
    QVERIFY(!in<QPushButton>(card, "cancelTheirs")->isVisible());
    QSignalSpy asked(&card, &widgets::BlockerCard::blockerRequested);
    QTest::mouseClick(in<QPushButton>(card, "endTheirs"), Qt::LeftButton);
    QVERIFY(in<QLabel>(card, "blockerQuestionText")->text().contains(u"rolled back"_s));
    QTest::mouseClick(in<QPushButton>(card, "theirsConfirm"), Qt::LeftButton);
    QCOMPARE(
        asked.front().front().value<BlockerRequest>(), (BlockerRequest {What::EndSession, 4127}));
}

void TestActivity::endingIsOfferedOnceCancellingDidNotHelp()
{
    widgets::BlockerCard card(m_theme);
    Running running = waitingFor(metabase());
    card.show(running);
    QVERIFY(!in<QPushButton>(card, "endTheirs")->isVisible());
    QTest::mouseClick(in<QPushButton>(card, "cancelTheirs"), Qt::LeftButton);
    QTest::mouseClick(in<QPushButton>(card, "theirsConfirm"), Qt::LeftButton);
    card.show(running);
    QVERIFY(!in<QPushButton>(card, "cancelTheirs")->isEnabled()); // asked, not answered
    running.answer = Running::Answer {4127, false, u"Only a superuser may."_s};
    card.show(running);
    QVERIFY(in<QPushButton>(card, "endTheirs")->isVisible());
    QVERIFY(in<QPushButton>(card, "endTheirs")->isEnabled());
    QCOMPARE(in<QLabel>(card, "blockerAnswer")->text(), u"Only a superuser may."_s);
}

void TestActivity::aQuestionAboutAnotherSessionIsDropped()
{
    widgets::BlockerCard card(m_theme);
    card.show(waitingFor(metabase()));
    QTest::mouseClick(in<QPushButton>(card, "cancelTheirs"), Qt::LeftButton);
    Blocker other = metabase();
    other.pid = 4128;
    card.show(waitingFor(other));
    QVERIFY(!in<QWidget>(card, "blockerQuestion")->isVisible());
}

void TestActivity::aPreparedTransactionHasNoSessionToEnd()
{
    widgets::BlockerCard card(m_theme);
    card.show(waitingFor({.pid = 0, .application = u"a prepared transaction"_s}));
    QVERIFY(!in<QPushButton>(card, "cancelTheirs")->isVisible());
    QVERIFY(!in<QPushButton>(card, "endTheirs")->isVisible());
    QVERIFY(in<QPushButton>(card, "cancelMine")->isVisible());
    QVERIFY(in<QLabel>(card, "blockerAnswer")->text().contains(u"ROLLBACK PREPARED"_s));
}

void TestActivity::cancelMineIsCancel()
{
    model::JournalModel journal;
    widgets::ActivityPanel panel(m_theme, journal);
    panel.setUnfolded(true);
    panel.show();
    panel.startOperation(waitingFor(metabase()), production());
    QSignalSpy cancelled(&panel, &widgets::ActivityPanel::cancelRequested);
    QTest::mouseClick(in<QPushButton>(panel, "cancelMine"), Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);
}

void TestActivity::locksAreListedWithWhatIsWaitedForFirst()
{
    widgets::LockList list(m_theme);
    Running running = waitingFor(metabase());
    running.blockers.clear();
    running.locks = {{u"SHARE"_s, {}, u"transactionid"_s, false},
        {u"ACCESS EXCLUSIVE"_s, u"orders"_s, u"relation"_s, true}};
    for (int i = 0; i < 5; ++i)
        running.locks.push_back({u"ROW EXCLUSIVE"_s, u"t%1"_s.arg(i), u"relation"_s, true});
    running.queue = {1, {u"shop-api"_s}};
    list.show(running);
    QStringList lines;
    for (const auto *label : list.findChildren<QLabel *>(u"lockText"_s))
        lines.append(label->text());
    QCOMPARE(lines,
        (QStringList {u"a row that another transaction has changed"_s,
            u"ACCESS EXCLUSIVE on orders"_s, u"ROW EXCLUSIVE on t0"_s, u"ROW EXCLUSIVE on t1"_s,
            u"and 3 more"_s, u"1 session waits behind this operation"_s}));
}

void TestActivity::aSilentServerIsToldAfterAWhile()
{
    widgets::StallCard card(m_theme);
    Running running = waitingFor(metabase());
    const QDateTime now = QDateTime::currentDateTime();
    card.show(running, now.addSecs(60)); // nobody asks it: SQLite, or not connected yet
    QVERIFY(!card.isVisible());
    running.lastAlive = now;
    card.show(running, now.addSecs(5));
    QVERIFY(!card.isVisible());
    card.show(running, now.addSecs(12));
    QVERIFY(card.isVisible());
    QCOMPARE(in<QLabel>(card, "stallTitle")->text(), u"No answer from the server for 12 s"_s);
    running.lastAlive = now.addSecs(12);
    card.show(running, now.addSecs(13));
    QVERIFY(!card.isVisible());
}

void TestActivity::abandoningIsAskedFirst()
{
    widgets::StallCard card(m_theme);
    Running running = waitingFor(metabase());
    running.lastAlive = QDateTime::currentDateTime();
    card.show(running, running.lastAlive.addSecs(20));
    QSignalSpy given(&card, &widgets::StallCard::giveUpRequested);
    QTest::mouseClick(in<QPushButton>(card, "abandon"), Qt::LeftButton);
    QVERIFY(in<QPushButton>(card, "abandonKeep")->isVisible());
    QTest::mouseClick(in<QPushButton>(card, "abandonKeep"), Qt::LeftButton);
    QCOMPARE(given.count(), 0);
    QTest::mouseClick(in<QPushButton>(card, "abandon"), Qt::LeftButton);
    QTest::mouseClick(in<QPushButton>(card, "abandonConfirm"), Qt::LeftButton);
    QCOMPARE(given.count(), 1);
    running.givenUp = true;
    card.show(running, running.lastAlive.addSecs(21));
    QVERIFY(!in<QPushButton>(card, "abandon")->isEnabled());
}

void TestActivity::theBuildOfAnIndexHasABar()
{
    model::JournalModel journal;
    widgets::ActivityPanel panel(m_theme, journal);
    panel.setUnfolded(true);
    panel.show();
    Running running = waitingFor(metabase());
    running.blockers.clear();
    panel.startOperation(running, production());
    QVERIFY(!in<QWidget>(panel, "indexBuild")->isVisible());
    running.indexBuild = migrations::IndexBuild {
        u"orders_id"_s, u"orders"_s, u"building index: scanning table"_s, 45};
    panel.showOperation(running);
    QCOMPARE(in<QLabel>(panel, "indexBuildText")->text(),
        u"Index orders_id: building index: scanning table, 45 %"_s);
    panel.endOperation();
}

void TestActivity::theShownOperationIsCopiedAsACommandLine()
{
    model::JournalModel journal;
    widgets::ActivityPanel panel(m_theme, journal);
    panel.setUnfolded(true);
    panel.show();
    panel.startOperation(waitingFor(metabase()), production());
    QTest::mouseClick(in<QToolButton>(panel, "copyCommand"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
        u"spiritsafe migration run head --env live --confirm shop"_s);
    panel.endOperation();
    migrations::JournalEntry entry;
    entry.kind = u"downgrade"_s;
    entry.target = u"-1"_s;
    entry.environment = u"my shop"_s;
    entry.tier = u"staging"_s;
    panel.showEntry(entry, {});
    QTest::mouseClick(in<QToolButton>(panel, "copyCommand"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
        u"spiritsafe migration rollback -1 --env 'my shop'"_s);
}

void TestActivity::everyKindOfOperationHasWordsAndASign_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("backup") << u"Backup"_s;
    QTest::newRow("restore") << u"Restore backup"_s;
    QTest::newRow("reset") << u"Reset schema"_s;
    QTest::newRow("recreate") << u"Recreate database"_s;
    QTest::newRow("undo") << u"Undo recreate"_s;
    QTest::newRow("repair") << u"Repair"_s;
}

void TestActivity::everyKindOfOperationHasWordsAndASign()
{
    QFETCH(QString, words);
    const QString kind = QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(model::operationTitle(kind, {}), words);
    QVERIFY(widgets::operationIcon(kind) != widgets::Icon::DialogScripts);
}

QTEST_MAIN(TestActivity)
#include "tst_activity.moc"
