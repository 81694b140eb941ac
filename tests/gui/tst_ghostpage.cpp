// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/foundlist.h"
#include "widgets/ghostpage.h"
#include "widgets/scriptpane.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using widgets::GhostPage;

namespace {

migrations::FoundScript script(const QString &id, const QString &down)
{
    return {.revision = id,
        .message = u"Add "_s + id,
        .down = {down},
        .name = id + u".py"_s,
        .text = "revision = '" + id.toUtf8() + "'\n",
        .where = u"branch feature, commit 1a2b3c4 by Ana of 2026-11-20"_s};
}

GhostPage::Content found(const std::vector<migrations::FoundScript> &scripts)
{
    return {.search = {.ghosts = {scripts.back().revision}, .found = scripts},
        .database = u"shop_dev on localhost"_s,
        .versions = u"migrations/versions"_s,
        .stampRows = QStringList {u"0001"_s}};
}

GhostPage::Content foundNowhere()
{
    return {.search = {.ghosts = {u"0003"_s},
                .found = {script(u"0003"_s, u"0002"_s)},
                .missing = {u"0002"_s}},
        .database = u"shop_dev on localhost"_s,
        .versions = u"migrations/versions"_s};
}

} // namespace

class TestGhostPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theSafestHasTheFocusAndEnterTakesIt();
    void theOthersAreReachedByTab();
    void theScriptThatIsChosenIsShown();
    void whatIsMissingLeavesTheStamp();
    void theStampSaysWhatTheTableHolds_data();
    void theStampSaysWhatTheTableHolds();

private:
    QString textOf(const char *button) const
    {
        return child<QPushButton>(button)->accessibleDescription();
    }
    template <typename Widget>
    Widget *child(const char *name) const
    {
        return m_page->findChild<Widget *>(QLatin1StringView(name));
    }

    widgets::Theme m_theme {*qApp};
    std::unique_ptr<GhostPage> m_page;
};

void TestGhostPage::init()
{
    m_page = std::make_unique<GhostPage>(m_theme);
    m_page->resize(1200, 700);
}

void TestGhostPage::theSafestHasTheFocusAndEnterTakesIt()
{
    m_page->setContent(found({script(u"0002"_s, u"0001"_s)}));
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    const QSignalSpy restore(m_page.get(), &GhostPage::restoreRequested);
    QCOMPARE(m_page->focusWidget(), child<QPushButton>("ghostsRestore"));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Return);
    QCOMPARE(restore.size(), 1);
    const QSignalSpy back(m_page.get(), &GhostPage::backRequested);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
    QCOMPARE(back.size(), 1);
}

void TestGhostPage::theOthersAreReachedByTab()
{
    m_page->setContent(found({script(u"0002"_s, u"0001"_s)}));
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    const QSignalSpy rollBack(m_page.get(), &GhostPage::rollBackRequested);
    const QSignalSpy stamp(m_page.get(), &GhostPage::stampRequested);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Return);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Return);
    QCOMPARE(rollBack.size(), 1);
    QCOMPARE(stamp.size(), 1);
}

void TestGhostPage::theScriptThatIsChosenIsShown()
{
    m_page->setContent(found({script(u"0002"_s, u"0001"_s), script(u"0003"_s, u"0002"_s)}));
    auto *list = child<widgets::FoundList>("foundScripts");
    const auto *shown = child<widgets::ScriptPane>("ghostScript");
    QVERIFY(shown->text().contains(u"'0002'"_s));
    QTest::keyClick(list, Qt::Key_Down);
    QVERIFY(shown->text().contains(u"'0003'"_s));
    QCOMPARE(child<QPushButton>("ghostsRestore")->text(), u"Restore 2 files"_s);
    m_page->setContent(found({script(u"0002"_s, u"0001"_s), script(u"0003"_s, u"0002"_s)}));
    QCOMPARE(list->currentRow(), 1); // what was chosen stays
    QVERIFY(list->item(1)->data(Qt::AccessibleTextRole).toString().contains(u"branch feature"_s));
}

void TestGhostPage::whatIsMissingLeavesTheStamp()
{
    m_page->setContent(foundNowhere());
    QVERIFY(child<QLabel>("ghostsTitle")->text().contains(u"found nowhere"_s));
    for (const char *button : {"ghostsRestore", "ghostsRollBack"}) {
        QVERIFY(!child<QPushButton>(button)->isEnabled());
        QVERIFY(child<QPushButton>(button)->toolTip().contains(u"0002 was found nowhere"_s));
    }
    QVERIFY(child<QPushButton>("ghostsStamp")->isEnabled());
    QVERIFY(textOf("ghostsStamp").startsWith(u"You say which revision"_s));
    child<widgets::FoundList>("foundScripts")->setCurrentRow(1);
    QVERIFY(child<widgets::ScriptPane>("ghostScript")->shownPath().isEmpty());
}

void TestGhostPage::theStampSaysWhatTheTableHolds_data()
{
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("one") << QStringList {u"0001"_s}
                         << u"Sets the version table to 0001 and runs nothing."_s;
    QTest::newRow("two") << QStringList {u"0001"_s, u"0007"_s}
                         << u"Sets the version table to 0001, 0007 and runs nothing."_s;
    QTest::newRow("none") << QStringList() << u"Empties the version table and runs nothing."_s;
}

void TestGhostPage::theStampSaysWhatTheTableHolds()
{
    QFETCH(const QStringList, rows);
    QFETCH(const QString, sentence);
    GhostPage::Content content = found({script(u"0002"_s, u"0001"_s)});
    content.stampRows = rows;
    m_page->setContent(content);
    QVERIFY2(textOf("ghostsStamp").startsWith(sentence), qPrintable(textOf("ghostsStamp")));
    QVERIFY(textOf("ghostsStamp").endsWith(u"stays: tables, columns, rows."_s));
}

QTEST_MAIN(TestGhostPage)
#include "tst_ghostpage.moc"
