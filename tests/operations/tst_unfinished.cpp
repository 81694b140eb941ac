// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/unfinished.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

DatabaseReading readingOf(const QStringList &rows)
{
    DatabaseReading reading;
    reading.rows = rows;
    return reading;
}

// An upgrade from 0001 to 0003 whose program was killed.
JournalEntry killedUpgrade()
{
    JournalEntry entry;
    entry.id = 7;
    entry.kind = u"upgrade"_s;
    entry.rowsBefore = {u"0001"_s};
    entry.identity = DatabaseReading().identity.key();
    entry.database = u"shop on localhost"_s;
    for (const QString &id : {u"0002"_s, u"0003"_s})
        entry.steps.push_back(
            {.step = {.direction = Direction::Up, .revision = id, .rowsAfter = {id}}});
    return entry;
}

} // namespace

class TestUnfinished : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsJudgedByTheRowsThatAreThereNow_data()
    {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("stepsIn");
        QTest::addColumn<QString>("words");
        QTest::newRow("as before") << u"0001"_s << u"rolled-back"_s << 0 << u"none of its steps"_s;
        QTest::newRow("one step") << u"0002"_s << u"partly"_s << 1 << u"1 of its 2 steps"_s;
        QTest::newRow("all") << u"0003"_s << u"done"_s << 2 << u"all of its steps"_s;
        QTest::newRow("elsewhere") << u"0009"_s << u"unknown"_s << -1 << u"no state of its plan"_s;
    }

    void itIsJudgedByTheRowsThatAreThereNow()
    {
        QFETCH(const QString, row);
        QFETCH(const QString, outcome);
        QFETCH(const int, stepsIn);
        QFETCH(const QString, words);
        const UnfinishedFinding found = judgeUnfinished(killedUpgrade(), readingOf({row}));
        QCOMPARE(outcomeName(found.outcome), outcome);
        QCOMPARE(found.stepsIn.value_or(-1), stepsIn);
        QCOMPARE(found.rows.value_or(QStringList()), QStringList {row});
        QVERIFY2(found.sentence.contains(words) && found.sentence.contains(row),
            qPrintable(found.sentence));
        QCOMPARE(found.nextAction.isEmpty(), outcome == "done"_L1);
    }

    void anUnreadableDatabaseTellsNothing()
    {
        const UnfinishedFinding found = judgeUnfinished(killedUpgrade(),
            failure(ErrorKind::Database, u"No server answers at db."_s, {}, u"unreachable"_s));
        QCOMPARE(found.outcome, Outcome::Unknown);
        QVERIFY(!found.rows && !found.stepsIn);
        QVERIFY(found.sentence.contains(u"No server answers at db."_s));
    }

    void anotherDatabaseTellsNothing()
    {
        JournalEntry entry = killedUpgrade();
        entry.identity = u"postgresql:1:2"_s;
        const UnfinishedFinding found = judgeUnfinished(entry, readingOf({u"0003"_s}));
        QCOMPARE(found.outcome, Outcome::Unknown);
        QVERIFY(!found.rows);
        QVERIFY2(found.sentence.contains(u"shop on localhost"_s), qPrintable(found.sentence));
    }

    void theNextOperationGivesItAnEnd_data()
    {
        QTest::addColumn<QString>("identity");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("outcome");
        const QString same = DatabaseReading().identity.key();
        QTest::newRow("its database") << same << u"shop on localhost"_s << u"partly"_s;
        QTest::newRow("its database, made anew")
            << u"postgresql:1:2"_s << u"shop on localhost"_s << u"unknown"_s;
        QTest::newRow("another database") << u"postgresql:1:2"_s << u"orders on db"_s << QString();
    }

    void theNextOperationGivesItAnEnd()
    {
        QFETCH(const QString, identity);
        QFETCH(const QString, database);
        QFETCH(const QString, outcome);
        const QTemporaryDir folder;
        auto journal = Journal::open(folder.path());
        QVERIFY(journal);
        JournalEntry entry = killedUpgrade();
        entry.identity = identity;
        entry.database = database;
        entry.environment = u"default"_s;
        entry.processId = -1;
        const auto id = journal->begin(entry);
        QVERIFY(id);
        ProjectState state;
        state.environmentName = u"default"_s;
        Environment environment;
        environment.name = u"default"_s;
        environment.url = *DatabaseUrl::fromText(u"postgresql://localhost/shop"_s);
        state.project.environments.push_back(environment);
        state.database = readingOf({u"0002"_s});
        settleUnfinished(*journal, state);
        QCOMPARE(journal->entry(*id)->outcome, outcome);
        QCOMPARE(journal->unfinished({})->empty(), !outcome.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestUnfinished)
#include "tst_unfinished.moc"
