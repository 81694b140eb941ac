// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/journalmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using model::JournalModel;

class TestJournalModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOneThatRunsIsOnTop();
    void anOperationThatNeverEndedSaysSo();
    void titlesAreSentences();
};

void TestJournalModel::theOneThatRunsIsOnTop()
{
    JournalModel model;
    const QAbstractItemModelTester tester(&model);
    migrations::JournalEntry entry;
    entry.id = 7;
    entry.kind = u"upgrade"_s;
    entry.target = u"head"_s;
    entry.outcome = u"done"_s;
    entry.sentence = u"Upgraded 1 revision, read back ae10"_s;
    entry.ended = entry.started = QDateTime::currentDateTime();
    model.setEntries({entry});
    QCOMPARE(model.rowCount(), 1);

    model::ProjectSession::Running running;
    running.request.kind = migrations::OperationKind::Downgrade;
    running.request.targets = {u"-1"_s};
    running.started = QDateTime::currentDateTime();
    model.setRunning(running, u"default"_s);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data().toString(), u"Roll back one step"_s);
    QVERIFY(model.index(0, 0).data(JournalModel::RunningRole).toBool());
    QCOMPARE(model.index(1, 0).data(JournalModel::IdRole).toLongLong(), 7);
    model.setRunning(std::nullopt, {});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, JournalModel::OutcomeColumn).data().toString(), entry.sentence);
}

void TestJournalModel::anOperationThatNeverEndedSaysSo()
{
    JournalModel model;
    migrations::JournalEntry entry;
    entry.processId = 12;
    entry.started = QDateTime::currentDateTime();
    model.setEntries({entry});
    QVERIFY(
        model.index(0, JournalModel::OutcomeColumn).data().toString().startsWith(u"never ended"_s));
}

void TestJournalModel::titlesAreSentences()
{
    QCOMPARE(model::operationTitle(u"upgrade"_s, u"head"_s), u"Upgrade to head"_s);
    QCOMPARE(model::operationTitle(u"downgrade"_s, u"base"_s), u"Roll back to base"_s);
    QCOMPARE(model::operationTitle(u"stamp"_s, u"ae10"_s), u"Stamp ae10"_s);
    QCOMPARE(model::outcomeWord(u"rolled-back"_s), u"rolled back"_s);
}

QTEST_GUILESS_MAIN(TestJournalModel)
#include "tst_journalmodel.moc"
