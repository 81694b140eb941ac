// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "widgets/commitdialog.h"
#include "widgets/revisionview.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::AlembicProject;

namespace {

constexpr int patience = 20'000;

} // namespace

// Commits of revision files from the window, by the real git with its hooks.
class TestCommitting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCommitIsMadeInTheDialog();
    void aHookThatRefusesIsToldInTheDialog();
    void aCommitGoesOnWhenItsDialogIsClosed();
    void closingTheWindowAsksAndStopsGit();

private:
    void open();
    void makeRepository() const;
    void writeHook(const QByteArray &lines) const;
    widgets::CommitDialog *beginCommit();
    QString git(const QStringList &arguments) const;
    QString gitOf(const QString &id) const;
    void trigger(const char *action);
    widgets::CommitDialog *commitDialog();
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

void TestCommitting::init()
{
    qputenv("GIT_CONFIG_GLOBAL", "/dev/null");
    qputenv("GIT_CONFIG_NOSYSTEM", "1");
    m_project = std::make_unique<AlembicProject>(u"sqlite:///app.db"_s);
    m_project->writeChain(3);
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestCommitting::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

void TestCommitting::open()
{
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

QString TestCommitting::git(const QStringList &arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_project->folder());
    process.start(u"git"_s, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
            process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

void TestCommitting::makeRepository() const
{
    git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    git({u"config"_s, u"user.name"_s, u"Ann Archer"_s});
    git({u"config"_s, u"user.email"_s, u"a@example.org"_s});
    m_project->writeFile(u".gitignore"_s, "app.db\n__pycache__/\n/began\n/go\n");
    git({u"add"_s, u"-A"_s});
    git({u"commit"_s, u"-q"_s, u"-m"_s, u"First revisions"_s});
}

void TestCommitting::writeHook(const QByteArray &lines) const
{
    const QString hook = m_project->folder() + u"/.git/hooks/pre-commit"_s;
    m_project->writeFile(u".git/hooks/pre-commit"_s, "#!/bin/sh\n" + lines);
    QVERIFY(QFile::setPermissions(hook, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

QString TestCommitting::gitOf(const QString &id) const
{
    const QAbstractItemModel *model = child<widgets::RevisionView>("revisions")->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 0).data(model::RevisionTableModel::IdRole).toString() == id)
            return model->index(row, model::RevisionTableModel::GitColumn).data().toString();
    }
    return {};
}

void TestCommitting::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

widgets::CommitDialog *TestCommitting::commitDialog()
{
    trigger("actionCommit");
    if (!QTest::qWaitFor([this] { return child<widgets::CommitDialog>("commit"); }, patience))
        qFatal("no dialog came");
    return child<widgets::CommitDialog>("commit");
}

void TestCommitting::aCommitIsMadeInTheDialog()
{
    makeRepository();
    m_project->write(
        {.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"pass"_s, .message = u"Add refunds"_s});
    m_project->writeFile(u"models.py"_s, "import sqlalchemy as sa\n");
    m_project->writeFile(u"notes.txt"_s, "mine\n");
    open();
    auto *dialog = commitDialog();
    auto *files = dialog->findChild<QListWidget *>();
    QCOMPARE(files->count(), 3);
    QVERIFY(files->item(0)->text().contains(u"revision, untracked"_s));
    QCOMPARE(files->item(0)->checkState(), Qt::Checked);
    QVERIFY(files->item(1)->text().contains(u"models.py"_s));
    QCOMPARE(files->item(1)->checkState(), Qt::Checked);
    QCOMPARE(files->item(2)->checkState(), Qt::Unchecked);
    auto *message = dialog->findChild<QPlainTextEdit *>(u"commitMessage"_s);
    QCOMPARE(message->toPlainText(), u"Add refunds"_s);
    files->item(1)->setCheckState(Qt::Unchecked);
    QVERIFY(dialog->findChild<QLabel *>(u"commitHint"_s)->text().contains(u"models"_s));
    files->item(1)->setCheckState(Qt::Checked);
    message->setFocus();
    QTest::keyClick(message, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(gitOf(u"0004"_s), u"committed"_s, patience);
    QCOMPARE(git({u"show"_s, u"--format=%s %an"_s, u"--name-only"_s}).section(u'\n', 0, 0),
        u"Add refunds Ann Archer"_s);
    QCOMPARE(git({u"status"_s, u"--porcelain"_s}), u"?? notes.txt"_s);
}

void TestCommitting::aHookThatRefusesIsToldInTheDialog()
{
    makeRepository();
    m_project->write({.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"pass"_s});
    writeHook("echo 'too ugly' >&2\nexit 1\n");
    open();
    auto *dialog = commitDialog();
    dialog->findChild<QPlainTextEdit *>(u"commitMessage"_s)->setPlainText(u"Fourth"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"commitButton"_s), Qt::LeftButton);
    auto *hint = dialog->findChild<QLabel *>(u"commitHint"_s);
    QTRY_VERIFY_WITH_TIMEOUT(hint->text().contains(u"too ugly"_s), patience);
    QVERIFY(dialog->isVisible());
    QCOMPARE(git({u"status"_s, u"--porcelain"_s}).left(2), u"??"_s);
    dialog->reject();
}

// Whose hook waits until it is let go.
widgets::CommitDialog *TestCommitting::beginCommit()
{
    makeRepository();
    m_project->write({.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"pass"_s});
    writeHook("touch began\nwhile [ ! -e go ]; do sleep 0.05; done\n");
    open();
    auto *dialog = commitDialog();
    dialog->findChild<QPlainTextEdit *>(u"commitMessage"_s)->setPlainText(u"Fourth"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"commitButton"_s), Qt::LeftButton);
    const QString began = m_project->folder() + u"/began"_s;
    if (!QTest::qWaitFor([&] { return QFile::exists(began); }, patience))
        qFatal("the hook did not run");
    return dialog;
}

void TestCommitting::aCommitGoesOnWhenItsDialogIsClosed()
{
    beginCommit()->reject();
    QVERIFY(m_session->running());
    QVERIFY(!child<QAction>("actionUpgrade")->isEnabled()); // nothing else begins meanwhile
    QVERIFY(!child<QAction>("actionCommit")->isEnabled());
    m_project->writeFile(u"go"_s, {});
    QTRY_COMPARE_WITH_TIMEOUT(gitOf(u"0004"_s), u"committed"_s, patience);
    QCOMPARE(git({u"log"_s, u"-1"_s, u"--format=%s"_s}), u"Fourth"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_session->running(), patience);
}

void TestCommitting::closingTheWindowAsksAndStopsGit()
{
    beginCommit()->reject();
    m_window->close();
    QVERIFY(m_window->isVisible());
    auto *question = child<QDialog>("closing");
    QVERIFY(question);
    QVERIFY(question->findChild<QLabel *>(u"closingText"_s)->text().startsWith(u"Git"_s));
    QTest::mouseClick(question->findChild<QPushButton *>(u"cancelAndClose"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), patience);
    QCOMPARE(git({u"log"_s, u"-1"_s, u"--format=%s"_s}), u"First revisions"_s);
    m_project->writeFile(u"go"_s, {}); // a hook outlives its git
}

QTEST_MAIN(TestCommitting)
#include "tst_committing.moc"
