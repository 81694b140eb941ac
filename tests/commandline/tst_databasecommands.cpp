// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using tests::TestServer;

// db info, recreate and undo as a person or a script runs them.
class TestDatabaseCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recreateUndoAndDropKept();
    void nobodyIsThereToAsk();
    void onProductionABackupIsMadeAndProvenFirst();
    void whatIsNotThereNeedsNoBackup();
    void infoShowsWhatIsWrongAndRepairsIt();
};

void TestDatabaseCommands::recreateUndoAndDropKept()
{
    const QString url = TestServer::shared().freshDatabase();
    const tests::AlembicProject project(url);
    project.writeChain(2);
    const tests::CommandLine line(project.folder());
    line.trust();
    QCOMPARE(line.run({u"migration"_s, u"run"_s}).exitCode, 0);
    tests::runSql(url, {u"INSERT INTO t0001 VALUES (7)"_s});
    const QString name = tests::parsed(url).databaseName();

    const auto planned = line.run({u"db"_s, u"recreate"_s, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(planned.exitCode, 0);
    QCOMPARE(planned.json()[u"database"_s].toString(), name);
    QCOMPARE(tests::strings(planned.json()[u"revisions"_s]), (QStringList {u"0001"_s, u"0002"_s}));

    const auto made = line.run({u"db"_s, u"recreate"_s, u"--yes"_s, u"--json"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.output + made.error));
    QCOMPARE(made.json()[u"outcome"_s].toString(), u"done"_s);
    const QString kept = made.json()[u"facts"_s][u"kept"_s][u"name"_s].toString();
    QVERIFY(kept.startsWith(name + u"__old_"_s));
    QCOMPARE(tests::firstColumn(tests::runSql(url, {u"SELECT count(*) FROM t0001"_s})),
        QStringList {u"0"_s});

    const auto info = line.run({u"db"_s, u"info"_s, u"--json"_s});
    QVERIFY2(info.exitCode == 0, qPrintable(info.output + info.error));
    QCOMPARE(tests::idsOf(info.json()[u"kept"_s], u"name"_s), QStringList {kept});

    const auto undone = line.run({u"db"_s, u"undo"_s, u"--yes"_s, u"--json"_s});
    QVERIFY2(undone.exitCode == 0, qPrintable(undone.output + undone.error));
    QCOMPARE(
        tests::firstColumn(tests::runSql(url, {u"SELECT id FROM t0001"_s})), QStringList {u"7"_s});
    const QString other = undone.json()[u"facts"_s][u"kept"_s][u"name"_s].toString();
    const auto dropped =
        line.run({u"db"_s, u"undo"_s, u"--drop-kept"_s, other, u"--yes"_s, u"--json"_s});
    QVERIFY2(dropped.exitCode == 0, qPrintable(dropped.output + dropped.error));
    QCOMPARE(line.run({u"db"_s, u"undo"_s, u"--yes"_s}).exitCode, 3);
}

void TestDatabaseCommands::nobodyIsThereToAsk()
{
    const QString url = TestServer::shared().freshDatabase();
    const tests::AlembicProject project(url);
    project.writeChain(1);
    const tests::CommandLine line(project.folder());
    line.trust();
    const auto refused = line.run({u"db"_s, u"recreate"_s, u"--json"_s});
    QCOMPARE(refused.exitCode, 3);
    QCOMPARE(refused.json()[u"error"_s][u"code"_s].toString(), u"not_confirmed"_s);
    const auto declined = line.type(u"\n"_s, {u"db"_s, u"recreate"_s});
    QCOMPARE(declined.exitCode, 130);
}

void TestDatabaseCommands::onProductionABackupIsMadeAndProvenFirst()
{
    const QString url = TestServer::shared().freshDatabase();
    const tests::AlembicProject project(url);
    project.writeChain(1);
    const tests::CommandLine line(project.folder());
    line.trust();
    QCOMPARE(line.run({u"migration"_s, u"run"_s}).exitCode, 0);
    const QString name = tests::parsed(url).databaseName();
    QCOMPARE(line.run({u"db"_s, u"protect"_s}).exitCode, 0);
    const QStringList recreate {
        u"db"_s, u"recreate"_s, u"--yes"_s, u"--confirm"_s, name, u"--json"_s};

    const auto locked = line.run(recreate);
    QCOMPARE(locked.exitCode, 3);
    QCOMPARE(locked.json()[u"error"_s][u"code"_s].toString(), u"tier_locked"_s);
    QCOMPARE(line.run({u"db"_s, u"unlock"_s, u"--yes"_s, u"--confirm"_s, name}).exitCode, 0);
    const auto waived = line.run(recreate + QStringList {u"--no-backup"_s});
    QCOMPARE(waived.exitCode, 3);
    QCOMPARE(waived.json()[u"error"_s][u"code"_s].toString(), u"backup_required"_s);

    const auto made = line.run(recreate);
    QVERIFY2(made.exitCode == 0, qPrintable(made.output + made.error));
    const auto info = line.run({u"db"_s, u"info"_s, u"--json"_s});
    QVERIFY(info.json()[u"protected"_s].toBool());
    QCOMPARE(tests::idsOf(info.json()[u"backups"_s], u"proof"_s), QStringList {u"compared"_s});
}

// A name of production's tier that nobody has made yet: nothing can be lost, so the name will do.
void TestDatabaseCommands::whatIsNotThereNeedsNoBackup()
{
    const QString url = TestServer::shared().server().url(u"not_made_yet"_s);
    const tests::AlembicProject project(url);
    project.writeChain(1);
    project.writeFile(u".env.production"_s, u"DATABASE_URL=%1\n"_s.arg(url).toUtf8());
    const tests::CommandLine line(project.folder());
    line.trust();
    const QStringList recreate {u"db"_s, u"recreate"_s, u"--env"_s, u"production"_s, u"--yes"_s};
    QCOMPARE(line.run(recreate).exitCode, 3);
    const auto made = line.run(recreate + QStringList {u"--confirm"_s, u"not_made_yet"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.output + made.error));
}

void TestDatabaseCommands::infoShowsWhatIsWrongAndRepairsIt()
{
    const QString url = TestServer::shared().freshDatabase();
    const tests::AlembicProject project(url);
    project.writeChain(2);
    tests::runSql(url,
        {u"CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"_s,
            u"INSERT INTO alembic_version VALUES ('beef')"_s});
    const tests::CommandLine line(project.folder());
    line.trust();
    const auto info = line.run({u"db"_s, u"info"_s});
    QCOMPARE(info.exitCode, 1);
    QVERIFY2(info.output.contains(u"unknown_revision"_s), qPrintable(info.output));
    QVERIFY(info.output.contains(
        u"repair: spiritsafe db info --repair unknown_revision --to REVISION"_s));
    QCOMPARE(line.run({u"db"_s, u"info"_s, u"--repair"_s, u"nonsense"_s, u"--yes"_s}).exitCode, 3);
    const auto repaired = line.run({u"db"_s, u"info"_s, u"--repair"_s, u"unknown_revision"_s,
        u"--to"_s, u"0002"_s, u"--yes"_s});
    QVERIFY2(repaired.exitCode == 0, qPrintable(repaired.output + repaired.error));
    QCOMPARE(line.run({u"db"_s, u"info"_s}).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestDatabaseCommands)
#include "tst_databasecommands.moc"
