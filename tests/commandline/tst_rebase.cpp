// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/modelproject.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::AlembicProject;
using tests::CommandLine;
using tests::ModelProject;
using Answer = tests::CommandLine::Answer;

namespace {

#define ENDS_WITH(call, expected)                                                                  \
    do {                                                                                           \
        const Answer ended = call;                                                                 \
        QVERIFY2(ended.exitCode == (expected), qPrintable(ended.output + ended.error));            \
    } while (false)

const QString theirs = u"0002"_s;
const QString mine = u"0003"_s;
const QString mineLater = u"0004"_s;

QString codeOf(const Answer &answer)
{
    return answer.json()[u"error"][u"code"].toString();
}

// A colleague's revision and two of ours, both after the first.
void writeTwoHeads(const AlembicProject &project, const QString &theirUpgrade = u"pass"_s,
    const QString &ourUpgrade = u"pass"_s)
{
    project.write({.id = theirs, .down = {u"0001"_s}, .upgrade = theirUpgrade});
    project.write({.id = mine, .down = {u"0001"_s}, .upgrade = ourUpgrade});
    project.write({.id = mineLater, .down = {mine}, .upgrade = u"pass"_s});
}

struct TwoHeads : ModelProject
{
    TwoHeads() { writeTwoHeads(project()); }
    QByteArray ours() const { return script(mine + u".py"_s); }
    void push(const QStringList &revisions) const
    {
        git({u"init"_s, u"-q"_s, u"--bare"_s, m_remote.path()});
        git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
        for (const QString &revision : revisions)
            git({u"add"_s, project().scriptPath(revision)});
        git({u"commit"_s, u"-q"_s, u"-m"_s, u"theirs"_s});
        git({u"push"_s, u"-q"_s, m_remote.path(), u"main"_s});
        git({u"remote"_s, u"add"_s, u"-f"_s, u"origin"_s, m_remote.path()});
    }

private:
    QTemporaryDir m_remote;
};

const QString addView = u"op.execute('DROP VIEW IF EXISTS seen')\n"
                        "op.execute('CREATE VIEW seen AS SELECT %1 AS number')"_s;

} // namespace

class TestRebase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ourBranchFollowsTheirsAndUndoPutsItBack();
    void theBranchThatWasNotPushedMoves();
    void aPushedBranchStays();
    void anAppliedBranchStays();
    void whatWasAppliedSinceIsNotUndone();
    void aMergeIsNotMoved();
    void ordersThatGiveTheSameAreProven();
    void ordersThatDifferAreRefused_data();
    void ordersThatDifferAreRefused();
    void theLastRevisionIsMadeAnew();
    void whatIsMadeAnewUnderItsOldNameComesBack();
    void whereItCannotBeMadeAllIsAsBefore_data();
    void whereItCannotBeMadeAllIsAsBefore();
};

void TestRebase::ourBranchFollowsTheirsAndUndoPutsItBack()
{
    const TwoHeads project;
    const QString path = project.project().scriptPath(mine);
    const auto readable = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QVERIFY(QFile::setPermissions(path, readable));
    const QByteArray before = project.ours();
    const Answer unchosen = project.run({u"rebase"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(unchosen, 2);
    QCOMPARE(codeOf(unchosen), u"choose_branch"_s);
    ENDS_WITH(project.run({u"rebase"_s, mineLater}), 3); // nobody is here to say yes
    ENDS_WITH(project.run({u"rebase"_s, mineLater, u"--dry-run"_s}), 0);
    QCOMPARE(project.ours(), before);

    const Answer done = project.run({u"rebase"_s, u"--onto"_s, theirs, u"--yes"_s, u"--json"_s});
    ENDS_WITH(done, 0);
    QCOMPARE(tests::strings(done.json()[u"moved"]), (QStringList {mine, mineLater}));
    QByteArray wanted = before;
    QCOMPARE(
        project.ours(), wanted.replace("down_revision = \"0001\"", "down_revision = \"0002\""));
    QVERIFY(project.ours() != before);
    const Answer history = project.run({u"history"_s, u"--json"_s});
    QCOMPARE(history.json()[u"heads"].toArray(), QJsonArray {mineLater});

    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.ours(), before);
    QCOMPARE(QFile::permissions(path), readable);
}

void TestRebase::theBranchThatWasNotPushedMoves()
{
    const TwoHeads project;
    project.push({u"0001"_s, theirs});
    ENDS_WITH(project.run({u"rebase"_s, u"--yes"_s}), 0);
    QVERIFY(project.ours().contains("down_revision = \"0002\""));
}

void TestRebase::aPushedBranchStays()
{
    const TwoHeads project;
    const QByteArray before = project.ours();
    project.push({u"0001"_s, theirs, mine});
    const Answer answer = project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"pushed"_s);
    QCOMPARE(project.ours(), before);
}

void TestRebase::anAppliedBranchStays()
{
    const TwoHeads project;
    const QByteArray before = project.ours();
    ENDS_WITH(project.run({u"run"_s, u"heads"_s}), 0);
    const Answer answer = project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"applied"_s);
    // The command that it names does it, and leaves their branch alone.
    const QString message = answer.json()[u"error"][u"message"].toString();
    const QString target = message.section(u"spiritsafe migration rollback "_s, 1);
    QVERIFY2(!target.isEmpty(), qPrintable(message));
    ENDS_WITH(project.run({u"rollback"_s, target, u"--yes"_s, u"--no-backup"_s}), 0);
    QCOMPARE(project.ours(), before);
    ENDS_WITH(project.run({u"rebase"_s, mineLater, u"--yes"_s}), 0);
    const Answer status = project.run({u"status"_s, u"--json"_s});
    QCOMPARE(tests::strings(status.json()[u"pending"]), (QStringList {mine, mineLater}));
}

void TestRebase::whatWasAppliedSinceIsNotUndone()
{
    const TwoHeads project;
    ENDS_WITH(project.run({u"rebase"_s, mineLater, u"--yes"_s}), 0);
    ENDS_WITH(project.run({u"run"_s}), 0);
    const QByteArray now = project.ours();
    const Answer answer = project.run({u"undo"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"applied"_s);
    QCOMPARE(project.ours(), now);
}

void TestRebase::aMergeIsNotMoved()
{
    const TwoHeads project;
    project.project().write({.id = u"0005"_s, .down = {mineLater, theirs}, .upgrade = u"pass"_s});
    const Answer one = project.run({u"rebase"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(one, 2);
    QCOMPARE(codeOf(one), u"one_head"_s);
    project.project().write({.id = u"0006"_s, .down = {theirs}, .upgrade = u"pass"_s});
    const Answer merge = project.run({u"rebase"_s, u"0005"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(merge, 3);
    QCOMPARE(codeOf(merge), u"several_parents"_s);
}

void TestRebase::ordersThatGiveTheSameAreProven()
{
    const ModelProject project;
    writeTwoHeads(project.project(), u"op.add_column('users', sa.Column('age', sa.Integer))"_s,
        u"op.add_column('users', sa.Column('town', sa.String(20), server_default='x'))"_s);
    const Answer answer =
        project.run({u"rebase"_s, mineLater, u"--prove"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 0);
    QVERIFY(answer.json()[u"compared_objects"].toInt() >= 5); // users and its four columns
    QVERIFY(!QFile::exists(project.databasePath()));
}

void TestRebase::ordersThatDifferAreRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("SQLite") << u"sqlite:///app.db"_s;
    QTest::newRow("PostgreSQL") << tests::TestServer::shared().freshDatabase();
}

void TestRebase::ordersThatDifferAreRefused()
{
    QFETCH(QString, url);
    const AlembicProject project(url);
    project.write({.id = u"0001"_s, .down = {}, .upgrade = u"pass"_s});
    writeTwoHeads(project, addView.arg(1), addView.arg(2));
    const CommandLine line(project.folder());
    line.trust();
    QFile file(project.scriptPath(mine));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    const Answer answer =
        line.run({u"migration"_s, u"rebase"_s, mineLater, u"--prove"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"orders_differ"_s);
    const QString detail = answer.json()[u"error"][u"detail"].toString();
    QVERIFY2(detail.contains(u"view "_s) && detail.contains(u"seen"_s), qPrintable(detail));
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), before);
}

void TestRebase::theLastRevisionIsMadeAnew()
{
    const ModelProject project;
    project.writeModels(u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s);
    ENDS_WITH(project.run({u"run"_s}), 0);
    ENDS_WITH(project.run({u"new"_s, u"Add age"_s, u"--rev-id"_s, u"0002"_s}), 0);
    const QString name = project.scripts().last();
    QFile file(project.versions() + u'/' + name);
    QVERIFY(file.open(QIODevice::Append));
    file.write("# by hand\n");
    file.close();
    const QByteArray before = project.script(name);
    ENDS_WITH(project.run({u"run"_s}), 0);
    project.writeModels(u"sa.Column('name', sa.String(50)), sa.Column('born', sa.Date)"_s);
    ENDS_WITH(project.run({u"recreate"_s, u"Add born"_s}), 3); // nobody is here to say yes
    const Answer done =
        project.run({u"recreate"_s, u"Add born"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    ENDS_WITH(done, 0);
    QCOMPARE(done.json()[u"rolled_back"], QJsonValue(true));
    const QString difference = done.json()[u"difference"].toString();
    QVERIFY2(difference.contains(u"\n-# by hand"_s), qPrintable(difference));
    const QStringList scripts = project.scripts();
    QCOMPARE(scripts.size(), 2);
    QVERIFY(!scripts.contains(name));
    const QByteArray made = project.script(scripts[scripts[0] == u"0001.py"_s ? 1 : 0]);
    QVERIFY2(made.contains("born") && !made.contains("age"), made.constData());
    ENDS_WITH(project.run({u"run"_s, u"--dry-run"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.scripts(), (QStringList {u"0001.py"_s, name}));
    QCOMPARE(project.script(name), before);
}

void TestRebase::whatIsMadeAnewUnderItsOldNameComesBack()
{
    const ModelProject project;
    QFile ini(project.folder() + u"/alembic.ini"_s);
    QVERIFY(ini.open(QIODevice::ReadWrite));
    const QByteArray text =
        ini.readAll().replace("[alembic]", "[alembic]\nfile_template = %%(slug)s");
    ini.close();
    project.project().writeFile(u"alembic.ini"_s, text);
    project.writeModels(u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s);
    ENDS_WITH(project.run({u"run"_s}), 0);
    ENDS_WITH(project.run({u"new"_s, u"Add age"_s}), 0);
    const QString name = u"add_age.py"_s;
    const QByteArray before = project.script(name);
    QVERIFY(!before.isEmpty());
    ENDS_WITH(project.run({u"recreate"_s, u"Add age"_s, u"--yes"_s}), 0);
    QVERIFY(project.script(name) != before); // another id
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 0);
    QCOMPARE(project.script(name), before);
}

void TestRebase::whereItCannotBeMadeAllIsAsBefore_data()
{
    QTest::addColumn<QByteArray>("models");
    QTest::newRow("models that do not load") << QByteArray("import nowhere_to_be_found\n");
    QTest::newRow("nothing to write") << QByteArray(
        "import sqlalchemy as sa\nmetadata = sa.MetaData()\nusers = sa.Table('users', metadata, "
        "sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(50)))\n");
}

void TestRebase::whereItCannotBeMadeAllIsAsBefore()
{
    QFETCH(QByteArray, models);
    const ModelProject project;
    project.writeModels(u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s);
    ENDS_WITH(project.run({u"run"_s}), 0);
    ENDS_WITH(project.run({u"new"_s, u"Add age"_s, u"--rev-id"_s, u"0002"_s}), 0);
    ENDS_WITH(project.run({u"run"_s}), 0);
    const QStringList scripts = project.scripts();
    const QByteArray before = project.script(scripts.last());
    project.writeModels({}); // forgets what Python has compiled
    project.project().writeFile(u"models.py"_s, models);
    ENDS_WITH(project.run({u"recreate"_s, u"Again"_s, u"--yes"_s, u"--no-backup"_s}), 2);
    QCOMPARE(project.scripts(), scripts);
    QCOMPARE(project.script(scripts.last()), before);
    if (models.contains("nowhere")) // env.py imports it, so nothing can run any more
        project.writeModels(u"sa.Column('name', sa.String(50))"_s);
    const Answer status = project.run({u"status"_s, u"--json"_s});
    QCOMPARE(tests::strings(status.json()[u"pending"]), QStringList());
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 3); // the `new` before it, which is applied
}

QTEST_GUILESS_MAIN(TestRebase)
#include "tst_rebase.moc"
