// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/banner.h"
#include "widgets/destructivedialog.h"
#include "widgets/newrevisiondialog.h"
#include "widgets/revisionview.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Outcome;
using tests::AlembicProject;

namespace {

constexpr int patience = 60'000;

const QByteArray templateText = R"mako("""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""
from alembic import op
import sqlalchemy as sa

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
)mako";

} // namespace

// Revision files in the window, with a real project, models and database.
class TestRevisionWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aRevisionIsWrittenFromTheModelsAndTakenBack();
    void onlyWhatIsTickedIsWritten();
    void aMessageThatIsCodeIsNotTaken();
    void aDatabaseThatIsBehindIsUpgradedFirst();
    void headsAreMergedFromTheBanner();
    void aRevisionIsRemovedAndComesBack();
    void aGhostsFileIsRestored();
    void twoHeadsAreComparedAndTheirOrderIsProven();
    void aProofTellsWhereItStandsAndCanBeStopped();
    void theRebaseOfAnAppliedBranchCanBeCancelled();
    void anAppliedBranchIsRebasedFromThePageAndUndone();
    void ofThreeHeadsAPairIsChosen();

private:
    void openProject();
    void upgrade();
    void trigger(const char *action);
    void writeModels(const QString &columns) const;
    widgets::NewRevisionDialog *newRevision();
    void agree();
    void writeHead(const QString &id, const QString &column) const;
    void compareHeads();
    int rows() const { return child<widgets::RevisionView>("revisions")->model()->rowCount(); }
    template <typename Widget>
    Widget *child(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1StringView(name));
    }

    QTemporaryDir m_trash;
    tests::PrivateData m_data;
    widgets::Theme m_theme {*qApp};
    std::unique_ptr<AlembicProject> m_project;
    std::unique_ptr<model::Settings> m_settings;
    std::unique_ptr<model::ProjectSession> m_session;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestRevisionWindow::init()
{
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_trash.path()));
    m_project = std::make_unique<AlembicProject>(tests::TestServer::shared().freshDatabase(),
        AlembicProject::Options {.beforeConfigure = u"from models import metadata\n"_s,
            .configureArguments = u", target_metadata=metadata"_s});
    m_project->writeFile(u"migrations/script.py.mako"_s, templateText);
    m_project->write({.id = u"0001"_s,
        .down = {},
        .upgrade = u"op.create_table('users', sa.Column('id', sa.Integer, primary_key=True))"_s,
        .downgrade = u"op.drop_table('users')"_s});
    writeModels(u"sa.Column('age', sa.Integer), sa.Column('city', sa.Text)"_s);
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestRevisionWindow::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

void TestRevisionWindow::writeModels(const QString &columns) const
{
    m_project->writeFile(u"models.py"_s,
        u"import sqlalchemy as sa\nmetadata = sa.MetaData()\nusers = sa.Table('users', metadata, "
        "sa.Column('id', sa.Integer, primary_key=True), %1)\n"_s.arg(columns)
            .toUtf8());
}

void TestRevisionWindow::openProject()
{
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

void TestRevisionWindow::upgrade()
{
    trigger("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    QCOMPARE(m_session->lastReport()->outcome, Outcome::Done);
}

void TestRevisionWindow::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QVERIFY(found);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

// The dialog, once it knows what differs or why that is not known.
widgets::NewRevisionDialog *TestRevisionWindow::newRevision()
{
    trigger("actionNewRevision");
    widgets::NewRevisionDialog *dialog = nullptr;
    const bool answered = QTest::qWaitFor(
        [&] {
            dialog = child<widgets::NewRevisionDialog>("newRevision");
            const auto *note = dialog ? dialog->findChild<QLabel *>(u"newNote"_s) : nullptr;
            return note && !note->text().isEmpty() && !note->text().startsWith(u"Comparing"_s);
        },
        patience);
    return answered ? dialog : nullptr;
}

void TestRevisionWindow::agree()
{
    widgets::DestructiveDialog *dialog = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (dialog = child<widgets::DestructiveDialog>("destructive")) && dialog->isVisible(),
        patience);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"yes"_s), Qt::LeftButton);
}

void TestRevisionWindow::aRevisionIsWrittenFromTheModelsAndTakenBack()
{
    openProject();
    upgrade();
    auto *dialog = newRevision();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QListWidget *>(u"foundOperations"_s);
    QCOMPARE(list->count(), 2);
    QVERIFY(list->item(0)->text().contains(u"op.add_column('users'"_s));
    auto *write = dialog->findChild<QPushButton *>(u"writeRevision"_s);
    QVERIFY(!write->isEnabled()); // it has no message
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"newMessage"_s), u"Add age and city"_s);
    QTest::mouseClick(write, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 2, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->state().graph.heads().value(0) != "0001"_L1
            && child<widgets::RevisionView>("revisions")->currentRevision()
                == m_session->state().graph.heads().value(0),
        patience);
    QVERIFY(!child<QWidget>("newRevision") || !child<QWidget>("newRevision")->isVisible());
    trigger("actionUndoFiles");
    agree();
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, patience);
}

void TestRevisionWindow::onlyWhatIsTickedIsWritten()
{
    openProject();
    upgrade();
    auto *dialog = newRevision();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QListWidget *>(u"foundOperations"_s);
    list->item(1)->setCheckState(Qt::Unchecked);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"newMessage"_s), u"Add age"_s);
    QTest::keyClick(dialog->findChild<QLineEdit *>(u"newMessage"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 2, patience);
    QFile script(m_session->state().graph.revisions().front().file);
    QVERIFY(script.open(QIODevice::ReadOnly));
    const QByteArray text = script.readAll();
    QVERIFY2(text.contains("'age'") && !text.contains("'city'"), text.constData());
}

void TestRevisionWindow::aMessageThatIsCodeIsNotTaken()
{
    openProject();
    upgrade();
    auto *dialog = newRevision();
    QVERIFY(dialog);
    QTest::keyClicks(
        dialog->findChild<QLineEdit *>(u"newMessage"_s), u"\"\"\"; import os; \"\"\""_s);
    QVERIFY(!dialog->findChild<QPushButton *>(u"writeRevision"_s)->isEnabled());
    QVERIFY(dialog->findChild<QLabel *>(u"missing"_s)->text().contains(u"Python"_s));
    dialog->reject();
    QCOMPARE(rows(), 1);
}

void TestRevisionWindow::aDatabaseThatIsBehindIsUpgradedFirst()
{
    openProject();
    auto *dialog = newRevision();
    QVERIFY(dialog);
    auto *upgradeFirst = dialog->findChild<QPushButton *>(u"newUpgrade"_s);
    QVERIFY(upgradeFirst->isVisible());
    QTest::mouseClick(upgradeFirst, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    QCOMPARE(m_session->state().standing.current, QStringList {u"0001"_s});
}

void TestRevisionWindow::headsAreMergedFromTheBanner()
{
    for (const QString &id : {u"0002"_s, u"0003"_s})
        m_project->write({.id = id, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    openProject();
    auto *banner = child<widgets::Banner>("banner");
    QTRY_COMPARE_WITH_TIMEOUT(banner->content().sentence, u"Two heads"_s, patience);
    auto *merge = child<QPushButton>("mergeHeads");
    QVERIFY(merge);
    QTest::mouseClick(merge, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state().graph.heads().size(), 1, patience);
    QCOMPARE(rows(), 4);
}

void TestRevisionWindow::aRevisionIsRemovedAndComesBack()
{
    m_project->write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    openProject();
    child<widgets::RevisionView>("revisions")->setCurrentRevision(u"0001"_s);
    QVERIFY(!child<QAction>("actionRemoveRevision")->isEnabled());
    child<widgets::RevisionView>("revisions")->setCurrentRevision(u"0002"_s);
    trigger("actionRemoveRevision");
    agree();
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, patience);
    trigger("actionUndoFiles");
    agree();
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 2, patience);
}

void TestRevisionWindow::aGhostsFileIsRestored()
{
    openProject();
    upgrade();
    const QString path = m_project->scriptPath(u"0001"_s);
    QVERIFY(QFile::remove(path));
    m_session->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("findGhosts"), patience);
    QTest::mouseClick(child<QPushButton>("findGhosts"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("ghosts")->isVisible(), patience);
    QTest::keyClick(child<QPushButton>("ghostsRestore"), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->state().standing.upToDate(), patience);
}

// A head of its own after the first, which adds a column to its table.
void TestRevisionWindow::writeHead(const QString &id, const QString &column) const
{
    m_project->write({.id = id,
        .down = {u"0001"_s},
        .upgrade = u"op.add_column('users', sa.Column('%1', sa.Integer))"_s.arg(column),
        .downgrade = u"op.drop_column('users', '%1')"_s.arg(column)});
}

void TestRevisionWindow::compareHeads()
{
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("compareHeads"), patience);
    QTest::mouseClick(child<QPushButton>("compareHeads"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("twoHeads")->isVisible(), patience);
    QVERIFY(child<widgets::Banner>("banner")->isHidden());
}

void TestRevisionWindow::twoHeadsAreComparedAndTheirOrderIsProven()
{
    writeHead(u"0002"_s, u"town"_s);
    writeHead(u"0003"_s, u"street"_s);
    openProject();
    compareHeads();
    QVERIFY(child<QLabel>("twoHeadsTitle")->text().contains(u"0001"_s));
    const auto *touches = child<QWidget>("touches");
    QTRY_VERIFY_WITH_TIMEOUT(touches->findChild<QLabel *>(u"verdict"_s), patience);
    QCOMPARE(touches->findChild<QLabel *>(u"verdict"_s)->text(), u"no conflict"_s);
    QTest::mouseClick(child<QPushButton>("twoHeadsProve"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QLabel>("twoHeadsProof")->text().contains(u"the same schema"_s), patience);
    QTest::keyClick(child<QWidget>("twoHeads"), Qt::Key_Escape);
    QTRY_VERIFY(!child<QWidget>("twoHeads")->isVisible());
    QVERIFY(!child<widgets::Banner>("banner")->isHidden());
}

void TestRevisionWindow::aProofTellsWhereItStandsAndCanBeStopped()
{
    writeHead(u"0002"_s, u"town"_s);
    m_project->write(
        {.id = u"0003"_s, .down = {u"0001"_s}, .upgrade = u"op.execute('SELECT pg_sleep(600)')"_s});
    openProject();
    compareHeads();
    const auto *proof = child<QLabel>("twoHeadsProof");
    auto *button = child<QPushButton>("twoHeadsProve");
    const QString before = proof->text();
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(proof->text().contains(u"Trying the order 0"_s), patience);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(proof->text(), before, patience);
    QVERIFY(m_session->inspecting().isEmpty());
}

void TestRevisionWindow::theRebaseOfAnAppliedBranchCanBeCancelled()
{
    writeHead(u"0002"_s, u"town"_s);
    openProject();
    upgrade();
    const auto script = [this] {
        QFile file(m_project->scriptPath(u"0002"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = script();
    m_project->write(
        {.id = u"0003"_s, .down = {u"0001"_s}, .upgrade = u"op.execute('SELECT pg_sleep(600)')"_s});
    m_session->refresh();
    compareHeads();
    auto *mine = child<QComboBox>("twoHeadsMine");
    QTest::keyClicks(mine, u"0002"_s);
    Q_EMIT mine->activated(mine->currentIndex());
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("twoHeadsRebase")->isEnabled(), patience);
    QTest::mouseClick(child<QPushButton>("twoHeadsRebase"), Qt::LeftButton);
    agree();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->running() && m_session->running()->statement.contains(u"pg_sleep"_s), patience);
    QVERIFY(script() != before);
    QTest::mouseClick(child<QPushButton>("cancelOperation"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->running(), patience);
    QCOMPARE(m_session->lastLifecycle()->outcome, Outcome::RolledBack);
    QVERIFY(m_session->lastLifecycle()->cancelled);
    QCOMPARE(script(), before);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state().database->rows, QStringList {u"0002"_s}, patience);
}

void TestRevisionWindow::anAppliedBranchIsRebasedFromThePageAndUndone()
{
    writeHead(u"0002"_s, u"town"_s);
    openProject();
    upgrade();
    writeHead(u"0003"_s, u"town"_s); // the same column, so neither can follow the other
    m_session->refresh();
    compareHeads();
    auto *mine = child<QComboBox>("twoHeadsMine");
    QTest::keyClicks(mine, u"0002"_s);
    Q_EMIT mine->activated(mine->currentIndex());
    const auto *touches = child<QWidget>("touches");
    QTRY_VERIFY_WITH_TIMEOUT(touches->findChild<QLabel *>(u"verdict"_s), patience);
    QCOMPARE(touches->findChild<QLabel *>(u"verdict"_s)->text(), u"both change column town"_s);
    QTest::mouseClick(child<QPushButton>("twoHeadsRebase"), Qt::LeftButton);
    agree();
    auto *banner = child<widgets::Banner>("banner");
    QTRY_VERIFY2_WITH_TIMEOUT(banner->content().detail.contains(u"All is as before"_s),
        qPrintable(banner->content().detail), patience);
    QCOMPARE(m_session->lastLifecycle()->outcome, Outcome::RolledBack);
    QCOMPARE(m_session->state().graph.heads().size(), 2);

    writeHead(u"0003"_s, u"street"_s);
    m_session->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("twoHeadsRebase")->isEnabled(), patience);
    QTest::mouseClick(child<QPushButton>("twoHeadsRebase"), Qt::LeftButton);
    agree();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state().graph.heads(), QStringList {u"0002"_s}, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->state().standing.upToDate(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!child<QWidget>("twoHeads")->isVisible(), patience);
    trigger("actionUndoFiles");
    agree();
    QTRY_COMPARE_WITH_TIMEOUT(
        m_session->state().standing.pending(), QStringList {u"0003"_s}, patience);
}

void TestRevisionWindow::ofThreeHeadsAPairIsChosen()
{
    for (const QString &id : {u"0002"_s, u"0003"_s, u"0004"_s})
        writeHead(id, u"c"_s + id);
    openProject();
    compareHeads();
    QVERIFY(child<QLabel>("twoHeadsTitle")->text().startsWith(u"3 heads"_s));
    auto *mine = child<QComboBox>("twoHeadsMine");
    auto *theirs = child<QComboBox>("twoHeadsTheirs");
    const QString before = mine->currentText();
    mine->setCurrentText(theirs->currentText());
    Q_EMIT mine->activated(mine->currentIndex());
    QTRY_COMPARE_WITH_TIMEOUT(theirs->currentText(), before, patience);
    QTest::mouseClick(child<QPushButton>("twoHeadsMerge"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_session->state().graph.heads().size(), 1, patience);
}

QTEST_MAIN(TestRevisionWindow)
#include "tst_revisionwindow.moc"
