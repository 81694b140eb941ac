// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/banner.h"
#include "widgets/destructivedialog.h"
#include "widgets/revisionview.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Outcome;
using tests::AlembicProject;

namespace {

constexpr int patience = 30'000;

} // namespace

// Undo of a stamp in the window, with real databases.
class TestUndoWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStampIsUndoneOnceItIsAgreedTo_data();
    void aStampIsUndoneOnceItIsAgreedTo();
    void whatWasUpgradedSinceIsRefused();

private:
    void openProject(const QString &url);
    void trigger(const char *action);
    void stamp(const QString &revision);
    widgets::DestructiveDialog *question();
    QStringList rows() const { return m_session->state().standing.current; }
    template <typename Widget>
    Widget *child(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1StringView(name));
    }

    tests::PrivateData m_data;
    widgets::Theme m_theme {*qApp};
    std::unique_ptr<AlembicProject> m_project;
    std::unique_ptr<model::Settings> m_settings;
    std::unique_ptr<model::ProjectSession> m_session;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestUndoWindow::openProject(const QString &url)
{
    m_window.reset();
    m_session.reset();
    m_project = std::make_unique<AlembicProject>(url);
    m_project->write({.id = u"0001"_s, .down = {}, .upgrade = u"pass"_s});
    m_project->write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

void TestUndoWindow::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QVERIFY(found);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

void TestUndoWindow::stamp(const QString &revision)
{
    child<widgets::RevisionView>("revisions")->setCurrentRevision(revision);
    trigger("actionStampSelected");
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QWidget>("plan")->isVisible() && child<QPushButton>("planRun")->isEnabled(),
        patience);
    QTest::mouseClick(child<QPushButton>("planRun"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), QStringList {revision}, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->running() && !m_session->reading(), patience);
}

widgets::DestructiveDialog *TestUndoWindow::question()
{
    widgets::DestructiveDialog *dialog = nullptr;
    const bool asked = QTest::qWaitFor(
        [&] {
            dialog = child<widgets::DestructiveDialog>("destructive");
            return dialog && dialog->isVisible();
        },
        patience);
    return asked ? dialog : nullptr;
}

void TestUndoWindow::aStampIsUndoneOnceItIsAgreedTo_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("SQLite") << u"sqlite:///app.db"_s;
    QTest::newRow("PostgreSQL") << tests::TestServer::shared().freshDatabase();
}

void TestUndoWindow::aStampIsUndoneOnceItIsAgreedTo()
{
    QFETCH(const QString, url);
    openProject(url);
    stamp(u"0001"_s);
    stamp(u"0002"_s);
    trigger("actionUndoFiles");
    auto *dialog = question();
    QVERIFY(dialog);
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        texts.append(label->text());
    QVERIFY2(texts.join(u'\n').contains(u"Puts the version row back to 0001 in environment "_s)
            && texts.join(u'\n').contains(u"no table is touched"_s),
        qPrintable(texts.join(u'\n')));
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"yes"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), QStringList {u"0001"_s}, patience);
    QCOMPARE(m_session->lastReport()->outcome, Outcome::Done);
    QCOMPARE(m_session->lastReport()->kind, migrations::OperationKind::UndoStamp);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->journal().empty() ? QString() : m_session->journal().front().kind,
        u"undo-stamp"_s, patience);
}

void TestUndoWindow::whatWasUpgradedSinceIsRefused()
{
    openProject(u"sqlite:///app.db"_s);
    stamp(u"0001"_s);
    trigger("actionUpgrade");
    QTRY_COMPARE_WITH_TIMEOUT(rows(), QStringList {u"0002"_s}, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->running() && !m_session->reading(), patience);
    trigger("actionUndoFiles");
    auto *banner = child<widgets::Banner>("banner");
    QTRY_VERIFY2_WITH_TIMEOUT(
        banner->content().sentence.contains(u"changed since it was stamped"_s),
        qPrintable(banner->content().sentence), patience);
    QCOMPARE(rows(), QStringList {u"0002"_s});
}

QTEST_MAIN(TestUndoWindow)
#include "tst_undowindow.moc"
