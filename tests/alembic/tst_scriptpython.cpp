// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/scriptpython.h"
#include "tests/alembic/alembicfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
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

QTEST_GUILESS_MAIN(TestScriptPython)
#include "tst_scriptpython.moc"
