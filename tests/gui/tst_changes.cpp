// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/mainwindow.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"
#include "widgets/qsci.h"
#include "widgets/revisionview.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using tests::AlembicProject;

namespace {

constexpr int patience = 20'000;
constexpr int changesTab = 1;

} // namespace

// What git and the journal say of the revision files, in the window of a real project.
class TestChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theTableSaysWhatGitHas();
    void outsideARepositoryThereIsNoGitColumn();
    void aCommitElsewhereIsSeen();
    void theFilterFindsAnAuthor();
    void changesAreShownAgainstTheLastCommit();
    void unsavedTextIsComparedToo();
    void anotherVersionCanBeChosen();
    void bothLayoutsShowTheChange();
    void aScriptThatWasEditedSinceItRanIsMarked();
    void aCommentAloneIsNoEdit();

private:
    void open();
    void choose(const QString &id);
    void showChanges();
    void makeRepository();
    void commit(const QString &message, const QString &author = u"Ann Archer"_s);
    QString git(const QStringList &arguments, const QString &author = u"Ann Archer"_s);
    void append(const QString &id, const QByteArray &text);
    QString cell(const QString &id, int column) const;
    QString badges(const QString &id) const;
    QString changed() const; // "+", "-" lines of the column that shows the text now
    void trigger(const char *action);
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

void TestChanges::init()
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

void TestChanges::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_project.reset();
}

void TestChanges::open()
{
    m_window->open(m_project->folder());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->reading(), patience);
}

void TestChanges::choose(const QString &id)
{
    child<widgets::RevisionView>("revisions")->setCurrentRevision(id);
}

void TestChanges::showChanges()
{
    child<QTabBar>("tabs")->setCurrentIndex(changesTab);
    QTRY_VERIFY_WITH_TIMEOUT(child<QComboBox>("changesOther")->count() > 0, patience);
}

QString TestChanges::git(const QStringList &arguments, const QString &author)
{
    QProcess process;
    process.setWorkingDirectory(m_project->folder());
    process.start(u"git"_s,
        QStringList {u"-c"_s, u"user.name="_s + author, u"-c"_s, u"user.email=a@example.org"_s}
            + arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
            process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

void TestChanges::makeRepository()
{
    git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    git({u"config"_s, u"user.name"_s, u"Ann Archer"_s});
    git({u"config"_s, u"user.email"_s, u"a@example.org"_s});
    m_project->writeFile(u".gitignore"_s, "app.db\n__pycache__/\n");
    commit(u"First revisions"_s);
}

void TestChanges::commit(const QString &message, const QString &author)
{
    git({u"add"_s, u"-A"_s}, author);
    git({u"commit"_s, u"-q"_s, u"-m"_s, message}, author);
}

void TestChanges::append(const QString &id, const QByteArray &text)
{
    QFile file(m_project->scriptPath(id));
    QVERIFY(file.open(QIODevice::Append));
    QCOMPARE(file.write(text), text.size());
}

QString TestChanges::cell(const QString &id, int column) const
{
    const QAbstractItemModel *model = child<widgets::RevisionView>("revisions")->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 0).data(model::RevisionTableModel::IdRole).toString() == id)
            return model->index(row, column).data().toString();
    }
    return {};
}

QString TestChanges::badges(const QString &id) const
{
    const QAbstractItemModel *model = child<widgets::RevisionView>("revisions")->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        if (index.data(model::RevisionTableModel::IdRole).toString() == id)
            return index.data(Qt::AccessibleTextRole).toString();
    }
    return {};
}

QString TestChanges::changed() const
{
    auto *editor = child<QsciScintilla>("diffNew");
    QStringList lines;
    for (int line = 0; line < editor->lines(); ++line) {
        if (editor->markersAtLine(line) != 0)
            lines.append(editor->text(line).trimmed());
    }
    return lines.join(u'|');
}

void TestChanges::trigger(const char *action)
{
    auto *found = child<QAction>(action);
    QTRY_VERIFY2_WITH_TIMEOUT(found->isEnabled(), qPrintable(found->toolTip()), patience);
    found->trigger();
}

void TestChanges::theTableSaysWhatGitHas()
{
    makeRepository();
    append(u"0002"_s, "# more\n");
    m_project->write({.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"pass"_s});
    open();
    const int column = model::RevisionTableModel::GitColumn;
    QTRY_COMPARE_WITH_TIMEOUT(cell(u"0004"_s, column), u"untracked"_s, patience);
    QCOMPARE(cell(u"0002"_s, column), u"modified"_s);
    QCOMPARE(cell(u"0001"_s, column), u"committed"_s);
    QVERIFY(!child<widgets::RevisionView>("revisions")->isColumnHidden(column));
    choose(u"0001"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QLabel>("revisionFacts")->text().contains(u"committed, Ann Archer"_s), patience);
}

void TestChanges::outsideARepositoryThereIsNoGitColumn()
{
    open();
    QVERIFY(child<widgets::RevisionView>("revisions")
                ->isColumnHidden(model::RevisionTableModel::GitColumn));
    QVERIFY(!child<QAction>("actionCommit")->isEnabled());
}

void TestChanges::aCommitElsewhereIsSeen()
{
    makeRepository();
    m_project->write({.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"pass"_s});
    open();
    const int column = model::RevisionTableModel::GitColumn;
    QTRY_COMPARE_WITH_TIMEOUT(cell(u"0004"_s, column), u"untracked"_s, patience);
    git({u"add"_s, u"-A"_s});
    QTRY_COMPARE_WITH_TIMEOUT(cell(u"0004"_s, column), u"staged"_s, patience);
    commit(u"Fourth"_s);
    QTRY_COMPARE_WITH_TIMEOUT(cell(u"0004"_s, column), u"committed"_s, patience);
}

void TestChanges::theFilterFindsAnAuthor()
{
    makeRepository();
    append(u"0002"_s, "# more\n");
    commit(u"By another"_s, u"Bea Baker"_s);
    open();
    auto *filter = child<QLineEdit>("filter");
    QVERIFY(filter);
    const QAbstractItemModel *rows = child<widgets::RevisionView>("revisions")->model();
    QTRY_VERIFY_WITH_TIMEOUT(
        child<widgets::RevisionView>("revisions")->model()->rowCount() == 3, patience);
    filter->setText(u"bea baker"_s);
    QTRY_COMPARE_WITH_TIMEOUT(rows->rowCount(), 1, patience);
}

void TestChanges::changesAreShownAgainstTheLastCommit()
{
    makeRepository();
    append(u"0002"_s, "MORE = 1\n");
    open();
    choose(u"0002"_s);
    showChanges();
    QTRY_COMPARE_WITH_TIMEOUT(changed(), u"MORE = 1"_s, patience);
    QVERIFY(child<QComboBox>("changesOther")->currentText().startsWith(u"last commit"_s));
    QCOMPARE(child<QLabel>("changesCount")->text(), u"1 added, 0 removed"_s);
    git({u"commit"_s, u"-q"_s, u"-a"_s, u"-m"_s, u"more"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!child<QsciScintilla>("diffNew")->isVisible(), patience);
}

void TestChanges::unsavedTextIsComparedToo()
{
    makeRepository();
    open();
    choose(u"0003"_s);
    auto *editor = child<QWidget>("script")->findChild<QsciScintilla *>();
    QTRY_VERIFY_WITH_TIMEOUT(editor->text().contains(u"0003"_s) && !editor->isReadOnly(), patience);
    editor->setFocus();
    editor->setCursorPosition(editor->lines() - 1, 0);
    QTest::keyClicks(editor, u"TYPED = 1"_s);
    showChanges();
    QTRY_COMPARE_WITH_TIMEOUT(changed(), u"TYPED = 1"_s, patience);
    child<QAction>("actionRevertScript")->trigger();
}

void TestChanges::anotherVersionCanBeChosen()
{
    makeRepository();
    append(u"0002"_s, "SECOND = 1\n");
    commit(u"Second"_s);
    append(u"0002"_s, "THIRD = 1\n");
    open();
    choose(u"0002"_s);
    showChanges();
    QTRY_COMPARE_WITH_TIMEOUT(changed(), u"THIRD = 1"_s, patience);
    auto *others = child<QComboBox>("changesOther");
    // The whole history comes after what is nearest.
    QTRY_VERIFY_WITH_TIMEOUT(
        others->itemText(others->count() - 1).contains(u"First revisions"_s), patience);
    const int first = others->count() - 1;
    others->setCurrentIndex(first);
    Q_EMIT others->activated(first);
    QTRY_COMPARE_WITH_TIMEOUT(changed(), u"SECOND = 1|THIRD = 1"_s, patience);
    // It stays what is compared with, also when the file changes.
    append(u"0002"_s, "FOURTH = 1\n");
    QTRY_COMPARE_WITH_TIMEOUT(changed(), u"SECOND = 1|THIRD = 1|FOURTH = 1"_s, patience);
}

void TestChanges::bothLayoutsShowTheChange()
{
    makeRepository();
    QFile file(m_project->scriptPath(u"0002"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    QVERIFY(text.contains("t0002"));
    text.replace("t0002", "renamed");
    QVERIFY(file.resize(0) && file.seek(0));
    QCOMPARE(file.write(text), text.size());
    file.close();
    open();
    choose(u"0002"_s);
    showChanges();
    auto *layout = child<QComboBox>("changesLayout");
    layout->setCurrentIndex(1);
    Q_EMIT layout->activated(1);
    QTRY_VERIFY_WITH_TIMEOUT(changed().contains(u"t0002"_s), patience); // one column has both
    QVERIFY(changed().contains(u"renamed"_s));
    QVERIFY(!child<QsciScintilla>("diffOld")->isVisible());
    layout->setCurrentIndex(0);
    Q_EMIT layout->activated(0);
    QVERIFY(child<QsciScintilla>("diffOld")->isVisible());
    QVERIFY(!changed().contains(u"t0002"_s));
    QCOMPARE(child<QsciScintilla>("diffOld")->lines(), child<QsciScintilla>("diffNew")->lines());
    QVERIFY(m_settings->value(model::Settings::Key::SideBySide).toBool());
}

void TestChanges::aScriptThatWasEditedSinceItRanIsMarked()
{
    open();
    trigger("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->lastReport().has_value() && !m_session->running(), patience);
    QVERIFY(!badges(u"0002"_s).contains(u"edited"_s));
    append(u"0002"_s, "MORE = 1\n");
    QTRY_VERIFY_WITH_TIMEOUT(badges(u"0002"_s).contains(u"edited since applied"_s), patience);
    QVERIFY(!badges(u"0001"_s).contains(u"edited"_s));
    choose(u"0002"_s);
    auto *findings = child<QWidget>("script")->findChild<QToolButton *>(u"findings"_s);
    QTRY_COMPARE_WITH_TIMEOUT(findings->text(), u"1 finding"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        child<QLabel>("revisionFacts")->text().contains(u"edited since applied"_s), patience);
    showChanges();
    QTRY_COMPARE_WITH_TIMEOUT(changed(), u"MORE = 1"_s, patience);
    QVERIFY(child<QComboBox>("changesOther")->currentText().startsWith(u"as applied"_s));
}

void TestChanges::aCommentAloneIsNoEdit()
{
    open();
    trigger("actionUpgrade");
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->lastReport().has_value() && !m_session->running(), patience);
    append(u"0001"_s, "\n\n# a remark\n");
    append(u"0002"_s, "MORE = 1\n");
    QTRY_VERIFY_WITH_TIMEOUT(badges(u"0002"_s).contains(u"edited since applied"_s), patience);
    QVERIFY(!badges(u"0001"_s).contains(u"edited"_s));
}

QTEST_MAIN(TestChanges)
#include "tst_changes.moc"
