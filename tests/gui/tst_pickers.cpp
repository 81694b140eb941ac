// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/revisiontablemodel.h"
#include "tests/model/shophistory.h"
#include "widgets/environmentbutton.h"
#include "widgets/filterbar.h"
#include "widgets/projectbutton.h"
#include "widgets/welcomepage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Tier;
using widgets::EnvironmentButton;
using widgets::FilterBar;
using widgets::ProjectButton;
using widgets::Theme;
using widgets::WelcomePage;

namespace {

const std::vector<EnvironmentButton::Choice> &choices()
{
    static const std::vector<EnvironmentButton::Choice> list {
        {u"default"_s, Tier::Development, u"shop_dev"_s, u"localhost"_s, u"DATABASE_URL in .env"_s},
        {u"prod"_s, Tier::Production, u"shop_prod"_s, u"db1"_s, u"DATABASE_URL in .env.prod"_s}};
    return list;
}

QAction *action(const QWidget &widget, const QString &name)
{
    return widget.findChild<QAction *>(name);
}

} // namespace

// The widgets above and around the table: what they show, and what they ask for.
class TestPickers : public QObject
{
    Q_OBJECT
public:
    static Theme *theme;
private Q_SLOTS:
    void theEnvironmentIsNamedByTierDatabaseAndHost();
    void anEnvironmentIsChosenFromTheMenu();
    void aTierIsChosenFromTheMenu();
    void theProjectMenuOffersRecentOnes();
    void typingFilters();
    void groupsFilterAndCount();
    void downAndEscapeInTheFilter();
    void lettersFromTheTableAreAppended();
    void theWelcomePageAsksForAFolder();
    void aDroppedFolderIsOpened();
    void aDroppedFileIsNotAFolder();
    void recentProjectsAreOneClickAway();
    void theSampleIsOfferedOrNot();
};

Theme *TestPickers::theme = nullptr;

void TestPickers::theEnvironmentIsNamedByTierDatabaseAndHost()
{
    EnvironmentButton button(*theme);
    button.setEnvironments(choices(), u"prod"_s);
    QCOMPARE(button.current(), u"prod"_s);
    QCOMPARE(button.accessibleDescription(), u"production shop_prod db1"_s);
    QVERIFY(button.toolTip().contains(u"DATABASE_URL in .env.prod"_s));
    const int wide = button.sizeHint().width();
    button.setEnvironments({{u"a"_s, Tier::Staging, u"x"_s, {}, {}}}, u"a"_s);
    QVERIFY(button.sizeHint().width() < wide);
}

void TestPickers::anEnvironmentIsChosenFromTheMenu()
{
    EnvironmentButton button(*theme);
    button.setEnvironments(choices(), u"default"_s);
    QSignalSpy chosen(&button, &EnvironmentButton::environmentChosen);
    QVERIFY(action(button, u"environment-default"_s)->isChecked());
    action(button, u"environment-prod"_s)->trigger();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toString(), u"prod"_s);
}

void TestPickers::aTierIsChosenFromTheMenu()
{
    EnvironmentButton button(*theme);
    button.setEnvironments(choices(), u"default"_s);
    QSignalSpy chosen(&button, &EnvironmentButton::tierChosen);
    QVERIFY(action(button, u"tier-development"_s)->isChecked());
    action(button, u"tier-staging"_s)->trigger();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().value<Tier>(), Tier::Staging);
}

void TestPickers::theProjectMenuOffersRecentOnes()
{
    ProjectButton button(*theme);
    button.setProject(u"shop-api"_s, u"main"_s);
    button.setRecent({{u"billing"_s, u"/src/billing"_s}});
    QSignalSpy chosen(&button, &ProjectButton::projectChosen);
    QSignalSpy open(&button, &ProjectButton::openRequested);
    action(button, u"recent-/src/billing"_s)->trigger();
    action(button, u"openFolder"_s)->trigger();
    QCOMPARE(chosen.first().first().toString(), u"/src/billing"_s);
    QCOMPARE(open.count(), 1);
    QCOMPARE(button.accessibleDescription(), u"shop-api on branch main"_s);
}

void TestPickers::typingFilters()
{
    model::RevisionTableModel model;
    model::RevisionFilter filter;
    filter.setSourceModel(&model);
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    FilterBar bar(*theme, filter);
    QTest::keyClicks(bar.findChild<QLineEdit *>(u"filter"_s), u"refunds"_s);
    QCOMPARE(filter.rowCount(), 1);
    bar.clear();
    QCOMPARE(filter.rowCount(), model.rowCount());
}

void TestPickers::groupsFilterAndCount()
{
    model::RevisionTableModel model;
    model::RevisionFilter filter;
    filter.setSourceModel(&model);
    FilterBar bar(*theme, filter);
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopCurrent()}));
    bar.show();
    auto *pending = bar.findChild<QAbstractButton *>(u"groupPending"_s);
    QCOMPARE(pending->accessibleName(), u"Pending 2"_s);
    QTest::mouseClick(pending, Qt::LeftButton);
    QCOMPARE(filter.rowCount(), 2);
    QTest::mouseClick(bar.findChild<QAbstractButton *>(u"groupAll"_s), Qt::LeftButton);
    QCOMPARE(filter.rowCount(), model.rowCount());
    model.setState(tests::stateOf(tests::shopFiles(), {tests::shopHead()}));
    QCOMPARE(pending->accessibleName(), u"Pending 0"_s);
}

void TestPickers::downAndEscapeInTheFilter()
{
    model::RevisionTableModel model;
    model::RevisionFilter filter;
    filter.setSourceModel(&model);
    FilterBar bar(*theme, filter);
    auto *edit = bar.findChild<QLineEdit *>(u"filter"_s);
    QSignalSpy left(&bar, &FilterBar::leftDownwards);
    QTest::keyClicks(edit, u"abc"_s);
    QTest::keyClick(edit, Qt::Key_Down);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(left.count(), 2);
    QTest::keyClick(edit, Qt::Key_Escape);
    QCOMPARE(bar.text(), QString());
}

void TestPickers::lettersFromTheTableAreAppended()
{
    model::RevisionTableModel model;
    model::RevisionFilter filter;
    filter.setSourceModel(&model);
    FilterBar bar(*theme, filter);
    bar.type(u"r"_s);
    bar.type(u"e"_s);
    QCOMPARE(bar.text(), u"re"_s);
    QCOMPARE(filter.text(), u"re"_s);
}

void TestPickers::theWelcomePageAsksForAFolder()
{
    WelcomePage page(*theme);
    for (const QLabel *shown : page.findChildren<QLabel *>())
        QVERIFY2(shown->textFormat() == Qt::RichText || !shown->text().contains(u'<'),
            qPrintable(shown->text()));
    QSignalSpy open(&page, &WelcomePage::openRequested);
    QTest::mouseClick(page.findChild<QPushButton *>(u"welcomeOpen"_s), Qt::LeftButton);
    QCOMPARE(open.count(), 1);
}

void TestPickers::aDroppedFolderIsOpened()
{
    const QTemporaryDir folder;
    WelcomePage page(*theme);
    QSignalSpy dropped(&page, &WelcomePage::folderDropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder.path())});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&page, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&page, &drop);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.first().first().toString(), folder.path());
}

void TestPickers::aDroppedFileIsNotAFolder()
{
    WelcomePage page(*theme);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QApplication::applicationFilePath())});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&page, &enter);
    QVERIFY(!enter.isAccepted());
}

void TestPickers::recentProjectsAreOneClickAway()
{
    WelcomePage page(*theme);
    page.setRecent({{u"shop"_s, u"/src/shop"_s}, {u"billing"_s, u"/src/billing"_s}});
    QSignalSpy chosen(&page, &WelcomePage::projectChosen);
    QTest::mouseClick(page.findChild<QPushButton *>(u"recent-/src/billing"_s), Qt::LeftButton);
    QCOMPARE(chosen.first().first().toString(), u"/src/billing"_s);
}

void TestPickers::theSampleIsOfferedOrNot()
{
    WelcomePage page(*theme);
    page.show();
    QSignalSpy asked(&page, &WelcomePage::sampleRequested);
    auto *sample = page.findChild<QPushButton *>(u"welcomeSample"_s);
    QTest::mouseClick(sample, Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    page.setSampleBusy(u"Starting PostgreSQL…"_s);
    QVERIFY(!sample->isEnabled());
    page.setSampleOffered(false);
    QVERIFY(!page.findChild<QFrame *>(u"sampleCard"_s)->isVisible());
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme theme(application);
    TestPickers::theme = &theme;
    TestPickers test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pickers.moc"
