// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/review/touches.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

std::vector<Touch> touchesIn(const QString &sql)
{
    const auto touches = readTouches(sql);
    if (!touches)
        qFatal("%s", qPrintable(touches.error().detail));
    return *touches;
}

QString lines(const std::vector<Touch> &touches)
{
    QStringList all;
    for (const Touch &touch : touches)
        all.append(touch.object + u": "_s + touch.text);
    return all.join(u"; "_s);
}

QString line(const SharedTouch &shared)
{
    static const QStringList verdicts {
        u"one"_s, u"apart"_s, u"same part"_s, u"whole"_s, u"rows"_s, u"unseen"_s};
    return QStringList {shared.object, verdicts.at(int(shared.verdict)), shared.part}
        .join(u' ')
        .trimmed();
}

} // namespace

class TestTouches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAStatementTouchesIsNamed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("expected");
        QTest::newRow("table") << u"CREATE TABLE s.a (id int, n text, CHECK (id > 0))"_s
                               << u"s.a: + table, 2 columns"_s;
        QTest::newRow("columns")
            << u"ALTER TABLE a ADD COLUMN b int, DROP c, ALTER d TYPE text, ALTER e SET NOT NULL"_s
            << u"a: + column b; a: − column c; a: type of column d; a: column e NOT NULL"_s;
        QTest::newRow("constraint")
            << u"ALTER TABLE a ADD CONSTRAINT k UNIQUE (b); ALTER TABLE a DROP CONSTRAINT l"_s
            << u"a: + constraint k; a: − constraint l"_s;
        QTest::newRow("index") << u"CREATE INDEX CONCURRENTLY ix ON a (b); DROP INDEX s.iy"_s
                               << u"a: + index ix; index s.iy: − index"_s;
        QTest::newRow("enum") << u"CREATE TYPE t AS ENUM ('x'); ALTER TYPE t ADD VALUE 'y'"_s
                              << u"type t: + type; type t: + value 'y'"_s;
        QTest::newRow("view") << u"CREATE OR REPLACE VIEW v AS SELECT 1; DROP VIEW v"_s
                              << u"v: + view; v: − view"_s;
        QTest::newRow("renames")
            << u"ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME COLUMN c TO d"_s
            << u"a: renamed to b; b: column c renamed to d"_s;
        QTest::newRow("rows") << u"INSERT INTO a VALUES (1); UPDATE b SET x = 1; DELETE FROM c"_s
                              << u"a: rows inserted; b: rows updated; c: rows deleted"_s;
        QTest::newRow("trigger")
            << u"CREATE TRIGGER g AFTER INSERT ON a EXECUTE FUNCTION f(); DROP TRIGGER g ON a"_s
            << u"a: + trigger g; a: − trigger g"_s;
        QTest::newRow("no touch") << u"BEGIN; SET x.y = 1; COMMENT ON TABLE a IS 'b'; COMMIT"_s
                                  << QString();
        QTest::newRow("block") << u"DO $$ BEGIN END $$"_s << u"–: a DO block"_s;
    }
    void whatAStatementTouchesIsNamed()
    {
        QFETCH(QString, sql);
        QFETCH(QString, expected);
        QCOMPARE(lines(touchesIn(sql)), expected);
    }

    void whatIsNotPostgreSqlIsAnError()
    {
        const auto touches = readTouches(u"ALTER TABLE a MODIFY b int"_s);
        QVERIFY(!touches);
        QCOMPARE(touches.error().code, u"sql"_s);
    }

    void togetherTheyAreJudgedByObject_data()
    {
        QTest::addColumn<QString>("mine");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QString>("expected");
        const QString add = u"ALTER TABLE a ADD b int"_s;
        QTest::newRow("other object") << add << u"CREATE TABLE c ()"_s << u"a one; c one"_s;
        QTest::newRow("other column") << add << u"ALTER TABLE a ADD c int"_s << u"a apart"_s;
        QTest::newRow("same column")
            << add << u"ALTER TABLE a ALTER b SET NOT NULL"_s << u"a same part column b"_s;
        QTest::newRow("dropped") << add << u"DROP TABLE a"_s << u"a whole"_s;
        QTest::newRow("rows") << add << u"UPDATE a SET c = 1"_s << u"a rows"_s;
        QTest::newRow("unseen") << add << u"DO $$ BEGIN END $$"_s << u"a one; – unseen"_s;
        QTest::newRow("both first") << u"CREATE TABLE x (); "_s + add
                                    << u"ALTER TABLE a ADD c int"_s << u"a apart; x one"_s;
    }
    void togetherTheyAreJudgedByObject()
    {
        QFETCH(QString, mine);
        QFETCH(QString, theirs);
        QFETCH(QString, expected);
        QStringList all;
        for (const SharedTouch &shared : sharedTouches(touchesIn(mine), touchesIn(theirs)))
            all.append(line(shared));
        QCOMPARE(all.join(u"; "_s), expected);
    }
};

QTEST_GUILESS_MAIN(TestTouches)
#include "tst_touches.moc"
