// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using tests::CommandLine;
using tests::runSql;

class TestBackupCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aBackupIsMadeListedProvenAndRestored();
    void aDryRunSaysWhatItNeedsAndMakesNothing();
    void aRestoreWithoutAWordIsRefused();
    void aDamagedBackupIsNotProven();
    void aForeignFileNeedsItsOption();
    void onProductionABackupIsRestoredAndCompared();
    void pruningNeedsARuleAndLeavesTheNewest();

private:
    QString rows() const
    {
        return tests::firstColumn(runSql(m_url, {u"SELECT count(*)::text FROM orders"_s})).first();
    }

    QString m_url;
    std::optional<tests::AlembicProject> m_project;
    std::optional<CommandLine> m_command;
};

void TestBackupCommands::init()
{
    m_url = tests::TestServer::shared().freshDatabase();
    m_project.emplace(m_url);
    m_project->writeChain(1);
    m_command.emplace(m_project->folder());
    runSql(m_url,
        {u"CREATE TABLE orders (id int PRIMARY KEY)"_s,
            u"INSERT INTO orders SELECT generate_series(1, 100)"_s});
}

void TestBackupCommands::aBackupIsMadeListedProvenAndRestored()
{
    const CommandLine::Answer made = m_command->run({u"db"_s, u"backup"_s, u"--json"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.error + made.output));
    const QString name = made.json()[u"facts"_s][u"backup"_s][u"name"_s].toString();
    QVERIFY(name.endsWith(u"-base.dump"_s));

    const CommandLine::Answer listed = m_command->run({u"db"_s, u"backups"_s});
    QCOMPARE(listed.exitCode, 0);
    QVERIFY2(listed.output.contains(name) && listed.output.contains(u"checksummed"_s),
        qPrintable(listed.output));

    const CommandLine::Answer proven = m_command->run({u"db"_s, u"backups"_s, u"--verify"_s, name});
    QVERIFY2(proven.exitCode == 0, qPrintable(proven.error));
    QVERIFY(proven.output.contains(u"restored and compared"_s));

    runSql(m_url, {u"DELETE FROM orders WHERE id > 3"_s});
    const CommandLine::Answer restored =
        m_command->run({u"db"_s, u"restore"_s, name, u"--yes"_s, u"--json"_s});
    QVERIFY2(restored.exitCode == 0, qPrintable(restored.error + restored.output));
    QCOMPARE(restored.json()[u"outcome"_s].toString(), u"done"_s);
    QVERIFY(!restored.json()[u"facts"_s][u"kept"_s][u"name"_s].toString().isEmpty());
    QCOMPARE(rows(), u"100"_s);
    // Made before the restore, of a database with another oid: still this one's.
    QVERIFY(m_command->run({u"db"_s, u"backups"_s}).output.contains(name));
}

void TestBackupCommands::aDryRunSaysWhatItNeedsAndMakesNothing()
{
    const CommandLine::Answer estimate =
        m_command->run({u"db"_s, u"backup"_s, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(estimate.exitCode, 0);
    QVERIFY(estimate.json()[u"guess"_s].toBool());
    QVERIFY(estimate.json()[u"free_bytes"_s].toDouble() > 0);
    QCOMPARE(m_command->run({u"db"_s, u"backups"_s, u"--json"_s}).json()[u"backups"_s].toArray(),
        QJsonArray());
}

void TestBackupCommands::aRestoreWithoutAWordIsRefused()
{
    QCOMPARE(m_command->run({u"db"_s, u"backup"_s}).exitCode, 0);
    runSql(m_url, {u"DELETE FROM orders"_s});
    const CommandLine::Answer refused =
        m_command->run({u"db"_s, u"restore"_s, tests::parsed(m_url).databaseName()});
    QCOMPARE(refused.exitCode, 3);
    QVERIFY2(refused.error.contains(u"--yes"_s), qPrintable(refused.error));
    QCOMPARE(rows(), u"0"_s);
}

void TestBackupCommands::aDamagedBackupIsNotProven()
{
    const CommandLine::Answer made = m_command->run({u"db"_s, u"backup"_s, u"--json"_s});
    const QString path = made.json()[u"facts"_s][u"backup"_s][u"path"_s].toString();
    QFile file(path);
    QVERIFY(file.resize(file.size() - 10));
    const CommandLine::Answer verified =
        m_command->run({u"db"_s, u"backups"_s, u"--verify"_s, path, u"--proof"_s, u"readable"_s});
    QCOMPARE(verified.exitCode, 1);
    const CommandLine::Answer restored =
        m_command->run({u"db"_s, u"restore"_s, path, u"--yes"_s, u"--foreign"_s});
    QCOMPARE(restored.exitCode, 3);
    QCOMPARE(rows(), u"100"_s);
}

void TestBackupCommands::aForeignFileNeedsItsOption()
{
    const CommandLine::Answer made = m_command->run({u"db"_s, u"backup"_s, u"--json"_s});
    const QString path = made.json()[u"facts"_s][u"backup"_s][u"path"_s].toString();
    const QString foreign = m_project->folder() + u"/theirs.dump"_s;
    QVERIFY(QFile::copy(path, foreign));
    const CommandLine::Answer refused =
        m_command->run({u"db"_s, u"restore"_s, foreign, u"--yes"_s});
    QCOMPARE(refused.exitCode, 3);
    QVERIFY(refused.error.contains(u"--foreign"_s));
    const CommandLine::Answer agreed =
        m_command->run({u"db"_s, u"restore"_s, foreign, u"--yes"_s, u"--foreign"_s});
    QVERIFY2(agreed.exitCode == 0, qPrintable(agreed.error));
    QVERIFY(agreed.error.contains(u"superuser"_s));
}

void TestBackupCommands::onProductionABackupIsRestoredAndCompared()
{
    m_project->writeFile(u".env.production"_s, "DATABASE_URL=" + m_url.toUtf8() + '\n');
    const QStringList production {u"--env"_s, u"production"_s};
    const CommandLine::Answer made =
        m_command->run(QStringList {u"db"_s, u"backup"_s, u"--json"_s} + production);
    QVERIFY2(made.exitCode == 0, qPrintable(made.error + made.output));
    QCOMPARE(made.json()[u"facts"_s][u"backup"_s][u"proof"_s].toString(), u"compared"_s);
    const QString name = made.json()[u"facts"_s][u"backup"_s][u"name"_s].toString();
    const CommandLine::Answer unnamed =
        m_command->run(QStringList {u"db"_s, u"restore"_s, name, u"--yes"_s} + production);
    QCOMPARE(unnamed.exitCode, 3);
    QVERIFY(unnamed.error.contains(u"--confirm"_s));
}

void TestBackupCommands::pruningNeedsARuleAndLeavesTheNewest()
{
    for (int n = 0; n < 3; ++n)
        QCOMPARE(m_command->run({u"db"_s, u"backup"_s}).exitCode, 0);
    QCOMPARE(m_command->run({u"db"_s, u"backups"_s, u"--prune"_s}).exitCode, 2);
    const CommandLine::Answer asked =
        m_command->run({u"db"_s, u"backups"_s, u"--prune"_s, u"--keep"_s, u"0"_s});
    QCOMPARE(asked.exitCode, 3);
    const CommandLine::Answer pruned = m_command->run(
        {u"db"_s, u"backups"_s, u"--prune"_s, u"--keep"_s, u"0"_s, u"--yes"_s, u"--json"_s});
    QVERIFY2(pruned.exitCode == 0, qPrintable(pruned.error));
    QCOMPARE(pruned.json()[u"backups"_s].toArray().size(), 2);
    QCOMPARE(
        m_command->run({u"db"_s, u"backups"_s, u"--json"_s}).json()[u"backups"_s].toArray().size(),
        1);
}

QTEST_GUILESS_MAIN(TestBackupCommands)
#include "tst_backupcommands.moc"
