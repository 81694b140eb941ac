// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/databasepage.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using migrations::Anomaly;
using migrations::Backup;
using migrations::DatabaseSession;
using migrations::InterruptedOperation;
using migrations::KeptRecord;
using migrations::Proof;
using migrations::Repair;
using migrations::Tier;
using widgets::DatabasePage;

namespace {

migrations::ProjectState state(Tier tier, migrations::Dialect dialect)
{
    migrations::Environment environment;
    environment.name = u"default"_s;
    environment.tier = tier;
    environment.urlSource = u"DATABASE_URL in .env"_s;
    environment.url.emplace();
    environment.url->dialect = dialect;
    migrations::ProjectState made;
    made.environmentName = environment.name;
    made.project.environments = {environment};
    made.database.emplace();
    made.database->serverVersion = u"15.18"_s;
    made.database->host = u"10.0.0.7:5432"_s;
    return made;
}

KeptRecord kept(const QString &name, int daysAgo)
{
    KeptRecord record;
    record.database = {{name, u"16401"_s}, 8'200'000'000};
    record.of = u"shop_prod"_s;
    record.since = QDateTime::currentDateTimeUtc().addDays(-daysAgo);
    record.by = u"recreate"_s;
    return record;
}

DatabaseSession session(int pid, const QString &application)
{
    DatabaseSession made;
    made.session.pid = pid;
    made.session.user = u"app"_s;
    made.session.application = application;
    made.session.client = u"10.0.0.31"_s;
    made.session.state = u"idle in transaction"_s;
    made.session.transactionMs = 364'000;
    made.kind = u"client backend"_s;
    made.stateMs = 243'000;
    made.holds = {u"AccessExclusiveLock on orders"_s, u"RowExclusiveLock on order_lines"_s,
        u"RowExclusiveLock on payments"_s};
    return made;
}

Backup backup(Proof proof)
{
    Backup made;
    made.path = u"/backups/shop.dump"_s;
    made.hasManifest = true;
    made.ended = QDateTime::currentDateTimeUtc().addSecs(-900);
    made.bytes = 140'000'000;
    made.proof = proof;
    made.revisions = {u"c7e19a40b52d"_s};
    return made;
}

InterruptedOperation interruptedRecreate()
{
    InterruptedOperation interrupted;
    interrupted.entry.id = 41;
    interrupted.entry.kind = u"recreate"_s;
    interrupted.sentence = u"The recreate of shop_prod at 10:42 was interrupted; the new database "
                           "is half made, and the old one is kept."_s;
    interrupted.canFinish = true;
    interrupted.canUndo = true;
    return interrupted;
}

const Anomaly ghost {u"unknown_revision"_s,
    u"The version table alembic_version holds 9f1c, which no script here defines."_s,
    Repair::StampPurge, {u"9f1c"_s}};
const Anomaly heads {u"several_heads"_s, u"The scripts have 2 heads: 1e6f and 2a7f."_s,
    Repair::None, {u"1e6f"_s, u"2a7f"_s}};

DatabasePage::Content quiet(
    Tier tier = Tier::Production, migrations::Dialect dialect = migrations::Dialect::PostgreSql)
{
    DatabasePage::Content content;
    content.state = state(tier, dialect);
    content.database = u"shop_prod on db1.shop.internal"_s;
    content.readAt = QDateTime::currentDateTime();
    content.info.bytes = 824'000'000;
    return content;
}

DatabasePage::Content busy()
{
    DatabasePage::Content content = quiet();
    content.info.interrupted = {interruptedRecreate()};
    content.info.anomalies = {ghost, heads};
    content.info.backups = {backup(Proof::Written), backup(Proof::Compared)};
    content.info.sessions = {session(4711, u"shop-worker"_s), session(4712, u"psql"_s)};
    content.info.sessions.back().mayEnd = true;
    for (int i = 0; i < 31; ++i)
        content.info.tables.push_back({u"public.table_%1"_s.arg(i), i * 1'000, i * 1'000'000});
    content.info.tableCount = 31;
    content.info.kept = {
        kept(u"shop_prod__old_1f9a3c44d0aa"_s, 20), kept(u"shop_prod__old_2"_s, 3)};
    content.info.notes = {u"The sizes of 2 tables are hidden from this role."_s};
    return content;
}

} // namespace

class TestDatabasePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHeadTellsWhichDatabaseAndWhereItsUrlComesFrom();
    void whatWasInterruptedIsFinishedOrUndone();
    void onlyWhatCanBeDoneIsOffered();
    void anAnomalyHasItsRepairOrItsNextAction();
    void theNewestProvenBackupIsNamed();
    void productionCanBeUnlocked();
    void theUnlockRunsOut();
    void theMarkIsAskedForAndTakenAway();
    void theLargestTableIsFirst();
    void aSessionTellsWhoItIsAndWhatItHolds();
    void aKeptDatabaseIsPutBackOrDropped();
    void emptinessIsSaidInWords();
    void sqliteShowsOnlyWhatApplies();
    void whatCannotStartSaysWhy();
    void beforeTheFirstReadingThereAreHeadingsOnly();
    void anErrorIsShownWhereItIsTriedAgain();
    void namesStayText();
    void tabGoesThroughTheButtonsInReadingOrder();
    void anotherReadingKeepsTheFocus();
    void everyControlHasAName();
    void everythingFitsItsWidth_data();
    void everythingFitsItsWidth();
    void whatComesLaterHasItsRoom();
    void pageKeysReachTheEnd();
    void escapeGoesBack();

private:
    template <typename Widget>
    static Widget *in(const QWidget &parent, const char *name)
    {
        return parent.findChild<Widget *>(QLatin1StringView(name));
    }
    template <typename Widget>
    static QList<Widget *> all(const QWidget &parent, const char *name)
    {
        return parent.findChildren<Widget *>(QLatin1StringView(name));
    }
    static QString text(const QWidget &parent, const char *name)
    {
        const auto *label = in<QLabel>(parent, name);
        return label && label->isVisibleTo(&parent) ? label->text() : QString();
    }
    static QString emptyText(const QWidget &page, const char *card)
    {
        return text(*in<QFrame>(page, card), "nothing");
    }
    static void open(QWidget &page)
    {
        page.resize(900, 560);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
    }
    widgets::Theme m_theme {*qApp};
};

void TestDatabasePage::theHeadTellsWhichDatabaseAndWhereItsUrlComesFrom()
{
    DatabasePage page(m_theme);
    page.setContent(quiet());
    QCOMPARE(text(page, "databaseSentence"),
        u"shop_prod on db1.shop.internal, PostgreSQL 15.18, at 10.0.0.7:5432, 824 MB · from "
        "DATABASE_URL in .env · read just now"_s);
}

void TestDatabasePage::whatWasInterruptedIsFinishedOrUndone()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    open(page);
    QSignalSpy finish(&page, &DatabasePage::finishRequested);
    QSignalSpy undo(&page, &DatabasePage::undoRequested);
    QTest::mouseClick(in<QPushButton>(page, "finishInterrupted"), Qt::LeftButton);
    QTest::mouseClick(in<QPushButton>(page, "undoInterrupted"), Qt::LeftButton);
    QCOMPARE(finish.front().front().value<InterruptedOperation>().entry.id, qint64(41));
    QCOMPARE(undo.front().front().value<InterruptedOperation>().entry.id, qint64(41));
}

void TestDatabasePage::onlyWhatCanBeDoneIsOffered()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = busy();
    content.info.interrupted.front().canUndo = false;
    page.setContent(content);
    QVERIFY(in<QPushButton>(page, "finishInterrupted"));
    QVERIFY(!in<QPushButton>(page, "undoInterrupted"));
}

void TestDatabasePage::anAnomalyHasItsRepairOrItsNextAction()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    open(page);
    const auto cards = all<QFrame>(page, "anomaly");
    QCOMPARE(cards.size(), 2);
    QCOMPARE(text(*cards.at(0), "faultSentence"), ghost.sentence);
    QCOMPARE(text(*cards.at(0), "faultAction"),
        u"The repair empties the version table, then writes the revision that you name; no script "
        "runs."_s);
    QCOMPARE(
        text(*cards.at(1), "faultAction"), u"Go back to the revisions to merge or rebase them."_s);
    QVERIFY(!in<QPushButton>(*cards.at(1), "repairAnomaly"));
    QSignalSpy repair(&page, &DatabasePage::repairRequested);
    QTest::mouseClick(in<QPushButton>(*cards.at(0), "repairAnomaly"), Qt::LeftButton);
    QCOMPARE(repair.front().front().value<Anomaly>(), ghost);
}

void TestDatabasePage::theNewestProvenBackupIsNamed()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = busy();
    page.setContent(content);
    QCOMPARE(
        text(page, "factBackup"), u"15 min ago, restored and compared, 140 MB, at c7e19a40b52d"_s);
    content.info.backups = {backup(Proof::Written)};
    page.setContent(content);
    QCOMPARE(text(page, "factBackup"), u"The only backup is not proven"_s);
    QSignalSpy asked(&page, &DatabasePage::backupsRequested);
    in<QPushButton>(page, "openBackups")->click();
    QCOMPARE(asked.count(), 1);
}

void TestDatabasePage::productionCanBeUnlocked()
{
    DatabasePage page(m_theme);
    page.setContent(quiet());
    QCOMPARE(text(page, "factLock"), u"Locked"_s);
    QSignalSpy asked(&page, &DatabasePage::unlockRequested);
    in<QPushButton>(page, "unlockDatabase")->click();
    QCOMPARE(asked.count(), 1);
    page.setContent(quiet(Tier::Staging));
    QCOMPARE(text(page, "factLock"), u"Not locked: only production is"_s);
    QVERIFY(!in<QPushButton>(page, "unlockDatabase")->isVisibleTo(&page));
}

void TestDatabasePage::theUnlockRunsOut()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = quiet();
    content.info.protection.unlockedUntil = QDateTime::currentDateTimeUtc().addMSecs(125'500);
    page.setContent(content);
    QCOMPARE(text(page, "factLock").left(18), u"Unlocked for 2 min"_s);
    QVERIFY(!in<QPushButton>(page, "unlockDatabase")->isVisibleTo(&page));
    content.info.protection.unlockedUntil = QDateTime::currentDateTimeUtc().addMSecs(30);
    page.setContent(content);
    QTRY_VERIFY((page.tick(), in<QPushButton>(page, "unlockDatabase")->isVisibleTo(&page)));
    QCOMPARE(text(page, "factLock"), u"Locked"_s);
}

void TestDatabasePage::theMarkIsAskedForAndTakenAway()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = quiet(Tier::Development);
    page.setContent(content);
    auto *protect = in<QPushButton>(page, "protect");
    QSignalSpy asked(&page, &DatabasePage::protectRequested);
    QCOMPARE(protect->text(), u"Protect…"_s);
    protect->click();
    content.info.protection.marked = true;
    page.setContent(content);
    QCOMPARE(protect->text(), u"Remove protection…"_s);
    QCOMPARE(text(page, "factLock"), u"Locked"_s); // it counts as production
    protect->click();
    QCOMPARE(asked.at(0).front().toBool(), true);
    QCOMPARE(asked.at(1).front().toBool(), false);
}

void TestDatabasePage::theLargestTableIsFirst()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    open(page);
    const auto *tables = in<QTableView>(page, "tableSizes");
    QCOMPARE(tables->model()->index(0, 0).data().toString(), u"public.table_30"_s);
    QCOMPARE(tables->model()->index(0, 1).data().toString(), QLocale().toString(30'000));
    QCOMPARE(tables->model()->rowCount(), 7);
    QCOMPARE(text(page, "smallerTables"), u"and 24 smaller tables"_s);
    QTest::mouseClick(in<QPushButton>(page, "showAllTables"), Qt::LeftButton);
    QCOMPARE(tables->model()->rowCount(), 31);
    page.setContent(busy());
    QCOMPARE(tables->model()->rowCount(), 31); // another reading folds nothing up
}

void TestDatabasePage::aSessionTellsWhoItIsAndWhatItHolds()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    const QAbstractItemModel *sessions = in<QTableView>(page, "sessionTable")->model();
    QStringList row;
    for (int column = 0; column < sessions->columnCount(); ++column)
        row.append(sessions->index(0, column).data(Qt::AccessibleTextRole).toString());
    QCOMPARE(row.join(u'|'),
        u"shop-worker, pid 4711, user app, from 10.0.0.31|idle in transaction, for 4 min 3 s|6 min "
        "4 s|AccessExclusiveLock on orders\nRowExclusiveLock on order_lines\nRowExclusiveLock on "
        "payments|This role may not end the session."_s);
    QCOMPARE(sessions->index(1, 4).data().toString(), u"yes"_s);
}

void TestDatabasePage::aKeptDatabaseIsPutBackOrDropped()
{
    DatabasePage page(m_theme);
    const DatabasePage::Content content = busy();
    page.setContent(content);
    QSignalSpy back(&page, &DatabasePage::putBackRequested);
    QSignalSpy drop(&page, &DatabasePage::dropKeptRequested);
    all<QPushButton>(page, "putBackKept").at(0)->click();
    all<QPushButton>(page, "dropKept").at(1)->click();
    QCOMPARE(back.front().front().value<KeptRecord>(), content.info.kept.at(0));
    QCOMPARE(drop.front().front().value<KeptRecord>(), content.info.kept.at(1));
    const auto ages = all<QLabel>(page, "keptAge");
    QVERIFY(ages.at(0)->isVisibleTo(&page));
    QVERIFY(ages.at(0)->text().startsWith(u"Kept for 20 days"_s));
    QVERIFY(!ages.at(1)->isVisibleTo(&page));
}

void TestDatabasePage::emptinessIsSaidInWords()
{
    DatabasePage page(m_theme);
    page.setContent(quiet());
    QCOMPARE(emptyText(page, "databaseSessions"), u"No other session is connected."_s);
    QCOMPARE(emptyText(page, "databaseTables"), u"It has no tables."_s);
    QVERIFY(emptyText(page, "databaseKept").startsWith(u"None is kept."_s));
    QCOMPARE(text(page, "factBackup"), u"There is no backup"_s);
    QVERIFY(!in<QWidget>(page, "databaseFaults")->isVisibleTo(&page));
    QVERIFY(!in<QWidget>(page, "databaseNotes")->isVisibleTo(&page));
}

void TestDatabasePage::sqliteShowsOnlyWhatApplies()
{
    DatabasePage page(m_theme);
    page.setContent(quiet(Tier::Development, migrations::Dialect::Sqlite));
    QVERIFY(!in<QWidget>(page, "databaseSessions")->isVisibleTo(&page));
    QVERIFY(!in<QWidget>(page, "databaseTables")->isVisibleTo(&page));
    QVERIFY(in<QWidget>(page, "databaseKept")->isVisibleTo(&page));
    QVERIFY(!text(page, "databaseSentence").contains(u"10.0.0.7"_s));
}

void TestDatabasePage::whatCannotStartSaysWhy()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = busy();
    content.whyNot = u"an operation is running"_s;
    page.setContent(content);
    const QStringList starters {u"finishInterrupted"_s, u"undoInterrupted"_s, u"repairAnomaly"_s,
        u"protect"_s, u"unlockDatabase"_s, u"putBackKept"_s, u"dropKept"_s};
    for (const QString &name : starters) {
        const auto *button = page.findChild<QPushButton *>(name);
        QVERIFY2(!button->isEnabled(), qPrintable(name));
        QCOMPARE(button->toolTip(), content.whyNot);
    }
    QVERIFY(in<QPushButton>(page, "databaseRefresh")->isEnabled()); // it only reads
    QVERIFY(in<QPushButton>(page, "openBackups")->isEnabled());
    page.setContent(busy());
    for (const QString &name : starters) {
        QVERIFY2(page.findChild<QPushButton *>(name)->isEnabled(), qPrintable(name));
        QVERIFY(page.findChild<QPushButton *>(name)->toolTip().isEmpty());
    }
}

void TestDatabasePage::beforeTheFirstReadingThereAreHeadingsOnly()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = quiet();
    content.info = {};
    content.readAt = {};
    content.loading = true;
    page.setContent(content);
    QVERIFY(emptyText(page, "databaseSessions").isEmpty());
    QVERIFY(!in<QLabel>(page, "factSize")->isVisibleTo(&page));
    const auto *refresh = in<QPushButton>(page, "databaseRefresh");
    QVERIFY(!refresh->isEnabled());
    QCOMPARE(refresh->toolTip(), u"The database is being read."_s);
    content = busy();
    content.loading = true; // again: what was read stays
    page.setContent(content);
    QVERIFY(in<QLabel>(page, "factSize")->isVisibleTo(&page));
}

void TestDatabasePage::anErrorIsShownWhereItIsTriedAgain()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = quiet();
    content.info = {};
    content.state.database.reset();
    content.state.databaseError =
        migrations::Error {migrations::ErrorKind::Database, u"Nobody answers at db1."_s, {}, {}};
    page.setContent(content);
    QVERIFY(in<QWidget>(page, "databaseError")->isVisibleTo(&page));
    QCOMPARE(emptyText(page, "databaseSessions"), u"Not known: the database could not be read."_s);
    QCOMPARE(in<QPushButton>(page, "protect")->toolTip(), u"The database has not been read."_s);
    QSignalSpy refresh(&page, &DatabasePage::refreshRequested);
    in<QPushButton>(page, "databaseRetry")->click();
    QCOMPARE(refresh.count(), 1);
}

void TestDatabasePage::namesStayText()
{
    const QString markup = u"<b>shop</b><img src=x>"_s;
    DatabasePage::Content content = busy();
    content.database = markup;
    content.info.kept.front().database.database.name = markup;
    content.info.kept.front().by = markup;
    content.info.anomalies.front().sentence = markup;
    content.info.interrupted.front().sentence = markup;
    content.info.notes = {markup};
    content.info.backups = {backup(Proof::Compared)};
    content.info.backups.front().revisions = {markup};
    DatabasePage page(m_theme);
    page.setContent(content);
    int found = 0;
    for (const QLabel *label : page.findChildren<QLabel *>()) {
        if (!label->text().contains(markup))
            continue;
        ++found;
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->objectName()));
    }
    QCOMPARE(found, 7); // head, interrupted, anomaly, backup, kept's name and origin, note
}

void TestDatabasePage::tabGoesThroughTheButtonsInReadingOrder()
{
    DatabasePage page(m_theme);
    page.setContent(quiet());
    page.setContent(busy()); // its rows are made later than what stands below them
    open(page);
    in<QToolButton>(page, "databaseBack")->setFocus();
    QStringList order {page.focusWidget()->objectName()};
    for (int i = 0; i < 15; ++i) {
        QTest::keyClick(page.focusWidget(), Qt::Key_Tab);
        order.append(page.focusWidget()->objectName());
    }
    QCOMPARE(order,
        (QStringList {u"databaseBack"_s, u"databaseRefresh"_s, u"undoInterrupted"_s,
            u"finishInterrupted"_s, u"repairAnomaly"_s, u"protect"_s, u"unlockDatabase"_s,
            u"openBackups"_s, u"showAllTables"_s, u"sessionTable"_s, u"putBackKept"_s,
            u"dropKept"_s, u"putBackKept"_s, u"dropKept"_s, u"databaseBack"_s,
            u"databaseRefresh"_s}));
}

void TestDatabasePage::anotherReadingKeepsTheFocus()
{
    DatabasePage page(m_theme);
    DatabasePage::Content content = busy();
    page.setContent(content);
    open(page);
    auto *button = all<QPushButton>(page, "putBackKept").at(1);
    button->setFocus();
    content.info.sessions.clear();
    page.setContent(content);
    QCOMPARE(page.focusWidget(), button);
}

void TestDatabasePage::everyControlHasAName()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    open(page);
    for (const auto *button : page.findChildren<QAbstractButton *>()) {
        if (!button->isVisible())
            continue;
        QVERIFY(!button->objectName().isEmpty());
        QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
            qPrintable(button->objectName()));
    }
    for (const auto *table : page.findChildren<QTableView *>())
        QVERIFY2(!table->accessibleName().isEmpty(), qPrintable(table->objectName()));
    QCOMPARE(
        all<QPushButton>(page, "dropKept").at(1)->accessibleName(), u"Drop shop_prod__old_2"_s);
    QCOMPARE(in<QPushButton>(page, "repairAnomaly")->accessibleDescription(), ghost.sentence);
}

void TestDatabasePage::everythingFitsItsWidth_data()
{
    using Scheme = widgets::Theme::Scheme;
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<int>("width");
    for (const int width : {640, 900, 1'440}) {
        QTest::addRow("light-%d", width) << Scheme::Light << width;
        QTest::addRow("dark-%d", width) << Scheme::Dark << width;
    }
}

// SPIRITSAFE_PICTURES: the folder for pictures of the whole page.
void TestDatabasePage::everythingFitsItsWidth()
{
    QFETCH(widgets::Theme::Scheme, scheme);
    QFETCH(int, width);
    widgets::Theme theme(*qApp);
    theme.setScheme(scheme);
    DatabasePage page(theme);
    page.setContent(busy());
    open(page);
    page.resize(width, 560);
    QCoreApplication::processEvents(); // layouts settle after a resize
    const auto *scroll = in<QScrollArea>(page, "databaseScroll");
    QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
        qPrintable(u"%1 in %2"_s.arg(scroll->widget()->width()).arg(scroll->viewport()->width())));
    for (const auto *button : page.findChildren<QPushButton *>()) {
        if (button->isVisible())
            QVERIFY2(button->mapTo(&page, QPoint(button->width(), 0)).x() <= page.width(),
                qPrintable(button->objectName()));
    }
    const QString folder = qEnvironmentVariable("SPIRITSAFE_PICTURES");
    if (folder.isEmpty())
        return;
    page.resize(width, page.height() + scroll->verticalScrollBar()->maximum());
    QCoreApplication::processEvents();
    QVERIFY(page.grab().save(
        u"%1/database-%2-%3.png"_s.arg(folder, QLatin1StringView(QTest::currentDataTag()),
            QString::number(qRound(page.devicePixelRatioF() * 100)))));
}

// As in the window: it is shown while it is read, over another page.
void TestDatabasePage::whatComesLaterHasItsRoom()
{
    QStackedWidget pages;
    pages.addWidget(new QWidget);
    auto *page = new DatabasePage(m_theme);
    pages.addWidget(page);
    pages.resize(1'440, 500);
    pages.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pages));
    DatabasePage::Content content = busy();
    content.readAt = {};
    content.info = {};
    page->setContent(content);
    pages.setCurrentWidget(page);
    QCoreApplication::processEvents();
    page->setContent(busy());
    const auto *facts = in<QFrame>(*page, "databaseFacts");
    QTRY_VERIFY2(facts->height() >= 4 * 30,
        qPrintable(u"%1 of %2"_s.arg(facts->height()).arg(facts->minimumSizeHint().height())));
}

void TestDatabasePage::pageKeysReachTheEnd()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    open(page);
    const QScrollBar *bar = in<QScrollArea>(page, "databaseScroll")->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(in<QToolButton>(page, "databaseBack"), Qt::Key_PageDown);
    QCOMPARE(bar->value(), bar->maximum());
}

void TestDatabasePage::escapeGoesBack()
{
    DatabasePage page(m_theme);
    page.setContent(busy());
    open(page);
    QSignalSpy back(&page, &DatabasePage::backRequested);
    QTest::keyClick(in<QTableView>(page, "sessionTable"), Qt::Key_Escape);
    in<QToolButton>(page, "databaseBack")->click();
    QCOMPARE(back.count(), 2);
}

QTEST_MAIN(TestDatabasePage)
#include "tst_databasepage.moc"
