// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/banner.h"
#include "widgets/commandpalette.h"
#include "widgets/foundlist.h"
#include "widgets/revisionview.h"
#include "widgets/scriptpane.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Outcome;
using tests::AlembicProject;

namespace {

constexpr int patience = 60'000;

} // namespace

// Ghosts in the window, from the banner to the database without them.
class TestGhostWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aGhostIsReadAndRolledBackWithItsCode();
    void aGhostIsStampedAway();
    void theSelectedRevisionIsStampedOverAGhost();
    void whatWasFoundNowhereIsStampedByName();
    void aMissingImportIsSaidOnThePage();
    void aPlanThatNoLongerHoldsIsDropped();
    void itsFileIsRestoredWithTheKeyboardAlone();

private:
    void makeGhost(const QString &downgrade = u"op.drop_table('t0002')"_s);
    void find();
    void press(const char *button);
    void run();
    QStringList tables() const;
    QStringList files() const;
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

void TestGhostWindow::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
    m_project = std::make_unique<AlembicProject>(m_url);
    m_project->writeChain(1);
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestGhostWindow::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

// "0002" runs, then its file is gone.
void TestGhostWindow::makeGhost(const QString &downgrade)
{
    m_project->write({.id = u"0002"_s,
        .down = {u"0001"_s},
        .upgrade = u"op.create_table('t0002', sa.Column('id', sa.Integer))"_s,
        .downgrade = downgrade,
        .message = u"Add t0002"_s});
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
    auto *upgrade = child<QAction>("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(upgrade->isEnabled(), patience);
    upgrade->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    QCOMPARE(m_session->lastReport()->outcome, Outcome::Done);
    QVERIFY(QFile::remove(m_project->scriptPath(u"0002"_s)));
    m_session->refresh();
}

void TestGhostWindow::find()
{
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("findGhosts"), patience);
    QTest::mouseClick(child<QPushButton>("findGhosts"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("ghosts")->isVisible(), patience);
    QVERIFY(child<widgets::Banner>("banner")->isHidden());
}

void TestGhostWindow::press(const char *button)
{
    auto *found = child<QPushButton>(button);
    QTRY_VERIFY_WITH_TIMEOUT(found->isVisible() && found->isEnabled(), patience);
    QTest::mouseClick(found, Qt::LeftButton);
}

// What is on the plan page.
void TestGhostWindow::run()
{
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("plan")->isVisible(), patience);
    press("planRun");
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->plan() && !m_session->running(), patience);
    QVERIFY2(m_session->lastReport()->outcome == Outcome::Done,
        qPrintable(m_session->lastReport()->sentence));
    QTRY_VERIFY_WITH_TIMEOUT(child<widgets::RevisionView>("revisions")->isVisible(), patience);
}

QStringList TestGhostWindow::tables() const
{
    return tests::firstColumn(tests::runSql(m_url,
        {u"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> "
         "'alembic_version' ORDER BY 1"_s}));
}

QStringList TestGhostWindow::files() const
{
    return QDir(m_project->folder() + u"/migrations/versions"_s).entryList({u"*.py"_s});
}

void TestGhostWindow::aGhostIsReadAndRolledBackWithItsCode()
{
    makeGhost();
    find();
    QVERIFY(child<QLabel>("ghostsTitle")->text().contains(u"0002"_s));
    QCOMPARE(child<widgets::FoundList>("foundScripts")->count(), 1);
    QVERIFY(child<widgets::ScriptPane>("ghostScript")->text().contains(u"drop_table('t0002')"_s));
    press("ghostsRollBack");
    QTRY_VERIFY_WITH_TIMEOUT(
        child<widgets::ScriptPane>("planScript")->text().contains(u"drop_table('t0002')"_s),
        patience);
    QVERIFY(child<QLabel>("planCommand")->text().contains(u"ghosts --roll-back"_s));
    run();
    QCOMPARE(m_session->state().standing.ghosts, QStringList());
    QCOMPARE(m_session->state().database->rows, QStringList {u"0001"_s});
    QCOMPARE(tables(), QStringList {u"t0001"_s});
    QCOMPARE(files(), QStringList {u"0001.py"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!child<QWidget>("ghosts")->isVisible(), patience);
    QVERIFY(QDir(m_data.folder() + u"/ghosts"_s).isEmpty());
}

void TestGhostWindow::aGhostIsStampedAway()
{
    makeGhost();
    find();
    press("ghostsStamp");
    run();
    QCOMPARE(m_session->state().database->rows, QStringList {u"0001"_s});
    QCOMPARE(tables(), (QStringList {u"t0001"_s, u"t0002"_s})); // what it made stays
}

void TestGhostWindow::theSelectedRevisionIsStampedOverAGhost()
{
    makeGhost();
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->state().standing.ghosts, QStringList {u"0002"_s}, patience);
    child<widgets::RevisionView>("revisions")->setCurrentRevision(u"0001"_s);
    auto *stamp = child<QAction>("actionStampSelected");
    QTRY_VERIFY_WITH_TIMEOUT(stamp->isEnabled(), patience);
    stamp->trigger();
    run();
    QCOMPARE(m_session->state().database->rows, QStringList {u"0001"_s});
}

void TestGhostWindow::whatWasFoundNowhereIsStampedByName()
{
    makeGhost();
    tests::runSql(m_url, {u"UPDATE alembic_version SET version_num = 'nowhere'"_s});
    m_session->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->state().standing.ghosts, QStringList {u"nowhere"_s}, patience);
    find();
    QVERIFY(child<QLabel>("ghostsTitle")->text().contains(u"found nowhere"_s));
    QVERIFY(!child<QPushButton>("ghostsRestore")->isEnabled());
    QVERIFY(!child<QPushButton>("ghostsRollBack")->isEnabled());
    press("ghostsStamp");
    auto *edit = child<QLineEdit>("paletteEdit");
    QTRY_VERIFY_WITH_TIMEOUT(edit->isVisible(), patience);
    QTest::keyClicks(edit, u"0001"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    run();
    QCOMPARE(m_session->state().database->rows, QStringList {u"0001"_s});
}

void TestGhostWindow::aMissingImportIsSaidOnThePage()
{
    makeGhost(u"import thenmodels"_s);
    find();
    press("ghostsRollBack");
    auto *banner = child<widgets::Banner>("banner");
    const auto says = [&](const QString &text) {
        const QList<QLabel *> labels = banner->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->text().contains(text); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible() && says(u"thenmodels"_s), patience);
    QVERIFY(child<QWidget>("ghosts")->isVisible());
    QVERIFY(!m_session->plan());
}

void TestGhostWindow::aPlanThatNoLongerHoldsIsDropped()
{
    makeGhost();
    find();
    press("ghostsRollBack");
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("plan")->isVisible(), patience);
    m_session->refresh(); // nothing has changed
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->reading(), patience);
    QVERIFY(m_session->plan());
    m_project->write({.id = u"0003"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->plan(), patience);
    QVERIFY(child<QWidget>("ghosts")->isVisible());
    QVERIFY(child<widgets::Banner>("banner")->isVisible());
}

void TestGhostWindow::itsFileIsRestoredWithTheKeyboardAlone()
{
    makeGhost();
    find();
    QTRY_VERIFY(child<QPushButton>("ghostsRestore")->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->state().standing.upToDate(), patience);
    QCOMPARE(files(), (QStringList {u"0001.py"_s, u"0002.py"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(child<widgets::RevisionView>("revisions")->isVisible(), patience);
}

QTEST_MAIN(TestGhostWindow)
#include "tst_ghostwindow.moc"
