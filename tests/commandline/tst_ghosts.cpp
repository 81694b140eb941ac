// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/modelproject.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
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

// One revision in git on the branch main, applied.
struct Repository : ModelProject
{
    Repository()
    {
        git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
        git({u"add"_s, u"migrations/versions/0001.py"_s});
        git({u"commit"_s, u"-q"_s, u"-m"_s, u"first"_s});
    }

    void writeSecond() const
    {
        project().write({.id = u"0002"_s,
            .down = {u"0001"_s},
            .upgrade = u"op.add_column('users', sa.Column('age', sa.Integer))"_s,
            .downgrade = u"op.drop_column('users', 'age')"_s,
            .message = u"add age"_s});
    }

    void commit(const QString &name = second) const
    {
        git({u"add"_s, u"migrations/versions/"_s + name});
        git({u"commit"_s, u"-q"_s, u"-m"_s, u"revision"_s});
    }

    void remove(const QString &name = second) const { QFile::remove(versions() + u'/' + name); }

    // What git would keep of the folder as it is.
    QByteArray tree() const
    {
        git({u"add"_s, u"--all"_s, u"--"_s, u":!app.db"_s, u":!*__pycache__*"_s});
        return answer(u"git"_s, {u"write-tree"_s});
    }

    QByteArray schema() const
    {
        return answer(u"python3"_s,
            {u"-c"_s,
                u"import sqlite3\n"
                "print(sqlite3.connect('app.db').execute('SELECT name, sql FROM sqlite_master "
                "ORDER BY name').fetchall())"_s});
    }

    QStringList ghostFolders() const
    {
        return QDir(line().dataFolder() + u"/ghosts"_s)
            .entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

private:
    QByteArray answer(const QString &program, const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(folder());
        process.start(program, arguments);
        if (!process.waitForFinished() || process.exitCode() != 0)
            qFatal("%s failed", qPrintable(program));
        return process.readAllStandardOutput();
    }
};

// How a revision that is applied loses its file.
using Story = void (*)(const Repository &);

void onItsBranch(const Repository &project)
{
    project.git({u"checkout"_s, u"-q"_s, u"main"_s});
}

void withItsBranchDeleted(const Repository &project)
{
    onItsBranch(project);
    project.git({u"branch"_s, u"-q"_s, u"-D"_s, u"feature"_s});
}

void nameless(const Repository &project)
{
    withItsBranchDeleted(project);
    project.git({u"reflog"_s, u"expire"_s, u"--expire=now"_s, u"--all"_s});
}

void rewritten(const Repository &project)
{
    project.git({u"rm"_s, u"-q"_s, u"migrations/versions/0002.py"_s});
    project.git({u"commit"_s, u"-q"_s, u"--amend"_s, u"--allow-empty"_s, u"-m"_s, u"none"_s});
}

void deletedByALaterCommit(const Repository &project)
{
    project.git({u"rm"_s, u"-q"_s, u"migrations/versions/0002.py"_s});
    project.git({u"commit"_s, u"-q"_s, u"-m"_s, u"gone"_s});
}

void reset(const Repository &project)
{
    project.git({u"reset"_s, u"-q"_s, u"--hard"_s, u"HEAD~1"_s});
}

void stashed(const Repository &project)
{
    project.git({u"reset"_s, u"-q"_s, u"--soft"_s, u"HEAD~1"_s});
    project.git({u"reflog"_s, u"expire"_s, u"--expire=now"_s, u"--all"_s});
    project.git({u"stash"_s, u"-q"_s});
}

void rebasedAway(const Repository &project)
{
    project.git({u"checkout"_s, u"-q"_s, u"main"_s});
    project.git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"main goes on"_s});
    project.git({u"checkout"_s, u"-q"_s, u"feature"_s});
    project.git({u"rebase"_s, u"-q"_s, u"--onto"_s, u"main"_s, u"feature"_s}); // leaves it out
}

void forgottenByGit(const Repository &project)
{
    nameless(project);
    project.git({u"gc"_s, u"-q"_s, u"--prune=now"_s});
}

void stashedUntracked(const Repository &project)
{
    project.git({u"reset"_s, u"-q"_s, u"HEAD~1"_s});
    project.git({u"reflog"_s, u"expire"_s, u"--expire=now"_s, u"--all"_s});
    project.git({u"gc"_s, u"-q"_s, u"--prune=now"_s});
    project.git({u"stash"_s, u"-q"_s, u"-u"_s, u"--"_s, u"migrations/versions"_s});
}

void tagged(const Repository &project)
{
    project.git({u"tag"_s, u"-a"_s, u"-m"_s, u"t"_s, u"v1"_s});
    nameless(project);
}

} // namespace

// Revisions that are in the database and not on disk, as real git leaves them behind.
class TestGhosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsFileIsFoundInGit_data();
    void itsFileIsFoundInGit();
    void itsCodeRollsItBack_data();
    void itsCodeRollsItBack();
    void rollingBackAsksWhatARollbackAsks();
    void aKilledRollBackLeavesNothingForLong();
    void whatRanFromHereIsKept();
    void whatWasWrittenHereIsInTheJournal();
    void ancestorsComeToo();
    void whatIsNowhereIsSaid();
    void withoutGhostsThereIsNothingToDo();
};

void TestGhosts::itsFileIsFoundInGit_data()
{
    QTest::addColumn<Story>("story");
    QTest::addColumn<QString>("where");
    QTest::newRow("on its branch") << Story(onItsBranch) << u"branch feature"_s;
    QTest::newRow("branch deleted") << Story(withItsBranchDeleted) << u"reflog of HEAD"_s;
    QTest::newRow("commit without a name") << Story(nameless) << u"a commit that no branch holds"_s;
    QTest::newRow("rewritten") << Story(rewritten) << u"reflog of HEAD"_s;
    QTest::newRow("deleted later") << Story(deletedByALaterCommit) << u"branch feature"_s;
    QTest::newRow("reset") << Story(reset) << u"reflog of HEAD"_s;
    QTest::newRow("stashed") << Story(stashed) << u"stash@{0}"_s;
    QTest::newRow("stashed, untracked") << Story(stashedUntracked) << u"stash@{0}"_s;
    QTest::newRow("tagged") << Story(tagged) << u"tag v1"_s;
}

void TestGhosts::itsFileIsFoundInGit()
{
    QFETCH(const Story, story);
    QFETCH(const QString, where);
    const Repository project;
    project.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"feature"_s});
    project.writeSecond();
    project.commit();
    const QByteArray text = project.script(second);
    ENDS_WITH(project.run({u"run"_s}), 0);
    story(project);
    QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});

    const Answer found = project.run({u"ghosts"_s, u"--json"_s});
    ENDS_WITH(found, 0);
    QCOMPARE(found.json()[u"ghosts"].toArray(), QJsonArray {u"0002"_s});
    const QJsonObject script = found.json()[u"found"].toArray().first().toObject();
    QVERIFY2(script[u"where"].toString().startsWith(where + u", commit "_s),
        qPrintable(script[u"where"].toString()));
    QCOMPARE(script[u"message"].toString(), u"add age"_s);
    ENDS_WITH(project.run({u"ghosts"_s, u"--restore"_s, u"--yes"_s}), 0);
    QCOMPARE(project.script(second), text);
    ENDS_WITH(project.run({u"rollback"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0); // the files are as they were found
    QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
}

void TestGhosts::itsCodeRollsItBack_data()
{
    QTest::addColumn<Story>("story");
    QTest::newRow("branch deleted") << Story(withItsBranchDeleted);
    QTest::newRow("rebased away") << Story(rebasedAway);
    QTest::newRow("commit without a name") << Story(nameless);
    QTest::newRow("stashed") << Story(stashed);
    QTest::newRow("in the journal alone") << Story(forgottenByGit);
}

void TestGhosts::itsCodeRollsItBack()
{
    QFETCH(const Story, story);
    const Repository project;
    ENDS_WITH(project.run({u"run"_s}), 0);
    const QByteArray before = project.schema();
    project.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"feature"_s});
    project.writeSecond();
    project.commit();
    ENDS_WITH(project.run({u"run"_s}), 0);
    story(project);
    const QByteArray tree = project.tree();

    const Answer plan = project.run({u"ghosts"_s, u"--roll-back"_s, u"--dry-run"_s, u"--json"_s});
    ENDS_WITH(plan, 0);
    QCOMPARE(tests::idsOf(plan.json()[u"steps"], u"revision"_s), QStringList {u"0002"_s});
    QVERIFY(project.schema() != before);
    const Answer done =
        project.run({u"ghosts"_s, u"--roll-back"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    ENDS_WITH(done, 0);
    QCOMPARE(done.json()[u"outcome"].toString(), u"done"_s);
    QCOMPARE(tests::strings(done.json()[u"rows_after"]), QStringList {u"0001"_s});
    QCOMPARE(project.schema(), before);
    QCOMPARE(project.tree(), tree);
    ENDS_WITH(project.run({u"status"_s}), 0);
}

void TestGhosts::rollingBackAsksWhatARollbackAsks()
{
    const Repository project;
    project.writeSecond();
    ENDS_WITH(project.run({u"run"_s}), 0);
    project.remove();
    const Answer unasked = project.run({u"ghosts"_s, u"--roll-back"_s});
    ENDS_WITH(unasked, 3);
    QVERIFY2(unasked.error.contains(u"add --yes"_s), qPrintable(unasked.error));
    const Answer no = project.line().type(
        u"n\n"_s, {u"migration"_s, u"ghosts"_s, u"--roll-back"_s, u"--no-backup"_s});
    ENDS_WITH(no, 130);
    QVERIFY2(no.output.contains(u"kept when it ran"_s), qPrintable(no.output));
    ENDS_WITH(project.run({u"status"_s}), 1); // it is still there
    ENDS_WITH(project.run({u"ghosts"_s, u"--roll-back"_s, u"--restore"_s}), 2);
    ENDS_WITH(project.run({u"ghosts"_s, u"--roll-back"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    ENDS_WITH(project.run({u"ghosts"_s, u"--roll-back"_s, u"--yes"_s}), 0); // there is none
}

void TestGhosts::aKilledRollBackLeavesNothingForLong()
{
    const Repository project;
    const QString marker = project.folder() + u"/waits"_s;
    project.project().write({.id = u"0002"_s,
        .down = {u"0001"_s},
        .upgrade = u"pass"_s,
        .downgrade = u"if not op.get_context().as_sql and not os.path.exists('waits'):\n"
                     "    open('waits', 'w').close()\n"
                     "    time.sleep(300)"_s});
    ENDS_WITH(project.run({u"run"_s}), 0);
    project.remove();
    const QStringList rollBack {
        u"migration"_s, u"ghosts"_s, u"--roll-back"_s, u"--yes"_s, u"--no-backup"_s};
    QProcess process;
    project.line().start(process, rollBack);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(marker), 60'000);
    QCOMPARE(project.ghostFolders().size(), 2); // and its lock
    process.kill();
    QVERIFY(process.waitForFinished());
    ENDS_WITH(project.line().run(rollBack), 0);
    QCOMPARE(project.ghostFolders(), QStringList());
}

void TestGhosts::whatRanFromHereIsKept()
{
    const Repository project;
    project.writeSecond();
    const QByteArray text = project.script(second);
    ENDS_WITH(project.run({u"run"_s}), 0);
    project.remove();
    const Answer found = project.run({u"ghosts"_s, u"--json"_s});
    ENDS_WITH(found, 0);
    const QJsonObject script = found.json()[u"found"].toArray().first().toObject();
    QVERIFY(script[u"where"].toString().startsWith(u"kept when it ran"_s));
    QCOMPARE(script[u"text"].toString().toUtf8(), text);
    const Answer unasked = project.run({u"ghosts"_s, u"--restore"_s});
    ENDS_WITH(unasked, 3);
    QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
}

void TestGhosts::whatWasWrittenHereIsInTheJournal()
{
    const Repository project;
    ENDS_WITH(project.run({u"run"_s}), 0);
    ENDS_WITH(project.run({u"new"_s, u"Later"_s, u"--empty"_s, u"--rev-id"_s, u"0002"_s}), 0);
    const QString name = project.scripts().last();
    ENDS_WITH(project.run({u"stamp"_s, u"0002"_s, u"--yes"_s}), 0); // ran elsewhere
    project.remove(name);
    const Answer found = project.run({u"ghosts"_s, u"--json"_s});
    ENDS_WITH(found, 0);
    const QJsonObject script = found.json()[u"found"].toArray().first().toObject();
    QVERIFY2(script[u"where"].toString().startsWith(u"operation "_s),
        qPrintable(script[u"where"].toString()));
    QCOMPARE(script[u"name"].toString(), name);
}

void TestGhosts::ancestorsComeToo()
{
    const Repository project;
    project.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"feature"_s});
    project.writeSecond();
    project.commit();
    project.project().write({.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = u"pass"_s});
    project.commit(u"0003.py"_s);
    ENDS_WITH(project.run({u"run"_s}), 0);
    onItsBranch(project);
    const Answer found = project.run({u"ghosts"_s, u"--json"_s});
    ENDS_WITH(found, 0);
    QStringList revisions;
    for (const QJsonValue &script : found.json()[u"found"].toArray())
        revisions.append(script[u"revision"].toString());
    QCOMPARE(revisions, (QStringList {u"0002"_s, u"0003"_s}));
    ENDS_WITH(project.run({u"ghosts"_s, u"--restore"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.run({u"status"_s}), 0);
}

void TestGhosts::whatIsNowhereIsSaid()
{
    const Repository project;
    ENDS_WITH(project.run({u"run"_s}), 0);
    project.writeSecond();
    ENDS_WITH(project.run({u"stamp"_s, u"0002"_s, u"--yes"_s}), 0); // ran elsewhere
    project.remove();
    const Answer found = project.run({u"ghosts"_s, u"--json"_s});
    ENDS_WITH(found, 2);
    QCOMPARE(found.json()[u"missing"].toArray(), QJsonArray {u"0002"_s});
    ENDS_WITH(project.run({u"ghosts"_s, u"--restore"_s, u"--yes"_s}), 2);
}

void TestGhosts::withoutGhostsThereIsNothingToDo()
{
    const Repository project;
    ENDS_WITH(project.run({u"run"_s}), 0);
    const Answer found = project.run({u"ghosts"_s});
    ENDS_WITH(found, 0);
    QVERIFY(found.output.contains(u"Every revision"_s));
}

QTEST_GUILESS_MAIN(TestGhosts)
#include "tst_ghosts.moc"
