// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/banner.h"
#include "widgets/qsci.h"
#include "widgets/revisionview.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using migrations::Outcome;
using tests::AlembicProject;

namespace {

constexpr int patience = 20'000;

} // namespace

// Scripts that are edited in the window, by real keys, with the files of a real project.
class TestScriptDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsTypedIsSaved();
    void everyOtherByteStays();
    void anotherEncodingIsReadOnly();
    void anAppliedRevisionIsReadOnly();
    void aPushedRevisionIsReadOnly();
    void unsavedTextStaysWithItsFile();
    void anotherProgramsTextIsNotOverwritten();
    void anotherProgramsTextCanBeTaken();
    void textThatWasReadAnewKeepsThePlace();
    void closingAsksFirst();
    void whatRunsIsSavedFirst();
    void unsavedTextOutlivesTheProgram();
    void revertIsTakenBackByUndo();
    void whatIsTypedIsJudged();
    void theListOfKeysHasTheEditors();

private:
    void startWindow();
    void open();
    void choose(const QString &id);
    void type(const QString &text);
    void trigger(const char *action);
    void press(const char *button);
    void answer(QMessageBox::StandardButton button);
    void overwrite(const QByteArray &text) const;
    QByteArray onDisk(const QString &id = u"0002"_s) const;
    QString bar() const;
    QsciScintilla *editor() const { return child<QWidget>("script")->findChild<QsciScintilla *>(); }
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

void TestScriptDesk::init()
{
    QDir(m_data.folder() + u"/drafts"_s).removeRecursively();
    m_project = std::make_unique<AlembicProject>(u"sqlite:///app.db"_s);
    m_project->writeChain(2);
    QVERIFY(migrations::TrustStore().trust(m_project->folder()));
    startWindow();
}

void TestScriptDesk::startWindow()
{
    m_settings = std::make_unique<model::Settings>();
    m_session = std::make_unique<model::ProjectSession>();
    m_window = std::make_unique<app::MainWindow>(m_theme, *m_session, *m_settings);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestScriptDesk::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

void TestScriptDesk::open()
{
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
    choose(u"0002"_s);
}

void TestScriptDesk::choose(const QString &id)
{
    child<widgets::RevisionView>("revisions")->setCurrentRevision(id);
    QTRY_VERIFY_WITH_TIMEOUT(editor()->text().contains(u"\nrevision = \"%1\""_s.arg(id)), patience);
}

void TestScriptDesk::type(const QString &text)
{
    editor()->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(!editor()->isReadOnly(), patience);
    QTest::keyClicks(editor(), text);
}

void TestScriptDesk::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

void TestScriptDesk::press(const char *button)
{
    QTRY_VERIFY2_WITH_TIMEOUT(child<QPushButton>(button), qPrintable(bar()), patience);
    QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton);
}

void TestScriptDesk::answer(QMessageBox::StandardButton button)
{
    QTRY_VERIFY_WITH_TIMEOUT(child<QMessageBox>("unsavedQuestion"), patience);
    QTest::mouseClick(child<QMessageBox>("unsavedQuestion")->button(button), Qt::LeftButton);
}

QByteArray TestScriptDesk::onDisk(const QString &id) const
{
    QFile file(m_project->scriptPath(id));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestScriptDesk::overwrite(const QByteArray &text) const
{
    m_project->writeFile(u"migrations/versions/0002.py"_s, text);
}

QString TestScriptDesk::bar() const
{
    const auto *banner = child<widgets::Banner>("scriptBar");
    return banner->isVisible() ? banner->content().sentence : QString();
}

void TestScriptDesk::whatIsTypedIsSaved()
{
    open();
    const QByteArray before = onDisk();
    QVERIFY(!child<QAction>("actionSaveScript")->isEnabled());
    type(u"# mine "_s);
    QCOMPARE(onDisk(), before);
    QVERIFY(child<QWidget>("script")
                ->findChild<QLabel *>(u"scriptFile"_s)
                ->toolTip()
                .endsWith(u"0002.py"_s));
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(onDisk(), "# mine " + before, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!child<QAction>("actionSaveScript")->isEnabled(), patience);
    QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier); // the editor's own undo
    QTRY_VERIFY(child<QAction>("actionSaveScript")->isEnabled());
    QVERIFY(!editor()->text().contains(u"mine"_s));
}

void TestScriptDesk::everyOtherByteStays()
{
    const QByteArray text = "\xef\xbb\xbf" + onDisk().replace('\n', "\r\n") + "# \xc3\xa4";
    overwrite(text);
    QVERIFY(QFile::setPermissions(
        m_project->scriptPath(u"0002"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    open();
    type(u"#"_s);
    QTest::keyClick(editor(), Qt::Key_Return);
    trigger("actionSaveScript");
    QTRY_COMPARE_WITH_TIMEOUT(onDisk(), "\xef\xbb\xbf#\r\n" + text.mid(3), patience);
    QVERIFY(QFile::permissions(m_project->scriptPath(u"0002"_s)) & QFile::ExeOwner);
}

void TestScriptDesk::anotherEncodingIsReadOnly()
{
    overwrite("# -*- coding: latin-1 -*-\n# \xe4\n" + onDisk());
    open();
    QTRY_COMPARE_WITH_TIMEOUT(bar(), u"Read only"_s, patience);
    QVERIFY(editor()->isReadOnly());
    QVERIFY(!child<QPushButton>("editAnyway"));
}

void TestScriptDesk::anAppliedRevisionIsReadOnly()
{
    open();
    trigger("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(bar(), u"Read only: applied"_s, patience);
    const QByteArray before = onDisk();
    editor()->setFocus();
    QTest::keyClicks(editor(), u"x"_s);
    QVERIFY(!editor()->isModified());
    press("editAnyway");
    type(u"# "_s);
    trigger("actionSaveScript");
    QTRY_COMPARE_WITH_TIMEOUT(onDisk(), "# " + before, patience);
}

void TestScriptDesk::aPushedRevisionIsReadOnly()
{
    QTemporaryDir remote;
    const QString folder = m_project->folder();
    for (const QStringList &arguments :
        {QStringList {u"init"_s, u"-q"_s, u"--bare"_s, remote.path()}, {u"init"_s, u"-q"_s},
            {u"add"_s, u"migrations/versions/0002.py"_s},
            {u"-c"_s, u"user.name=T"_s, u"-c"_s, u"user.email=t@example.org"_s, u"commit"_s,
                u"-q"_s, u"-m"_s, u"one"_s},
            {u"remote"_s, u"add"_s, u"origin"_s, remote.path()},
            {u"push"_s, u"-q"_s, u"origin"_s, u"HEAD"_s}}) {
        QProcess git;
        git.setWorkingDirectory(folder);
        git.start(u"git"_s, arguments);
        QVERIFY(git.waitForFinished() && git.exitCode() == 0);
    }
    open();
    QTRY_COMPARE_WITH_TIMEOUT(bar(), u"Read only: pushed"_s, patience);
    choose(u"0001"_s); // is not
    QTRY_VERIFY_WITH_TIMEOUT(!editor()->isReadOnly(), patience);
    QVERIFY(bar().isEmpty());
}

void TestScriptDesk::unsavedTextStaysWithItsFile()
{
    open();
    type(u"# mine "_s);
    choose(u"0001"_s);
    QVERIFY(!editor()->text().contains(u"mine"_s));
    choose(u"0002"_s);
    QTRY_VERIFY_WITH_TIMEOUT(editor()->text().startsWith(u"# mine "_s), patience);
    QVERIFY(editor()->isModified());
    trigger("actionSaveScript");
    QTRY_VERIFY_WITH_TIMEOUT(onDisk().startsWith("# mine "), patience);
    QVERIFY(!onDisk(u"0001"_s).contains("mine"));
}

void TestScriptDesk::anotherProgramsTextIsNotOverwritten()
{
    open();
    const QByteArray before = onDisk();
    type(u"# mine "_s);
    overwrite("# theirs\n" + before);
    QTRY_COMPARE_WITH_TIMEOUT(bar(), u"Another program changed this file"_s, patience);
    QVERIFY(editor()->text().startsWith(u"# mine "_s));
    trigger("actionSaveScript"); // unasked, it replaces nothing
    QTRY_VERIFY_WITH_TIMEOUT(
        child<widgets::Banner>("banner")->content().sentence.contains(u"changed by another"_s),
        patience);
    QCOMPARE(onDisk(), "# theirs\n" + before);
    press("keepMine");
    trigger("actionSaveScript");
    QTRY_COMPARE_WITH_TIMEOUT(onDisk(), "# mine " + before, patience);
}

void TestScriptDesk::anotherProgramsTextCanBeTaken()
{
    open();
    const QByteArray before = onDisk();
    type(u"# mine "_s);
    overwrite("# theirs\n" + before);
    press("reloadScript");
    QTRY_VERIFY_WITH_TIMEOUT(editor()->text().startsWith(u"# theirs"_s), patience);
    QVERIFY(!editor()->isModified());
    QVERIFY(!child<QAction>("actionSaveScript")->isEnabled());
}

void TestScriptDesk::textThatWasReadAnewKeepsThePlace()
{
    open();
    editor()->setCursorPosition(5, 2);
    overwrite(onDisk() + "# more\n");
    QTRY_VERIFY_WITH_TIMEOUT(editor()->text().endsWith(u"# more\n"_s), patience);
    int line = 0;
    int column = 0;
    editor()->getCursorPosition(&line, &column);
    QCOMPARE(line, 5);
}

void TestScriptDesk::closingAsksFirst()
{
    open();
    const QByteArray before = onDisk();
    type(u"# mine "_s);
    m_window->close();
    answer(QMessageBox::Cancel);
    QVERIFY(m_window->isVisible());
    QTRY_VERIFY(!child<QMessageBox>("unsavedQuestion"));
    m_window->close();
    answer(QMessageBox::Discard);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), patience);
    QCOMPARE(onDisk(), before);
    cleanup();
    QCOMPARE(QDir(m_data.folder() + u"/drafts"_s).entryList(QDir::Files), QStringList());
}

void TestScriptDesk::whatRunsIsSavedFirst()
{
    open();
    const QByteArray before = onDisk();
    type(u"# mine"_s);
    QTest::keyClick(editor(), Qt::Key_Return);
    QTest::keyClick(editor(), Qt::Key_U, Qt::ControlModifier); // also with the editor's focus
    answer(QMessageBox::Save);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->lastReport() && !m_session->running(), patience);
    QVERIFY2(m_session->lastReport()->outcome == Outcome::Done,
        qPrintable(m_session->lastReport()->sentence));
    QCOMPARE(onDisk(), "# mine\n" + before);
}

void TestScriptDesk::unsavedTextOutlivesTheProgram()
{
    open();
    type(u"# mine "_s);
    const QDir drafts(m_data.folder() + u"/drafts"_s);
    QTRY_COMPARE_WITH_TIMEOUT(drafts.entryList(QDir::Files).size(), 1, patience);
    const QFileInfo draft = drafts.entryInfoList(QDir::Files).first();
    QVERIFY(!(draft.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    m_window.reset(); // as when it is killed: nothing is asked, nothing is saved
    m_session.reset();
    startWindow();
    open();
    QTRY_COMPARE_WITH_TIMEOUT(bar(), u"There is unsaved text of this script"_s, patience);
    press("restoreDraft");
    QVERIFY(editor()->text().startsWith(u"# mine "_s));
    trigger("actionSaveScript");
    QTRY_VERIFY_WITH_TIMEOUT(onDisk().startsWith("# mine "), patience);
    QTRY_VERIFY_WITH_TIMEOUT(drafts.entryList(QDir::Files).isEmpty(), patience);
}

void TestScriptDesk::revertIsTakenBackByUndo()
{
    open();
    const QString before = editor()->text();
    type(u"# mine "_s);
    trigger("actionRevertScript");
    QCOMPARE(editor()->text(), before);
    QVERIFY(!child<QAction>("actionSaveScript")->isEnabled());
    editor()->undo();
    QVERIFY(editor()->text().startsWith(u"# mine "_s));
}

void TestScriptDesk::whatIsTypedIsJudged()
{
    const auto findings = [this] {
        return child<QWidget>("script")->findChild<QToolButton *>(u"findings"_s)->text();
    };
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->interpreter(), patience);
    type(u"def twice(x, x): pass"_s);
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(findings(), u"1 finding"_s, patience);
    QVERIFY2(editor()->annotation(0).contains(u"Python 3."_s), qPrintable(editor()->annotation(0)));
    editor()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(findings(), QString(), patience);
    choose(u"0001"_s);
    m_project->writeFile(u"migrations/versions/0001.py"_s,
        onDisk(u"0001"_s).replace("down_revision = None", "down_revision = 'gone'"));
    QTRY_COMPARE_WITH_TIMEOUT(findings(), u"1 finding"_s, patience); // also what is only read
}

void TestScriptDesk::theListOfKeysHasTheEditors()
{
    open();
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QTest::keyClicks(child<QLineEdit>("paletteEdit"), u"comment"_s);
    QTest::keyClick(child<QLineEdit>("paletteEdit"), Qt::Key_Return);
    QTRY_COMPARE(editor()->text(0).left(2), u"# "_s);
}

QTEST_MAIN(TestScriptDesk)
#include "tst_scriptdesk.moc"
