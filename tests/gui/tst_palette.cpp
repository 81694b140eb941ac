// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/commandpalette.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using widgets::CommandPalette;

class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void lettersAndEnterChoose();
    void arrowsMoveOverHeadings();
    void whatIsOffIsNotRun();
    void escapeClosesAndGivesTheFocusBack();
    void theOtherFaceIsOneKeyAway();

private:
    static CommandPalette::Question question();

    widgets::Theme m_theme {*qApp};
    std::unique_ptr<QWidget> m_window;
    CommandPalette *m_palette = nullptr;
    QLineEdit *m_edit = nullptr;
    QLineEdit *m_before = nullptr;
};

CommandPalette::Question TestPalette::question()
{
    CommandPalette::Question made;
    made.entries = {{u"refresh"_s, u"Commands"_s, u"Refresh"_s, {}, u"View"_s, u"F5"_s},
        {u"rollBack"_s, u"Commands"_s, u"Roll back"_s, {}, {}, {}, u"nothing is applied"_s},
        {u"quit"_s, u"Other"_s, u"Quit"_s}};
    made.placeholder = u"Run a command"_s;
    made.otherKey = u"Ctrl+P"_s;
    return made;
}

void TestPalette::init()
{
    m_window = std::make_unique<QWidget>();
    m_window->resize(1000, 700);
    m_before = new QLineEdit(m_window.get());
    m_palette = new CommandPalette(m_theme, m_window.get());
    m_edit = m_palette->findChild<QLineEdit *>(u"paletteEdit"_s);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_before->setFocus();
    m_palette->ask(question());
    QVERIFY(m_palette->isVisible());
    QTRY_VERIFY(m_edit->hasFocus());
}

void TestPalette::lettersAndEnterChoose()
{
    QSignalSpy chosen(m_palette, &CommandPalette::chosen);
    QTest::keyClicks(m_edit, u"qt"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).toString(), u"quit"_s);
    QVERIFY(!m_palette->isVisible());
}

void TestPalette::arrowsMoveOverHeadings()
{
    const auto *list = m_palette->findChild<QListView *>(u"paletteList"_s);
    QCOMPARE(list->currentIndex().data().toString(), u"Refresh"_s);
    QTest::keyClick(m_edit, Qt::Key_Down);
    QTest::keyClick(m_edit, Qt::Key_Down);
    QCOMPARE(list->currentIndex().data().toString(), u"Quit"_s);
    QTest::keyClick(m_edit, Qt::Key_Up);
    QCOMPARE(list->currentIndex().data().toString(), u"Roll back"_s);
}

void TestPalette::whatIsOffIsNotRun()
{
    QSignalSpy chosen(m_palette, &CommandPalette::chosen);
    QTest::keyClicks(m_edit, u"roll"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(chosen.count(), 0);
    QVERIFY(m_palette->isVisible());
}

void TestPalette::escapeClosesAndGivesTheFocusBack()
{
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QVERIFY(!m_palette->isVisible());
    QVERIFY(m_before->hasFocus());
}

void TestPalette::theOtherFaceIsOneKeyAway()
{
    QSignalSpy other(m_palette, &CommandPalette::otherAsked);
    QTest::keyClick(m_edit, Qt::Key_P, Qt::ControlModifier);
    QCOMPARE(other.count(), 1);
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
