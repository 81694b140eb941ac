// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Program or helper is killed when Alembic has just written a revision file, before anybody was
// told of it: by a hook that Alembic runs right after the write.

#include "tests/commandline/modelproject.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::AlembicProject;
using tests::ModelProject;
using Answer = tests::CommandLine::Answer;

namespace {

#define ENDS_WITH(call, expected)                                                                  \
    do {                                                                                           \
        const Answer ended = call;                                                                 \
        QVERIFY2(ended.exitCode == (expected), qPrintable(ended.output + ended.error));            \
    } while (false)

const QString second = u"0002.py"_s;

// Where Alembic finds it at each write: env.py is not run for a merge.
const QByteArray hook = R"mako(<%!
import os
from alembic.script import write_hooks

@write_hooks.register("kill")
def kill(path, options):
    if os.path.exists("kill-program"):
        os.kill(os.getppid(), 9)
    if os.path.exists("kill-program") or os.path.exists("kill-helper"):
        os.kill(os.getpid(), 9)
%>)mako";

// Ids are given by env.py, as many projects do it, so that nobody else can know them ahead.
AlembicProject::Options ownIds()
{
    return {.beforeConfigure = u"def name(context, revision, directives):\n"
                               "    directives[0].rev_id = 'own_' + directives[0].rev_id[:4]\n"_s,
        .configureArguments = u", process_revision_directives=name"_s};
}

// 0001 is applied; 0002 follows it, and so does 0003 where there are to be two heads.
class Killing : public ModelProject
{
public:
    explicit Killing(int heads)
        : ModelProject(ownIds())
    {
        project().writeFile(u"alembic.ini"_s,
            contents(u"/alembic.ini"_s) + "\n[post_write_hooks]\nhooks = kill\nkill.type = kill\n");
        project().writeFile(
            u"migrations/script.py.mako"_s, hook + contents(u"/migrations/script.py.mako"_s));
        project().write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
        if (heads > 1)
            project().write({.id = u"0003"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
        if (const Answer answer = run({u"run"_s, u"heads"_s}); answer.exitCode != 0)
            qFatal("%s", qPrintable(answer.error));
        if (heads == 1)
            writeModels(u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s);
    }
    QByteArray contents(const QString &path) const
    {
        QFile file(folder() + path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no %s", qPrintable(path));
        return file.readAll();
    }
    QStringList appeared(const QStringList &before) const
    {
        QStringList names = scripts();
        names.removeIf([&](const QString &name) { return before.contains(name); });
        return names;
    }
};

void addCommands()
{
    QTest::addColumn<int>("heads");
    QTest::addColumn<QStringList>("command");
    const QStringList yes {u"--yes"_s, u"--no-backup"_s};
    QTest::newRow("new") << 1 << QStringList {u"new"_s, u"Add age"_s} + yes;
    QTest::newRow("merge") << 2 << QStringList {u"merge"_s};
    QTest::newRow("recreate") << 1 << QStringList {u"recreate"_s, u"Add age"_s} + yes;
}

} // namespace

class TestKilledWriting : public QObject
{
    Q_OBJECT
    QTemporaryDir m_trash;

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", QFile::encodeName(m_trash.path())); }
    void whatAKilledProgramWroteIsToldAndUndone_data() { addCommands(); }
    void whatAKilledProgramWroteIsToldAndUndone();
    void whatAKilledHelperWroteDoesNotStay_data() { addCommands(); }
    void whatAKilledHelperWroteDoesNotStay();
    void aFileOfAnotherRevisionIsNotTouched();
};

void TestKilledWriting::whatAKilledProgramWroteIsToldAndUndone()
{
    QFETCH(const int, heads);
    QFETCH(const QStringList, command);
    const Killing project(heads);
    const QStringList before = project.scripts();
    const QByteArray text = project.script(second);
    project.project().writeFile(u"kill-program"_s, {});
    ENDS_WITH(project.run(command), -1);
    const QStringList appeared = project.appeared(before);
    QCOMPARE(appeared.size(), 1);
    QVERIFY(QFile::remove(project.folder() + u"/kill-program"_s));

    const Answer journal = project.line().run({u"journal"_s});
    QVERIFY2(journal.exitCode == 1 && journal.output.contains(appeared.front())
            && journal.output.contains(u"migration undo"_s),
        qPrintable(journal.output + journal.error));
    const Answer undone = project.run({u"undo"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(undone, 0);
    QCOMPARE(project.scripts(), before);
    QCOMPARE(project.script(second), text);
    const QString trash = undone.json()[u"trash"].toString();
    QVERIFY2(trash.startsWith(m_trash.path()) && QFile::exists(trash), qPrintable(trash));
    ENDS_WITH(project.line().run({u"journal"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 2);
}

void TestKilledWriting::whatAKilledHelperWroteDoesNotStay()
{
    QFETCH(const int, heads);
    QFETCH(const QStringList, command);
    const Killing project(heads);
    const QStringList before = project.scripts();
    const QByteArray text = project.script(second);
    project.project().writeFile(u"kill-helper"_s, {});
    const Answer answer = project.run(command + QStringList {u"--json"_s});
    ENDS_WITH(answer, 2);
    QVERIFY2(answer.json()[u"error"][u"message"].toString().contains(u"is in the trash"_s),
        qPrintable(answer.output));
    QCOMPARE(project.scripts(), before);
    QCOMPARE(project.script(second), text);
    ENDS_WITH(project.line().run({u"journal"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 2);
}

void TestKilledWriting::aFileOfAnotherRevisionIsNotTouched()
{
    const Killing project(1);
    const QStringList before = project.scripts();
    project.project().writeFile(u"kill-program"_s, {});
    ENDS_WITH(project.run({u"new"_s, u"Add age"_s, u"--yes"_s}), -1);
    QVERIFY(QFile::remove(project.folder() + u"/kill-program"_s));
    const QString name = project.appeared(before).value(0);
    const QByteArray other = "revision = 'another'\ndown_revision = '0002'\n";
    project.project().writeFile(u"migrations/versions/"_s + name, other);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 2);
    QCOMPARE(project.script(name), other);
}

QTEST_GUILESS_MAIN(TestKilledWriting)
#include "tst_killedwriting.moc"
