// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/review/datadrops.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

QString line(const DataDrop &drop)
{
    static const QStringList kinds {u"schema"_s, u"table"_s, u"column"_s, u"all rows"_s,
        u"some rows"_s, u"converted"_s, u"unseen"_s};
    QStringList name;
    for (const QString &part : {drop.schema, drop.table, drop.column}) {
        if (!part.isEmpty())
            name.append(part);
    }
    return QString(kinds.at(int(drop.kind)) + u' ' + name.join(u'.')).trimmed();
}

QString lines(const std::vector<DataDrop> &drops)
{
    QStringList all;
    for (const DataDrop &drop : drops)
        all.append(line(drop));
    return all.join(u"; "_s);
}

} // namespace

class TestDataDrops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAStepTakesAwayIsNamed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("expected");
        QTest::newRow("table") << u"DROP TABLE orders"_s << u"table orders"_s;
        QTest::newRow("tables") << u"DROP TABLE IF EXISTS a, s.b CASCADE"_s
                                << u"table a; table s.b"_s;
        QTest::newRow("quoted") << u"DROP TABLE \"Odd \"\"Name\"\"\""_s << u"table Odd \"Name\""_s;
        QTest::newRow("columns") << u"ALTER TABLE s.orders DROP COLUMN a, DROP b"_s
                                 << u"column s.orders.a; column s.orders.b"_s;
        QTest::newRow("type") << u"ALTER TABLE t ALTER COLUMN n TYPE smallint"_s
                              << u"converted t.n"_s;
        QTest::newRow("truncate") << u"TRUNCATE a, b"_s << u"all rows a; all rows b"_s;
        QTest::newRow("delete all") << u"DELETE FROM t"_s << u"all rows t"_s;
        QTest::newRow("delete some") << u"DELETE FROM t WHERE old"_s << u"some rows t"_s;
        QTest::newRow("schema") << u"DROP SCHEMA audit CASCADE"_s << u"schema audit"_s;
        QTest::newRow("do block") << u"DO $$ BEGIN EXECUTE 'DROP TABLE x'; END $$"_s << u"unseen"_s;
        QTest::newRow("nothing is lost by")
            << u"ALTER TABLE t ADD COLUMN n int; DROP INDEX i; DROP VIEW v; "
               "ALTER TABLE t DROP CONSTRAINT c; DROP SEQUENCE s"_s
            << QString();
        QTest::newRow("two steps of one transaction")
            << u"BEGIN; ALTER TABLE t DROP COLUMN a; UPDATE alembic_version SET version_num='x'; "
               "COMMIT;"_s
            << u"column t.a"_s;
    }

    void whatAStepTakesAwayIsNamed()
    {
        QFETCH(QString, sql);
        QFETCH(QString, expected);
        const auto drops = DropReader().read(sql);
        QVERIFY2(drops, qPrintable(drops ? QString() : drops.error().detail));
        QCOMPARE(lines(*drops), expected);
    }

    void whatWasRenamedIsNamedAsItIsNow_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a table") << u"ALTER TABLE a RENAME TO b; DROP TABLE b"_s << u"table a"_s;
        QTest::newRow("twice")
            << u"ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME TO c; DROP TABLE c"_s
            << u"table a"_s;
        QTest::newRow("to another schema")
            << u"ALTER TABLE a SET SCHEMA s; ALTER TABLE s.a DROP COLUMN x"_s << u"column a.x"_s;
        QTest::newRow("a column")
            << u"ALTER TABLE a RENAME COLUMN x TO y; ALTER TABLE a DROP COLUMN y"_s
            << u"column a.x"_s;
        QTest::newRow("both")
            << u"ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME x TO y; ALTER TABLE b DROP y"_s
            << u"column a.x"_s;
    }

    void whatWasRenamedIsNamedAsItIsNow() { whatAStepTakesAwayIsNamed(); }

    void whatTheStepsMadeThemselvesIsNoLoss()
    {
        DropReader reader;
        QCOMPARE(
            lines(reader.read(u"CREATE TABLE tmp (id int); ALTER TABLE t ADD c int"_s).value()),
            QString());
        QCOMPARE(
            lines(reader.read(u"DROP TABLE tmp; ALTER TABLE t DROP c; DROP TABLE t"_s).value()),
            u"table t"_s);
        QCOMPARE(
            lines(
                DropReader()
                    .read(u"CREATE TABLE x AS SELECT 1; ALTER TABLE x RENAME TO y; DROP TABLE y"_s)
                    .value()),
            QString());
    }

    void whatIsNoSqlIsSaid()
    {
        const auto drops = DropReader().read(u"DROP TABEL x"_s);
        QVERIFY(!drops.has_value());
        QCOMPARE(drops.error().code, u"sql"_s);
        QVERIFY(drops.error().detail.contains(u"TABEL"_s));
    }
};

QTEST_GUILESS_MAIN(TestDataDrops)
#include "tst_datadrops.moc"
