// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/pythoncall.h"
#include "widgets/qsci.h"
#include "widgets/scriptpane.h"

#include <QApplication>
#include <QHelpEvent>
#include <QInputDialog>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>
#include <QToolTip>

using namespace Qt::StringLiterals;
using migrations::ScriptFinding;

namespace {

const QString script = uR"py("""Add orders"""
revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("orders")

    op.create_index("i", "orders", ["id"])
)py"_s;

const std::vector<ScriptFinding> twoFindings {{.severity = ScriptFinding::Severity::Danger,
                                                  .line = 3,
                                                  .column = 17,
                                                  .length = 4,
                                                  .code = u"missing_down_revision"_s,
                                                  .message = u"No file has the revision."_s},
    {.severity = ScriptFinding::Severity::Caution, .line = 6, .message = u"Way back?"_s}};

const model::ScriptVocabulary vocabulary {{{u"op"_s, u"alembic.op"_s}},
    {{u"alembic.op"_s,
        {{.name = u"create_table"_s, .signature = u"(table_name, *columns, **kw)"_s},
            {.name = u"create_index"_s, .signature = u"(name)"_s}}}}};

} // namespace

// What the keys of the editor do.
class TestScriptPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void textIsFoundAndReplaced();
    void nothingIsReplacedWhereItIsReadOnly();
    void linesBecomeCommentsAndCodeAgain();
    void aLineIsGoneTo();
    void findingsAreMarkedAndSaid();
    void findingsAreGoneTo();
    void findingsGoWithTheirScript();
    void theCallAtTheCursorIsFound_data();
    void theCallAtTheCursorIsFound();
    void theParameterThatIsWrittenIsEmphasised_data();
    void theParameterThatIsWrittenIsEmphasised();
    void namesAreOfferedAndTaken();
    void nothingIsOfferedInStringsAndComments();
    void aCallIsFollowed();
    void whatIsOfferedCanBeTakenAway();
    void nothingIsOfferedBesideTheScreens();

private:
    int lineOfCursor() const;
    QsciScintilla *editor() const { return m_pane->findChild<QsciScintilla *>(); }
    QLineEdit *find() const { return m_pane->findChild<QLineEdit *>(u"findText"_s); }
    QToolButton *findings() const { return m_pane->findChild<QToolButton *>(u"findings"_s); }
    int lineHeight() const
    {
        return int(editor()->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, 0));
    }
    QString squiggles(int line) const;
    void typeAtEnd(const QString &text) const;
    bool offers() const { return editor()->SendScintilla(QsciScintilla::SCI_AUTOCACTIVE) != 0; }
    bool tells() const { return editor()->SendScintilla(QsciScintilla::SCI_CALLTIPACTIVE) != 0; }
    QString lastLine() const { return editor()->text(editor()->lines() - 1); }
    QToolButton *replaceAll() const { return m_pane->findChild<QToolButton *>(u"replaceAll"_s); }

    widgets::Theme m_theme {*qApp};
    std::unique_ptr<widgets::ScriptPane> m_pane;
};

void TestScriptPane::init()
{
    m_pane = std::make_unique<widgets::ScriptPane>(m_theme);
    m_pane->resize(600, 400);
    m_pane->expect(u"/p/0002.py"_s);
    m_pane->show(u"/p/0002.py"_s, script, {});
    m_pane->setEditable(true);
    m_pane->QWidget::show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    editor()->setFocus();
}

void TestScriptPane::textIsFoundAndReplaced()
{
    QTest::keyClick(editor(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(find()->hasFocus());
    QTest::keyClicks(find(), u"REVISION"_s);
    QCOMPARE(editor()->selectedText(), u"revision"_s);
    QTest::keyClick(find(), Qt::Key_Return);
    int line = 0;
    int column = 0;
    editor()->getCursorPosition(&line, &column);
    QCOMPARE(line, 2); // the next one
    QTest::keyClick(find(), Qt::Key_Return, Qt::ShiftModifier);
    editor()->getCursorPosition(&line, &column);
    QCOMPARE(line, 1);
    QTest::keyClick(find(), Qt::Key_Escape);
    QVERIFY(editor()->hasFocus() && !find()->isVisible());

    QTest::keyClick(editor(), Qt::Key_H, Qt::ControlModifier);
    QCOMPARE(find()->text(), u"revision"_s); // what is selected
    auto *replace = m_pane->findChild<QLineEdit *>(u"replaceText"_s);
    QTest::keyClicks(replace, u"Revision!"_s); // what it finds is in what it writes
    QTest::mouseClick(replaceAll(), Qt::LeftButton);
    QCOMPARE(editor()->text(), QString(script).replace(u"revision"_s, u"Revision!"_s));
    editor()->undo(); // at once
    QCOMPARE(editor()->text(), script);
}

void TestScriptPane::nothingIsReplacedWhereItIsReadOnly()
{
    m_pane->setEditable(false);
    QTest::keyClick(editor(), Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(editor()->text(), script);
    QTest::keyClick(editor(), Qt::Key_H, Qt::ControlModifier);
    QTRY_VERIFY(find()->isVisible());
    QVERIFY(!replaceAll()->isVisible());
}

void TestScriptPane::linesBecomeCommentsAndCodeAgain()
{
    editor()->setSelection(5, 0, 8, 10);
    QTest::keyClick(editor(), Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(editor()->text(5), u"# def upgrade():\n"_s);
    QCOMPARE(editor()->text(6), u"#     op.create_table(\"orders\")\n"_s); // in one column
    QCOMPARE(editor()->text(7), u"\n"_s);
    editor()->setSelection(5, 0, 8, 10);
    QTest::keyClick(editor(), Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(editor()->text(), script);
}

void TestScriptPane::aLineIsGoneTo()
{
    QTest::keyClick(editor(), Qt::Key_G, Qt::ControlModifier);
    QInputDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = m_pane->findChild<QInputDialog *>(u"goToLine"_s)) && dialog->isVisible());
    dialog->setIntValue(4);
    dialog->accept();
    int line = 0;
    int column = 0;
    editor()->getCursorPosition(&line, &column);
    QCOMPARE(line, 3);
}

// What a squiggle is under.
QString TestScriptPane::squiggles(int line) const
{
    const QString text = editor()->text(line);
    QString marked;
    for (int column = 0; column < text.size(); ++column) {
        const int place = editor()->positionFromLineIndex(line, column);
        if (editor()->SendScintilla(QsciScintilla::SCI_INDICATORALLONFOR, place) >> 8 != 0)
            marked += text.at(column);
    }
    return marked;
}

int TestScriptPane::lineOfCursor() const
{
    int line = 0;
    int column = 0;
    editor()->getCursorPosition(&line, &column);
    return line;
}

void TestScriptPane::findingsAreMarkedAndSaid()
{
    QCOMPARE(findings()->isVisible(), false);
    m_pane->showFindings(twoFindings);
    QCOMPARE(findings()->text(), u"2 findings"_s);
    QCOMPARE(editor()->markersAtLine(2), 1U << int(ScriptFinding::Severity::Danger));
    QCOMPARE(editor()->markersAtLine(5), 1U << int(ScriptFinding::Severity::Caution));
    QCOMPARE(editor()->markersAtLine(3), 0U);
    QCOMPARE(squiggles(2), u"0001"_s);
    QCOMPARE(squiggles(5), u"def upgrade():"_s); // all of the line
    QCOMPARE(editor()->annotation(2).simplified(), u"Danger: No file has the revision."_s);
    QVERIFY(editor()->accessibleDescription().contains(u"Line 6, Caution: Way back?"_s));
    QVERIFY(!m_pane->isModified());

    QHelpEvent asks(QEvent::ToolTip, {editor()->marginWidth(0) + 8, 2 * lineHeight() + 4}, {});
    QApplication::sendEvent(editor()->viewport(), &asks);
    QTRY_COMPARE(QToolTip::text(), u"Danger: No file has the revision."_s);
    QToolTip::hideText();

    m_pane->resize(320, 400); // the words keep to the view
    m_pane->showFindings({{.line = 3, .message = QString(u"word "_s).repeated(60)}});
    QVERIFY(editor()->annotation(2).count(u'\n') >= 3);
    m_pane->showFindings({});
    QVERIFY(!findings()->isVisible() && editor()->annotation(2).isEmpty());
    QCOMPARE(editor()->markersAtLine(2) + editor()->markersAtLine(5), 0U);
    QVERIFY(squiggles(2).isEmpty());
}

void TestScriptPane::findingsAreGoneTo()
{
    m_pane->showFindings(twoFindings);
    QTest::keyClick(editor(), Qt::Key_F8);
    QCOMPARE(lineOfCursor(), 2);
    QTest::keyClick(editor(), Qt::Key_F8);
    QCOMPARE(lineOfCursor(), 5);
    QTest::keyClick(editor(), Qt::Key_F8); // round
    QCOMPARE(lineOfCursor(), 2);
    QTest::keyClick(editor(), Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(lineOfCursor(), 5);
    QTest::mouseClick(findings(), Qt::LeftButton);
    QCOMPARE(lineOfCursor(), 2);
    QVERIFY(editor()->hasFocus());
}

void TestScriptPane::findingsGoWithTheirScript()
{
    m_pane->showFindings(twoFindings);
    m_pane->show(u"/p/0002.py"_s, script, {}); // read again
    QVERIFY(findings()->isVisible());
    m_pane->expect(u"/p/0003.py"_s);
    m_pane->show(u"/p/0003.py"_s, script, {});
    QVERIFY(!findings()->isVisible());
    QCOMPARE(editor()->markersAtLine(2), 0U);
}

void TestScriptPane::typeAtEnd(const QString &text) const
{
    editor()->SendScintilla(QsciScintilla::SCI_DOCUMENTEND);
    for (const QChar c : text) {
        if (c == u'\n')
            QTest::keyClick(editor(), Qt::Key_Return);
        else
            QTest::keyClick(editor(), c.toLatin1());
    }
}

void TestScriptPane::theCallAtTheCursorIsFound_data()
{
    QTest::addColumn<QString>("text"); // before the cursor; what is in '…' is a string
    QTest::addColumn<QString>("expected"); // path argument keyword
    QTest::newRow("just opened") << u"    op.create_table("_s << u"op.create_table 0 "_s;
    QTest::newRow("no call") << u"op.create_table"_s << QString();
    QTest::newRow("over") << u"op.create_table('t')"_s << QString();
    QTest::newRow("the second") << u"op.create_table('t', "_s << u"op.create_table 1 "_s;
    QTest::newRow("brackets in strings")
        << u"op.create_table('),(', x, "_s << u"op.create_table 2 "_s;
    QTest::newRow("the inner one") << u"op.create_table('t', sa.Column("_s << u"sa.Column 0 "_s;
    QTest::newRow("after an inner one")
        << u"op.create_table(f(1, 2), sa.Column('a', b), "_s << u"op.create_table 2 "_s;
    QTest::newRow("in a list") << u"op.create_table('t', [a, b, (c, "_s << u"op.create_table 1 "_s;
    QTest::newRow("by name") << u"op.create_table('t', schema = '"_s
                             << u"op.create_table 1 schema"_s;
    QTest::newRow("compared") << u"op.create_table('t', a == "_s << u"op.create_table 1 "_s;
    QTest::newRow("of something else") << u"op.create_table(f("_s << QString();
    QTest::newRow("over lines") << u"op.create_table(\n    't',\n    "_s << u"op.create_table 1 "_s;
}

void TestScriptPane::theCallAtTheCursorIsFound()
{
    QFETCH(QString, text);
    std::vector<bool> code;
    bool inString = false;
    for (const QChar c : text) {
        inString = c == u'\'' ? !inString : inString;
        code.push_back(!inString && c != u'\'');
    }
    const auto call = widgets::callAtEnd(text.toUtf8(), code,
        [](const QString &path) { return path == "op.create_table"_L1 || path == "sa.Column"_L1; });
    QTEST(call ? u"%1 %2 %3"_s.arg(call->path).arg(call->argument).arg(call->keyword) : QString(),
        "expected");
}

void TestScriptPane::theParameterThatIsWrittenIsEmphasised_data()
{
    QTest::addColumn<int>("argument");
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("expected");
    QTest::newRow("the first") << 0 << QString() << u"name"_s;
    QTest::newRow("a default with commas") << 1 << QString() << u"args=(1, ',')"_s;
    QTest::newRow("of many") << 7 << QString() << u"*columns"_s;
    QTest::newRow("by name") << 2 << u"args"_s << u"args=(1, ',')"_s;
    QTest::newRow("behind the star") << 2 << u"schema"_s << u"schema=None"_s;
    QTest::newRow("any name") << 2 << u"comment"_s << u"**kw"_s;
}

void TestScriptPane::theParameterThatIsWrittenIsEmphasised()
{
    QFETCH(int, argument);
    QFETCH(QString, keyword);
    const migrations::PythonName name {u"create"_s, migrations::PythonName::Kind::Function,
        u"(name, args=(1, ','), *columns, schema=None, **kw)"_s, u"Makes one that is new."_s};
    for (const int columns : {20, 40, 200}) {
        const widgets::CallTip tip = widgets::callTip(name, {{}, 0, argument, keyword}, columns);
        QTEST(QString::fromUtf8(tip.text.mid(tip.from, tip.to - tip.from)), "expected");
        for (const QByteArray &line : tip.text.split('\n'))
            QVERIFY2(line.size() <= columns, line.constData());
    }
    QCOMPARE(widgets::callTip(name, {}, 200).text,
        "create(name, args=(1, ','), *columns, schema=None, **kw)\nMakes one that is new.");
}

void TestScriptPane::namesAreOfferedAndTaken()
{
    m_pane->setVocabulary(vocabulary);
    typeAtEnd(u"op."_s);
    QVERIFY(!offers());
    QTest::keyClicks(editor(), u"cr"_s);
    QVERIFY(offers());
    QTest::keyClick(editor(), Qt::Key_Tab);
    QCOMPARE(lastLine(), u"op.create_index"_s);
    QVERIFY(!offers());

    typeAtEnd(u"\nop.dx"_s);
    QVERIFY(!offers()); // there is no such name
    QTest::keyClick(editor(), Qt::Key_Backspace);
    QTest::keyClick(editor(), Qt::Key_Backspace);
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier); // asked for: all
    QVERIFY(offers());
    QTest::keyClick(editor(), Qt::Key_Down);
    QTest::keyClick(editor(), Qt::Key_Return);
    QCOMPARE(lastLine(), u"op.create_table"_s);

    typeAtEnd(u"\no"_s);
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(offers()); // what is imported
    QTest::keyClick(editor(), Qt::Key_Escape);
    QVERIFY(!offers());
    QCOMPARE(lastLine(), u"o"_s);
}

void TestScriptPane::nothingIsOfferedInStringsAndComments()
{
    m_pane->setVocabulary(vocabulary);
    for (const QString &before : {u"# "_s, u"x = 'a "_s, u"\"\"\"\n"_s}) {
        typeAtEnd(u'\n' + before + u"op.cr"_s);
        QVERIFY2(!offers(), qPrintable(before));
        QTest::keyClicks(editor(), u"eate_table("_s);
        QVERIFY2(!tells(), qPrintable(before));
    }
    editor()->setText(QString());
    m_pane->setEditable(false);
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(!offers());
}

void TestScriptPane::aCallIsFollowed()
{
    m_pane->setVocabulary(vocabulary);
    typeAtEnd(u"op.create_table("_s);
    QTRY_VERIFY(tells());
    QTest::keyClicks(editor(), u"'t', op.cr"_s);
    QVERIFY(offers());
    QTest::keyClick(editor(), Qt::Key_Escape);
    QTest::keyClicks(editor(), u","_s); // what was closed comes again with the next argument
    QTRY_VERIFY(tells());
    QTest::keyClick(editor(), Qt::Key_Escape);
    QVERIFY(!tells());
    QTest::keyClicks(editor(), u" 1"_s);
    QVERIFY(!tells());
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(tells());
    QTest::keyClicks(editor(), u", t"_s);
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier); // a keyword
    QTest::keyClick(editor(), Qt::Key_Return);
    QVERIFY(lastLine().endsWith(u", table_name="_s));
    QTest::keyClicks(editor(), u"1)"_s);
    QTRY_VERIFY(!tells());
}

void TestScriptPane::whatIsOfferedCanBeTakenAway()
{
    m_pane->setVocabulary(vocabulary);
    typeAtEnd(u"op.create_table("_s);
    QTRY_VERIFY(tells());
    m_pane->closeOffers();
    QVERIFY(!tells());
    QTest::keyClicks(editor(), u"'t', op.cr"_s);
    QVERIFY(offers());
    m_pane->closeOffers();
    QVERIFY(!offers());
}

// QScintilla would look for the screen that the list is on, and crash.
void TestScriptPane::nothingIsOfferedBesideTheScreens()
{
    m_pane->setVocabulary(vocabulary);
    m_pane->move(20'000, 20'000);
    typeAtEnd(u"op.cr"_s);
    QVERIFY(!offers());
    QTest::keyClicks(editor(), u"eate_table("_s);
    QVERIFY(!tells());
}

QTEST_MAIN(TestScriptPane)
#include "tst_scriptpane.moc"
