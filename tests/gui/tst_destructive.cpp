// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/backupspage.h"
#include "widgets/closingdialog.h"
#include "widgets/destructivedialog.h"
#include "widgets/emptystate.h"
#include "widgets/prunedialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using migrations::Backup;
using migrations::Proof;
using migrations::Tier;
using widgets::BackupsPage;
using widgets::DestructiveDialog;

namespace {

DestructiveDialog::Content reset(Tier tier, const QString &typedName)
{
    DestructiveDialog::Content content;
    content.place = {tier, u"shop_staging on db-staging"_s};
    content.title = u"Reset schema"_s;
    content.question = u"Reset schema “public” of shop_staging?"_s;
    content.sentence = u"Everything in it goes."_s;
    content.goesSummary = u"31 tables, 1.5 M rows, 824 MB"_s;
    for (int i = 0; i < 31; ++i)
        content.goes.push_back({u"t%1"_s.arg(i), i, i * 1'000'000});
    content.goesOther = u"4 views"_s;
    content.stays = {u"Extensions citext"_s};
    content.staysNote = u"Nothing outside depends on what goes."_s;
    content.backup = DestructiveDialog::BackupOffer {true, false, u"about 9 s"_s};
    content.typedName = typedName;
    content.typedFor = u"reset its schema"_s;
    content.button = u"Reset schema"_s;
    content.buttonWithBackup = u"Back up and reset schema"_s;
    return content;
}

Backup backup(const QString &name, int daysAgo, Proof proof)
{
    Backup made;
    made.path = u"/backups/"_s + name;
    made.hasManifest = true;
    made.ended = QDateTime::currentDateTimeUtc().addDays(-daysAgo);
    made.bytes = 1'000'000;
    made.proof = proof;
    made.revisions = {u"c7e19a40b52d"_s};
    made.reason = u"by hand"_s;
    return made;
}

} // namespace

class TestDestructive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelHasTheFocusAndEnterNeverDestroys_data();
    void cancelHasTheFocusAndEnterNeverDestroys();
    void theButtonNeedsTheWholeName();
    void theLargestGoesFirstAndAllAreShownWhenAsked();
    void theButtonSaysWhetherItBacksUp();
    void aRequiredBackupCannotBeTakenAway();
    void whatIsRefusedCanBeUnlocked();
    void theWindowSaysTheTier();
    void everyControlHasAName();
    void theListTellsRevisionProofAndSize();
    void noBackupIsOneSentenceAndOneButton();
    void theChosenBackupIsRestoredOrProven();
    void nothingStartsWhileSomethingRuns();
    void pruneNamesWhatGoesAndKeepsTheNewestProven();
    void closingKeepsRunningByDefault();

private:
    template <typename Widget>
    static Widget *in(const QWidget &parent, const char *name)
    {
        return parent.findChild<Widget *>(QLatin1StringView(name));
    }
    static void open(QDialog &dialog)
    {
        dialog.open();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
    }
    widgets::Theme m_theme {*qApp};
};

void TestDestructive::cancelHasTheFocusAndEnterNeverDestroys_data()
{
    QTest::addColumn<QString>("typedName");
    QTest::addColumn<int>("key");
    for (const auto &[name, key] : {std::pair {"Return", Qt::Key_Return},
             std::pair {"Enter", Qt::Key_Enter}, std::pair {"Escape", Qt::Key_Escape}}) {
        QTest::addRow("%s, no name asked", name) << QString() << int(key);
        QTest::addRow("%s, name asked", name) << u"shop_staging"_s << int(key);
    }
}

void TestDestructive::cancelHasTheFocusAndEnterNeverDestroys()
{
    QFETCH(QString, typedName);
    QFETCH(int, key);
    DestructiveDialog dialog(m_theme, reset(Tier::Staging, typedName));
    open(dialog);
    QCOMPARE(
        dialog.focusWidget()->objectName(), typedName.isEmpty() ? u"cancel"_s : u"typedName"_s);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    if (!typedName.isEmpty())
        QTest::keyClicks(dialog.focusWidget(), typedName); // all of it: even then
    QVERIFY(in<QPushButton>(dialog, "yes")->isEnabled());
    QTest::keyClick(dialog.focusWidget(), Qt::Key(key));
    QCOMPARE(accepted.count(), 0);
    QVERIFY(!dialog.isVisible());
}

void TestDestructive::theButtonNeedsTheWholeName()
{
    DestructiveDialog dialog(m_theme, reset(Tier::Staging, u"shop_staging"_s));
    open(dialog);
    auto *name = in<QLineEdit>(dialog, "typedName");
    auto *yes = in<QPushButton>(dialog, "yes");
    auto *missing = in<QLabel>(dialog, "missing");
    QVERIFY(!yes->isEnabled());
    QTest::keyClicks(name, u"shop_st"_s);
    QVERIFY(!yes->isEnabled());
    QCOMPARE(missing->text(), u"The name is not complete yet."_s);
    QTest::keyClicks(name, u"x"_s);
    QCOMPARE(missing->text(), u"This is not the name of the database."_s);
    QVERIFY(missing->isVisible());
    QTest::keyClick(name, Qt::Key_Backspace);
    QTest::keyClicks(name, u"aging"_s);
    QVERIFY(yes->isEnabled());
    QVERIFY(missing->text().isEmpty());
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::mouseClick(yes, Qt::LeftButton);
    QCOMPARE(accepted.count(), 1);
}

void TestDestructive::theLargestGoesFirstAndAllAreShownWhenAsked()
{
    DestructiveDialog dialog(m_theme, reset(Tier::Staging, {}));
    auto *goes = in<widgets::GoesList>(dialog, "goes");
    QCOMPARE(goes->model()->rowCount(), 7);
    QCOMPARE(goes->model()->index(0, 0).data().toString(), u"t30"_s);
    auto *others = in<QLabel>(dialog, "goesOthers");
    QVERIFY2(
        others->text().startsWith(u"and 24 smaller tables, 4 views"_s), qPrintable(others->text()));
    Q_EMIT others->linkActivated(u"all"_s);
    QCOMPARE(goes->model()->rowCount(), 31);
    QVERIFY(!others->text().contains(u"smaller"_s));
}

void TestDestructive::theButtonSaysWhetherItBacksUp()
{
    DestructiveDialog dialog(m_theme, reset(Tier::Development, {}));
    open(dialog);
    auto *yes = in<QPushButton>(dialog, "yes");
    QCOMPARE(yes->text(), u"Back up and reset schema"_s);
    QVERIFY(dialog.backUpFirst());
    QTest::keyClick(in<QCheckBox>(dialog, "backUpFirst"), Qt::Key_Space);
    QCOMPARE(yes->text(), u"Reset schema"_s);
    QVERIFY(!dialog.backUpFirst());
}

void TestDestructive::aRequiredBackupCannotBeTakenAway()
{
    DestructiveDialog::Content content = reset(Tier::Production, u"shop"_s);
    content.backup->required = true;
    content.backup->checked = false;
    DestructiveDialog dialog(m_theme, content);
    open(dialog);
    QTest::mouseClick(in<QCheckBox>(dialog, "backUpFirst"), Qt::LeftButton);
    QVERIFY(dialog.backUpFirst());
}

void TestDestructive::whatIsRefusedCanBeUnlocked()
{
    DestructiveDialog::Content content = reset(Tier::Production, u"shop"_s);
    content.refusal = u"Reset is off on production."_s;
    content.unlockText = u"Unlock for ten minutes"_s;
    DestructiveDialog dialog(m_theme, content);
    open(dialog);
    QTest::keyClicks(in<QLineEdit>(dialog, "typedName"), u"shop"_s);
    QVERIFY(!in<QPushButton>(dialog, "yes")->isEnabled());
    QCOMPARE(in<QLabel>(dialog, "missing")->text(), content.refusal);
    QSignalSpy unlock(&dialog, &DestructiveDialog::unlockRequested);
    QTest::mouseClick(in<QPushButton>(dialog, "unlock"), Qt::LeftButton);
    QCOMPARE(unlock.count(), 1);
    dialog.setRefusal({});
    dialog.setNote(u"Unlocked for 9 min 59 s."_s);
    QVERIFY(in<QPushButton>(dialog, "yes")->isEnabled());
    QVERIFY(!in<QPushButton>(dialog, "unlock")->isVisible());
    QCOMPARE(in<QLabel>(dialog, "missing")->text(), u"Unlocked for 9 min 59 s."_s);
}

void TestDestructive::theWindowSaysTheTier()
{
    DestructiveDialog dialog(m_theme, reset(Tier::Staging, {}));
    QCOMPARE(dialog.windowTitle(), u"STAGING – Reset schema – Spiritsafe"_s);
    const QImage picture = dialog.grab().toImage();
    const QColor fill = m_theme.tokens().tier(Tier::Staging).fill;
    QCOMPARE(picture.pixelColor(picture.width() / 2, 4), fill); // the band
    QCOMPARE(picture.pixelColor(1, picture.height() / 2), fill); // the frame
}

void TestDestructive::everyControlHasAName()
{
    DestructiveDialog dialog(m_theme, reset(Tier::Staging, u"shop_staging"_s));
    open(dialog);
    for (const auto *widget : dialog.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const auto *label = qobject_cast<const QLabel *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                || (label && !label->text().isEmpty()),
            qPrintable(widget->objectName()));
    }
}

void TestDestructive::theListTellsRevisionProofAndSize()
{
    BackupsPage page(m_theme);
    BackupsPage::Content content;
    content.backups = {
        backup(u"b.dump"_s, 0, Proof::Compared), backup(u"a.dump"_s, 3, Proof::Readable)};
    Backup foreign;
    foreign.path = u"/backups/theirs.dump"_s;
    foreign.bytes = 10;
    content.backups.push_back(foreign);
    page.setContent(content);
    page.show();
    const auto *model = in<QTableView>(page, "backupList")->model();
    const auto text = [model](int row, int column) {
        return model->index(row, column).data().toString();
    };
    using Column = model::BackupModel::Column;
    QVERIFY(text(1, Column::MadeColumn).endsWith(u"3 days ago"_s));
    QCOMPARE(text(0, Column::RevisionColumn), u"c7e19a40b52d"_s);
    QCOMPARE(text(0, Column::ProofColumn), migrations::proofName(Proof::Compared));
    QCOMPARE(text(0, Column::SizeColumn), u"1.0 MB"_s);
    QCOMPARE(text(2, Column::ReasonColumn), u"not made by Spiritsafe"_s);
}

void TestDestructive::noBackupIsOneSentenceAndOneButton()
{
    BackupsPage page(m_theme);
    page.setContent({.database = u"shop"_s});
    page.show();
    QCOMPARE(
        in<QLabel>(page, "emptyStateText")->text(), u"There is no backup of this database yet."_s);
    QSignalSpy make(&page, &BackupsPage::makeRequested);
    QTest::mouseClick(in<QPushButton>(page, "emptyStateButton"), Qt::LeftButton);
    QCOMPARE(make.count(), 1);
    QVERIFY(!in<QPushButton>(page, "makeBackup")->isVisible()); // not twice
}

void TestDestructive::theChosenBackupIsRestoredOrProven()
{
    BackupsPage page(m_theme);
    page.setContent({.backups = {backup(u"b.dump"_s, 0, Proof::Readable),
                         backup(u"a.dump"_s, 3, Proof::Readable)}});
    page.show();
    QSignalSpy restore(&page, &BackupsPage::restoreRequested);
    QSignalSpy verify(&page, &BackupsPage::verifyRequested);
    QTest::keyClick(in<QTableView>(page, "backupList"), Qt::Key_Down);
    QTest::mouseClick(in<QPushButton>(page, "restoreBackup"), Qt::LeftButton);
    QTest::mouseClick(in<QPushButton>(page, "verifyBackup"), Qt::LeftButton);
    QCOMPARE(restore.front().front().value<Backup>().name(), u"a.dump"_s);
    QCOMPARE(verify.front().front().value<Backup>().name(), u"a.dump"_s);
}

void TestDestructive::nothingStartsWhileSomethingRuns()
{
    BackupsPage page(m_theme);
    page.setContent({.backups = {backup(u"b.dump"_s, 0, Proof::Readable)},
        .whyNot = u"an operation is running"_s});
    page.show();
    for (const char *name : {"makeBackup", "verifyBackup", "restoreBackup", "pruneBackups"}) {
        QVERIFY2(!in<QPushButton>(page, name)->isEnabled(), name);
        QCOMPARE(in<QPushButton>(page, name)->toolTip(), u"an operation is running"_s);
    }
}

void TestDestructive::pruneNamesWhatGoesAndKeepsTheNewestProven()
{
    const std::vector<Backup> backups {backup(u"c.dump"_s, 1, Proof::Checksummed),
        backup(u"b.dump"_s, 40, Proof::Checksummed), backup(u"a.dump"_s, 50, Proof::Checksummed)};
    widgets::PruneDialog dialog(m_theme, {Tier::Staging, u"shop"_s}, backups);
    open(dialog);
    auto *yes = in<QPushButton>(dialog, "yes");
    QCOMPARE(dialog.focusWidget()->objectName(), u"cancel"_s);
    QVERIFY(!yes->isEnabled()); // five newest are kept
    in<QSpinBox>(dialog, "keepNewest")->setValue(0);
    QCOMPARE(dialog.going().size(), std::size_t(2));
    QCOMPARE(yes->text(), u"Delete 2 backups"_s);
    in<QSpinBox>(dialog, "keepDays")->setValue(0);
    QCOMPARE(dialog.going().size(), std::size_t(2)); // never the newest proven one
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    QCOMPARE(dialog.result(), int(QDialog::Rejected));
}

void TestDestructive::closingKeepsRunningByDefault()
{
    widgets::ClosingDialog dialog(
        m_theme, {Tier::Production, u"shop on db1"_s}, u"Upgrade production to head"_s, nullptr);
    open(dialog);
    QCOMPARE(dialog.focusWidget()->objectName(), u"keepRunning"_s);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
    QCOMPARE(accepted.count(), 0);
    QVERIFY(!dialog.isVisible());
}

QTEST_MAIN(TestDestructive)
#include "tst_destructive.moc"
