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

// Two heads whose revisions make tables of their own; theirs makes this one.
class OwnTables
{
public:
    OwnTables(const QString &url, const QString &theirTable)
        : m_project(url)
        , m_line(m_project.folder())
    {
        m_project.write({.id = u"0001"_s, .down = {}, .upgrade = u"pass"_s});
        write(theirs, theirTable);
        write(mine, u"ours"_s);
        write(mineLater, u"later"_s);
        m_line.trust();
    }
    void write(const QString &id, const QString &table, const QString &before = {},
        const QString &beforeDrop = {}) const
    {
        m_project.write({.id = id,
            .down = {id == mineLater ? mine : u"0001"_s},
            .upgrade = before + u"op.create_table('%1', sa.Column('id', sa.Integer))"_s.arg(table),
            .downgrade = beforeDrop + u"op.drop_table('%1')"_s.arg(table)});
    }
    Answer run(const QStringList &arguments) const
    {
        return m_line.run(QStringList {u"migration"_s} + arguments);
    }
    QStringList rows() const { return status(u"current"_s); }
    QStringList pending() const
    {
        QStringList revisions = status(u"pending"_s);
        revisions.sort();
        return revisions;
    }
    QByteArray ours() const
    {
        QFile file(m_project.scriptPath(mine));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString folder() const { return m_project.folder(); }
    const AlembicProject &project() const { return m_project; }
    const CommandLine &line() const { return m_line; }

private:
    QStringList status(const QString &key) const
    {
        return tests::strings(run({u"status"_s, u"--json"_s}).json()[key]);
    }
    AlembicProject m_project;
    CommandLine m_line;
};

void addDialects()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("SQLite") << u"sqlite:///app.db"_s;
    QTest::newRow("PostgreSQL") << tests::TestServer::shared().freshDatabase();
}

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
    void anAppliedBranchIsRolledBackAndAppliedAgain_data();
    void anAppliedBranchIsRolledBackAndAppliedAgain();
    void whatFailsWhenAppliedAgainIsTakenBack_data();
    void whatFailsWhenAppliedAgainIsTakenBack();
    void whatCouldNotBeTakenBackIsUndoneLater();
    void whatAKilledProgramLeftIsUndone();
    void aBranchThatIsAppliedElsewhereStays();
    void onProductionItAsksForWhatARollbackAsksFor();
    void whatWasAppliedSinceIsNotUndone();
    void aMergeIsNotMoved();
    void ordersThatGiveTheSameAreProven();
    void ordersThatDifferAreRefused_data();
    void ordersThatDifferAreRefused();
    void aProofReachesWhatOnlyTheIniNames_data();
    void aProofReachesWhatOnlyTheIniNames();
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

void TestRebase::anAppliedBranchIsRolledBackAndAppliedAgain_data()
{
    addDialects();
}

void TestRebase::anAppliedBranchIsRolledBackAndAppliedAgain()
{
    QFETCH(QString, url);
    const OwnTables project(url, u"theirs"_s);
    ENDS_WITH(project.run({u"run"_s, mine}), 0);
    const QByteArray before = project.ours();
    const Answer plan = project.run({u"rebase"_s, mineLater, u"--dry-run"_s, u"--json"_s});
    ENDS_WITH(plan, 0);
    QCOMPARE(tests::strings(plan.json()[u"rolled_back"]), QStringList {mine});
    QCOMPARE(tests::strings(plan.json()[u"applied_again"]), (QStringList {theirs, mine}));
    QCOMPARE(project.ours(), before);
    QCOMPARE(project.rows(), QStringList {mine});

    ENDS_WITH(project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--no-backup"_s}), 0);
    QVERIFY(project.ours() != before);
    QCOMPARE(project.rows(), QStringList {mine});
    QCOMPARE(project.pending(), QStringList {mineLater});
    ENDS_WITH(project.run({u"undo"_s}), 3); // it rolls back, and nobody is here to say yes
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    QCOMPARE(project.ours(), before);
    QCOMPARE(project.rows(), QStringList {mine});
    QCOMPARE(project.pending(), (QStringList {theirs, mineLater}));
}

void TestRebase::whatFailsWhenAppliedAgainIsTakenBack_data()
{
    addDialects();
}

// Both make the same table, so ours cannot follow theirs.
void TestRebase::whatFailsWhenAppliedAgainIsTakenBack()
{
    QFETCH(QString, url);
    const OwnTables project(url, u"ours"_s);
    ENDS_WITH(project.run({u"run"_s, mine}), 0);
    const QByteArray before = project.ours();
    const Answer failed =
        project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    ENDS_WITH(failed, 2);
    const QString message = failed.json()[u"error"][u"message"].toString();
    QVERIFY2(message.contains(u"stands at 0003, read back"_s), qPrintable(message));
    QCOMPARE(project.ours(), before);
    QCOMPARE(project.rows(), QStringList {mine});
    QCOMPARE(project.pending(), (QStringList {theirs, mineLater}));
    ENDS_WITH(project.run({u"rollback"_s, u"0001"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 2); // nothing was done
}

// Nor does their downgrade run, and ours fails at first: files and database stay where they are.
void TestRebase::whatCouldNotBeTakenBackIsUndoneLater()
{
    const OwnTables project(u"sqlite:///app.db"_s, u"theirs"_s);
    const QString guard =
        u"import os\nif os.path.exists('%1'): raise RuntimeError('not now')\n"_s.arg(
            project.folder() + u"/stop"_s);
    project.write(theirs, u"theirs"_s, {}, guard);
    project.write(mine, u"ours"_s, {}, guard);
    project.write(mineLater, u"later"_s,
        u"if op.get_bind().dialect.has_table(op.get_bind(), "
        "'theirs'): open('%1', 'w').close()\n%2"_s.arg(project.folder() + u"/stop"_s, guard));
    ENDS_WITH(project.run({u"run"_s, mineLater}), 0);
    const QByteArray before = project.ours();
    const Answer failed =
        project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    ENDS_WITH(failed, 2);
    const QString message = failed.json()[u"error"][u"message"].toString();
    QVERIFY2(message.contains(u"The files are changed, and the database stands at 0003"_s),
        qPrintable(message));
    QVERIFY(project.ours() != before);
    QVERIFY(QFile::remove(project.folder() + u"/stop"_s));
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    QCOMPARE(project.ours(), before);
    QCOMPARE(project.rows(), QStringList {mineLater});
    QCOMPARE(project.pending(), QStringList {theirs});
}

// Killed by their script, while ours is rolled back and its file is changed.
void TestRebase::whatAKilledProgramLeftIsUndone()
{
    const OwnTables project(u"sqlite:///app.db"_s, u"theirs"_s);
    ENDS_WITH(project.run({u"run"_s, mine}), 0);
    project.write(theirs, u"theirs"_s, u"import os\nos.kill(os.getppid(), 9)\n"_s);
    const QByteArray before = project.ours();
    ENDS_WITH(project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--no-backup"_s}), -1);
    QVERIFY(project.ours() != before);
    QVERIFY(project.rows() != QStringList {mine});
    project.write(theirs, u"theirs"_s);
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    QCOMPARE(project.ours(), before);
    QCOMPARE(project.rows(), QStringList {mine});
    ENDS_WITH(project.run({u"undo"_s, u"--yes"_s}), 2);
}

void TestRebase::aBranchThatIsAppliedElsewhereStays()
{
    const OwnTables project(u"sqlite:///app.db"_s, u"theirs"_s);
    ENDS_WITH(project.run({u"run"_s, mineLater}), 0);
    project.project().writeFile(u".env.test"_s, "DATABASE_URL=sqlite:///test.db\n");
    const QByteArray before = project.ours();
    const Answer answer =
        project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--json"_s, u"--env"_s, u"test"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"applied"_s);
    QCOMPARE(project.ours(), before);
}

void TestRebase::onProductionItAsksForWhatARollbackAsksFor()
{
    const OwnTables project(u"sqlite:///app.db"_s, u"theirs"_s);
    ENDS_WITH(project.run({u"run"_s, mine}), 0);
    ENDS_WITH(project.line().run({u"db"_s, u"protect"_s, u"--yes"_s}), 0);
    const QByteArray before = project.ours();
    const Answer answer = project.run({u"rebase"_s, mineLater, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"not_confirmed"_s);
    QCOMPARE(project.ours(), before);
    QCOMPARE(project.rows(), QStringList {mine});
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
    addDialects();
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

void TestRebase::aProofReachesWhatOnlyTheIniNames_data()
{
    addDialects();
}

void TestRebase::aProofReachesWhatOnlyTheIniNames()
{
    QFETCH(QString, url);
    const AlembicProject project(url);
    QVERIFY(QFile::remove(project.folder() + u"/.env"_s));
    const auto replace = [&](const QString &name, const QByteArray &old, const QByteArray &now) {
        QFile file(project.folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains(old));
        project.writeFile(name, QByteArray(text).replace(old, now));
    };
    replace(u"alembic.ini"_s, "[alembic]\n",
        "[alembic]\nsqlalchemy.url = " + url.toUtf8().replace("%", "%%") + '\n');
    replace(u"migrations/env.py"_s, "os.environ[\"DATABASE_URL\"]",
        "context.config.get_main_option(\"sqlalchemy.url\")");
    project.write({.id = u"0001"_s, .down = {}, .upgrade = u"pass"_s});
    writeTwoHeads(project, addView.arg(1), addView.arg(2));
    const CommandLine line(project.folder());
    line.trust();
    const Answer answer =
        line.run({u"migration"_s, u"rebase"_s, mineLater, u"--prove"_s, u"--yes"_s, u"--json"_s});
    ENDS_WITH(answer, 3);
    QCOMPARE(codeOf(answer), u"orders_differ"_s);
}

QTEST_GUILESS_MAIN(TestRebase)
#include "tst_rebase.moc"
