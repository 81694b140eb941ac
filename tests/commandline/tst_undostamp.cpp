// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::AlembicProject;
using tests::CommandLine;
using Answer = tests::CommandLine::Answer;

namespace {

#define ENDS_WITH(call, expected)                                                                  \
    do {                                                                                           \
        const Answer ended = call;                                                                 \
        QVERIFY2(ended.exitCode == (expected), qPrintable(ended.output + ended.error));            \
    } while (false)

QString codeOf(const Answer &answer)
{
    return answer.json()[u"error"][u"code"].toString();
}

// Of `revisions` 0001 is the base; each other one follows it, so that they are heads.
class Stamped
{
public:
    Stamped(const QString &url, const QStringList &revisions,
        const AlembicProject::Options &options = {})
        : m_project(url, options)
        , m_line(m_project.folder())
    {
        for (const QString &id : revisions)
            m_project.write({.id = id,
                .down = id == "0001"_L1 ? QStringList() : QStringList {u"0001"_s},
                .upgrade = u"op.create_table('t%1', sa.Column('id', sa.Integer))"_s.arg(id),
                .downgrade = u"op.drop_table('t%1')"_s.arg(id)});
        m_line.trust();
    }
    Answer run(const QStringList &arguments) const
    {
        return m_line.run(QStringList {u"migration"_s} + arguments);
    }
    Answer undo(const QStringList &more = {}) const
    {
        return run(QStringList {u"undo"_s, u"--yes"_s, u"--json"_s} + more);
    }
    QStringList rows(const QStringList &more = {}) const
    {
        const QJsonObject status = run(QStringList {u"status"_s, u"--json"_s} + more).json();
        QStringList rows =
            tests::strings(status[u"current"_s]) + tests::strings(status[u"ghosts"_s]);
        rows.sort();
        return rows;
    }
    void remove(const QString &id) const
    {
        if (!QFile::remove(m_project.scriptPath(id)))
            qFatal("%s is not there", qPrintable(id));
    }
    const AlembicProject &project() const { return m_project; }
    const CommandLine &line() const { return m_line; }
    QString folder() const { return m_project.folder(); }

private:
    AlembicProject m_project;
    CommandLine m_line;
};

void addDialects()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("SQLite") << u"sqlite:///app.db"_s;
    QTest::newRow("PostgreSQL") << tests::TestServer::shared().freshDatabase();
}

const QString sqliteUrl = u"sqlite:///app.db"_s;
const QStringList two {u"0001"_s, u"0002"_s};

} // namespace

class TestUndoStamp : public QObject
{
    Q_OBJECT
    QTemporaryDir m_trash;

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", QFile::encodeName(m_trash.path())); }
    void theRowComesBack_data() { addDialects(); }
    void theRowComesBack();
    void aGhostComesBack_data() { addDialects(); }
    void aGhostComesBack();
    void severalRowsComeBack_data() { addDialects(); }
    void severalRowsComeBack();
    void noneAtAllComesBack_data() { addDialects(); }
    void noneAtAllComesBack();
    void aHistoryThatIsBrokenSinceIsNoHindrance();
    void stampsAndFilesAreUndoneInTheirTurn();
    void whatWasUpgradedSinceIsRefused_data() { addDialects(); }
    void whatWasUpgradedSinceIsRefused();
    void anotherEnvironmentsStampIsUndoneThere();
    void aDatabaseMadeAnewIsNotStamped();
    void onProductionItAsksForTheName();
    void whatAKilledUndoLeftIsFinished();
    void aKilledStampIsUndone();
    void aDryRunOfARebaseTellsOfTheDatabase();
};

void TestUndoStamp::theRowComesBack()
{
    QFETCH(const QString, url);
    const Stamped project(url, two);
    ENDS_WITH(project.run({u"run"_s, u"0001"_s}), 0);
    ENDS_WITH(project.run({u"stamp"_s, u"0002"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.run({u"undo"_s}), 3); // nobody is here to say yes
    const Answer told = project.run({u"undo"_s, u"--dry-run"_s});
    ENDS_WITH(told, 0);
    QVERIFY2(told.output.contains(u"Puts the version row back to 0001"_s)
            && told.output.contains(u"no table is touched"_s),
        qPrintable(told.output));
    const QJsonObject planned = project.undo({u"--dry-run"_s}).json();
    QCOMPARE(tests::strings(planned[u"database"][u"rows_before"]), QStringList {u"0002"_s});
    QCOMPARE(tests::strings(planned[u"database"][u"rows_after"]), QStringList {u"0001"_s});
    QVERIFY(planned[u"files"].toArray().isEmpty());
    QCOMPARE(project.rows(), QStringList {u"0002"_s});

    const Answer undone = project.undo();
    ENDS_WITH(undone, 0);
    QCOMPARE(undone.json()[u"outcome"].toString(), u"done"_s);
    QCOMPARE(project.rows(), QStringList {u"0001"_s});
    ENDS_WITH(project.run({u"run"_s}), 0); // its table was not made before
    ENDS_WITH(project.undo(), 2); // once, and no redo
    ENDS_WITH(project.line().run({u"journal"_s}), 0);
}

// Its file is gone, so that Alembic's own stamp knows nothing of it.
void TestUndoStamp::aGhostComesBack()
{
    QFETCH(const QString, url);
    const Stamped project(url, {u"0001"_s, u"0002"_s, u"0003"_s});
    ENDS_WITH(project.run({u"run"_s, u"0002"_s}), 0);
    project.remove(u"0002"_s);
    ENDS_WITH(project.run({u"stamp"_s, u"0003"_s, u"--purge"_s, u"--yes"_s}), 0);
    QCOMPARE(project.rows(), QStringList {u"0003"_s});
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList {u"0002"_s});
}

void TestUndoStamp::severalRowsComeBack()
{
    QFETCH(const QString, url);
    const Stamped project(url, {u"0001"_s, u"0002"_s, u"0003"_s, u"0004"_s});
    ENDS_WITH(project.run({u"run"_s, u"heads"_s}), 0);
    const QStringList before = project.rows();
    QCOMPARE(before.size(), 3);
    project.remove(u"0004"_s);
    ENDS_WITH(project.run({u"stamp"_s, u"0001"_s, u"--purge"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), before);
    // And the other way round: of several, one.
    project.remove(u"0003"_s);
    ENDS_WITH(project.run({u"stamp"_s, u"base"_s, u"--purge"_s, u"--yes"_s}), 0);
    QCOMPARE(project.rows(), QStringList());
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), before);
}

void TestUndoStamp::noneAtAllComesBack()
{
    QFETCH(const QString, url);
    const Stamped project(url, {u"0001"_s, u"0002"_s, u"0003"_s});
    ENDS_WITH(project.run({u"stamp"_s, u"heads"_s, u"--yes"_s}), 0);
    QCOMPARE(project.rows().size(), 2);
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList());
}

void TestUndoStamp::aHistoryThatIsBrokenSinceIsNoHindrance()
{
    const Stamped project(sqliteUrl, two);
    ENDS_WITH(project.run({u"run"_s, u"0001"_s}), 0);
    ENDS_WITH(project.run({u"stamp"_s, u"0002"_s, u"--yes"_s}), 0);
    project.remove(u"0001"_s); // and 0002 follows it
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList {u"0001"_s});
}

void TestUndoStamp::stampsAndFilesAreUndoneInTheirTurn()
{
    const Stamped project(sqliteUrl, two);
    project.project().writeFile(u"migrations/script.py.mako"_s,
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n");
    ENDS_WITH(project.run({u"stamp"_s, u"0001"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.run({u"new"_s, u"Third"_s, u"--empty"_s, u"--rev-id"_s, u"0003"_s}), 0);
    ENDS_WITH(project.run({u"stamp"_s, u"0002"_s, u"--yes"_s}), 0);
    const QDir versions(project.folder() + u"/migrations/versions"_s);
    QCOMPARE(versions.entryList({u"0003*.py"_s}).size(), 1);
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList {u"0001"_s});
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(versions.entryList({u"0003*.py"_s}).size(), 0);
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList());
    const Answer again = project.undo();
    ENDS_WITH(again, 2);
    QCOMPARE(codeOf(again), u"nothing_to_undo"_s);
}

void TestUndoStamp::whatWasUpgradedSinceIsRefused()
{
    QFETCH(const QString, url);
    const Stamped project(url, two);
    ENDS_WITH(project.run({u"stamp"_s, u"0001"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.run({u"run"_s}), 0);
    const Answer refused = project.undo();
    ENDS_WITH(refused, 3);
    QCOMPARE(codeOf(refused), u"rows_differ"_s);
    const QString message = refused.json()[u"error"][u"message"].toString();
    QVERIFY2(message.contains(u"stands at 0002"_s) && message.contains(u"left it at 0001"_s),
        qPrintable(message));
    QCOMPARE(project.rows(), QStringList {u"0002"_s});
    ENDS_WITH(project.run({u"rollback"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList());
}

void TestUndoStamp::anotherEnvironmentsStampIsUndoneThere()
{
    const Stamped project(sqliteUrl, two);
    const QStringList test {u"--env"_s, u"test"_s};
    project.project().writeFile(u".env.test"_s, "DATABASE_URL=sqlite:///test.db\n");
    ENDS_WITH(project.run({u"stamp"_s, u"0001"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.run(QStringList {u"stamp"_s, u"0002"_s, u"--yes"_s} + test), 0);
    const Answer refused = project.undo();
    ENDS_WITH(refused, 3);
    QCOMPARE(codeOf(refused), u"elsewhere"_s);
    QVERIFY(refused.json()[u"error"][u"message"].toString().contains(u"--env test"_s));
    QCOMPARE(project.rows(), QStringList {u"0001"_s});
    ENDS_WITH(project.undo(test), 0);
    QCOMPARE(project.rows(test), QStringList());
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList());
}

void TestUndoStamp::aDatabaseMadeAnewIsNotStamped()
{
    const Stamped project(sqliteUrl, {u"0001"_s, u"0002"_s, u"0003"_s});
    ENDS_WITH(project.run({u"uncommit"_s, u"0003"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.run({u"stamp"_s, u"0001"_s, u"--yes"_s}), 0);
    // Kept, so that the new file is another one.
    QVERIFY(QFile::rename(project.folder() + u"/app.db"_s, project.folder() + u"/old.db"_s));
    ENDS_WITH(project.run({u"run"_s, u"0001"_s}), 0);
    const Answer refused = project.undo();
    ENDS_WITH(refused, 3);
    QCOMPARE(codeOf(refused), u"identity_differs"_s);
    QCOMPARE(project.rows(), QStringList {u"0001"_s});
    QVERIFY(!QFile::exists(project.project().scriptPath(u"0003"_s)));
    ENDS_WITH(project.undo({u"--files"_s}), 0);
    QVERIFY(QFile::exists(project.project().scriptPath(u"0003"_s)));
}

void TestUndoStamp::onProductionItAsksForTheName()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const Stamped project(url, two);
    ENDS_WITH(project.run({u"stamp"_s, u"0001"_s, u"--yes"_s}), 0);
    ENDS_WITH(project.line().run({u"db"_s, u"protect"_s, u"--yes"_s}), 0);
    const Answer refused = project.undo();
    ENDS_WITH(refused, 3);
    QCOMPARE(codeOf(refused), u"not_confirmed"_s);
    QCOMPARE(project.rows(), QStringList {u"0001"_s});
    const QString name = tests::parsed(url).databaseName();
    ENDS_WITH(project.undo({u"--confirm"_s, name}), 0);
    QCOMPARE(project.rows(), QStringList());
}

// SQLite commits each row by itself: the second one never comes.
AlembicProject::Options killing()
{
    return {.beforeConfigure = u"import os\ndone = []\ndef kill(**_):\n    done.append(1)\n"
                               "    if len(done) > 1 and os.path.exists('kill'):\n"
                               "        os.kill(os.getppid(), 9)\n        os._exit(1)\n"_s,
        .configureArguments = u", on_version_apply=kill"_s};
}

void TestUndoStamp::whatAKilledUndoLeftIsFinished()
{
    const Stamped project(sqliteUrl, {u"0001"_s, u"0002"_s, u"0003"_s}, killing());
    ENDS_WITH(project.run({u"run"_s, u"heads"_s}), 0);
    ENDS_WITH(project.run({u"stamp"_s, u"base"_s, u"--purge"_s, u"--yes"_s}), 0);
    project.project().writeFile(u"kill"_s, {});
    ENDS_WITH(project.undo(), -1);
    QCOMPARE(project.rows(), QStringList {u"0002"_s});
    const Answer journal = project.line().run({u"journal"_s});
    QVERIFY2(journal.exitCode == 1 && journal.output.contains(u"1 of its 2 steps are in"_s)
            && journal.output.contains(u"Undo again"_s),
        qPrintable(journal.output + journal.error));
    QVERIFY(QFile::remove(project.folder() + u"/kill"_s));
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), (QStringList {u"0002"_s, u"0003"_s}));
    ENDS_WITH(project.line().run({u"journal"_s}), 0);
    ENDS_WITH(project.undo(), 2);
}

void TestUndoStamp::aKilledStampIsUndone()
{
    const Stamped project(sqliteUrl, {u"0001"_s, u"0002"_s, u"0003"_s}, killing());
    project.project().writeFile(u"kill"_s, {});
    ENDS_WITH(project.run({u"stamp"_s, u"heads"_s, u"--yes"_s}), -1);
    QCOMPARE(project.rows().size(), 1);
    QVERIFY(QFile::remove(project.folder() + u"/kill"_s));
    ENDS_WITH(project.undo(), 0);
    QCOMPARE(project.rows(), QStringList());
    ENDS_WITH(project.line().run({u"journal"_s}), 0);
    ENDS_WITH(project.undo(), 2);
}

void TestUndoStamp::aDryRunOfARebaseTellsOfTheDatabase()
{
    const Stamped project(sqliteUrl, {u"0001"_s, u"0002"_s, u"0003"_s});
    ENDS_WITH(project.run({u"run"_s, u"0003"_s}), 0);
    ENDS_WITH(project.run({u"rebase"_s, u"0003"_s, u"--yes"_s, u"--no-backup"_s}), 0);
    const Answer text = project.run({u"undo"_s, u"--dry-run"_s});
    ENDS_WITH(text, 0);
    QVERIFY2(text.output.contains(u"Rolled back first"_s), qPrintable(text.output));
    const QJsonObject planned = project.undo({u"--dry-run"_s}).json();
    QCOMPARE(planned[u"files"].toArray().size(), 1);
    const QJsonValue database = planned[u"database"];
    QCOMPARE(tests::strings(database[u"rolled_back"]), (QStringList {u"0003"_s, u"0002"_s}));
    QCOMPARE(tests::strings(database[u"applied_again"]), QStringList {u"0003"_s});
    QCOMPARE(tests::strings(database[u"rows_after"]), QStringList {u"0003"_s});
    QCOMPARE(project.rows(), QStringList {u"0003"_s});
}

QTEST_GUILESS_MAIN(TestUndoStamp)
#include "tst_undostamp.moc"
