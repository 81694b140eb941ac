// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/banner.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using widgets::Banner;
using widgets::Theme;

class TestBanner : public QObject
{
    Q_OBJECT
public:
    static Theme *theme;
private Q_SLOTS:
    void withNothingToSayItIsNotThere();
    void aButtonGivesItsId();
    void theVerbatimIsFoldedUntilAskedFor();
    void textIsNeverMarkup();
    void buttonsKeepTheirFocusWhileTheTextChanges();
    void aNarrowBannerWrapsInsteadOfCutting();
    void itSaysItselfToScreenReaders();
};

Theme *TestBanner::theme = nullptr;

void TestBanner::withNothingToSayItIsNotThere()
{
    QWidget parent;
    Banner banner(*theme, &parent);
    parent.show();
    QVERIFY(!banner.isVisible());
    banner.setContent({Banner::Kind::Info, u"2 revisions pending"_s, {}, {}, {}});
    QVERIFY(banner.isVisible());
    banner.clear();
    QVERIFY(!banner.isVisible());
}

void TestBanner::aButtonGivesItsId()
{
    Banner banner(*theme);
    banner.setContent({Banner::Kind::Pending, u"2 revisions pending"_s, {}, {},
        {{u"plan"_s, u"Show plan"_s}, {u"upgrade"_s, u"Upgrade to head"_s, true}}});
    QSignalSpy clicked(&banner, &Banner::buttonClicked);
    QTest::mouseClick(banner.findChild<QPushButton *>(u"upgrade"_s), Qt::LeftButton);
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked.first().first().toString(), u"upgrade"_s);
    banner.setContent({Banner::Kind::Info, u"Nothing to do"_s, {}, {}, {}});
    QTRY_VERIFY(!banner.findChild<QPushButton *>(u"upgrade"_s));
}

void TestBanner::theVerbatimIsFoldedUntilAskedFor()
{
    Banner banner(*theme);
    banner.setContent({Banner::Kind::Danger, u"The upgrade was rolled back"_s, {},
        u"ERROR:  relation \"x\" does not exist"_s, {}});
    auto *verbatim = banner.findChild<QPlainTextEdit *>(u"bannerVerbatim"_s);
    auto *details = banner.findChild<QPushButton *>(u"bannerDetails"_s);
    QVERIFY(!verbatim->isVisible());
    QTest::mouseClick(details, Qt::LeftButton);
    QVERIFY(verbatim->isVisible());
    QCOMPARE(verbatim->toPlainText(), u"ERROR:  relation \"x\" does not exist"_s);
    QTest::mouseClick(details, Qt::LeftButton);
    QVERIFY(!verbatim->isVisible());
}

void TestBanner::textIsNeverMarkup()
{
    Banner banner(*theme);
    banner.setContent({Banner::Kind::Danger, u"Column <b>x</b> & `y<i>`"_s, {}, {}, {}});
    const QString html = banner.findChild<QLabel *>(u"bannerText"_s)->text();
    QVERIFY(html.contains(u"&lt;b&gt;x&lt;/b&gt; &amp; "_s));
    QVERIFY(html.contains(u"y&lt;i&gt;</span>"_s));
}

void TestBanner::buttonsKeepTheirFocusWhileTheTextChanges()
{
    Banner banner(*theme);
    Banner::Content content {
        Banner::Kind::Running, u"Upgrading"_s, u"1 s"_s, {}, {{u"cancel"_s, u"Cancel"_s}}};
    banner.setContent(content);
    auto *cancel = banner.findChild<QPushButton *>(u"cancel"_s);
    content.detail = u"2 s"_s;
    banner.setContent(content);
    QCOMPARE(banner.findChild<QPushButton *>(u"cancel"_s), cancel);
    QVERIFY(banner.findChild<QLabel *>(u"bannerText"_s)->text().contains(u"2 s"_s));
}

void TestBanner::aNarrowBannerWrapsInsteadOfCutting()
{
    Banner banner(*theme);
    banner.setContent({Banner::Kind::Danger, u"The database cannot be reached"_s,
        u"Connection refused on port 5432 of localhost; is PostgreSQL running there?"_s, {},
        {{u"again"_s, u"Try again"_s}}});
    QVERIFY(banner.heightForWidth(320) > banner.heightForWidth(1200));
    QVERIFY(banner.minimumHeight() >= 42);
}

void TestBanner::itSaysItselfToScreenReaders()
{
    Banner banner(*theme);
    banner.setContent({Banner::Kind::Caution, u"Two heads"_s, u"merge or rebase"_s, {}, {}});
    QCOMPARE(banner.accessibleDescription(), u"Two heads merge or rebase"_s);
    QVERIFY(!banner.accessibleName().isEmpty());
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme theme(application);
    TestBanner::theme = &theme;
    TestBanner test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_banner.moc"
