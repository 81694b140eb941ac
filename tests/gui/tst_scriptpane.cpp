// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/qsci.h"
#include "widgets/scriptpane.h"

#include <QApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

const QString script = uR"py("""Add orders"""
revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("orders")

    op.create_index("i", "orders", ["id"])
)py"_s;

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

private:
    QsciScintilla *editor() const { return m_pane->findChild<QsciScintilla *>(); }
    QLineEdit *find() const { return m_pane->findChild<QLineEdit *>(u"findText"_s); }
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

QTEST_MAIN(TestScriptPane)
#include "tst_scriptpane.moc"
