// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/dataloss.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::TestServer;

namespace {

// A database at the heads of its project, and what a downgrade of it would lose.
struct Shop
{
    explicit Shop(QString where = TestServer::shared().freshDatabase())
        : url(std::move(where))
        , project(url)
    {
    }

    ProjectState atHeads()
    {
        ProjectState state = read();
        const Plan plan = planOperation(state, OperationKind::Upgrade, {u"heads"_s}).value();
        Journal journal = Journal::open().value();
        const OperationReport report = runOperation(state,
            {.kind = OperationKind::Upgrade,
                .targets = {u"heads"_s},
                .plan = plan,
                .identity = state.database ? state.database->identity : DatabaseIdentity()},
            journal, {}, progress);
        if (report.outcome != Outcome::Done)
            qFatal("%s", qPrintable(report.sentence + report.error.value_or(Error()).detail));
        return read();
    }

    DataLoss downTo(const QString &target)
    {
        const ProjectState state = read();
        const Plan plan = planOperation(state, OperationKind::Downgrade, {target}).value();
        return dataLossOf(state, OperationKind::Downgrade, plan, progress);
    }

    ProjectState read()
    {
        return withDatabase(
            readProjectState(project.folder(), {.trustNow = true}, progress).value(), progress);
    }

    QString url;
    AlembicProject project;
    tests::PrivateData data;
    NoProgress progress;
};

QStringList sentences(const DataLoss &loss)
{
    QStringList all;
    for (const LostData &item : loss.items)
        all.append(item.revision + u" "_s + item.sentence());
    if (loss.unknown)
        all.append(u"unknown: "_s + loss.unknown->message + u' ' + loss.unknown->detail);
    return all;
}

void writeOrders(const AlembicProject &project)
{
    project.write({.id = u"a1"_s,
        .upgrade = u"op.execute('CREATE TABLE orders (id int, note text)')"_s,
        .downgrade = u"op.drop_table('orders')"_s});
    project.write({.id = u"b2"_s,
        .down = {u"a1"_s},
        .upgrade = u"op.add_column('orders', sa.Column('status', sa.Text))\n"
                   "op.create_table('empty', sa.Column('id', sa.Integer))"_s,
        .downgrade = u"op.drop_table('empty')\nop.drop_column('orders', 'status')"_s});
}

const QString fiveOrders = u"INSERT INTO orders SELECT i, 'n', CASE WHEN i < 4 THEN 's' END FROM "
                           "generate_series(1, 5) AS i"_s;

} // namespace

class TestDataLoss : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDroppedColumnIsNamedWithItsValuesAndWhatIsEmptyIsNot()
    {
        Shop shop;
        writeOrders(shop.project);
        shop.atHeads();
        tests::runSql(shop.url, {fiveOrders});
        const DataLoss loss = shop.downTo(u"-1"_s);
        QCOMPARE(sentences(loss), QStringList {u"b2 orders.status: dropped, 3 values"_s});
        QVERIFY(loss.items.front().exact);
        QVERIFY(loss.possible());
    }

    void theLargestLossComesFirst()
    {
        Shop shop;
        writeOrders(shop.project);
        shop.atHeads();
        tests::runSql(shop.url, {fiveOrders});
        QCOMPARE(sentences(shop.downTo(u"base"_s)),
            (QStringList {
                u"a1 orders: dropped, 5 rows"_s, u"b2 orders.status: dropped, 3 values"_s}));
    }

    void whatHoldsNothingCanBeRolledBackWithoutLoss()
    {
        Shop shop;
        writeOrders(shop.project);
        shop.atHeads();
        QVERIFY(!shop.downTo(u"base"_s).possible());
    }

    void severalHeadsAreRolledBackFromTheirRows()
    {
        Shop shop;
        writeOrders(shop.project);
        shop.project.write({.id = u"c3"_s,
            .down = {u"a1"_s},
            .upgrade = u"op.execute('CREATE TABLE other AS SELECT 1 AS x')"_s,
            .downgrade = u"op.drop_table('other')"_s});
        shop.atHeads();
        tests::runSql(shop.url, {fiveOrders});
        QCOMPARE(sentences(shop.downTo(u"a1"_s)),
            (QStringList {
                u"b2 orders.status: dropped, 3 values"_s, u"c3 other: dropped, 1 row"_s}));
    }

    void aScriptThatNeedsAConnectionLeavesItUnknown()
    {
        Shop shop;
        shop.project.write({.id = u"a1"_s,
            .upgrade = u"pass"_s,
            .downgrade = u"op.get_bind().execute(sa.text('select 1')).scalar()"_s});
        shop.atHeads();
        const DataLoss loss = shop.downTo(u"base"_s);
        QVERIFY(loss.unknown.has_value());
        QVERIFY(loss.possible());
        QVERIFY(!loss.unknown->message.isEmpty());
    }

    void sqliteIsCountedToo()
    {
        QTemporaryDir folder;
        Shop shop(u"sqlite:///"_s + folder.path() + u"/shop.db"_s);
        shop.project.write({.id = u"a1"_s,
            .upgrade = u"op.execute('CREATE TABLE orders AS SELECT 1 AS id UNION SELECT 2')"_s,
            .downgrade = u"op.drop_table('orders')"_s});
        shop.atHeads();
        QCOMPARE(sentences(shop.downTo(u"base"_s)), QStringList {u"a1 orders: dropped, 2 rows"_s});
    }
};

QTEST_GUILESS_MAIN(TestDataLoss)
#include "tst_dataloss.moc"
