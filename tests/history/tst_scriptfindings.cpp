// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionfiles.h"
#include "migrations/history/scriptfindings.h"
#include "migrations/history/scriptimports.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

const QString longId(33, u'a');

QString header(const QString &id, const QString &down)
{
    return u"revision = '%1'\ndown_revision = %2\n"_s.arg(id, down);
}

QString functions(const QString &upgrade, const QString &downgrade)
{
    return u"def upgrade():\n    %1\ndef downgrade():\n    %2\n"_s.arg(upgrade, downgrade);
}

RevisionFile file(const QString &name, const QString &text)
{
    return parseRevision(u"/p/"_s + name, text.toUtf8());
}

// 1 < 2 < 3; what is judged stands in the place of the second.
ScriptSurroundings surroundings(std::optional<Dialect> dialect = Dialect::PostgreSql)
{
    return {std::make_shared<const std::vector<RevisionFile>>(std::vector {
                file(u"first.py"_s, header(u"one"_s, u"None"_s) + u"branch_labels = 'shop'\n"_s),
                file(u"second.py"_s, header(u"two"_s, u"'one'"_s)),
                file(u"third.py"_s, header(u"three"_s, u"'two'"_s))}),
        {}, dialect};
}

// "danger syntax 2:4+3": severity, code, line, column, length.
QStringList printed(const QString &text, const ScriptSurroundings &around = surroundings())
{
    QStringList lines;
    for (const ScriptFinding &finding : scriptFindings(u"/p/second.py"_s, text, around)) {
        const bool danger = finding.severity == ScriptFinding::Severity::Danger;
        lines.append(u"%1 %2 %3:%4+%5"_s.arg(danger ? u"danger"_s : u"caution"_s, finding.code)
                         .arg(finding.line)
                         .arg(finding.column)
                         .arg(finding.length));
        if (finding.message.isEmpty())
            lines.append(u"says nothing"_s);
    }
    return lines;
}

} // namespace

// What is found in the text of a script, and where.
class TestScriptFindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHeaderIsJudged_data();
    void theHeaderIsJudged();
    void theFunctionsAreJudged_data();
    void theFunctionsAreJudged();
    void sqliteTakesALongId();
    void aColumnCountsCharacters();
    void aNewFileIsJudgedToo();
    void importsAreRead_data();
    void importsAreRead();
};

void TestScriptFindings::theHeaderIsJudged_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("nothing to say") << header(u"two"_s, u"'one'"_s) << QStringList();
    QTest::newRow("no file has it")
        << header(u"two"_s, u"'gone'"_s) << QStringList {u"danger missing_down_revision 2:17+4"_s};
    QTest::newRow("one of two") << header(u"two"_s, u"('one', 'gone')"_s)
                                << QStringList {u"danger missing_down_revision 2:25+4"_s};
    QTest::newRow("a label is no id")
        << header(u"two"_s, u"'shop'"_s) << QStringList {u"danger missing_down_revision 2:17+4"_s};
    QTest::newRow("depends on a label")
        << header(u"two"_s, u"'one'"_s) + u"depends_on = 'shop'\n"_s << QStringList();
    QTest::newRow("depends on nothing there") << header(u"two"_s, u"'one'"_s)
            + u"depends_on = ['gone']\n"_s << QStringList {u"danger missing_dependency 3:15+4"_s};
    QTest::newRow("taken id") << header(u"three"_s, u"'one'"_s)
                              << QStringList {u"danger children_left 1:0+8"_s,
                                     u"danger duplicate_id 1:12+5"_s};
    QTest::newRow("another id leaves who follows")
        << header(u"2b"_s, u"'one'"_s) << QStringList {u"danger children_left 1:0+8"_s};
    QTest::newRow("follows itself")
        << header(u"two"_s, u"'two'"_s) << QStringList {u"danger cycle 2:0+13"_s};
    QTest::newRow("a character with a meaning")
        << header(u"two"_s, u"'one'"_s).replace(u"'two'"_s, u"'t@o'"_s)
        << QStringList {u"danger illegal_id 1:0+8"_s, u"danger children_left 1:0+8"_s};
    QTest::newRow("too long") << header(longId,
        u"'one'"_s) << QStringList {u"danger children_left 1:0+8"_s, u"danger long_id 1:12+33"_s};
    QTest::newRow("no revision") << u"down_revision = 'one'\n"_s
                                 << QStringList {u"danger missing_revision 1:0+0"_s,
                                        u"danger children_left 1:0+0"_s};
    QTest::newRow("no down_revision")
        << u"revision = 'two'\n"_s << QStringList {u"danger missing_down_revision 1:0+0"_s};
    QTest::newRow("computed") << header(u"two"_s, u"before()"_s) << QStringList();
}

void TestScriptFindings::theHeaderIsJudged()
{
    QFETCH(QString, header);
    QFETCH(QStringList, expected);
    QCOMPARE(printed(header + functions(u"run()"_s, u"back()"_s)), expected);
}

void TestScriptFindings::theFunctionsAreJudged_data()
{
    QTest::addColumn<QString>("functions");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("both do something") << functions(u"run()"_s, u"back()"_s) << QStringList();
    QTest::newRow("both do nothing") << functions(u"pass"_s, u"pass"_s) << QStringList();
    QTest::newRow("refuses to go back")
        << functions(u"run()"_s, u"raise NotImplementedError"_s) << QStringList();
    const QStringList empty {u"caution empty_downgrade 5:4+9"_s};
    QTest::newRow("pass") << functions(u"run()"_s, u"pass"_s) << empty;
    QTest::newRow("a docstring") << functions(u"run()"_s, u"'''Back.'''\n\n    ..."_s) << empty;
    QTest::newRow("return") << functions(u"run()"_s, u"return None  # never"_s) << empty;
    QTest::newRow("in one line") << u"def upgrade(): run()\n\ndef downgrade() -> None: pass\n"_s
                                 << empty;
    QTest::newRow("nested") << functions(
        u"if x:\n        pass\n    run()"_s, u"if x:\n        back()"_s)
                            << QStringList();
    QTest::newRow("no way back") << u"def upgrade():\n    pass\n"_s
                                 << QStringList {u"caution missing_downgrade 3:4+7"_s};
    QTest::newRow("none") << u"x = 1\n"_s
                          << QStringList {u"danger missing_upgrade 1:0+0"_s,
                                 u"caution missing_downgrade 1:0+0"_s};
    QTest::newRow("imported") << u"from shop import upgrade, downgrade\n"_s << QStringList();
    QTest::newRow("imported with all") << u"from shop import *\n"_s << QStringList();
    QTest::newRow("assigned") << u"def upgrade(): run()\ndowngrade = upgrade\n"_s << QStringList();
    QTest::newRow("under a condition")
        << u"if x:\n    def upgrade():\n        run()\n    def downgrade():\n        pass\n"_s
        << QStringList();
    QTest::newRow("an open bracket")
        << functions(u"run("_s, u"pass"_s) << QStringList {u"danger syntax 4:0+0"_s};
}

void TestScriptFindings::theFunctionsAreJudged()
{
    QFETCH(QString, functions);
    QFETCH(QStringList, expected);
    QCOMPARE(printed(header(u"two"_s, u"'one'"_s) + functions), expected);
}

void TestScriptFindings::sqliteTakesALongId()
{
    const QString text = header(longId, u"'one'"_s) + functions(u"run()"_s, u"back()"_s);
    QCOMPARE(printed(text, surroundings(Dialect::Sqlite)).last(), u"caution long_id 1:12+33"_s);
    QCOMPARE(printed(text, surroundings(std::nullopt)).last(), u"danger long_id 1:12+33"_s);
}

void TestScriptFindings::aColumnCountsCharacters()
{
    QCOMPARE(printed(u"é = '😀'; revision = 'three'\ndown_revision = 'two'\n"_s
                 + functions(u"run()"_s, u"back()"_s))
                 .value(1),
        u"danger duplicate_id 1:21+5"_s);
}

void TestScriptFindings::aNewFileIsJudgedToo()
{
    const QString text = header(u"three"_s, u"'two'"_s) + functions(u"run()"_s, u"back()"_s);
    const auto findings = scriptFindings(u"/p/new.py"_s, text, surroundings());
    QCOMPARE(findings.size(), size_t(1));
    QCOMPARE(findings.front().code, u"duplicate_id"_s);
    QVERIFY(findings.front().message.contains(u"third.py"_s));
}

void TestScriptFindings::importsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("as Alembic writes them")
        << u"from alembic import op\nimport sqlalchemy as sa\n"_s
        << u"op=alembic.op sa=sqlalchemy"_s;
    QTest::newRow("a dialect") << u"from sqlalchemy.dialects import postgresql as pg, mysql\n"_s
                               << u"mysql=sqlalchemy.dialects.mysql "
                                  "pg=sqlalchemy.dialects.postgresql"_s;
    QTest::newRow("single names")
        << u"from sqlalchemy import (\n    Column,\n    String as Text,\n)\n"_s
        << u"Column=sqlalchemy.Column Text=sqlalchemy.String"_s;
    QTest::newRow("a module below")
        << u"import sqlalchemy.types, os\n"_s << u"sqlalchemy=sqlalchemy"_s;
    QTest::newRow("all names") << u"from sqlalchemy import *\n"_s << QString();
    QTest::newRow("others") << u"import os\nfrom shop import op\nfrom . import x\n"_s << QString();
    QTest::newRow("taken by another")
        << u"from alembic import op\nfrom shop import op\n"_s << QString();
    QTest::newRow("a batch") << u"from alembic import op\n\ndef upgrade():\n"
                                "    with op.batch_alter_table('t', a=(1, 2)) as b:\n"
                                "        b.drop_column('x')\n"_s
                             << u"b=alembic.operations.BatchOperations op=alembic.op"_s;
    QTest::newRow("in a string") << u"x = '''\nimport sqlalchemy as sa\n'''\n"_s << QString();
    QTest::newRow("before what is being typed")
        << u"import sqlalchemy as sa\nsa.Column(\n"_s << u"sa=sqlalchemy"_s;
}

void TestScriptFindings::importsAreRead()
{
    QFETCH(QString, text);
    const QMap<QString, QString> imports = scriptImports(text);
    QStringList printed;
    for (auto name = imports.begin(); name != imports.end(); ++name)
        printed.append(name.key() + u'=' + name.value());
    QTEST(printed.join(u' '), "expected");
}

QTEST_APPLESS_MAIN(TestScriptFindings)
#include "tst_scriptfindings.moc"
