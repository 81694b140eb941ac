// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/window/actions.h"

#include <QAction>
#include <QApplication>
#include <QHash>
#include <QMenu>
#include <QTest>
#include <QWidget>

using namespace Qt::StringLiterals;
using app::ActionId;
using app::Actions;
using app::Need;
using app::Situation;

class TestActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTwoActionsHaveTheSameShortcut();
    void noTwoEntriesOfAMenuHaveTheSameMnemonic();
    void everyActionIsInAMenuAndHasATooltip();
    void whatIsOffSaysWhy_data();
    void whatIsOffSaysWhy();
    void thePaletteKnowsEveryAction();

private:
    widgets::Theme m_theme {*qApp};
};

void TestActions::noTwoActionsHaveTheSameShortcut()
{
    QWidget window;
    const Actions actions(m_theme, &window);
    QHash<QKeySequence, QString> owners;
    for (const QAction *action : window.actions()) {
        for (const QKeySequence &key : action->shortcuts()) {
            QVERIFY2(!owners.contains(key),
                qPrintable(
                    key.toString() + ": "_L1 + action->text() + ", "_L1 + owners.value(key)));
            owners.insert(key, action->text());
        }
    }
    QVERIFY(owners.size() > 12);
}

void TestActions::noTwoEntriesOfAMenuHaveTheSameMnemonic()
{
    QWidget window;
    const Actions actions(m_theme, &window);
    QHash<QKeySequence, QString> titles;
    for (const auto &[title, menu] : actions.makeMenus(&window)) {
        const QKeySequence key = QKeySequence::mnemonic(title);
        QVERIFY2(!key.isEmpty() && !titles.contains(key), qPrintable(title));
        titles.insert(key, title);
    }
}

void TestActions::everyActionIsInAMenuAndHasATooltip()
{
    QWidget window;
    const Actions actions(m_theme, &window);
    QSet<const QAction *> inMenus;
    for (const auto &[title, menu] : actions.makeMenus(&window)) {
        for (const QAction *action : menu->actions())
            inMenus.insert(action);
    }
    for (const QAction *action : window.actions()) {
        QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
        QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
        QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
    }
}

void TestActions::whatIsOffSaysWhy_data()
{
    QTest::addColumn<Situation>("situation");
    QTest::addColumn<QString>("reason"); // of "Upgrade to head"; empty: on
    const Situation ready {.project = true, .databaseKnown = true, .usable = true, .pending = true};
    Situation now;
    QTest::newRow("nothing open") << now << u"no project is open"_s;
    QTest::newRow("ready") << ready << QString();
    now = ready;
    now.running = true;
    QTest::newRow("running") << now << u"an operation is running"_s;
    now = ready;
    now.databaseKnown = false;
    QTest::newRow("database away") << now << u"the database could not be read"_s;
    now.reading = true;
    QTest::newRow("reading") << now << u"the database is being read"_s;
    now = ready;
    now.ghosts = true;
    QTest::newRow("ghost") << now << u"the database stands at a revision that is not on disk"_s;
    now = ready;
    now.pending = false;
    QTest::newRow("up to date") << now << u"nothing is pending"_s;
    now = ready;
    now.usable = false;
    QTest::newRow("broken history") << now << u"the history has a problem to be solved first"_s;
}

void TestActions::whatIsOffSaysWhy()
{
    QFETCH(Situation, situation);
    QFETCH(QString, reason);
    QWidget window;
    Actions actions(m_theme, &window);
    actions.update(situation);
    const QAction *upgrade = actions.action(ActionId::Upgrade);
    QCOMPARE(upgrade->isEnabled(), reason.isEmpty());
    QCOMPARE(upgrade->toolTip(),
        reason.isEmpty() ? u"Upgrade to head (Ctrl+U)"_s : u"Upgrade to head: "_s + reason);
}

void TestActions::thePaletteKnowsEveryAction()
{
    QWidget window;
    const Actions actions(m_theme, &window);
    // All but the palette itself.
    QCOMPARE(actions.paletteEntries(Actions::Which::All).size(),
        std::size_t(window.actions().size() - 1));
    for (const model::PaletteEntry &entry : actions.paletteEntries(Actions::Which::WithShortcut))
        QVERIFY(!entry.shortcut.isEmpty());
}

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
