// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Cancelled at random moments of each kind of work: it ends because the server or Python reacted,
// nothing of it goes on, and what is told is what is there.

#include "tests/faults/faultfixture.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;

namespace {

constexpr int moments = 20;
constexpr int latestMs = 1'000;

// Asks for the cancel a while after the run has its connection.
class CancelAfter final : public Progress
{
public:
    explicit CancelAfter(int delayMs)
        : m_delayMs(delayMs)
    {
    }
    void report(const Event &event) override
    {
        if (event.kind != Event::Kind::Connected)
            return;
        pid = event.pid;
        m_sinceConnected.start();
    }
    bool cancelled() override
    {
        const bool now = m_sinceConnected.isValid() && m_sinceConnected.hasExpired(m_delayMs);
        if (now && !sinceCancel.isValid())
            sinceCancel.start();
        return now;
    }
    int pid = 0;
    QElapsedTimer sinceCancel;

private:
    int m_delayMs;
    QElapsedTimer m_sinceConnected;
};

const QString buildIndex = u"with op.get_context().autocommit_block():\n"
                           "    op.execute('CREATE INDEX CONCURRENTLY ix_b ON busy (id)')"_s;

} // namespace

class TestCancel : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;
    tests::Patience m_patience;

private Q_SLOTS:
    void itEndsByReactingAndNothingGoesOn_data();
    void itEndsByReactingAndNothingGoesOn();
};

void TestCancel::itEndsByReactingAndNothingGoesOn_data()
{
    QTest::addColumn<QString>("upgrade");
    QTest::addColumn<QString>("hold"); // by another session, for as long as the run
    QTest::newRow("lock wait") << u"op.execute('ALTER TABLE busy ADD COLUMN b int')"_s
                               << u"LOCK TABLE busy"_s;
    QTest::newRow("long statement") << u"op.execute('SELECT pg_sleep(60)')"_s << u"SELECT 1"_s;
    QTest::newRow("concurrent index build") << buildIndex << u"SELECT 1"_s;
    QTest::newRow("Python loop") << u"while True:\n    time.sleep(0.01)"_s << u"SELECT 1"_s;
}

void TestCancel::itEndsByReactingAndNothingGoesOn()
{
    QFETCH(const QString, upgrade);
    QFETCH(const QString, hold);
    const QString url = tests::TestServer::shared().freshDatabase();
    tests::runSql(url, {u"CREATE TABLE busy (id int)"_s});
    const AlembicProject project(url);
    project.write({.id = u"0001"_s, .upgrade = upgrade});
    PostgreSql holder = tests::connectTo(url);
    NoProgress quiet;
    QVERIFY(holder.query(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s, quiet).has_value());
    QVERIFY(holder.query(hold, quiet).has_value());
    QRandomGenerator random(20'261'126);
    std::vector<qint64> times;
    for (int moment = 0; moment < moments; ++moment) {
        CancelAfter progress(random.bounded(latestMs));
        const OperationReport report =
            tests::runTo(tests::stateOf(project), OperationKind::Upgrade, u"head"_s, progress);
        times.push_back(progress.sinceCancel.elapsed());
        COMPARE_OUTCOME(report, Outcome::RolledBack);
        QVERIFY(report.cancelled && report.error && !report.nextAction.isEmpty());
        QVERIFY2(report.error->code != u"killed"_s, qPrintable(tests::described(report)));
        QVERIFY(progress.pid > 0);
        QCOMPARE(
            tests::firstColumn(tests::runSql(url,
                {u"SELECT count(*) FROM pg_stat_activity WHERE pid = %1"_s.arg(progress.pid)})),
            QStringList {u"0"_s});
        QCOMPARE(tests::truthOf(url).rows, QStringList());
        const QStringList invalid = tests::invalidIndexes(url);
        for (const QString &index : invalid) {
            QVERIFY2(report.nextAction.contains(u"DROP INDEX CONCURRENTLY public."_s + index),
                qPrintable(tests::described(report)));
            tests::runSql(url, {u"DROP INDEX "_s + index});
        }
    }
    std::sort(times.begin(), times.end());
    tests::figure(u"cancel, %1: %2 moments, median %3 s, max %4 s"_s
                      .arg(QString::fromLatin1(QTest::currentDataTag()))
                      .arg(times.size())
                      .arg(double(times[times.size() / 2]) / 1'000)
                      .arg(double(times.back()) / 1'000));
}

QTEST_GUILESS_MAIN(TestCancel)
#include "tst_cancel.moc"
