// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Steps that leave their transaction: what they leave is listed, and put right by that list.

#include "tests/faults/faultfixture.h"
#include "tests/support/faultproxy.h"

#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::FaultProxy;
using tests::Listener;

namespace {

const QString buildIndex =
    u"op.execute('ALTER TABLE d ADD COLUMN b int')\n"
    "with op.get_context().autocommit_block():\n"
    "    op.execute('CREATE UNIQUE INDEX CONCURRENTLY \"Ix d\" ON d (id)')"_s;

bool isBuild(const QByteArray &sql)
{
    return sql.contains("CREATE UNIQUE INDEX");
}

} // namespace

class TestLeftovers : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;
    tests::Patience m_patience;

private Q_SLOTS:
    void aFailedIndexBuildIsPutRightByItsList_data();
    void aFailedIndexBuildIsPutRightByItsList();
    void anInvalidIndexThatWasSteppedOverIsNoSuccess();
    void anInvalidIndexOfNobodysConcernIsNoFailure();
    void whatADowngradeDroppedIsListed();
};

void TestLeftovers::aFailedIndexBuildIsPutRightByItsList_data()
{
    QTest::addColumn<QString>("fault");
    for (const char *fault : {"duplicates", "lock timeout", "helper killed", "connection cut"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestLeftovers::aFailedIndexBuildIsPutRightByItsList()
{
    QFETCH(const QString, fault);
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE d (id int)"_s, u"INSERT INTO d VALUES (1)"_s});
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project(proxy.through(url), {});
    project.write({.id = u"0001"_s, .upgrade = buildIndex});
    NoProgress quiet;
    PostgreSql other = tests::connectTo(url);
    FaultProxy::Plan plan {.counts = [](const auto &one) { return isBuild(one.sql); }, .at = 1};
    if (fault == u"duplicates"_s)
        tests::runSql(url, {u"INSERT INTO d VALUES (1)"_s});
    if (fault == u"lock timeout"_s)
        QVERIFY(other.query(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s, quiet)
            && other.query(u"SELECT 1"_s, quiet));
    if (fault == u"helper killed"_s)
        plan.act = [](const auto &one) { ::kill(pid_t(one.client), SIGKILL); };
    if (fault == u"connection cut"_s)
        plan.fault = FaultProxy::Fault::CutAfter;
    proxy.arm(plan);
    Listener listener;
    const OperationReport report = tests::upgrade(project, listener);
    proxy.arm({});
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY2(report.nextAction.contains(u"column public.d.b"_s), qPrintable(report.nextAction));
    QVERIFY2(
        !report.sentence.contains(u"everything was rolled back"_s), qPrintable(report.sentence));
    QStringList repair {u"ALTER TABLE d DROP COLUMN b"_s};
    const QStringList invalid = tests::invalidIndexes(url);
    QCOMPARE(invalid.isEmpty(), fault == u"helper killed"_s || fault == u"connection cut"_s);
    const auto indexes =
        tests::runSql(url, {u"SELECT 1 FROM pg_class WHERE relname = 'Ix d' AND relkind = 'i'"_s});
    if (!indexes.rows.empty()) {
        QVERIFY2(
            report.nextAction.contains(u"index public.\"Ix d\""_s), qPrintable(report.nextAction));
        repair.append(u"DROP INDEX CONCURRENTLY public.\"Ix d\""_s);
        QCOMPARE(report.nextAction.contains(repair.back()), !invalid.isEmpty());
    }
    std::ignore = other.query(u"ROLLBACK"_s, quiet);
    tests::runSql(url, repair + QStringList {u"TRUNCATE d"_s});
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
}

void TestLeftovers::anInvalidIndexThatWasSteppedOverIsNoSuccess()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE d (id int)"_s, u"INSERT INTO d VALUES (1), (1)"_s});
    const AlembicProject project(url);
    project.write({.id = u"0001"_s,
        .upgrade = u"with op.get_context().autocommit_block():\n"
                   "    op.execute('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_d ON d "
                   "(id)')"_s});
    Listener listener;
    const OperationReport failed = tests::upgrade(project, listener);
    COMPARE_OUTCOME(failed, Outcome::RolledBack);
    QCOMPARE(tests::invalidIndexes(url), QStringList {u"ix_d"_s});
    const OperationReport again = tests::upgrade(project, listener);
    COMPARE_OUTCOME(again, Outcome::Partly);
    QVERIFY2(again.sentence.contains(u"public.ix_d"_s)
            && again.nextAction.contains(u"DROP INDEX CONCURRENTLY"_s),
        qPrintable(tests::described(again)));
}

void TestLeftovers::anInvalidIndexOfNobodysConcernIsNoFailure()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url,
        {u"CREATE TABLE d (id int)"_s, u"CREATE INDEX ix_other ON d (id)"_s,
            u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_other'::regclass"_s});
    const AlembicProject project(url);
    project.writeChain(1);
    Listener listener;
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
}

void TestLeftovers::whatADowngradeDroppedIsListed()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.write({.id = u"0001"_s,
        .upgrade = u"op.execute('CREATE TABLE \"Orders\" (id int)')"_s,
        .downgrade = u"with op.get_context().autocommit_block():\n"
                     "    op.execute('DROP TABLE \"Orders\"')\nop.execute('SELECT 1/0')"_s});
    Listener listener;
    COMPARE_OUTCOME(tests::upgrade(project, listener), Outcome::Done);
    const OperationReport down = tests::downgrade(project, listener);
    COMPARE_OUTCOME(down, Outcome::RolledBack);
    QVERIFY2(down.nextAction.contains(u"Gone since the run began: table public.\"Orders\""_s),
        qPrintable(tests::described(down)));
}

QTEST_GUILESS_MAIN(TestLeftovers)
#include "tst_leftovers.moc"
