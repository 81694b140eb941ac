// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/planpage.h"
#include "widgets/prompts.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::OperationKind;
using migrations::Tier;
using widgets::PlanPage;

namespace {

PlanPage::Content content(OperationKind kind, Tier tier)
{
    PlanPage::Content made;
    made.request.kind = kind;
    made.request.targets = {kind == OperationKind::Downgrade ? u"-1"_s : u"head"_s};
    made.request.plan.rowsBefore = {u"a"_s};
    made.request.plan.steps.push_back({migrations::Direction::Up, u"b"_s, {}, {}, {u"b"_s}});
    made.state.environmentName = u"live"_s;
    migrations::Environment environment;
    environment.name = u"live"_s;
    environment.tier = tier;
    environment.url = *migrations::DatabaseUrl::fromText(u"postgresql://me:secret@db1/shop"_s);
    made.state.project.environments = {environment};
    return made;
}

} // namespace

class TestPrompts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTierDecidesTheFriction_data();
    void theTierDecidesTheFriction();
    void productionRunsOnlyOnceTheNameIsTyped();
    void aRollBackSaysWhatIsLostAndCancelHasTheFocus();
    void theCommandLineIsTheSameOperation();
    void escapeGoesBack();

private:
    widgets::Theme m_theme {*qApp};
};

void TestPrompts::theTierDecidesTheFriction_data()
{
    QTest::addColumn<OperationKind>("kind");
    QTest::addColumn<Tier>("tier");
    QTest::addColumn<bool>("atOnce");
    QTest::addColumn<bool>("typedName");
    QTest::addColumn<bool>("warns");
    const auto up = OperationKind::Upgrade;
    const auto down = OperationKind::Downgrade;
    QTest::newRow("upgrade, development") << up << Tier::Development << true << false << false;
    QTest::newRow("upgrade, staging") << up << Tier::Staging << false << false << false;
    QTest::newRow("upgrade, production") << up << Tier::Production << false << true << false;
    QTest::newRow("roll back, development") << down << Tier::Development << false << false << true;
    QTest::newRow("roll back, staging") << down << Tier::Staging << false << false << true;
    QTest::newRow("roll back, production") << down << Tier::Production << false << true << true;
    QTest::newRow("stamp, development")
        << OperationKind::Stamp << Tier::Development << false << false << true;
}

void TestPrompts::theTierDecidesTheFriction()
{
    QFETCH(OperationKind, kind);
    QFETCH(Tier, tier);
    const PlanPage::Content made = content(kind, tier);
    const auto confirmation = widgets::confirmationFor(made.request, made.state);
    QTEST(widgets::runsAtOnce(made.request, made.state), "atOnce");
    QTEST(!confirmation.typedName.isEmpty(), "typedName");
    QTEST(!confirmation.warning.sentence.isEmpty(), "warns");
}

void TestPrompts::productionRunsOnlyOnceTheNameIsTyped()
{
    PlanPage page(m_theme);
    page.setContent(content(OperationKind::Upgrade, Tier::Production));
    page.show();
    auto *name = page.findChild<QLineEdit *>(u"typedName"_s);
    auto *run = page.findChild<QPushButton *>(u"planRun"_s);
    QSignalSpy asked(&page, &PlanPage::runRequested);
    QVERIFY(!run->isEnabled());
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(asked.count(), 0);
    QTest::keyClicks(name, u"sho"_s);
    QVERIFY(!run->isEnabled());
    QTest::keyClicks(name, u"p"_s);
    QVERIFY(run->isEnabled());
    QTest::mouseClick(run, Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

void TestPrompts::aRollBackSaysWhatIsLostAndCancelHasTheFocus()
{
    PlanPage page(m_theme);
    page.show();
    page.activateWindow();
    page.setContent(content(OperationKind::Downgrade, Tier::Development));
    QVERIFY(page.findChild<QWidget *>(u"planLoss"_s)->isVisible());
    QCOMPARE(page.findChild<QLabel *>(u"planTitle"_s)->text(), u"Roll back live: 1 step"_s);
    QCOMPARE(page.focusWidget(), page.findChild<QPushButton *>(u"planCancel"_s));
    QCOMPARE(page.findChild<QPushButton *>(u"planRun"_s)->property("role").toString(), u"danger"_s);
}

void TestPrompts::theCommandLineIsTheSameOperation()
{
    QCOMPARE(widgets::commandLineOf(content(OperationKind::Upgrade, Tier::Production)),
        u"spiritsafe migration run head --env live --confirm shop"_s);
    QCOMPARE(widgets::commandLineOf(content(OperationKind::Downgrade, Tier::Development)),
        u"spiritsafe migration rollback -1 --env live"_s);
}

void TestPrompts::escapeGoesBack()
{
    PlanPage page(m_theme);
    page.setContent(content(OperationKind::Upgrade, Tier::Staging));
    page.show();
    QSignalSpy back(&page, &PlanPage::backRequested);
    QTest::keyClick(page.focusWidget() ? page.focusWidget() : &page, Qt::Key_Escape);
    QCOMPARE(back.count(), 1);
}

QTEST_MAIN(TestPrompts)
#include "tst_prompts.moc"
