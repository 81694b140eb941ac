// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/fuzzy.h"

#include <QTest>

using namespace Qt::StringLiterals;
using model::fuzzyMatch;

class TestFuzzy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsLettersInOrder_data();
    void findsLettersInOrder();
    void aPhraseBeatsStrewnLetters();
    void theStartOfAWordBeatsItsMiddle();
};

void TestFuzzy::findsLettersInOrder_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("positions");
    QTest::addColumn<bool>("found");
    QTest::newRow("nothing typed") << u""_s << u"Refresh"_s << QList<int> {} << true;
    QTest::newRow("at the start") << u"re"_s << u"Refresh"_s << QList<int> {0, 1} << true;
    QTest::newRow("start of a word first")
        << u"re"_s << u"More refunds"_s << QList<int> {5, 6} << true;
    QTest::newRow("letters apart")
        << u"uth"_s << u"Upgrade to head"_s << QList<int> {0, 8, 11} << true;
    QTest::newRow("spaces do not count")
        << u"u h"_s << u"Upgrade to head"_s << QList<int> {0, 11} << true;
    QTest::newRow("wrong order") << u"hu"_s << u"Up head"_s << QList<int> {} << false;
    QTest::newRow("a letter too many") << u"rexx"_s << u"Refresh"_s << QList<int> {} << false;
}

void TestFuzzy::findsLettersInOrder()
{
    QFETCH(QString, typed);
    QFETCH(QString, text);
    QFETCH(QList<int>, positions);
    QFETCH(bool, found);
    const auto match = fuzzyMatch(typed, text);
    QCOMPARE(match.has_value(), found);
    if (found)
        QCOMPARE(match->positions, positions);
}

void TestFuzzy::aPhraseBeatsStrewnLetters()
{
    QVERIFY(fuzzyMatch(u"head"_s, u"Upgrade to head"_s)->score
        > fuzzyMatch(u"head"_s, u"how each add"_s)->score);
}

void TestFuzzy::theStartOfAWordBeatsItsMiddle()
{
    QVERIFY(fuzzyMatch(u"re"_s, u"Refresh"_s)->score > fuzzyMatch(u"re"_s, u"Spare"_s)->score);
}

QTEST_GUILESS_MAIN(TestFuzzy)
#include "tst_fuzzy.moc"
