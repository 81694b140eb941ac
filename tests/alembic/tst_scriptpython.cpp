// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/scriptpython.h"
#include "tests/alembic/alembicfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

// What an interpreter says when it is asked without a helper: [message, line, column], or [].
QJsonArray asked(const QString &text)
{
    QProcess process;
    process.start(tests::testPython(),
        {u"-c"_s, uR"(import json, sys
try:
    compile(sys.argv[1], "script.py", "exec")
    print("[]")
except SyntaxError as error:
    print(json.dumps([error.msg, error.lineno, error.offset - 1])))"_s,
            text});
    process.waitForFinished(30'000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).array();
}

QJsonArray printed(const std::optional<PythonSyntaxProblem> &problem)
{
    return problem ? QJsonArray {problem->message, problem->line, problem->column} : QJsonArray();
}

} // namespace

// What an editor asks of the project's own Python and its installed packages.
class TestScriptPython : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theSyntaxIsThatOfTheInterpreter_data();
    void theSyntaxIsThatOfTheInterpreter();
    void whatNoScriptMayHoldIsAProblemToo();
    void nothingIsExecuted();
    void theNamesAreThoseOfTheInstalledPackages();
    void nothingElseIsImported();

private:
    NoProgress m_progress;
    std::optional<ScriptPython> m_python;
};

void TestScriptPython::init()
{
    if (m_python)
        return;
    auto started = ScriptPython::start({.root = u"/"_s}, {}, tests::testPython());
    QVERIFY(started);
    m_python.emplace(std::move(*started));
    const auto version = m_python->version(m_progress);
    QVERIFY(version && version->startsWith(u"3."_s));
}

void TestScriptPython::theSyntaxIsThatOfTheInterpreter_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing wrong") << u"revision = 'a'\n"_s;
    QTest::newRow("match") << u"match x:\n    case 1:\n        pass\n"_s; // since 3.10
    QTest::newRow("type") << u"type Id = int\n"_s; // since 3.12
    QTest::newRow("found only when it is compiled") << u"\ndef upgrade(x, x):\n    pass\n"_s;
    QTest::newRow("an open bracket") << u"x = (1,\ny = 2\n"_s;
    QTest::newRow("indentation") << u"if x:\npass\n"_s;
    QTest::newRow("tabs") << u"if x:\n\ta\n        b\n"_s;
    QTest::newRow("behind wide letters") << u"é = '😀'; x = = 1\n"_s;
    QTest::newRow("nonsense") << u"def upgrade()\n    pass\n"_s;
    QTest::newRow("an escape that only warns") << u"x = '\\d'\n"_s;
}

void TestScriptPython::theSyntaxIsThatOfTheInterpreter()
{
    QFETCH(QString, text);
    const auto problem = m_python->syntaxProblem(u"/p/0001.py"_s, text, m_progress);
    QVERIFY(problem);
    QCOMPARE(printed(*problem), asked(text));
}

void TestScriptPython::whatNoScriptMayHoldIsAProblemToo()
{
    for (const QString &text :
        QStringList {u"x = 1"_s + QChar(0) + u"\n"_s, QString(u"("_s).repeated(50'000)}) {
        const auto problem = m_python->syntaxProblem(u"/p/0001.py"_s, text, m_progress);
        QVERIFY(problem && *problem);
        QVERIFY(!(*problem)->message.isEmpty());
        QCOMPARE((*problem)->line, 1);
    }
    QVERIFY(m_python->alive());
}

void TestScriptPython::nothingIsExecuted()
{
    const auto problem =
        m_python->syntaxProblem(u"/p/0001.py"_s, u"import os\nos._exit(3)\n"_s, m_progress);
    QVERIFY(problem && !*problem);
    QVERIFY(m_python->syntaxProblem(u"/p/0001.py"_s, u"x = 1\n"_s, m_progress));
}

void TestScriptPython::theNamesAreThoseOfTheInstalledPackages()
{
    using Kind = PythonName::Kind;
    const auto names =
        m_python->names({u"alembic.op"_s, u"sqlalchemy"_s, u"sqlalchemy.dialects.postgresql"_s,
                            u"alembic.operations.BatchOperations"_s},
            m_progress);
    QVERIFY(names);
    const auto find = [&names](const QString &owner, const QString &name) {
        for (const PythonName &one : names->value(owner)) {
            if (one.name == name)
                return one;
        }
        return PythonName();
    };
    const PythonName create = find(u"alembic.op"_s, u"create_table"_s);
    QCOMPARE(create.kind, Kind::Function);
    QVERIFY2(create.signature.startsWith(u"(table_name, *columns"_s), qPrintable(create.signature));
    QVERIFY2(create.doc.startsWith(u"Issue a \"create table\""_s), qPrintable(create.doc));
    QVERIFY(find(u"alembic.operations.BatchOperations"_s, u"add_column"_s)
                .signature.startsWith(u"(column, "_s));
    const PythonName foreignKey = find(u"sqlalchemy"_s, u"ForeignKey"_s);
    QCOMPARE(foreignKey.kind, Kind::Class);
    QVERIFY(foreignKey.signature.startsWith(u"(column, "_s));
    QVERIFY(!foreignKey.signature.contains(u" _"_s)); // what is private stays so
    const QString column = find(u"sqlalchemy"_s, u"Column"_s).signature;
    for (const QString &keyword : {u"nullable"_s, u"server_default"_s, u"type_"_s})
        QVERIFY2(column.contains(keyword), qPrintable(column));
    QCOMPARE(find(u"sqlalchemy.dialects.postgresql"_s, u"JSONB"_s).kind, Kind::Class);
    for (const QString &owner : names->keys()) {
        for (const PythonName &name : names->value(owner)) {
            QVERIFY2(!name.doc.contains(u'\n') && !name.doc.contains(u":class:"_s),
                qPrintable(name.doc));
            QVERIFY2(!name.name.startsWith(u'_'), qPrintable(name.name));
        }
    }
}

void TestScriptPython::nothingElseIsImported()
{
    const QTemporaryDir folder;
    QFile module(folder.filePath(u"sideeffect.py"_s));
    QVERIFY(module.open(QIODevice::WriteOnly));
    module.write("import os\nos._exit(3)\n");
    module.close();
    auto python = ScriptPython::start({.root = folder.path()},
        {.variables = {{u"PYTHONPATH"_s, folder.path()}}}, tests::testPython());
    QVERIFY(python);
    const auto names =
        python->names({u"sideeffect"_s, u"sqlalchemy.nothing"_s, u"sqlalchemyx"_s}, m_progress);
    QVERIFY(names && python->alive());
    QCOMPARE(names->size(), 3);
    for (const auto &found : *names)
        QVERIFY(found.empty());
}

QTEST_GUILESS_MAIN(TestScriptPython)
#include "tst_scriptpython.moc"
