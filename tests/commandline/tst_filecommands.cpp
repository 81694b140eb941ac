// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/modelproject.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::ModelProject;
using Answer = tests::CommandLine::Answer;

namespace {

#define ENDS_WITH(call, expected)                                                                  \
    do {                                                                                           \
        const Answer ended = call;                                                                 \
        QVERIFY2(ended.exitCode == (expected), qPrintable(ended.output + ended.error));            \
    } while (false)

const QString second = u"0002.py"_s;

QString codeOf(const Answer &answer)
{
    return answer.json()[u"error"][u"code"].toString();
}

// Two revisions, one after the other; the first is applied.
struct TwoRevisions : ModelProject
{
    TwoRevisions()
    {
        project().write({.id = u"0002"_s,
            .down = {u"0001"_s},
            .upgrade = u"op.add_column('users', sa.Column('age', sa.Integer))"_s});
        if (const Answer answer = run({u"run"_s, u"0001"_s}); answer.exitCode != 0)
            qFatal("%s", qPrintable(answer.error));
    }
};

} // namespace

class TestFileCommands : public QObject
{
    Q_OBJECT
    QTemporaryDir m_trash;

private Q_SLOTS:
    void initTestCase()
    {
        // A folder that is not there yet, as for a new user.
        qputenv("XDG_DATA_HOME", QFile::encodeName(m_trash.filePath(u"new/share"_s)));
    }
    void whatIsRemovedComesBackToTheByte();
    void whatAKilledProgramRemovedComesBack();
    void anAppliedRevisionStays();
    void aRevisionThatOthersBuildOnStays();
    void aPushedRevisionStays();
    void aNewRevisionIsTakenBack();
    void whatWasChangedSinceIsNotTouched();
    void whatWasAppliedSinceIsNotTakenBack();
    void whatAnotherEnvironmentHasIsNotTakenBack();
    void headsAreMergedAndTheMergeTakenBack();
    void nothingIsDoneUnasked();
};

void TestFileCommands::whatIsRemovedComesBackToTheByte()
{
    const TwoRevisions project;
    const QByteArray before = project.script(second);
    const QString path = project.versions() + u'/' + second;
    const auto readable = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QVERIFY(QFile::setPermissions(path, readable));
    const Answer removed = project.run({u"uncommit"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(removed, 0);
    QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
    const QString trash = removed.json()[u"trash"].toString();
    QVERIFY2(trash.startsWith(m_trash.path()) && QFile::exists(trash), qPrintable(trash));
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.script(second), before);
    QCOMPARE(QFile::permissions(path), readable);
    const Answer again = project.run({u"undo"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(again, 2);
    QCOMPARE(codeOf(again), u"nothing_to_undo"_s);
}

void TestFileCommands::whatAKilledProgramRemovedComesBack()
{
    const TwoRevisions project;
    const QByteArray before = project.script(second);
    ENDS_WITH(project.run({u"uncommit"_s, u"--yes"_s}), 0);
    // As a program leaves the journal that is killed before it has written the end.
    QProcess python;
    python.start(u"/usr/bin/python3"_s,
        {u"-c"_s,
            u"import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as journal:\n"
            " journal.execute(\"UPDATE operations SET ended = NULL, outcome = '', sentence = '' "
            "WHERE kind = 'uncommit'\")\n"_s,
            project.line().dataFolder() + u"/journal.sqlite"_s});
    QVERIFY(python.waitForFinished() && python.exitCode() == 0);
    const Answer journal = project.line().run({u"journal"_s});
    QVERIFY2(journal.exitCode == 1 && journal.output.contains(u"migration undo"_s),
        qPrintable(journal.output + journal.error));
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.script(second), before);
    ENDS_WITH(project.line().run({u"journal"_s}), 0); // nothing is unfinished any more
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 2); // once
}

void TestFileCommands::anAppliedRevisionStays()
{
    const TwoRevisions project;
    ENDS_WITH(project.run({u"run"_s}), 0);
    const Answer answer = project.run({u"uncommit"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"applied"_s);
    // Also where only another environment has it.
    const QString other = project.folder() + u"/other.db"_s;
    QVERIFY(QFile::copy(project.databasePath(), other));
    project.project().writeFile(
        u".env.staging"_s, u"DATABASE_URL=sqlite:///%1\n"_s.arg(other).toUtf8());
    ENDS_WITH(project.run({u"rollback"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    const Answer there = project.run({u"uncommit"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(there, 3);
    QCOMPARE(codeOf(there), u"applied"_s);
    QVERIFY(there.error.contains(u"staging"_s) || there.output.contains(u"staging"_s));
    QVERIFY(project.scripts().contains(second));
}

void TestFileCommands::aRevisionThatOthersBuildOnStays()
{
    const TwoRevisions project;
    project.project().write(
        {.id = u"0003"_s, .down = {}, .upgrade = u"pass"_s, .dependsOn = u"'0002'"_s});
    const Answer answer = project.run({u"uncommit"_s, u"0002"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"followed"_s);
    QCOMPARE(project.run({u"uncommit"_s, u"--yes"_s}).exitCode, 2); // which of the heads?
    QVERIFY(project.scripts().contains(second));
}

void TestFileCommands::aPushedRevisionStays()
{
    const TwoRevisions project;
    const QTemporaryDir remote;
    project.git({u"init"_s, u"-q"_s, u"--bare"_s, remote.path()});
    project.git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    project.git({u"remote"_s, u"add"_s, u"origin"_s, remote.path()});
    project.git({u"add"_s, u"migrations/versions/0001.py"_s});
    project.git({u"commit"_s, u"-q"_s, u"-m"_s, u"first"_s});
    project.git({u"push"_s, u"-q"_s, u"-u"_s, u"origin"_s, u"main"_s});
    project.git({u"add"_s, u"migrations/versions/0002.py"_s});
    project.git({u"commit"_s, u"-q"_s, u"-m"_s, u"second"_s});
    ENDS_WITH(project.run({u"uncommit"_s, u"--dry-run"_s}), 0); // committed only
    project.git({u"push"_s, u"-q"_s});
    const Answer answer = project.run({u"uncommit"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"pushed"_s);
    // Also from a branch that follows none.
    project.git({u"checkout"_s, u"-q"_s, u"--no-track"_s, u"-b"_s, u"feature"_s});
    ENDS_WITH(project.run({u"uncommit"_s, u"--yes"_s}), 3);
    QVERIFY(project.scripts().contains(second));
}

void TestFileCommands::aNewRevisionIsTakenBack()
{
    const ModelProject project;
    ENDS_WITH(project.run({u"new"_s, u"Nothing yet"_s, u"--empty"_s}), 0);
    QCOMPARE(project.scripts().size(), 2);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
}

void TestFileCommands::whatWasChangedSinceIsNotTouched()
{
    const ModelProject project;
    ENDS_WITH(project.run({u"new"_s, u"Nothing yet"_s, u"--empty"_s, u"--rev-id"_s, u"0002"_s}), 0);
    const QString name = project.scripts().last();
    QFile file(project.versions() + u'/' + name);
    QVERIFY(file.open(QIODevice::Append));
    file.write("# by hand\n");
    file.close();
    const QByteArray now = project.script(name);
    const Answer answer = project.run({u"undo"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"changed_since"_s);
    QCOMPARE(project.script(name), now);
}

void TestFileCommands::whatWasAppliedSinceIsNotTakenBack()
{
    const ModelProject project;
    ENDS_WITH(project.run({u"new"_s, u"Nothing yet"_s, u"--empty"_s}), 0);
    ENDS_WITH(project.run({u"run"_s}), 0);
    const Answer answer = project.run({u"undo"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"applied"_s);
    QCOMPARE(project.scripts().size(), 2);
}

void TestFileCommands::whatAnotherEnvironmentHasIsNotTakenBack()
{
    const ModelProject project;
    ENDS_WITH(project.run({u"new"_s, u"Nothing yet"_s, u"--empty"_s}), 0);
    project.project().writeFile(u".env.staging"_s,
        u"DATABASE_URL=sqlite:///%1/other.db\n"_s.arg(project.folder()).toUtf8());
    ENDS_WITH(project.run({u"run"_s, u"--env"_s, u"staging"_s, u"--yes"_s}), 0);
    const Answer answer = project.run({u"undo"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"applied"_s);
    QCOMPARE(project.scripts().size(), 2);
}

void TestFileCommands::headsAreMergedAndTheMergeTakenBack()
{
    const TwoRevisions project;
    const Answer one = project.run({u"merge"_s, u"--json"_s});
    ENDS_WITH(one, 2);
    QCOMPARE(codeOf(one), u"one_head"_s);
    project.project().write({.id = u"0003"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    const Answer answer =
        project.run({u"merge"_s, u"-m"_s, u"Merge age"_s, u"--rev-id"_s, u"0004"_s});
    ENDS_WITH(answer, 0);
    const Answer history = project.run({u"history"_s, u"--json"_s});
    QCOMPARE(history.json()[u"heads"].toArray(), QJsonArray {u"0004"_s});
    ENDS_WITH(project.run({u"run"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 3); // applied
    ENDS_WITH(project.run({u"rollback"_s, u"0001"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.scripts(), (QStringList {u"0001.py"_s, second, u"0003.py"_s}));
}

void TestFileCommands::nothingIsDoneUnasked()
{
    const TwoRevisions project;
    ENDS_WITH(project.run({u"uncommit"_s}), 3); // nobody is here to say yes
    QVERIFY(project.scripts().contains(second));
}

QTEST_GUILESS_MAIN(TestFileCommands)
#include "tst_filecommands.moc"
