// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/demo/sampleproject.h"
#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::CommandLine;

namespace {

// The web shop's files, and a database that says what `rows` say.
struct Shop
{
    QTemporaryDir folder;
    QString url = tests::TestServer::shared().freshDatabase();

    explicit Shop(const QStringList &rows)
    {
        const auto written = app::writeSampleFiles(folder.path(), url);
        if (!written)
            qFatal("%s", qPrintable(written.error().message));
        QStringList statements {
            u"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"_s};
        for (const QString &row : rows)
            statements += u"INSERT INTO alembic_version VALUES ('%1')"_s.arg(row);
        tests::runSql(url, statements);
    }
};

// What Alembic itself lists, newest first.
QStringList alembicsHistory(const QString &folder)
{
    QProcess python;
    python.setWorkingDirectory(folder);
    python.start(u"/usr/bin/python3"_s,
        {u"-c"_s,
            u"from alembic.config import Config\n"
            "from alembic.script import ScriptDirectory\n"
            "scripts = ScriptDirectory.from_config(Config('alembic.ini'))\n"
            "print('\\n'.join(s.revision for s in scripts.walk_revisions()))"_s});
    if (!python.waitForFinished() || python.exitCode() != 0)
        qFatal("%s", python.readAllStandardError().constData());
    return QString::fromUtf8(python.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
}

} // namespace

class TestReadCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusListsWhatIsPendingInRunOrder()
    {
        const Shop shop({app::sampleStart()});
        const auto answer =
            CommandLine(shop.folder.path()).run({u"migration"_s, u"status"_s, u"--json"_s});
        const QJsonObject json = answer.json();
        QCOMPARE(answer.exitCode, 1);
        QCOMPARE(tests::strings(json[u"current"]), QStringList {app::sampleStart()});
        QCOMPARE(tests::strings(json[u"heads"]), QStringList {app::sampleHead()});
        QCOMPARE(tests::strings(json[u"pending"]),
            QStringList(
                {u"8b30d2f6e914"_s, u"c7e19a40b52d"_s, u"2a7f90c4d8e1"_s, u"1e6f08b9c2a7"_s}));
        QCOMPARE(json[u"ghosts"].toArray(), QJsonArray());
        QCOMPARE(json[u"up_to_date"], QJsonValue(false));
        QCOMPARE(json[u"problems"].toArray(), QJsonArray());
        const QJsonObject environment = json[u"environment"].toObject();
        QCOMPARE(environment[u"name"].toString(), u"default"_s);
        QCOMPARE(environment[u"tier"].toString(), u"development"_s);
        QVERIFY(environment[u"url_source"].toString().contains(u".env"));
        const QJsonObject database = environment[u"database"].toObject();
        QVERIFY(database[u"name"].toString().startsWith(u"test_"));
        QCOMPARE(database[u"reachable"], QJsonValue(true));
        QVERIFY(database[u"server_version"].toString().contains(u'.'));
    }

    void statusOfADatabaseAtTheHeadIsUpToDate()
    {
        const Shop shop({app::sampleHead()});
        const CommandLine line(shop.folder.path());
        QCOMPARE(line.run({u"migration"_s, u"status"_s, u"--json"_s}).json()[u"up_to_date"],
            QJsonValue(true));
        const auto text = line.run({u"migration"_s, u"status"_s});
        QCOMPARE(text.exitCode, 0);
        QVERIFY2(text.output.contains(u"Up to date."), qPrintable(text.output));
    }

    void aGhostIsNamedAndIsNotClean()
    {
        const Shop shop({u"feedfacecafe"_s});
        const auto answer =
            CommandLine(shop.folder.path()).run({u"migration"_s, u"status"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 1);
        QCOMPARE(tests::strings(answer.json()[u"ghosts"]), QStringList {u"feedfacecafe"_s});
        const QString text =
            CommandLine(shop.folder.path()).run({u"migration"_s, u"status"_s}).output;
        QVERIFY2(text.contains(u"feedfacecafe"_s) && !text.contains(u"No revision has run"_s)
                && !text.contains(u"Run it with"_s),
            qPrintable(text));
    }

    void statusOfAServerThatIsNotThereCannotTell()
    {
        const QTemporaryDir folder;
        QVERIFY(app::writeSampleFiles(
            folder.path(), u"postgresql://postgres@/shop?host=%1/nowhere"_s.arg(folder.path())));
        const CommandLine line(folder.path());
        const auto answer = line.run({u"migration"_s, u"status"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 2);
        QCOMPARE(tests::strings(answer.json()[u"heads"]), QStringList {app::sampleHead()});
        QCOMPARE(tests::idsOf(answer.json()[u"problems"], u"code"_s), QStringList {u"database"_s});
        const auto history = line.run({u"migration"_s, u"history"_s, u"--json"_s});
        QCOMPARE(history.exitCode, 0);
        QCOMPARE(history.json()[u"revisions"].toArray()[0].toObject()[u"state"].toString(),
            u"unknown"_s);
    }

    void aSqliteFileThatIsNotThereYetIsAnEmptyDatabase()
    {
        const tests::AlembicProject project(u"sqlite:///not-there-yet.db"_s);
        project.write({.id = u"a1"_s, .down = {}, .upgrade = u"pass"_s});
        const CommandLine line(project.folder());
        const auto answer = line.run({u"migration"_s, u"status"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 1);
        QCOMPARE(tests::strings(answer.json()[u"pending"]), QStringList {u"a1"_s});
        QCOMPARE(tests::idsOf(answer.json()[u"problems"], u"code"_s), QStringList {u"no_file"_s});
        const auto text = line.run({u"migration"_s, u"status"_s});
        QVERIFY2(text.output.contains(u"1 revision pending"_s), qPrintable(text.output));
        QVERIFY2(text.error.contains(u"not-there-yet.db yet"_s), qPrintable(text.error));
        QVERIFY(!QFile::exists(project.folder() + u"/not-there-yet.db"_s));
    }

    void aMissingUrlIsSaidOnce()
    {
        const QTemporaryDir folder;
        QVERIFY(app::writeSampleFiles(folder.path(), u"sqlite:///x.db"_s));
        QVERIFY(QFile::remove(folder.filePath(u".env"_s)));
        const auto answer =
            CommandLine(folder.path()).run({u"migration"_s, u"status"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 2);
        QCOMPARE(tests::idsOf(answer.json()[u"problems"], u"code"_s), QStringList {u"no_url"_s});
    }

    void historyIsAlembicsOwnOrder()
    {
        const Shop shop({app::sampleStart()});
        const CommandLine line(shop.folder.path());
        const auto answer = line.run({u"migration"_s, u"history"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 0);
        const QJsonArray revisions = answer.json()[u"revisions"].toArray();
        QCOMPARE(tests::idsOf(revisions, u"id"_s), alembicsHistory(shop.folder.path()));
        QCOMPARE(tests::strings(answer.json()[u"bases"]), QStringList {u"1f0c7a92d6b8"_s});
        const QJsonObject head = revisions.first().toObject();
        QCOMPARE(head[u"state"].toString(), u"pending"_s);
        QCOMPARE(head[u"is_head"], QJsonValue(true));
        QCOMPARE(head[u"message"].toString(), u"Orders: drop legacy_status"_s);
        QCOMPARE(head[u"created"].toString(), u"2026-11-21T11:03:18.225"_s);
        QVERIFY(QFile::exists(head[u"file"].toString()));
        QCOMPARE(revisions.last().toObject()[u"state"].toString(), u"applied"_s);
        QCOMPARE(revisions.last().toObject()[u"is_base"], QJsonValue(true));
    }

    void historySaysWhatEachRevisionNeeds()
    {
        const Shop shop({});
        const auto answer =
            CommandLine(shop.folder.path()).run({u"migration"_s, u"history"_s, u"--json"_s});
        QMap<QString, QJsonObject> byId;
        for (const QJsonValue &value : answer.json()[u"revisions"].toArray())
            byId[value.toObject()[u"id"].toString()] = value.toObject();
        QCOMPARE(byId.size(), 40);
        QCOMPARE(tests::strings(byId[u"5d94c1e7a3f8"_s][u"down"]),
            QStringList({u"41aa7c90e5b2"_s, u"e2f0b86c19d7"_s}));
        QCOMPARE(tests::strings(byId[u"e2f0b86c19d7"_s][u"depends_on"]),
            QStringList {u"0b6fe83d21c4"_s});
        QCOMPARE(
            tests::strings(byId[u"93d1f4a7726e"_s][u"branch_labels"]), QStringList {u"shipping"_s});
    }

    void aRangeKeepsBothItsEnds()
    {
        const Shop shop({});
        const auto answer = CommandLine(shop.folder.path())
                                .run({u"migration"_s, u"history"_s, u"--json"_s, u"--offline"_s,
                                    u"-r"_s, u"5d94c1e7a3f8:c7e19"_s});
        QCOMPARE(tests::idsOf(answer.json()[u"revisions"], u"id"_s),
            QStringList({u"c7e19a40b52d"_s, u"8b30d2f6e914"_s, u"5d94c1e7a3f8"_s}));
    }

    void aBrokenFileIsAProblemWithItsLineAndTheRestIsListed()
    {
        const Shop shop({});
        QFile file(shop.folder.filePath(u"migrations/versions/broken.py"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("revision = 'b0'\ndown_revision = (\n\ndef upgrade(:\n");
        file.close();
        const auto answer =
            CommandLine(shop.folder.path()).run({u"migration"_s, u"history"_s, u"--json"_s});
        QVERIFY(answer.json()[u"revisions"].toArray().size() >= 40);
        const QJsonObject problem = answer.json()[u"problems"].toArray().first().toObject();
        QCOMPARE(problem[u"file"].toString(), file.fileName());
        QVERIFY(problem[u"line"].toInt() > 0);
    }

    void showTellsOneRevisionByTheStartOfItsId()
    {
        const Shop shop({app::sampleHead()});
        const CommandLine line(shop.folder.path());
        const auto json = line.run({u"migration"_s, u"show"_s, u"5d94"_s, u"--json"_s}).json();
        const QJsonObject revision = json[u"revisions"].toArray().first().toObject();
        QCOMPARE(revision[u"id"].toString(), u"5d94c1e7a3f8"_s);
        QCOMPARE(revision[u"is_merge_point"], QJsonValue(true));
        QCOMPARE(tests::strings(revision[u"next"]), QStringList {u"8b30d2f6e914"_s});
        const auto current = line.run({u"migration"_s, u"show"_s, u"current"_s});
        QVERIFY(current.output.contains(u"def upgrade()"));
        QCOMPARE(line.run({u"migration"_s, u"show"_s, u"nosuch"_s}).exitCode, 2);
    }

    void projectTellsWhereThingsCameFrom()
    {
        const Shop shop({});
        const CommandLine line(shop.folder.path());
        const QJsonObject before = line.run({u"project"_s, u"--json"_s}).json();
        QCOMPARE(before[u"trusted"], QJsonValue(false));
        QVERIFY(before[u"interpreter"].isNull());
        QCOMPARE(before[u"revisions"].toInt(), 40);
        QVERIFY(before[u"config"].toString().endsWith(u"alembic.ini"));
        const QJsonObject after = line.run({u"project"_s, u"--json"_s, u"--trust"_s}).json();
        QCOMPARE(after[u"trusted"], QJsonValue(true));
        QVERIFY(!after[u"interpreter"].toObject()[u"alembic"].toString().isEmpty());
    }

    void readingWritesNothingIntoTheDatabase()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const QTemporaryDir folder;
        QVERIFY(app::writeSampleFiles(folder.path(), url));
        const CommandLine line(folder.path());
        QCOMPARE(line.run({u"migration"_s, u"status"_s}).exitCode, 1);
        QCOMPARE(line.run({u"migration"_s, u"history"_s}).exitCode, 0);
        QCOMPARE(line.run({u"migration"_s, u"show"_s, u"current"_s}).exitCode, 0);
        const auto tables = tests::runSql(
            url, {u"SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s});
        QCOMPARE(tests::firstColumn(tables), QStringList());
    }

    void aFolderWithoutAProjectSaysWhereItLooked()
    {
        const QTemporaryDir folder;
        const CommandLine line(folder.path());
        const auto text = line.run({u"migration"_s, u"status"_s});
        QCOMPARE(text.exitCode, 2);
        QVERIFY2(text.error.contains(u"--project"), qPrintable(text.error));
        const QJsonObject error =
            line.run({u"migration"_s, u"status"_s, u"--json"_s}).json()[u"error"].toObject();
        QCOMPARE(error[u"kind"].toString(), u"project"_s);
        QCOMPARE(error[u"code"].toString(), u"no_config"_s);
        QVERIFY(!error[u"message"].toString().isEmpty());
        QVERIFY(error.contains(u"detail"));
    }

    void optionsStandBeforeOrAfterTheCommand_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString folder = u"FOLDER"_s;
        QTest::newRow("after") << QStringList {
            u"migration"_s, u"history"_s, u"--json"_s, u"--project"_s, folder};
        QTest::newRow("before") << QStringList {
            u"--json"_s, u"--project"_s, folder, u"migration"_s, u"history"_s};
        QTest::newRow("between") << QStringList {
            u"migration"_s, u"--json"_s, u"--project=FOLDER"_s, u"history"_s};
    }

    void optionsStandBeforeOrAfterTheCommand()
    {
        QFETCH(QStringList, arguments);
        const Shop shop({});
        const QTemporaryDir elsewhere;
        arguments.replaceInStrings(u"FOLDER"_s, shop.folder.path());
        const auto answer = CommandLine(elsewhere.path()).run(arguments);
        QCOMPARE(answer.exitCode, 0);
        QCOMPARE(answer.json()[u"revisions"].toArray().size(), 40);
    }

    void wrongArgumentsAre2AndHelpIs0_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("help") << QStringList {u"--help"_s} << 0;
        QTest::newRow("help of a command")
            << QStringList {u"migration"_s, u"run"_s, u"--help"_s} << 0;
        QTest::newRow("version") << QStringList {u"--version"_s} << 0;
        QTest::newRow("no such command") << QStringList {u"migration"_s, u"fly"_s} << 2;
        QTest::newRow("no such option") << QStringList {u"journal"_s, u"--colour"_s} << 2;
        QTest::newRow("stamp without a target") << QStringList {u"migration"_s, u"stamp"_s} << 2;
        QTest::newRow("a window without a display") << QStringList {} << 2;
    }

    void wrongArgumentsAre2AndHelpIs0()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, exitCode);
        const QTemporaryDir folder;
        const auto answer = CommandLine(folder.path()).run(arguments);
        QCOMPARE(answer.exitCode, exitCode);
        QVERIFY(!(exitCode == 0 ? answer.output : answer.error).isEmpty());
    }

    void wrongArgumentsAreJsonToo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no such command") << QStringList {u"migration"_s, u"fly"_s};
        QTest::newRow("no such option") << QStringList {u"journal"_s, u"--colour"_s};
        QTest::newRow("stamp without a target") << QStringList {u"migration"_s, u"stamp"_s};
        QTest::newRow("no number") << QStringList {u"journal"_s, u"seven"_s};
        QTest::newRow("a number below 1") << QStringList {u"journal"_s, u"-5"_s};
    }

    void wrongArgumentsAreJsonToo()
    {
        QFETCH(const QStringList, arguments);
        const QTemporaryDir folder;
        const CommandLine line(folder.path());
        const auto answer = line.run(arguments + QStringList {u"--json"_s});
        QCOMPARE(answer.exitCode, 2);
        const QJsonObject error = answer.json()[u"error"].toObject();
        QVERIFY2(
            error[u"code"].toString() == "arguments"_L1, qPrintable(answer.output + answer.error));
        QVERIFY(!error[u"message"].toString().isEmpty());
    }

    void scriptsThatAreNotThereAreNotUpToDate()
    {
        const tests::AlembicProject project(tests::TestServer::shared().freshDatabase());
        project.writeFile(u"alembic.ini"_s, "[alembic]\nscript_location = migration\n");
        const CommandLine line(project.folder());
        line.trust();
        const auto status = line.run({u"migration"_s, u"status"_s, u"--json"_s});
        QCOMPARE(status.exitCode, 2);
        QCOMPARE(status.json()[u"up_to_date"], QJsonValue(false));
        QVERIFY(!line.run({u"migration"_s, u"status"_s}).output.contains(u"Up to date"_s));
        QCOMPARE(line.run({u"migration"_s, u"history"_s}).exitCode, 2);
        const auto run = line.run({u"migration"_s, u"run"_s, u"--json"_s});
        QCOMPARE(run.exitCode, 2);
        QCOMPARE(run.json()[u"error"].toObject()[u"code"].toString(), u"no_scripts"_s);
    }

    // A closed stream's number goes to the next file that is opened.
    void whatCannotBeWrittenIsNoSuccess_data()
    {
        QTest::addColumn<QString>("redirection");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("a full disk") << u">/dev/full"_s << 2;
        QTest::newRow("closed") << u">&-"_s << 0;
        QTest::newRow("all closed") << u"<&- >&- 2>&-"_s << 0;
    }

    void whatCannotBeWrittenIsNoSuccess()
    {
        QFETCH(const QString, redirection);
        QFETCH(const int, exitCode);
        const tests::AlembicProject project(tests::TestServer::shared().freshDatabase());
        project.writeChain(1);
        const QString command = u"%1 migration history --json --project %2 %3"_s.arg(
            CommandLine::binary(), project.folder(), redirection);
        QCOMPARE(QProcess::execute(u"sh"_s, {u"-c"_s, command}), exitCode);
    }

    void whichOfSeveralConfigurationsIsAskedOnceOnATerminal()
    {
        const QTemporaryDir folder;
        for (const QString &service : {u"a"_s, u"b"_s}) {
            const QString scripts = folder.filePath(service + u"/migrations/versions"_s);
            QVERIFY(QDir().mkpath(scripts));
            QFile ini(folder.filePath(service + u"/alembic.ini"_s));
            QFile script(scripts + u"/1.py"_s);
            QVERIFY(ini.open(QIODevice::WriteOnly) && script.open(QIODevice::WriteOnly));
            ini.write("[alembic]\nscript_location = migrations\n");
            script.write("revision = 'only" + service.toUtf8() + "'\ndown_revision = None\n");
        }
        const CommandLine line(folder.path());
        const QStringList history {u"migration"_s, u"history"_s, u"--offline"_s};
        QCOMPARE(line.run(history).exitCode, 2);
        QCOMPARE(line.type(u"3\n"_s, history).exitCode, 2);
        QCOMPARE(line.run(history).exitCode, 2);
        const auto chosen = line.type(u"2\n"_s, history);
        QVERIFY2(chosen.output.contains(u"onlyb"_s), qPrintable(chosen.output));
        const auto later = line.run(history);
        QVERIFY2(later.output.contains(u"onlyb"_s), qPrintable(later.output + later.error));
        const auto other = line.run(history + QStringList {u"--config"_s, u"a/alembic.ini"_s});
        QVERIFY2(other.output.contains(u"onlya"_s), qPrintable(other.output + other.error));
        QVERIFY(line.run(history).output.contains(u"onlyb"_s));
    }

    void theJournalOfANewHomeIsEmpty()
    {
        const Shop shop({});
        const auto answer = CommandLine(shop.folder.path()).run({u"journal"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 0);
        QCOMPARE(answer.json()[u"entries"].toArray(), QJsonArray());
        QCOMPARE(answer.json()[u"unfinished"].toArray(), QJsonArray());
    }

    void aMessageCannotReachTheTerminal()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const tests::AlembicProject project(url);
        project.write({.id = u"0001"_s,
            .down = {},
            .upgrade = u"pass"_s,
            .message = u"clear\u001b[2J\u009b1m"_s});
        const CommandLine line(project.folder());
        for (const QString &command : {u"history"_s, u"status"_s}) {
            const auto answer = line.run({u"migration"_s, command});
            QVERIFY2(answer.output.contains(u"clear[2J1m"), qPrintable(answer.output));
            QVERIFY(!answer.output.contains(QChar(0x1b)));
        }
    }
};

QTEST_GUILESS_MAIN(TestReadCommands)
#include "tst_readcommands.moc"
