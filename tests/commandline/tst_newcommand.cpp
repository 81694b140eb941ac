// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/modelproject.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::ModelProject;
using Answer = tests::CommandLine::Answer;

namespace {

#define ENDS_WITH(call, expected)                                                                  \
    do {                                                                                           \
        const auto ended = call;                                                                   \
        QVERIFY2(ended.exitCode == (expected), qPrintable(ended.output + ended.error));            \
    } while (false)

const QString renamed = u"sa.Column('full_name', sa.String(50))"_s;
const QString added = u"sa.Column('name', sa.String(50)), sa.Column('age', sa.Integer)"_s;

// At the head, with models that have one column more.
struct Ahead : ModelProject
{
    explicit Ahead(const QString &columns = added)
    {
        if (const auto answer = run({u"run"_s}); answer.exitCode != 0)
            qFatal("%s", qPrintable(answer.error));
        writeModels(columns);
    }

    QString newScript() const // the one that is not 0001
    {
        const QStringList all = scripts();
        return all.size() == 2 ? (all[0] == u"0001.py" ? all[1] : all[0]) : QString();
    }
};

} // namespace

class TestNewCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAutogenerateFindsIsWritten()
    {
        const Ahead project;
        const auto answer = project.run({u"new"_s, u"Add age"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        const QString name = project.newScript();
        QVERIFY(name.endsWith(u"_add_age.py"));
        const QByteArray text = project.script(name);
        QVERIFY2(text.contains("op.add_column('users', sa.Column('age'"), text.constData());
        QVERIFY(text.contains("op.drop_column('users', 'age')"));
        QVERIFY(text.contains("down_revision = '0001'"));
        const QJsonObject file = answer.json()[u"files"].toArray()[0].toObject();
        QVERIFY(file[u"path"].toString().endsWith(name));
        QCOMPARE(file[u"change"].toString(), u"created"_s);
        QCOMPARE(project.run({u"run"_s}).exitCode, 0);
        QCOMPARE(project.run({u"compare"_s}).exitCode, 0);
    }

    void aDryRunListsTheOperationsAndWritesNothing()
    {
        const Ahead project(u"sa.Column('name', sa.String(50), nullable=False), "
                            "sa.Column('age', sa.Integer, nullable=False)"_s);
        const auto answer = project.run({u"new"_s, u"Add age"_s, u"--dry-run"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        const QJsonArray found = answer.json()[u"operations"].toArray();
        QCOMPARE(tests::idsOf(found, u"kind"_s), QStringList({u"add_column"_s, u"alter_column"_s}));
        QCOMPARE(tests::idsOf(found, u"table"_s), QStringList({u"users"_s, u"users"_s}));
        QCOMPARE(tests::idsOf(found, u"risk"_s),
            QStringList({u"fails-with-rows"_s, u"fails-with-nulls"_s}));
        QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
    }

    void onlyTheChosenOperationsAreWrittenInBothDirections()
    {
        const Ahead project(added + u", sa.Column('city', sa.Text)"_s);
        const auto answer = project.run({u"new"_s, u"Add age"_s, u"--only"_s, u"1"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        const QByteArray text = project.script(project.newScript());
        QVERIFY2(text.contains("'age'") && !text.contains("'city'"), text.constData());
        QCOMPARE(project.run({u"run"_s}).exitCode, 0);
        const auto rest = project.run({u"compare"_s, u"--json"_s});
        QCOMPARE(rest.exitCode, 1);
        QCOMPARE(tests::idsOf(rest.json()[u"operations"], u"name"_s), QStringList {u"city"_s});
    }

    void whatLooksLikeARenameIsSaidAndCanBecomeOne()
    {
        const Ahead project(renamed);
        const auto shown = project.run({u"new"_s, u"Rename"_s, u"--dry-run"_s, u"--json"_s});
        const QJsonArray found = shown.json()[u"operations"].toArray();
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0][u"renamed_from"].toInt(), 1);
        QCOMPARE(found[1][u"renamed_to"].toInt(), 0);
        QCOMPARE(found[1][u"risk"].toString(), u"data-loss"_s);
        const auto answer =
            project.run({u"new"_s, u"Rename"_s, u"--rename"_s, u"users.name:full_name"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        const QByteArray text = project.script(project.newScript());
        QVERIFY2(text.contains("op.alter_column('users', 'name', new_column_name='full_name', "
                               "existing_type=sa.VARCHAR(length=50)"),
            text.constData());
        QVERIFY(text.contains("op.alter_column('users', 'full_name', new_column_name='name'"));
        QVERIFY(!text.contains("drop_column") && !text.contains("add_column"));
    }

    void inBatchModeARenameRunsOnSqlite()
    {
        const ModelProject project({.configureArguments = u", render_as_batch=True"_s});
        QCOMPARE(project.run({u"run"_s}).exitCode, 0);
        project.writeModels(renamed);
        const auto answer =
            project.run({u"new"_s, u"Rename"_s, u"--rename"_s, u"users.name:full_name"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        const auto ran = project.run({u"run"_s});
        QVERIFY2(ran.exitCode == 0, qPrintable(ran.error));
        QCOMPARE(project.run({u"compare"_s}).exitCode, 0);
        QCOMPARE(project.run({u"rollback"_s, u"--yes"_s}).exitCode, 0);
        project.writeModels(u"sa.Column('name', sa.String(50))"_s);
        QCOMPARE(project.run({u"run"_s, u"0001"_s}).exitCode, 0);
    }

    void anEmptyRevisionNeedsNoDatabase()
    {
        const ModelProject project;
        const auto answer = project.run({u"new"_s, u"By hand"_s, u"--empty"_s, u"--rev-id"_s,
            u"0002"_s, u"--branch-label"_s, u"billing"_s, u"--depends-on"_s, u"0001"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.error));
        const QByteArray text = project.script(u"0002_by_hand.py"_s);
        QVERIFY(text.contains("revision = '0002'"));
        QVERIFY(text.contains("branch_labels = ('billing',)"));
        QVERIFY(text.contains("depends_on = '0001'"));
        QVERIFY(!QFile::exists(project.databasePath()));
    }

    void aDatabaseThatIsBehindIsSaidWithWhatToDo()
    {
        const ModelProject project;
        const auto answer = project.run({u"new"_s, u"Add age"_s});
        QCOMPARE(answer.exitCode, 2);
        QVERIFY2(answer.error.contains(u"spiritsafe migration run"), qPrintable(answer.error));
        QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
        QVERIFY(!QFile::exists(project.databasePath()));
    }

    void severalHeadsAskForOne()
    {
        const ModelProject project;
        project.project().write({.id = u"000a"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
        project.project().write({.id = u"000b"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
        const auto refused = project.run({u"new"_s, u"More"_s, u"--empty"_s, u"--json"_s});
        QCOMPARE(refused.exitCode, 2);
        QCOMPARE(refused.json()[u"error"][u"code"].toString(), u"MultipleHeads"_s);
        QCOMPARE(
            project.run({u"new"_s, u"More"_s, u"--empty"_s, u"--head"_s, u"0001"_s}).exitCode, 2);
        const auto chosen = project.run(
            {u"new"_s, u"More"_s, u"--empty"_s, u"--head"_s, u"000b"_s, u"--rev-id"_s, u"000c"_s});
        QVERIFY2(chosen.exitCode == 0, qPrintable(chosen.error));
        QVERIFY(project.script(u"000c_more.py"_s).contains("down_revision = '000b'"));
        QCOMPARE(
            project.run({u"new"_s, u"Third"_s, u"--empty"_s, u"--head"_s, u"0001"_s, u"--splice"_s})
                .exitCode,
            0);
    }

    void aMessageThatIsCodeIsRefused_data()
    {
        QTest::addColumn<QString>("message");
        QTest::newRow("docstring") << uR"(""" + open('x', 'w') + """)"_s;
        QTest::newRow("quote") << u"drop the \"users\""_s;
        QTest::newRow("apostrophe") << u"don't"_s;
        QTest::newRow("backslash") << uR"(ends in \)"_s;
        QTest::newRow("line") << u"two\nlines"_s;
        QTest::newRow("mako") << u"${open('x', 'w')}"_s;
        QTest::newRow("block") << u"<% open %>"_s;
        QTest::newRow("escape") << u"a\x1b[31mb"_s;
        QTest::newRow("turned") << u"a\u202eb"_s;
        QTest::newRow("long") << QString(201, u'a');
        QTest::newRow("empty") << u" "_s;
    }

    void aMessageThatIsCodeIsRefused()
    {
        QFETCH(QString, message);
        const ModelProject project;
        const auto answer = project.run({u"new"_s, message, u"--empty"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 3);
        QCOMPARE(answer.json()[u"error"][u"code"].toString(), u"bad_message"_s);
        QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
    }

    void noFileIsOverwritten()
    {
        const ModelProject project;
        const QStringList arguments {u"new"_s, u"Same"_s, u"--empty"_s, u"--rev-id"_s, u"0002"_s};
        project.project().writeFile(
            u"migrations/versions/0002_same.py"_s, "revision = '9999'\ndown_revision = '0001'\n");
        const auto answer = project.run(arguments + QStringList {u"--json"_s});
        QCOMPARE(answer.exitCode, 3);
        QCOMPARE(answer.json()[u"error"][u"code"].toString(), u"exists"_s);
        QVERIFY(project.script(u"0002_same.py"_s).contains("9999"));
    }

    void aFailureLeavesNoFile()
    {
        const ModelProject project;
        // A template without the labels: Alembic says so only after it has written.
        project.project().writeFile(u"migrations/script.py.mako"_s,
            "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n");
        const auto answer =
            project.run({u"new"_s, u"Labelled"_s, u"--empty"_s, u"--branch-label"_s, u"x"_s});
        QCOMPARE(answer.exitCode, 2);
        QCOMPARE(project.scripts(), QStringList {u"0001.py"_s});
    }

    void theProjectsOwnDirectivesHaveTheirWay()
    {
        const ModelProject project(
            {.beforeConfigure = uR"py(def only_upgrades(context, revision, directives):
    directives[0].upgrade_ops.ops[:] = directives[0].upgrade_ops.ops[:0])py"_s,
                .configureArguments = u", process_revision_directives=only_upgrades"_s});
        QCOMPARE(project.run({u"run"_s}).exitCode, 0);
        project.writeModels(added);
        const auto answer = project.run({u"new"_s, u"Add age"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 2);
        QCOMPARE(answer.json()[u"error"][u"code"].toString(), u"no_changes"_s);
    }

    void comparingWritesNothing()
    {
        const ModelProject project;
        QFile::remove(project.versions() + u"/0001.py"_s);
        const auto answer = project.run({u"compare"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 1, qPrintable(answer.output + answer.error));
        QCOMPARE(
            tests::idsOf(answer.json()[u"operations"], u"kind"_s), QStringList {u"create_table"_s});
        QVERIFY(!QFile::exists(project.databasePath()));
    }

    void whereItCannotBeComparedTheExitCodeIsTwo()
    {
        const ModelProject project;
        QCOMPARE(project.run({u"compare"_s}).exitCode, 2);
        QCOMPARE(project.run({u"run"_s}).exitCode, 0);
        QCOMPARE(project.run({u"compare"_s}).exitCode, 0);
        project.project().writeFile(u"models.py"_s, "raise RuntimeError('no models')\n");
        const auto answer = project.run({u"compare"_s});
        QCOMPARE(answer.exitCode, 2);
        QVERIFY2(answer.error.contains(u"no models"), qPrintable(answer.error));
    }

    void theLastRevisionIsMadeAnew();
    void whatIsMadeAnewUnderItsOldNameComesBack();
    void whereItCannotBeMadeAllIsAsBefore_data();
    void whereItCannotBeMadeAllIsAsBefore();
};

void TestNewCommand::theLastRevisionIsMadeAnew()
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

void TestNewCommand::whatIsMadeAnewUnderItsOldNameComesBack()
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

void TestNewCommand::whereItCannotBeMadeAllIsAsBefore_data()
{
    QTest::addColumn<QByteArray>("models");
    QTest::newRow("models that do not load") << QByteArray("import nowhere_to_be_found\n");
    QTest::newRow("nothing to write") << QByteArray(
        "import sqlalchemy as sa\nmetadata = sa.MetaData()\nusers = sa.Table('users', metadata, "
        "sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(50)))\n");
}

void TestNewCommand::whereItCannotBeMadeAllIsAsBefore()
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

QTEST_GUILESS_MAIN(TestNewCommand)
#include "tst_newcommand.moc"
