// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/outputtail.h"

#include <QTest>

using namespace Qt::StringLiterals;
using migrations::OutputTail;

class OutputTailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineIsToldWhenItIsComplete()
    {
        OutputTail tail;
        QCOMPARE(tail.add("one\ntw"), QStringList {u"one"_s});
        QCOMPARE(tail.add("o\n"), QStringList {u"two"_s});
        QCOMPARE(tail.text(), u"one\ntwo"_s);
    }

    void theRestOfTheOutputIsToldAtTheEnd()
    {
        OutputTail tail;
        tail.add("no line end");
        QCOMPARE(tail.finish(), QStringList {u"no line end"_s});
        QCOMPARE(tail.finish(), QStringList());
    }

    void aFloodIsCounted()
    {
        OutputTail tail;
        QCOMPARE(tail.add(QByteArray("x\n").repeated(1'000)).size(), 100);
        QCOMPARE(tail.finish(), QStringList {u"(900 more lines are left out here)"_s});
    }

    void afterAFloodLinesAreToldAgain()
    {
        OutputTail tail;
        tail.add(QByteArray("x\n").repeated(1'000));
        QStringList told;
        QVERIFY(QTest::qWaitFor([&] { return !(told = tail.leftOut()).isEmpty(); }));
        QCOMPARE(told, QStringList {u"(900 more lines are left out here)"_s});
        QCOMPARE(tail.add("y\n"), QStringList {u"y"_s});
    }

    void onlyTheLastLinesAreKept()
    {
        OutputTail tail;
        for (int i = 0; i < 1'000; ++i)
            tail.add(QByteArray::number(i) + '\n');
        const QStringList kept = tail.text().split(u'\n');
        QCOMPARE(kept.size(), 200);
        QCOMPARE(kept.last(), u"999"_s);
    }

    void anEndlessLineDoesNotGrow()
    {
        OutputTail tail;
        for (int i = 0; i < 100; ++i)
            QCOMPARE(tail.add(QByteArray(100'000, 'x')), QStringList());
        const QStringList lines = tail.add("\nnext\n");
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.first().size() < 5'000);
        QCOMPARE(lines.last(), u"next"_s);
    }

    void controlCharactersAreTakenOut()
    {
        OutputTail tail;
        QCOMPARE(tail.add("\x1b]52;c;evil\x07\tred\r\n"), QStringList {u"]52;c;evil\tred"_s});
    }
};

QTEST_GUILESS_MAIN(OutputTailTest)
#include "tst_outputtail.moc"
