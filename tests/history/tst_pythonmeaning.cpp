// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonmeaning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using migrations::pythonMeaning;

class TestPythonMeaning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formattingMeansNothing_data();
    void formattingMeansNothing();
    void whatPythonWouldDoOtherwiseIsADifference_data();
    void whatPythonWouldDoOtherwiseIsADifference();
    void whatIsNoPythonHasNoMeaning();
};

void TestPythonMeaning::formattingMeansNothing_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("a comment") << "x = 1\n"_ba
                               << "# why\nx = 1  # one\n"_ba;
    QTest::newRow("blank lines") << "x = 1\ny = 2\n"_ba
                                 << "\n\nx = 1\n\n\ny = 2"_ba;
    QTest::newRow("the docstring") << "\"\"\"one\"\"\"\nx = 1\n"_ba
                                   << "'''two\nlines'''\nx = 1\n"_ba;
    QTest::newRow("a function's docstring") << "def f():\n    'old'\n    g()\n"_ba
                                            << "def f():\n    g()\n"_ba;
    QTest::newRow("quotes") << "x = 'a'\n"_ba
                            << "x = \"a\"\n"_ba;
    QTest::newRow("neighbours") << "f('ab')\n"_ba
                                << "f('a'\n  'b')\n"_ba;
    QTest::newRow("indentation") << "if x:\n  y()\n"_ba
                                 << "if x:\n        y()\n"_ba;
    QTest::newRow("tabs") << "if x:\n\ty()\nz()\n"_ba
                          << "if x:\n    y()\nz()\n"_ba;
    QTest::newRow("spaces") << "f(a=1,b = 2)\n"_ba
                            << "f( a = 1, b=2 )\n"_ba;
    QTest::newRow("line breaks") << "f(1, 2)\n"_ba
                                 << "f(\n    1,\n    2,\n)\n"_ba;
    QTest::newRow("a list's comma") << "x = [1]\n"_ba
                                    << "x = [\n    1,\n]\n"_ba;
    QTest::newRow("a call's comma") << "a.b(c())\n"_ba
                                    << "a.b(\n    c(),\n)\n"_ba;
    QTest::newRow("a tuple's comma") << "x = (1, 2)\n"_ba
                                     << "x = (1, 2,)\n"_ba;
    QTest::newRow("line ends") << "x = 1\ny = 2\n"_ba
                               << "x = 1\r\ny = 2\r\n"_ba;
    QTest::newRow("a byte order mark") << "x = 'ä'\n"_ba
                                       << "\xef\xbb\xbfx = 'ä'\n"_ba;
    QTest::newRow("another encoding") << "x = 'ä'\n"_ba
                                      << "# coding: latin-1\nx = '\xe4'\n"_ba;
    QTest::newRow("brackets to break a line")
        << "x = a or b\nreturn not c\nf(k=a + b)\n"_ba
        << "x = (\n    a\n    or b\n)\nreturn (not c)\nf(k=(a + b))\n"_ba;
    QTest::newRow("brackets in brackets") << "x = a * b\n"_ba
                                          << "x = ((a * b))\n"_ba;
    QTest::newRow("brackets of a condition") << "if a and b:\n    c = 'd' 'e'\n"_ba
                                             << "if (a and b):\n    c = ('d'\n         'e')\n"_ba;
    QTest::newRow("a class without bases") << "class A:\n    x = 1\n"_ba
                                           << "class A():\n    x = 1\n"_ba;
    QTest::newRow("an import in brackets") << "from a import b, c\n"_ba
                                           << "from a import (\n    b,\n    c,\n)\n"_ba;
    QTest::newRow("quotes of a field") << "f(f'{a} b', b'c')\n"_ba
                                       << "f(F\"{a} b\", b\"c\")\n"_ba;
    QTest::newRow("a number") << "x = 0XAB + 1E5\n"_ba
                              << "x = 0xab + 1e5\n"_ba;
    QTest::newRow("an escape") << "x = 'A'\n"_ba
                               << "x = '\\x41'\n"_ba;
}

void TestPythonMeaning::formattingMeansNothing()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QVERIFY(!pythonMeaning(one).isEmpty());
    QCOMPARE(pythonMeaning(one), pythonMeaning(other));
}

void TestPythonMeaning::whatPythonWouldDoOtherwiseIsADifference_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("a name") << "f(a)\n"_ba
                            << "f(b)\n"_ba;
    QTest::newRow("a number") << "f(1)\n"_ba
                              << "f(2)\n"_ba;
    QTest::newRow("a string") << "f('a')\n"_ba
                              << "f('b')\n"_ba;
    QTest::newRow("bytes") << "f('a')\n"_ba
                           << "f(b'a')\n"_ba;
    QTest::newRow("a name or a string") << "f(a)\n"_ba
                                        << "f('a')\n"_ba;
    QTest::newRow("two strings or one") << "f('a', 'b')\n"_ba
                                        << "f('a' 'b')\n"_ba;
    QTest::newRow("a tuple of one") << "x = (1,)\n"_ba
                                    << "x = (1)\n"_ba;
    QTest::newRow("brackets that group") << "x = (a + b) * c\n"_ba
                                         << "x = a + b * c\n"_ba;
    QTest::newRow("a call without arguments") << "x = f()\n"_ba
                                              << "x = f\n"_ba;
    QTest::newRow("a generator") << "f(a, (b for b in c))\n"_ba
                                 << "f(a, b for b in c)\n"_ba;
    QTest::newRow("an empty tuple") << "x = ()\n"_ba
                                    << "x = \n"_ba;
    QTest::newRow("a tuple in a call") << "f((a, b))\n"_ba
                                       << "f(a, b)\n"_ba;
    QTest::newRow("quotes in a field") << "f(f'{a}\"')\n"_ba
                                       << "f(f'{a}')\n"_ba;
    QTest::newRow("a tuple returned") << "return (1,)\n"_ba
                                      << "return (1)\n"_ba;
    QTest::newRow("a bare tuple") << "x = 1,\n"_ba
                                  << "x = 1\n"_ba;
    QTest::newRow("a line more") << "f()\n"_ba
                                 << "f()\nf()\n"_ba;
    QTest::newRow("commented out") << "f()\ng()\n"_ba
                                   << "f()\n# g()\n"_ba;
    QTest::newRow("another block") << "if x:\n  f()\n  g()\n"_ba
                                   << "if x:\n  f()\ng()\n"_ba;
    QTest::newRow("the order") << "f()\ng()\n"_ba
                               << "g()\nf()\n"_ba;
    QTest::newRow("a field") << "f(f'{a}')\n"_ba
                             << "f(f'{b}')\n"_ba;
    QTest::newRow("SQL in a docstring's place") << "x = '''a'''\n"_ba
                                                << "x = '''b'''\n"_ba;
}

void TestPythonMeaning::whatPythonWouldDoOtherwiseIsADifference()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QVERIFY(!pythonMeaning(one).isEmpty());
    QVERIFY(pythonMeaning(one) != pythonMeaning(other));
}

void TestPythonMeaning::whatIsNoPythonHasNoMeaning()
{
    QVERIFY(pythonMeaning("x = 'open\n").isEmpty());
    QVERIFY(pythonMeaning("x = 'a\xff'\n").isEmpty());
    QVERIFY(!pythonMeaning("").isEmpty());
}

QTEST_APPLESS_MAIN(TestPythonMeaning)
#include "tst_pythonmeaning.moc"
