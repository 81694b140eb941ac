// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/palettemodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using model::PaletteEntry;
using model::PaletteModel;

namespace {

std::vector<PaletteEntry> commands()
{
    return {{u"refresh"_s, u"Commands"_s, u"Refresh"_s, {}, u"View"_s, u"F5"_s, {}, 1},
        {u"rollBack"_s, u"Commands"_s, u"Roll back one step"_s, {}, u"Database"_s, {},
            u"nothing is applied"_s, 2},
        {u"ae10"_s, u"Revisions"_s, u"Add refunds"_s, u"ae1027a6acf"_s, u"pending"_s, {}, {}, 3}};
}

QStringList texts(const PaletteModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row)
        lines.append(
            (model.index(row).data(PaletteModel::HeadingRole).toBool() ? u"# "_s : QString())
            + model.index(row).data().toString());
    return lines;
}

} // namespace

class TestPaletteModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEntriesUnderTheirHeadings();
    void typedLettersChooseAndOrder();
    void anIdentifierIsFoundToo();
    void answersComeFirst();
    void theNextRowIsNeverAHeading();
    void whatIsOffSaysWhy();
};

void TestPaletteModel::listsEntriesUnderTheirHeadings()
{
    PaletteModel model;
    const QAbstractItemModelTester tester(&model);
    model.setEntries(commands());
    QCOMPARE(texts(model),
        QStringList({u"# Commands"_s, u"Refresh"_s, u"Roll back one step"_s, u"# Revisions"_s,
            u"Add refunds"_s}));
}

void TestPaletteModel::typedLettersChooseAndOrder()
{
    PaletteModel model;
    const QAbstractItemModelTester tester(&model);
    model.setEntries(commands());
    model.setTyped(u"ref"_s);
    QCOMPARE(texts(model),
        QStringList({u"# Commands"_s, u"Refresh"_s, u"# Revisions"_s, u"Add refunds"_s}));
    QCOMPARE(
        model.index(1).data(PaletteModel::LettersRole).value<QList<int>>(), QList<int>({0, 1, 2}));
    model.setTyped(u"zzz"_s);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.firstRow(), -1);
}

void TestPaletteModel::anIdentifierIsFoundToo()
{
    PaletteModel model;
    model.setEntries(commands());
    model.setTyped(u"ae10"_s);
    QCOMPARE(texts(model), QStringList({u"# Revisions"_s, u"Add refunds"_s}));
    QCOMPARE(model.index(1).data(PaletteModel::SecondLettersRole).value<QList<int>>().size(), 4);
}

void TestPaletteModel::answersComeFirst()
{
    PaletteModel model;
    const QAbstractItemModelTester tester(&model);
    model.setEntries(commands());
    model.setTyped(u"head"_s, {{u"c7"_s, u"What Alembic calls “head”"_s, u"Index orders"_s}});
    QCOMPARE(texts(model), QStringList({u"# What Alembic calls “head”"_s, u"Index orders"_s}));
    QCOMPARE(model.firstRow(), 1);
}

void TestPaletteModel::theNextRowIsNeverAHeading()
{
    PaletteModel model;
    model.setEntries(commands());
    QCOMPARE(model.firstRow(), 1);
    QCOMPARE(model.nextRow(2, 1), 4);
    QCOMPARE(model.nextRow(4, -1), 2);
    QCOMPARE(model.nextRow(4, 1), 4);
}

void TestPaletteModel::whatIsOffSaysWhy()
{
    PaletteModel model;
    model.setEntries(commands());
    QCOMPARE(model.index(2).data(PaletteModel::ReasonRole).toString(), u"nothing is applied"_s);
    QVERIFY(
        model.index(2).data(Qt::AccessibleTextRole).toString().contains(u"nothing is applied"_s));
}

QTEST_GUILESS_MAIN(TestPaletteModel)
#include "tst_palettemodel.moc"
