// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/history/parserstyles.h"

using namespace Qt::StringLiterals;

namespace {

// A file with the usual header around one thing that is not usual.
QByteArray usual(const QByteArray &between = {})
{
    return "\"\"\"Add orders\n\nRevision ID: b\nRevises: a\n\n\"\"\"\n"
           "revision = 'b'\ndown_revision = 'a'\n"
        + between + "\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n";
}

QByteArray header(const QByteArray &down)
{
    return "revision = 'b'\ndown_revision = " + down + "\n";
}

std::vector<ParserStyle> valueStyles()
{
    return {
        {u"usual"_s, usual("branch_labels = None\ndepends_on = None\n")},
        {u"double quotes"_s, "revision = \"b\"\ndown_revision = \"a\"\n"},
        {u"triple quotes"_s, "revision = \"\"\"b\"\"\"\ndown_revision = '''a'''\n"},
        {u"prefixes"_s, "revision = u'b'\ndown_revision = R\"a\\d\"\nbranch_labels = U''\n"},
        {u"escapes"_s, header("'a\\x41\\u00e9\\U0001F600\\101\\n\\t\\'\\\"\\\\\\q'")},
        {u"escaped newline"_s, header("'a\\\nb'")},
        {u"concatenation"_s, header("'a' \"b\" u'c' r'\\d'")},
        {u"plus"_s, header("'a' + 'b' + \"c\"")},
        {u"plus of tuples"_s, header("('a',) + ('b', 'c')")},
        {u"plus of lists"_s, header("['a'] + ['b']")},
        {u"f-string without fields"_s, header("f'a{{}}b\\x41'")},
        {u"raw f-string"_s, header("rf'a\\d{{'")},
        {u"parentheses"_s, header("('a')")},
        {u"many parentheses"_s, header("((('a')))")},
        {u"parentheses over lines"_s, header("(\n  'a'  # why\n  'b'\n)")},
        {u"tuple"_s, header("('a', 'b')")},
        {u"tuple without brackets"_s, header("'a', 'b'")},
        {u"tuple of one"_s, header("('a',)")},
        {u"tuple of one without brackets"_s, header("'a',")},
        {u"tuple over lines"_s, header("(\n    'a',\n\n    # no\n    'b',\n)")},
        {u"list"_s, header("['a', 'b']")},
        {u"list of one"_s, header("['a']")},
        {u"set"_s, header("{'a', 'b', 'a'}")},
        {u"empty tuple"_s, usual("branch_labels = ()\ndepends_on = []\n")},
        {u"empty dictionary"_s, usual("branch_labels = {}\n")},
        {u"tuple of None"_s, header("(None,)")},
        {u"none"_s, header("None")},
        {u"empty string"_s, usual("depends_on = ''\n")},
        {u"number"_s, header("7")},
        {u"bytes in a tuple"_s, header("(b'a', 'c')")},
        {u"true"_s, header("True")},
        {u"nested tuple"_s, header("(('a', 'b'), 'c')")},
        {u"no spaces"_s, "revision='b'\ndown_revision=('a','c')\n"},
        {u"many spaces"_s, "revision   =\t'b'   \ndown_revision\t=   'a'\n"},
        {u"backslash"_s, "revision = \\\n    'b'\ndown_revision \\\n = 'a' \\\n 'c'\n"},
        {u"comment after"_s, "revision = 'b'# 'c'\ndown_revision = 'a'  # = 'z'\n"},
        {u"semicolons"_s, "revision = 'b'; down_revision = 'a'; branch_labels = ('x',);\n"},
        {u"id with the file's ending"_s, "revision = '0383_x.py'\ndown_revision = '0382'\n"},
        {u"non-ASCII id"_s, "revision = 'ключ'\ndown_revision = 'é'\n"},
    };
}

std::vector<ParserStyle> assignmentStyles()
{
    return {
        {u"annotated"_s, "revision: str = 'b'\ndown_revision: 'str | None' = 'a'\n"},
        {u"annotated with brackets"_s,
            "from typing import *\nrevision: Final[str] = 'b'\n"
            "down_revision: Union[str, Sequence[str], None] = ('a', 'c')\n"
            "branch_labels: None = None\ndepends_on: Dict[str, 'int'] = 'z'\n"},
        {u"annotation without value"_s,
            "revision: str\ndown_revision: str\nrevision = 'b'\ndown_revision = 'a'\n"},
        {u"annotation without value after"_s, usual("revision: str\n")},
        {u"annotated in parentheses"_s, "(revision): str = 'b'\ndown_revision = 'a'\n"},
        {u"tuple assignment"_s, "revision, down_revision = 'b', 'a'\n"},
        {u"tuple assignment in brackets"_s,
            "(revision, down_revision) = ('b', ('a', 'c'))\n[branch_labels, depends_on] = 'x', "
            "'y'\n"},
        {u"chained"_s, usual("branch_labels = depends_on = None\n")},
        {u"chained tuples"_s, "x = revision, down_revision = 'b', 'a'\n"},
        {u"last wins"_s, usual("revision = 'c'\ndepends_on = 'x'\ndepends_on = 'y'\n")},
        {u"last wins after functions"_s, usual() + "revision = 'z'\n"},
        {u"constant"_s, "REV = 'b'\nDOWN = ('a', 'c')\nrevision = REV\ndown_revision = DOWN\n"},
        {u"constant of constants"_s,
            "A = 'x'\nB = A + '_y'\nA = 'z'\nrevision = B\ndown_revision = (A, B + 'q')\n"},
        {u"one from the other"_s, "down_revision = 'a'\nrevision = down_revision + '_next'\n"},
        {u"constant from a tuple"_s, "A, B = 'x', 'y'\nrevision = A\ndown_revision = B\n"},
        {u"deleted"_s, usual("depends_on = 'x'\ndel depends_on\n")},
        {u"docstring assigned"_s, usual("__doc__ = 'Other\\n\\ntext'\n")},
        {u"no final newline"_s, "revision = 'b'\ndown_revision = 'a'"},
        {u"tabs"_s, usual("def f():\n\tif 1:\n\t\trevision = 'no'\n")},
        {u"walrus elsewhere"_s, usual("(other := 'x')\n")},
    };
}

std::vector<ParserStyle> docstringStyles()
{
    const QByteArray ids = "revision = 'b'\ndown_revision = 'a'\n";
    return {
        {u"no docstring"_s, ids},
        {u"docstring in quotes"_s, "'Add orders'\n" + ids},
        {u"raw docstring"_s, "r'''Add \\d\\n'''\n" + ids},
        {u"unicode docstring"_s, "u\"Add \\u00e9\"\n" + ids},
        {u"docstring in parts"_s, "'Add ' \"orders\\n\" '''\n\nmore'''\n" + ids},
        {u"docstring in parentheses"_s, "('Add '\n 'orders')\n" + ids},
        {u"bytes are none"_s, "b'Add orders'\n" + ids},
        {u"f-strings are none"_s, "f'Add orders'\n" + ids},
        {u"f-strings in parts are none"_s, "'Add ' f'orders'\n" + ids},
        {u"sums are none"_s, "'Add ' + 'orders'\n" + ids},
        {u"tuples are none"_s, "'Add', 'orders'\n" + ids},
        {u"calls are none"_s, "'Add'.format()\n" + ids},
        {u"docstring and semicolon"_s, "'Add orders'; " + ids},
        {u"docstring after comments"_s,
            "#!/usr/bin/python\n# Licence\n\n\n\"\"\"Add\"\"\"\n" + ids},
        {u"not the first statement"_s, "import os\n'''Add'''\n" + ids},
        {u"after a semicolon"_s, "x = 1; 'Add'\n" + ids},
        {u"first line empty"_s, "\"\"\"\n\n  Add orders\n  and more\n\nRevises: a\n\"\"\"\n" + ids},
        {u"paragraph of lines"_s, "\"\"\"Add\norders\n \nand\n\nmore\"\"\"\n" + ids},
        {u"only blanks"_s, "\"\"\" \n\t\n\"\"\"\n" + ids},
        {u"empty docstring"_s, "''\n" + ids},
        {u"wide blanks"_s, "'''\u00a0\u2003Add\u3000\x1c\n\nmore\u2003'''\n" + ids},
        {u"quotes in it"_s, "\"\"\"Add \"orders\" and 'x' \\\"\"\" y\"\"\"\n" + ids},
        {u"continued in it"_s, "\"\"\"\\\nAdd \\\norders\n\nx\"\"\"\n" + ids},
        {u"ids in it"_s, "\"\"\"\nrevision = 'no'\ndown_revision = 'no'\n\"\"\"\n" + ids},
        {u"later string"_s, ids + "'''\nrevision = 'no'\n'''\n"},
    };
}

std::vector<ParserStyle> encodingStyles()
{
    const QByteArray ids = "revision = 'b'\ndown_revision = 'a'\n";
    QByteArray windows = usual("branch_labels = (\n 'x',\n)\n");
    QByteArray mac = windows;
    windows.replace("\n", "\r\n");
    mac.replace("\n", "\r");
    return {
        {u"CRLF"_s, windows},
        {u"CR"_s, mac},
        {u"mixed newlines"_s, "'''m\r\n\rx'''\r" + ids + "depends_on = '''x\r\ny'''\r\n"},
        {u"BOM"_s, "\xEF\xBB\xBF'''Añade'''\n" + ids},
        {u"BOM and cookie"_s, "\xEF\xBB\xBF# coding: utf-8\n'''Añade'''\n" + ids},
        {u"UTF-8"_s, "'''Añade 表 😀'''\n" + ids},
        {u"cookie utf8"_s, "# -*- coding: utf8 -*-\n'''Añade'''\n" + ids},
        {u"latin-1"_s,
            "# -*- coding: latin-1 -*-\n'''A\xF1"
            "ade'''\n"
                + ids},
        {u"iso-8859-15 on line 2"_s,
            "#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\n'''\xA4'''\n" + ids},
        {u"cp1252"_s, "# coding=cp1252\n'''\x80uro'''\n" + ids},
        {u"koi8-r"_s, "# coding: koi8-r\n'''\xCB\xCC'''\n" + ids},
        {u"cookie on line 3 is none"_s, "#\n#\n# coding: latin-1\n'''Añade'''\n" + ids},
        {u"cookie after code is none"_s, "import os\n# coding: latin-1\n'''Añade'''\n" + ids},
        {u"cookie in CRLF"_s, "# coding: latin-1\r\n'''A\xF1'''\r\n" + ids},
        {u"form feed"_s, "\f'''Add'''\n\f\n \frevision = 'b'\ndown_revision = 'a'\n"},
    };
}

std::vector<ParserStyle> decoyStyles()
{
    return {
        {u"in a function"_s,
            usual("def f(revision='x', down_revision=None):\n    revision = 'no'\n")},
        {u"in a class"_s, usual("class A:\n    revision = 'no'\n\n    down_revision = 'no'\n")},
        {u"in a function on one line"_s,
            usual("def f(): revision = 'no'\nclass B: depends_on = 'no'\n")},
        {u"in an async function"_s, usual("async def f():\n    revision = 'no'\n")},
        {u"function in a block"_s,
            usual("if True:\n    def f():\n        revision = 'no'\n        if 1:\n            x = "
                  "2\n    y = 3\n")},
        {u"in a string in a function"_s, usual("def f():\n    '''\nrevision = 'no'\n    '''\n")},
        {u"in brackets at column 0"_s, usual("def f():\n    g(\nrevision = 'no'\n)\n")},
        {u"keyword argument"_s, usual("dict(revision='no', down_revision='no')\n")},
        {u"keyword argument over lines"_s, usual("dict(\nrevision='no',\ndown_revision='no')\n")},
        {u"dictionary"_s, usual("d = {'revision': 'no', 'down_revision': 'no'}\n")},
        {u"attribute"_s, usual("class A: pass\nA.revision = 'no'\na = {}\na['revision'] = 'no'\n")},
        {u"comparison"_s, usual("revision == 'no'\nassert down_revision != 'no'\n")},
        {u"longer names"_s, usual("revision_id = 'no'\n_revision = 'no'\nrevisions = 'no'\n")},
        {u"comment"_s, usual("# revision = 'no'\n#revision = 'no'\n")},
        {u"after a class"_s, "class A:\n    x = 1\n\n    def f(self):\n        pass\n\n" + usual()},
        {u"after a function"_s, "def f():\n    return [1,\n2]\n" + usual()},
        {u"comment at column 0 in a function"_s,
            usual("def f():\n    x = 1\n# revision = 'no'\n    revision = 'no'\n")},
        {u"continued at column 0"_s, usual("def f():\n    x = 1 + \\\n2\n    revision = 'no'\n")},
        {u"f-strings"_s,
            usual("from datetime import time\nx = 1\ny = f\"{'a' + 'b'} {x:>{x}} {x!r:{'>'}10} "
                  "{{}} {time(1):%H:%M}\"\n"
                  "z = f'''{\nx\n} {dict(a=1)['a']}'''\n")},
        {u"quotes in comments"_s, usual("# it's\n# \"\"\" (\n")},
        {u"decorated"_s, usual("@(lambda f: f)\ndef f():\n    revision = 'no'\n")},
        {u"try around others"_s,
            usual("try:\n    import nothing_of_the_kind\nexcept ImportError:\n    pass\n"
                  "else:\n    pass\nfinally:\n    x = 1\n")},
        {u"match"_s, usual("match 3:\n    case 1:\n        x = 1\n    case _:\n        x = 2\n")},
        {u"soft keywords"_s, usual("match = 1\ncase = 2\ntype = 3\nprint(match, case)\n")},
        {u"lambda"_s, usual("f = lambda revision='no': revision\n")},
        {u"comprehension"_s, usual("x = [revision for revision in 'abc']\n")},
        {u"two-line if"_s, usual("if 1: x = 1\nelse: x = 2\n")},
        {u"numbers"_s, usual("x = 1_000 + 0x1F + 1e-5 + .5 + 1j + 1.\ny = 1if x else 2\n")},
        {u"blank lines with blanks"_s, usual("   \n\t\n    # indented comment\n")},
        {u"prefix-like words"_s, usual("x = 1\ny = 'a' if'b'else'c'\nz = x is'd'or'e'\n")},
    };
}

} // namespace

const std::vector<ParserStyle> &parserStyles()
{
    static const std::vector<ParserStyle> all = [] {
        std::vector<ParserStyle> styles = valueStyles();
        for (const auto &more :
            {assignmentStyles(), docstringStyles(), encodingStyles(), decoyStyles()})
            styles.insert(styles.end(), more.begin(), more.end());
        return styles;
    }();
    return all;
}

const std::vector<ComputedStyle> &computedStyles()
{
    static const std::vector<ComputedStyle> styles {
        {u"attribute"_s, usual("import cli\nbranch_labels = (cli.EXPAND_BRANCH,)\n"),
            {u"branch_labels"_s}},
        {u"list built in a try"_s,
            usual("found = []\ntry:\n    import other\n    found = ['x']\nexcept ImportError:\n"
                  "    pass\ndepends_on = found\n"),
            {u"depends_on"_s}},
        {u"call"_s, header("get_down_revision(revision)"), {u"down_revision"_s}},
        {u"id from the file's name"_s,
            "import os\n_n = os.path.basename(__file__)\nrevision = _n.split('_')[0]\n"
            "down_revision = f'{int(revision) - 1:03d}'\n",
            {u"revision"_s, u"down_revision"_s}},
        {u"condition"_s, header("'a' if x else 'c'"), {u"down_revision"_s}},
        {u"in an if"_s, usual("if x:\n    depends_on = 'x'\nelse:\n    depends_on = 'y'\n"),
            {u"depends_on"_s}},
        {u"in an if on one line"_s, usual("if x: depends_on = 'x'\n"), {u"depends_on"_s}},
        {u"in a try"_s, usual("try:\n    depends_on = 'x'\nfinally:\n    pass\n"),
            {u"depends_on"_s}},
        {u"loop variable"_s, usual("for revision in 'abc':\n    pass\n"), {u"revision"_s}},
        {u"context manager"_s, usual("with f() as depends_on:\n    pass\n"), {u"depends_on"_s}},
        {u"walrus"_s, usual("print(depends_on := 'x')\n"), {u"depends_on"_s}},
        {u"added to"_s, usual("depends_on = 'x'\ndepends_on += 'y'\n"), {u"depends_on"_s}},
        {u"imported"_s, "from ids import revision, other as down_revision\n",
            {u"revision"_s, u"down_revision"_s}},
        {u"everything imported"_s, "from ids import *\n", {u"revision"_s, u"down_revision"_s}},
        {u"list changed"_s, usual("depends_on = ['x']\ndepends_on.append('y')\n"),
            {u"depends_on"_s}},
        {u"list passed on"_s, usual("depends_on = ['x']\nfill(depends_on)\n"), {u"depends_on"_s}},
        {u"item set"_s, usual("depends_on = ['x']\ndepends_on[0] = 'y'\n"), {u"depends_on"_s}},
        {u"shared list"_s, usual("L = ['x']\nL.append('y')\ndepends_on = L\n"), {u"depends_on"_s}},
        {u"global"_s, usual("def f():\n    global depends_on\n    depends_on = 'x'\nf()\n"),
            {u"depends_on"_s}},
        {u"starred"_s, header("(*PARENTS, 'a')"), {u"down_revision"_s}},
        {u"starred target"_s, "revision, *down_revision = 'b', 'a', 'c'\n",
            {u"revision"_s, u"down_revision"_s}},
        {u"unpacked from a name"_s, "revision, down_revision = IDS\n",
            {u"revision"_s, u"down_revision"_s}},
        {u"comprehension"_s, header("[x for x in 'ab']"), {u"down_revision"_s}},
        {u"dictionary"_s, header("{'a': 1}"), {u"down_revision"_s}},
        {u"format"_s, header("'%s' % 'a'"), {u"down_revision"_s}},
        {u"repeated"_s, header("'a' * 2"), {u"down_revision"_s}},
        {u"character by name"_s, header("'\\N{BULLET}'"), {u"down_revision"_s}},
        {u"a function of that name"_s, usual("def depends_on():\n    pass\n"), {u"depends_on"_s}},
        {u"globals"_s, usual("globals()['depends_on'] = 'x'\n"),
            {u"revision"_s, u"down_revision"_s, u"branch_labels"_s, u"depends_on"_s}},
    };
    return styles;
}

const std::vector<BrokenStyle> &brokenStyles()
{
    static const std::vector<BrokenStyle> styles {
        {u"open string"_s, "revision = 'b'\ndown_revision = 'a\n", 2},
        {u"open docstring"_s, "\n\"\"\"Add\n\nrevision = 'b'\n", 2},
        {u"open bracket"_s, "revision = 'b'\ndown_revision = ('a',\ndef f(): pass\n", 2},
        {u"open bracket in a function"_s, header("'a'") + "def f():\n    g(1,\n\n\n", 4},
        {u"open string in a function"_s, header("'a'") + "def f():\n    g('x)\n", 4},
        {u"wrong bracket"_s, header("('a']"), 2},
        {u"stray bracket"_s, header("'a')"), 2},
        {u"open field"_s, header("f'a{b'"), 2},
        {u"backslash"_s, header("'a' \\ 'b'"), 2},
        {u"indented"_s, "revision = 'b'\n  down_revision = 'a'\n", 2},
        {u"missing block"_s, header("'a'") + "def f():\n\ndef g():\n    pass\n", 5},
        {u"missing block at the end"_s, header("'a'") + "def f():\n", 3},
        {u"wrong dedent"_s, header("'a'") + "def f():\n    x = 1\n  y = 2\n", 5},
        {u"conflict"_s,
            "revision = 'b'\n<<<<<<< HEAD\ndown_revision = 'a'\n=======\ndown_revision = 'c'\n"
            ">>>>>>> other\n",
            2},
        {u"no value"_s, "revision = 'b'\ndown_revision =\n", 2},
        {u"two values"_s, header("'a' b"), 2},
        {u"words"_s, header("'a'") + "here is a text\n", 3},
        {u"Python 2"_s, header("'a'") + "print 'x'\n", 3},
        {u"bad escape"_s, header("'\\x4'"), 2},
        {u"bad escape in the docstring"_s, "'\\user'\n" + header("'a'"), 1},
        {u"null byte"_s, QByteArray("revision = 'b'\ndown_revision = 'a'\n\0x", 37), 3},
        {u"not UTF-8"_s, "revision = 'b'\ndown_revision = 'a'\nx = '\xF1'\n", 3, u"encoding"_s},
        {u"unknown encoding"_s, "# coding: klingon\n" + header("'a'"), 1, u"encoding"_s},
        {u"two encodings"_s, "\xEF\xBB\xBF# coding: latin-1\n" + header("'a'"), 1, u"encoding"_s},
    };
    return styles;
}
