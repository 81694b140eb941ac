// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/operations/backupoperation.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/activitypanel.h"
#include "widgets/banner.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScopeGuard>
#include <QStackedWidget>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <thread>

using namespace Qt::StringLiterals;
using tests::AlembicProject;

namespace {

constexpr int patience = 60'000;

QStringList versionRows(const QString &url)
{
    return tests::firstColumn(tests::runSql(url, {u"select version_num from alembic_version"_s}));
}

} // namespace

// The window with a real project and a real server, driven by keys and clicks.
class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theStartPageIsThereBeforeAProject();
    void opensUpgradesAndRollsBack();
    void withoutTrustNothingRuns();
    void aFailedUpgradeStaysOnScreenWithTheServersWords();
    void cancelByItsButtonRollsBack();
    void closingWhileItRunsAsksAndThenWaits();
    void whatEndsWhileClosingIsAskedStaysOnScreen();
    void theirQueryIsCancelledFromTheCard();
    void productionWantsItsName();
    void whatARollBackLosesIsSaidFirst();
    void goToRevisionTakesAlembicsIdentifiers();
    void everyTabAndPageIsReachedByKeyboard();
    void aGhostIsSaidAndOperationsAreOff();

private:
    void openProject(const AlembicProject &project);
    void trust();
    void startSlowUpgrade(const AlembicProject &project);
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void click(const QString &objectName);
    QString bannerSentence() const;
    template <typename Widget>
    Widget *child(const QString &name) const
    {
        return m_window->findChild<Widget *>(name);
    }

    tests::PrivateData m_data;
    widgets::Theme m_theme {*qApp};
    std::unique_ptr<model::Settings> m_settings;
    std::unique_ptr<model::ProjectSession> m_session;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
}

void TestMainWindow::openProject(const AlembicProject &project)
{
    m_window->open(project.folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

void TestMainWindow::trust()
{
    m_window->findChild<QAction *>(u"actionTrust"_s)->trigger();
    QVERIFY(child<QPushButton>(u"trust"_s));
    click(u"trust"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->state().trusted, patience);
}

void TestMainWindow::key(int key, Qt::KeyboardModifiers modifiers)
{
    QWidget *target = m_window->focusWidget() ? m_window->focusWidget() : m_window.get();
    QTest::keyClick(target, Qt::Key(key), modifiers);
}

// The one that is seen: a replaced one of the same name may still wait to be deleted, and a new one
// to be shown.
void TestMainWindow::click(const QString &objectName)
{
    QWidget *seen = nullptr;
    const auto find = [&] {
        for (auto *widget : m_window->findChildren<QWidget *>(objectName)) {
            if (widget->isVisible() && widget->isEnabled())
                seen = widget;
        }
        return seen != nullptr;
    };
    QTRY_VERIFY2(find(), qPrintable(objectName));
    QTest::mouseClick(seen, Qt::LeftButton);
}

QString TestMainWindow::bannerSentence() const
{
    return child<widgets::Banner>(u"banner"_s)->content().sentence;
}

void TestMainWindow::theStartPageIsThereBeforeAProject()
{
    QVERIFY(child<QWidget>(u"welcome"_s)->isVisible());
    QVERIFY(!child<QWidget>(u"toolBar"_s)->isVisible());
    QCOMPARE(m_window->windowTitle(), u"Spiritsafe"_s);
    QVERIFY(!m_window->findChild<QAction *>(u"actionUpgrade"_s)->isEnabled());
}

void TestMainWindow::opensUpgradesAndRollsBack()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    const QStringList ids = project.writeChain(3);
    openProject(project);
    QCOMPARE(bannerSentence(), u"3 revisions pending"_s);
    QCOMPARE(child<widgets::RevisionView>(u"revisions"_s)->model()->rowCount(), 3);
    trust();
    // A local database is development: one key, no question.
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QCOMPARE(m_session->lastReport()->outcome, migrations::Outcome::Done);
    QCOMPARE(versionRows(url), QStringList {ids.last()});
    QVERIFY(bannerSentence().isEmpty());
    QVERIFY(!m_window->findChild<QAction *>(u"actionUpgrade"_s)->isEnabled());
    QVERIFY(child<widgets::ActivityPanel>(u"activity"_s)->isUnfolded());

    // Rolling back can lose data: it is shown first, and asked.
    key(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>(u"plan"_s)->isVisible(), patience);
    click(u"planRun"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->state().standing.current, QStringList {ids.at(1)}, patience);
    QCOMPARE(versionRows(url), QStringList {ids.at(1)});
    QTRY_COMPARE(bannerSentence(), u"1 revision pending"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QLabel>(u"progressTitle"_s)->text() == "Roll back one step"_L1, patience);
}

void TestMainWindow::withoutTrustNothingRuns()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(1);
    openProject(project);
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY(child<QWidget>(u"trouble"_s)->isVisible());
    QVERIFY(child<QLabel>(u"troubleTitle"_s)->text().startsWith(u"Run the Python"_s));
    key(Qt::Key_Escape);
    QVERIFY(!child<QWidget>(u"trouble"_s)->isVisible());
    QVERIFY(!m_session->plan());
    QVERIFY(!m_session->lastReport());
    // Trusted from the question itself, what was asked for goes on.
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY(child<QWidget>(u"trouble"_s)->isVisible());
    click(u"trust"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QCOMPARE(m_session->lastReport()->outcome, migrations::Outcome::Done);
}

void TestMainWindow::aFailedUpgradeStaysOnScreenWithTheServersWords()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.write({.id = u"bad1"_s, .upgrade = u"op.execute('select * from not_there')"_s});
    openProject(project);
    trust();
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QCOMPARE(m_session->lastReport()->outcome, migrations::Outcome::RolledBack);
    const widgets::Banner::Content content = child<widgets::Banner>(u"banner"_s)->content();
    QCOMPARE(content.kind, widgets::Banner::Kind::Danger);
    QVERIFY(content.verbatim.contains(u"not_there"_s));
    click(u"dismiss"_s);
    QCOMPARE(bannerSentence(), u"1 revision pending"_s);
}

void TestMainWindow::cancelByItsButtonRollsBack()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.write({.id = u"slow"_s, .upgrade = u"op.execute('select pg_sleep(60)')"_s});
    openProject(project);
    trust();
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->running() && m_session->running()->statement.contains(u"pg_sleep"_s), patience);
    QVERIFY(!m_window->findChild<QAction *>(u"actionRollBackOne"_s)->isEnabled());
    QVERIFY(child<QLabel>(u"progressStatement"_s)->text().contains(u"pg_sleep"_s));
    click(u"cancelOperation"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QVERIFY(m_session->lastReport()->cancelled);
    QVERIFY(m_session->state().standing.current.isEmpty());
}

void TestMainWindow::startSlowUpgrade(const AlembicProject &project)
{
    project.write({.id = u"slow"_s, .upgrade = u"op.execute('select pg_sleep(60)')"_s});
    openProject(project);
    trust();
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->running() && m_session->running()->statement.contains(u"pg_sleep"_s), patience);
}

void TestMainWindow::closingWhileItRunsAsksAndThenWaits()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    startSlowUpgrade(project);
    m_window->close();
    QVERIFY(m_window->isVisible());
    auto *question = child<QDialog>(u"closing"_s);
    QVERIFY(question && QTest::qWaitForWindowActive(question));
    // Enter does not destroy: the default is to keep it running.
    QCOMPARE(question->focusWidget()->objectName(), u"keepRunning"_s);
    QTest::keyClick(question->focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(!child<QDialog>(u"closing"_s));
    QVERIFY(!m_session->running()->cancelling);
    m_window->close();
    question = child<QDialog>(u"closing"_s);
    QVERIFY(question && QTest::qWaitForWindowActive(question));
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!child<QDialog>(u"closing"_s));
    QVERIFY(!m_session->running()->cancelling);
    m_window->close();
    click(u"cancelAndClose"_s);
    QVERIFY(m_window->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), patience);
    QCOMPARE(m_session->lastReport()->outcome, migrations::Outcome::RolledBack);
    QVERIFY(!m_session->running());
}

void TestMainWindow::whatEndsWhileClosingIsAskedStaysOnScreen()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    startSlowUpgrade(project);
    m_window->close();
    QVERIFY(child<QDialog>(u"closing"_s));
    m_session->cancel(); // it ends before the question is answered
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QTRY_VERIFY(!child<QDialog>(u"closing"_s));
    QVERIFY(m_window->isVisible());
    m_window->close(); // nothing runs: nothing is asked
    QVERIFY(!m_window->isVisible());
}

void TestMainWindow::theirQueryIsCancelledFromTheCard()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE orders (id int)"_s, u"INSERT INTO orders VALUES (1)"_s});
    const AlembicProject project(url);
    project.write({.id = u"0001"_s, .upgrade = u"op.execute('alter table orders add b int')"_s});
    openProject(project);
    trust();
    QString theirs;
    std::thread session([&] {
        migrations::PostgreSql connection = tests::connectTo(url);
        migrations::NoProgress quiet;
        const auto rows = connection.query(u"SELECT pg_sleep(60) FROM orders"_s, quiet);
        theirs = rows ? u"done"_s : rows.error().code;
    });
    const auto joined = qScopeGuard([&] { session.join(); });
    QTRY_COMPARE_WITH_TIMEOUT(tests::runSql(url,
                                  {u"SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND "
                                   "query LIKE 'SELECT pg_sleep%'"_s})
                                  .rows.size(),
        std::size_t(1), patience);
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>(u"blocker"_s)->isVisible(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>(u"lockText"_s), patience);
    QCOMPARE(child<QLabel>(u"lockText"_s)->text(), u"ACCESS EXCLUSIVE on orders"_s);
    click(u"cancelTheirs"_s);
    QVERIFY(child<QWidget>(u"blockerQuestion"_s)->isVisible());
    click(u"theirsConfirm"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QCOMPARE(m_session->lastReport()->outcome, migrations::Outcome::Done);
    QVERIFY(!child<QWidget>(u"blocker"_s)->isVisible());
    QVERIFY(child<QPlainTextEdit>(u"log"_s)->toPlainText().contains(u"was asked to cancel"_s));
    session.join();
    session = std::thread([] {});
    QCOMPARE(theirs, u"57014"_s);
}

void TestMainWindow::productionWantsItsName()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    const QStringList ids = project.writeChain(1);
    openProject(project);
    trust();
    m_session->setTier(migrations::Tier::Production);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->windowTitle().startsWith(u"PRODUCTION"_s), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->reading(), patience);
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>(u"plan"_s)->isVisible(), patience);
    QVERIFY(!child<QPushButton>(u"planRun"_s)->isEnabled());
    QTest::keyClicks(child<QLineEdit>(u"typedName"_s), m_session->state().database->databaseName);
    // A backup of production is made first, unless the person says otherwise.
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>(u"planRun"_s)->isEnabled(), patience);
    QVERIFY(child<QRadioButton>(u"backupMake"_s)->isChecked());
    QTest::keyClick(child<QLineEdit>(u"typedName"_s), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport(), patience);
    QCOMPARE(versionRows(url), ids);
    const migrations::ProjectState &state = m_session->state();
    const migrations::BackupList made =
        migrations::backupsOf(migrations::backupsMeantBy(state), {}, state.dataFolder);
    QCOMPARE(made.backups.size(), 1U);
    QCOMPARE(made.backups.front().proof, migrations::Proof::Compared);
    QCOMPARE(made.backups.front().revisions, QStringList());
}

void TestMainWindow::whatARollBackLosesIsSaidFirst()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    const QStringList ids = project.writeChain(2);
    openProject(project);
    trust();
    key(Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    tests::runSql(url, {u"INSERT INTO t0002 SELECT generate_series(1, 7)"_s});
    key(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>(u"plan"_s)->isVisible(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>(u"planRun"_s)->isEnabled(), patience);
    QVERIFY(child<QLabel>(u"lossLines"_s)->text().contains(u"7 rows"_s));
    QVERIFY(child<QRadioButton>(u"backupMake"_s)->isVisible());
    // On a development database it can be left out.
    child<QRadioButton>(u"backupNone"_s)->click();
    click(u"planRun"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->state().standing.current, QStringList {ids.first()}, patience);
}

void TestMainWindow::goToRevisionTakesAlembicsIdentifiers()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    const QStringList ids = project.writeChain(5);
    openProject(project);
    auto *view = child<widgets::RevisionView>(u"revisions"_s);
    key(Qt::Key_P, Qt::ControlModifier);
    auto *edit = child<QLineEdit>(u"paletteEdit"_s);
    QVERIFY(edit->isVisible());
    QTest::keyClicks(edit, u"base"_s);
    QTest::keyClicks(edit, u"+1"_s);
    QTest::keyClick(edit, Qt::Key_Backspace);
    QTest::keyClick(edit, Qt::Key_Backspace);
    edit->setText(u"head"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(view->currentRevision(), ids.last());
    key(Qt::Key_P, Qt::ControlModifier);
    QTest::keyClicks(edit, ids.at(1));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(view->currentRevision(), ids.at(1));
    auto *script = child<widgets::ScriptPane>(u"script"_s);
    QTRY_VERIFY(script->text().contains(u"revision = \""_s + ids.at(1)));
}

void TestMainWindow::everyTabAndPageIsReachedByKeyboard()
{
    const AlembicProject project(tests::TestServer::shared().freshDatabase());
    project.writeChain(2);
    openProject(project);
    key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(child<QWidget>(u"changes"_s)->isVisible());
    key(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(child<QWidget>(u"details"_s)->isVisible());
    key(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(child<QWidget>(u"script"_s)->isVisible());
    const bool unfolded = child<widgets::ActivityPanel>(u"activity"_s)->isUnfolded();
    key(Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(child<widgets::ActivityPanel>(u"activity"_s)->isUnfolded(), !unfolded);
    key(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(child<QLineEdit>(u"filter"_s)->hasFocus());
    key(Qt::Key_F1);
    QVERIFY(child<QWidget>(u"palette"_s)->isVisible());
    key(Qt::Key_Escape);
    QVERIFY(!child<QWidget>(u"palette"_s)->isVisible());
}

void TestMainWindow::aGhostIsSaidAndOperationsAreOff()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(2);
    tests::runSql(url,
        {u"create table alembic_version (version_num varchar(32) not null)"_s,
            u"insert into alembic_version values ('e41b7c06a9d2')"_s});
    openProject(project);
    QCOMPARE(bannerSentence(), u"The database is ahead of this branch"_s);
    QVERIFY(!m_window->findChild<QAction *>(u"actionUpgrade"_s)->isEnabled());
    QVERIFY(
        m_window->findChild<QAction *>(u"actionUpgrade"_s)->toolTip().contains(u"not on disk"_s));
    click(u"showGhost"_s);
    QCOMPARE(child<widgets::RevisionView>(u"revisions"_s)->currentRevision(), u"e41b7c06a9d2"_s);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
