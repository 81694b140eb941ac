// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Two programs at once on one database, each as a person or a pipeline starts it, and one beside
// plain alembic: one of them runs, the other waits or is refused by name, and nothing runs twice.

#include "tests/commandline/commandrun.h"
#include "tests/faults/faultfixture.h"
#include "tests/support/faultproxy.h"

#include <QScopeGuard>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::CommandLine;
using tests::FaultProxy;

namespace {

// Each step writes a line outside any transaction, and takes its time.
QString ledgerStep(const QString &line)
{
    return u"with op.get_context().autocommit_block():\n"
           "    op.execute(\"INSERT INTO ledger VALUES ('%1')\")\n"
           "    op.execute('SELECT pg_sleep(0.3)')"_s.arg(line);
}

void writeLedgerChain(const AlembicProject &project, int count)
{
    QStringList down;
    for (int i = 1; i <= count; ++i) {
        const QString id = u"000%1"_s.arg(i);
        project.write({.id = id,
            .down = down,
            .upgrade = ledgerStep(u"up "_s + id),
            .downgrade = ledgerStep(u"down "_s + id)});
        down = {id};
    }
}

QString freshLedger()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE ledger (line text)"_s});
    return url;
}

QStringList ledger(const QString &url)
{
    return tests::firstColumn(tests::runSql(url, {u"SELECT line FROM ledger ORDER BY 1"_s}));
}

const QStringList up {u"--json"_s, u"--yes"_s, u"migration"_s, u"run"_s};
const QStringList down {u"--json"_s, u"--yes"_s, u"migration"_s, u"rollback"_s, u"base"_s};

} // namespace

class TestTwoWriters : public QObject
{
    Q_OBJECT
    tests::Patience m_patience;

private Q_SLOTS:
    void ofTwoProgramsNothingRunsTwice_data();
    void ofTwoProgramsNothingRunsTwice();
    void plainAlembicBesideUsIsSeen_data();
    void plainAlembicBesideUsIsSeen();
    void anIndexBuildIsNotHeldUpByTheOneThatWaits();
};

void TestTwoWriters::ofTwoProgramsNothingRunsTwice_data()
{
    QTest::addColumn<QStringList>("first");
    QTest::addColumn<QStringList>("second");
    QTest::addColumn<bool>("atHead");
    QTest::newRow("upgrade, upgrade") << up << up << false;
    QTest::newRow("upgrade, downgrade") << up << down << false;
    QTest::newRow("downgrade, upgrade") << down << up << true;
    QTest::newRow("downgrade, downgrade") << down << down << true;
}

void TestTwoWriters::ofTwoProgramsNothingRunsTwice()
{
    QFETCH(const QStringList, first);
    QFETCH(const QStringList, second);
    QFETCH(const bool, atHead);
    const QString url = freshLedger();
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project(proxy.through(url), {});
    writeLedgerChain(project, 2);
    const CommandLine line(project.folder());
    line.trust();
    if (atHead)
        QCOMPARE(line.run(up).exitCode, 0);
    tests::runSql(url, {u"TRUNCATE ledger"_s});
    // The second starts while the first works on its first step.
    QProcess other;
    std::atomic<bool> begun = false;
    proxy.arm({.counts = [](const auto &one) { return one.sql.contains("INSERT INTO ledger"); },
        .at = 1,
        .act = [&begun](const auto &) { begun = true; }});
    QProcess one;
    line.start(one, first);
    QTRY_VERIFY_WITH_TIMEOUT(begun, 60'000);
    line.start(other, second);
    const CommandLine::Answer oneAnswer = CommandLine::finish(one);
    const CommandLine::Answer otherAnswer = CommandLine::finish(other);
    QVERIFY2(oneAnswer.exitCode == 0, qPrintable(oneAnswer.output + oneAnswer.error));
    QStringList lines = ledger(url);
    const qsizetype all = lines.size();
    lines.removeDuplicates();
    QCOMPARE(lines.size(), all); // nothing twice
    const QString outcome = otherAnswer.json()[u"outcome"].toString();
    QVERIFY2(QStringList({u"done"_s, u"refused"_s, u"nothing-to-do"_s}).contains(outcome),
        qPrintable(otherAnswer.output + otherAnswer.error));
    const tests::Truth truth = tests::truthOf(url);
    const bool isUp = (outcome == u"done"_s ? second : first) == up;
    QCOMPARE(truth.rows, isUp ? QStringList {u"0002"_s} : QStringList());
}

void TestTwoWriters::plainAlembicBesideUsIsSeen_data()
{
    QTest::addColumn<bool>("autocommit");
    QTest::newRow("in its transaction") << false;
    QTest::newRow("in an autocommit block") << true;
}

// It takes no lock of ours. In a transaction its locks are seen; in an autocommit block it holds
// none, and only the version table's key keeps two runs from both succeeding.
void TestTwoWriters::plainAlembicBesideUsIsSeen()
{
    QFETCH(const bool, autocommit);
    const QString url = freshLedger();
    const AlembicProject project(url);
    writeLedgerChain(project, 2);
    if (!autocommit)
        project.write({.id = u"0001"_s,
            .upgrade = u"op.execute(\"INSERT INTO ledger VALUES ('up 0001')\")\n"
                       "op.execute('SELECT pg_sleep(0.3)')"_s});
    const CommandLine line(project.folder());
    line.trust();
    // The colleague is held in the middle of his first step until ours has ended.
    FaultProxy held(tests::TestServer::shared().server().socketFolder());
    std::atomic<bool> begun = false;
    std::atomic<bool> released = false;
    held.arm({.counts = [](const auto &one) { return one.sql.contains("pg_sleep"); },
        .at = 1,
        .act =
            [&](const auto &) {
                begun = true;
                while (!released)
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }});
    QProcess colleague;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DATABASE_URL"_s, held.through(url));
    colleague.setProcessEnvironment(environment);
    colleague.setWorkingDirectory(project.folder());
    colleague.start(qEnvironmentVariable("SPIRITSAFE_TEST_PYTHON", u"/usr/bin/python3"_s),
        {u"-m"_s, u"alembic"_s, u"upgrade"_s, u"head"_s});
    const auto release = qScopeGuard([&released] { released = true; });
    QTRY_VERIFY_WITH_TIMEOUT(begun, 60'000);
    const CommandLine::Answer ours = line.run(up);
    released = true;
    const CommandLine::Answer theirs = CommandLine::finish(colleague);
    const QString outcome = ours.json()[u"outcome"].toString();
    const QStringList lines = ledger(url);
    tests::figure(u"beside plain alembic, %1: ours %2, theirs exit %3, ledger %4"_s.arg(
        QString::fromLatin1(QTest::currentDataTag()), outcome, QString::number(theirs.exitCode),
        lines.join(u", "_s)));
    QVERIFY2(outcome != u"done"_s || theirs.exitCode != 0, qPrintable(ours.output + theirs.error));
    if (autocommit)
        return;
    QCOMPARE(outcome, u"refused"_s);
    QCOMPARE(ours.json()[u"error"].toObject()[u"code"].toString(), u"other_migration"_s);
    QCOMPARE(theirs.exitCode, 0);
    QCOMPARE(lines, (QStringList {u"up 0001"_s, u"up 0002"_s}));
}

void TestTwoWriters::anIndexBuildIsNotHeldUpByTheOneThatWaits()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE d (id int)"_s});
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project(proxy.through(url), {});
    project.write({.id = u"0001"_s,
        .upgrade = u"with op.get_context().autocommit_block():\n"
                   "    op.execute('SELECT pg_sleep(1)')\n"
                   "    op.execute('CREATE INDEX CONCURRENTLY ix_d ON d (id)')"_s});
    const CommandLine line(project.folder());
    line.trust();
    std::atomic<bool> begun = false;
    proxy.arm({.counts = [](const auto &one) { return one.sql.contains("pg_sleep"); },
        .at = 1,
        .act = [&begun](const auto &) { begun = true; }});
    QProcess one;
    line.start(one, up);
    QTRY_VERIFY_WITH_TIMEOUT(begun, 60'000);
    const CommandLine::Answer waited = line.run(up);
    const CommandLine::Answer built = CommandLine::finish(one);
    QVERIFY2(built.json()[u"outcome"] == u"done"_s, qPrintable(built.output + built.error));
    QVERIFY2(
        waited.exitCode == 0 || waited.exitCode == 3, qPrintable(waited.output + waited.error));
    QCOMPARE(tests::invalidIndexes(url), QStringList());
}

QTEST_GUILESS_MAIN(TestTwoWriters)
#include "tst_twowriters.moc"
