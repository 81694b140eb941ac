// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/databasequestions.h"
#include "app/window/mainwindow.h"
#include "migrations/project/protection.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/banner.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using migrations::LifecycleKind;
using migrations::Outcome;
using tests::AlembicProject;

namespace {

constexpr int patience = 60'000;

} // namespace

// Whole databases in the window, with a real project and a real server.
class TestDatabaseWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aBackupIsMadeListedAndRestored();
    void aResetTakesWhatItSaysAndBuildsAnew();
    void cancelChangesNothing();
    void aDatabaseIsMadeAnewAndPutBack();
    void productionIsOffUntilUnlocked();
    void aProtectedDatabaseIsProduction();
    void anUntrustedProjectIsAskedAboutFirst();
    void withoutAKeptDatabaseThatIsSaid();
    void aKilledProgramIsFoundAndUndone();
    void noPasswordGoesToTheClipboard();

private:
    void openProject();
    void upgrade();
    void trigger(const char *action);
    widgets::DestructiveDialog *question();
    void agree();
    bool ended(LifecycleKind kind) const;
    QString rows(const QString &sql) const;
    QString databaseName() const { return m_session->state().database->databaseName; }
    template <typename Widget>
    Widget *child(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1StringView(name));
    }

    tests::PrivateData m_data;
    widgets::Theme m_theme {*qApp};
    QString m_url;
    std::unique_ptr<AlembicProject> m_project;
    std::unique_ptr<model::Settings> m_settings;
    std::unique_ptr<model::ProjectSession> m_session;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestDatabaseWindow::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
    m_project = std::make_unique<AlembicProject>(m_url);
    m_project->writeChain(2);
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestDatabaseWindow::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

void TestDatabaseWindow::openProject()
{
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

void TestDatabaseWindow::upgrade()
{
    trigger("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    QCOMPARE(m_session->lastReport()->outcome, Outcome::Done);
    tests::runSql(m_url, {u"INSERT INTO t0002 SELECT generate_series(1, 7)"_s});
}

void TestDatabaseWindow::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QVERIFY(found);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

// The question that is open now.
widgets::DestructiveDialog *TestDatabaseWindow::question()
{
    widgets::DestructiveDialog *dialog = nullptr;
    const bool open = QTest::qWaitFor(
        [&] {
            dialog = child<widgets::DestructiveDialog>("destructive");
            return dialog && dialog->isVisible();
        },
        patience);
    return open ? dialog : nullptr;
}

void TestDatabaseWindow::agree()
{
    auto *yes = question()->findChild<QPushButton *>(u"yes"_s);
    QTRY_VERIFY_WITH_TIMEOUT(yes->isEnabled(), patience);
    QTest::mouseClick(yes, Qt::LeftButton);
}

bool TestDatabaseWindow::ended(LifecycleKind kind) const
{
    return QTest::qWaitFor(
        [&] {
            const auto &report = m_session->lastLifecycle();
            return report && report->kind == kind && !m_session->running();
        },
        patience);
}

QString TestDatabaseWindow::rows(const QString &sql) const
{
    return tests::firstColumn(tests::runSql(m_url, {sql})).join(u',');
}

void TestDatabaseWindow::aBackupIsMadeListedAndRestored()
{
    openProject();
    upgrade();
    trigger("actionShowBackups");
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("backups")->isVisible(), patience);
    trigger("actionBackUp");
    QVERIFY(ended(LifecycleKind::Backup));
    QCOMPARE(m_session->lastLifecycle()->outcome, Outcome::Done);
    auto *list = child<QTableView>("backupList");
    QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 1, patience);

    tests::runSql(m_url, {u"DELETE FROM t0002"_s});
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("restoreBackup")->isEnabled(), patience);
    QTest::mouseClick(child<QPushButton>("restoreBackup"), Qt::LeftButton);
    QVERIFY(question());
    agree();
    QVERIFY(ended(LifecycleKind::Restore));
    QCOMPARE(m_session->lastLifecycle()->outcome, Outcome::Done);
    QCOMPARE(rows(u"SELECT count(*) FROM t0002"_s), u"7"_s);
}

void TestDatabaseWindow::aResetTakesWhatItSaysAndBuildsAnew()
{
    openProject();
    upgrade();
    trigger("actionResetSchema");
    QVERIFY(question());
    QCOMPARE(question()->findChild<QTableView *>()->model()->rowCount(), 3);
    agree();
    QVERIFY(ended(LifecycleKind::Reset));
    const migrations::LifecycleReport &report = *m_session->lastLifecycle();
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence));
    QVERIFY(report.facts.contains(u"backup"_s)); // ticked, so it was made
    QCOMPARE(rows(u"SELECT count(*) FROM t0002"_s), u"0"_s);
    QCOMPARE(rows(u"SELECT version_num FROM alembic_version"_s), u"0002"_s);
}

void TestDatabaseWindow::cancelChangesNothing()
{
    openProject();
    upgrade();
    for (const char *action : {"actionResetSchema", "actionRecreateDatabase"}) {
        trigger(action);
        QVERIFY(question());
        QTest::keyClick(question(), Qt::Key_Return); // Enter never destroys
        QTRY_VERIFY(!child<QWidget>("destructive"));
        QVERIFY(!m_session->running());
    }
    QVERIFY(!m_session->lastLifecycle());
    QCOMPARE(rows(u"SELECT count(*) FROM t0002"_s), u"7"_s);
}

void TestDatabaseWindow::aDatabaseIsMadeAnewAndPutBack()
{
    openProject();
    upgrade();
    const QString oid = u"SELECT oid FROM pg_database WHERE datname = current_database()"_s;
    const QString before = rows(oid);
    trigger("actionRecreateDatabase");
    QVERIFY(question());
    agree();
    QVERIFY(ended(LifecycleKind::Recreate));
    QCOMPARE(m_session->lastLifecycle()->outcome, Outcome::Done);
    QCOMPARE(rows(u"SELECT count(*) FROM t0002"_s), u"0"_s);
    QVERIFY(rows(oid) != before);
    trigger("actionShowDatabase");
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QLabel>("keptName") && child<QLabel>("keptName")->isVisible(), patience);
    QVERIFY(child<QLabel>("keptName")->text().startsWith(databaseName()));
    const auto *facts = child<QFrame>("databaseFacts");
    QTRY_VERIFY2(facts->height() >= 4 * 30,
        qPrintable(u"%1 of %2"_s.arg(facts->height()).arg(facts->minimumSizeHint().height())));
    trigger("actionPutBack");
    QVERIFY(question());
    agree();
    QVERIFY(ended(LifecycleKind::Undo));
    QCOMPARE(rows(oid), before);
    QCOMPARE(rows(u"SELECT count(*) FROM t0002"_s), u"7"_s);
}

void TestDatabaseWindow::productionIsOffUntilUnlocked()
{
    openProject();
    upgrade();
    m_session->setTier(migrations::Tier::Production);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->windowTitle().startsWith(u"PRODUCTION"_s), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->reading(), patience);
    trigger("actionResetSchema");
    QVERIFY(question());
    QTest::keyClicks(question()->findChild<QLineEdit *>(u"typedName"_s), databaseName());
    auto *yes = question()->findChild<QPushButton *>(u"yes"_s);
    QVERIFY(!yes->isEnabled());
    QTest::mouseClick(question()->findChild<QPushButton *>(u"unlock"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(yes->isEnabled(), patience);
    // Meanwhile the ten minutes pass: what was asked is asked again of the store.
    const QString key = m_session->state().database->identity.key();
    QVERIFY(migrations::ProtectionStore().save(key, {}));
    agree();
    QVERIFY(ended(LifecycleKind::Reset));
    QCOMPARE(m_session->lastLifecycle()->outcome, Outcome::Refused);
    QCOMPARE(m_session->lastLifecycle()->error->code, u"tier_locked"_s);
    QCOMPARE(rows(u"SELECT count(*) FROM t0002"_s), u"7"_s);
    QVERIFY(!child<widgets::Banner>("banner")->content().sentence.isEmpty());
}

void TestDatabaseWindow::aProtectedDatabaseIsProduction()
{
    openProject();
    trigger("actionProtect");
    QTRY_VERIFY_WITH_TIMEOUT(m_window->windowTitle().startsWith(u"PRODUCTION"_s), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!child<QAction>("actionProtect")->isEnabled(), patience);
    trigger("actionUnprotect");
    QVERIFY(question());
    QTest::keyClicks(question()->findChild<QLineEdit *>(u"typedName"_s), databaseName());
    agree();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->windowTitle().startsWith(u"PRODUCTION"_s), patience);
}

void TestDatabaseWindow::anUntrustedProjectIsAskedAboutFirst()
{
    m_project = std::make_unique<AlembicProject>(m_url);
    m_project->writeChain(1);
    openProject();
    trigger("actionResetSchema");
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("trouble")->isVisible(), patience);
    QTest::mouseClick(child<QPushButton>("trust"), Qt::LeftButton);
    QVERIFY(question()); // and goes on
    question()->reject();
}

void TestDatabaseWindow::withoutAKeptDatabaseThatIsSaid()
{
    openProject();
    trigger("actionPutBack");
    QTRY_VERIFY_WITH_TIMEOUT(
        child<widgets::Banner>("banner")->content().sentence.startsWith(u"No kept database"_s),
        patience);
}

void TestDatabaseWindow::aKilledProgramIsFoundAndUndone()
{
    tests::runSql(m_url, {u"CREATE TABLE kept AS SELECT 7 AS id"_s});
    QProcess killed;
    killed.setProcessChannelMode(QProcess::ForwardedChannels);
    killed.start(
        QStringLiteral(RECREATE_CHILD), {m_project->folder(), u"migrating"_s, u"before"_s});
    QVERIFY(killed.waitForFinished(patience));
    QCOMPARE(killed.exitStatus(), QProcess::CrashExit);
    QCOMPARE(rows(u"SELECT to_regclass('kept') IS NULL"_s), u"t"_s);

    openProject();
    const auto *banner = child<widgets::Banner>("banner");
    QTRY_VERIFY2_WITH_TIMEOUT(banner->content().sentence.endsWith(u"was interrupted"_s),
        qPrintable(banner->content().sentence), patience);
    QVERIFY(child<QPushButton>("finishInterrupted"));
    QTest::mouseClick(child<QPushButton>("undoInterrupted"), Qt::LeftButton);
    QVERIFY(question());
    agree();
    QVERIFY(ended(LifecycleKind::Recreate)); // which it went on with, backwards
    QCOMPARE(rows(u"SELECT id FROM kept"_s), u"7"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!child<QPushButton>("undoInterrupted"), patience);
}

void TestDatabaseWindow::noPasswordGoesToTheClipboard()
{
    const QString canary = u"c4Nary"_s;
    m_project->writeEnvironment(
        QString(m_url).replace(u"postgres@"_s, u"postgres:%1@"_s.arg(canary)));
    openProject();
    QVERIFY(m_session->state().environment()->url->keywords.value(u"password"_s) == canary);
    trigger("actionShowPlan");
    QTRY_VERIFY_WITH_TIMEOUT(child<QToolButton>("planCopy")->isVisible(), patience);
    QTest::mouseClick(child<QToolButton>("planCopy"), Qt::LeftButton);
    const QString plan = QGuiApplication::clipboard()->text();
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("planRun")->isEnabled(), patience);
    QTest::mouseClick(child<QPushButton>("planRun"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    if (!child<QToolButton>("copyCommand")->isVisible())
        trigger("actionToggleActivity");
    QTRY_VERIFY_WITH_TIMEOUT(child<QToolButton>("copyCommand")->isVisible(), patience);
    QTest::mouseClick(child<QToolButton>("copyCommand"), Qt::LeftButton);
    for (const QString &copied : {plan, QGuiApplication::clipboard()->text()}) {
        QVERIFY2(copied.startsWith(u"spiritsafe "_s), qPrintable(copied));
        QVERIFY(!copied.contains(canary));
    }
}

QTEST_MAIN(TestDatabaseWindow)
#include "tst_databasewindow.moc"
