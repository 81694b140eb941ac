// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/commandline/modelproject.h"
#include "tests/support/alembicproject.h"
#include "widgets/destructivedialog.h"
#include "widgets/newrevisiondialog.h"
#include "widgets/qsci.h"
#include "widgets/revisionview.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

} // namespace

// What the window does between models and revision files.
class TestModelWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void modelsAreComparedAndNothingIsWritten();
    void modelsThatAreTheSameAreSaidToBe();
    void aRevisionGetsLabelDependencyAndIdentifier();
    void anAppliedRevisionIsWrittenAnew();

private:
    void open();
    void trigger(const char *action);
    void settle();
    widgets::NewRevisionDialog *dialogThatKnows();
    QString note() const;
    template <typename Widget>
    Widget *child(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1StringView(name));
    }

    QTemporaryDir m_trash;
    tests::PrivateData m_data;
    widgets::Theme m_theme {*qApp};
    std::unique_ptr<tests::ModelProject> m_project;
    std::unique_ptr<model::Settings> m_settings;
    std::unique_ptr<model::ProjectSession> m_session;
    std::unique_ptr<app::MainWindow> m_window;
};

void TestModelWindow::init()
{
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_trash.path()));
    m_project = std::make_unique<tests::ModelProject>();
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestModelWindow::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

void TestModelWindow::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->isOpen() && !m_session->reading() && !m_session->running(), patience);
}

void TestModelWindow::open()
{
    m_window->open(m_project->folder());
    settle();
    trigger("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
}

void TestModelWindow::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QVERIFY(found);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

QString TestModelWindow::note() const
{
    const auto *label = child<QLabel>("newNote");
    return label ? label->text() : QString();
}

widgets::NewRevisionDialog *TestModelWindow::dialogThatKnows()
{
    const bool knows = QTest::qWaitFor(
        [this] { return !note().isEmpty() && !note().startsWith(u"Comparing"_s); }, patience);
    return knows ? child<widgets::NewRevisionDialog>("newRevision") : nullptr;
}

void TestModelWindow::modelsAreComparedAndNothingIsWritten()
{
    m_project->writeModels(u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s);
    open();
    const QStringList before = m_project->scripts();
    trigger("actionCompareModels");
    auto *dialog = dialogThatKnows();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QListWidget *>(u"foundOperations"_s);
    QCOMPARE(list->count(), 1);
    QVERIFY(list->item(0)->text().contains(u"age"_s));
    QVERIFY(!list->item(0)->data(Qt::CheckStateRole).isValid()); // there is nothing to choose
    QVERIFY(!dialog->findChild<QLineEdit *>(u"newMessage"_s)->isVisible());
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"writeRevision"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(child<QLineEdit>("newMessage") // the dialog that writes comes
            && child<QLineEdit>("newMessage")->isVisible(),
        patience);
    QCOMPARE(m_project->scripts(), before);
}

void TestModelWindow::modelsThatAreTheSameAreSaidToBe()
{
    open();
    trigger("actionCompareModels");
    auto *dialog = dialogThatKnows();
    QVERIFY(dialog);
    QVERIFY2(note().contains(u"the same"_s), qPrintable(note()));
    QVERIFY(!dialog->findChild<QPushButton *>(u"writeRevision"_s)->isEnabled());
}

void TestModelWindow::aRevisionGetsLabelDependencyAndIdentifier()
{
    m_project->project().write(
        {.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s, .downgrade = u"pass"_s});
    open();
    trigger("actionNewRevision");
    auto *dialog = dialogThatKnows();
    QVERIFY(dialog);
    dialog->findChild<QRadioButton *>(u"newEmpty"_s)->setChecked(true);
    QTest::mouseClick(dialog->findChild<QToolButton *>(u"newMore"_s), Qt::LeftButton);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"newMessage"_s), u"Reports"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"newLabel"_s), u"reports"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"newDependsOn"_s), u"0002"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"newId"_s), u"0003"_s);
    dialog->findChild<QCheckBox *>(u"newSplice"_s)->setChecked(true);
    dialog->findChild<QComboBox *>(u"newHead"_s)->setEditText(u"0001"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"writeRevision"_s), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(
        m_session->state().graph.find(u"0003"_s), qPrintable(note()), patience);
    const migrations::Revision *made = m_session->state().graph.find(u"0003"_s);
    QCOMPARE(made->down, QStringList {u"0001"_s});
    QCOMPARE(made->dependsOn, QStringList {u"0002"_s});
    QCOMPARE(made->branchLabels, QStringList {u"reports"_s});
}

void TestModelWindow::anAppliedRevisionIsWrittenAnew()
{
    m_project->project().write({.id = u"0002"_s,
        .down = {u"0001"_s},
        .upgrade = u"op.add_column('users', sa.Column('age', sa.Text))  # by hand"_s,
        .downgrade = u"op.drop_column('users', 'age')"_s,
        .message = u"Add age"_s});
    m_project->writeModels(u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s);
    open();
    child<widgets::RevisionView>("revisions")->setCurrentRevision(u"0002"_s);
    trigger("actionRecreateRevision");
    auto *message = child<QInputDialog>("recreateMessage");
    QVERIFY(message);
    QCOMPARE(message->textValue(), u"Add age"_s);
    message->setTextValue(u"Add age as a number"_s);
    message->accept();
    widgets::DestructiveDialog *question = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (question = child<widgets::DestructiveDialog>("destructive")) && question->isVisible(),
        patience);
    QTest::mouseClick(question->findChild<QPushButton *>(u"yes"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->lastLifecycle().has_value() && !m_session->running(), patience);
    settle();
    const QString head = m_session->state().graph.heads().value(0);
    QVERIFY(head != u"0002"_s);
    QCOMPARE(m_session->state().graph.find(head)->message, u"Add age as a number"_s);
    QCOMPARE(m_session->state().database->rows, QStringList {u"0001"_s});
    // What was written by hand stands beside it.
    child<widgets::RevisionView>("revisions")->setCurrentRevision(head);
    child<QTabBar>("tabs")->setCurrentIndex(1);
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QComboBox>("changesOther")->currentText().startsWith(u"before it was written anew"_s),
        patience);
    QVERIFY(child<QsciScintilla>("diffNew")->text().contains(u"# by hand"_s));
}

QTEST_MAIN(TestModelWindow)
#include "tst_modelwindow.moc"
