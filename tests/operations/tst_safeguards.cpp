// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/safeguards.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using Ask = Safeguards::Backup;

namespace {

Safeguards on(Tier tier, Act act, bool losesData = true, bool marked = false)
{
    return safeguardsFor({.act = act,
        .tier = tier,
        .protection = {.marked = marked},
        .databaseName = u"shop"_s,
        .losesData = losesData});
}

} // namespace

class TestSafeguards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void developmentAsksOnlyWhereSomethingCanBeLost()
    {
        QVERIFY(!on(Tier::Development, Act::Upgrade).question);
        QCOMPARE(on(Tier::Development, Act::Downgrade, false).backup, Ask::None);
        QCOMPARE(on(Tier::Development, Act::Downgrade, true).backup, Ask::Offered);
        QVERIFY(on(Tier::Development, Act::Downgrade, true).question);
        QVERIFY(on(Tier::Development, Act::Reset).question);
        QCOMPARE(on(Tier::Development, Act::Reset).typedName, QString());
        QCOMPARE(on(Tier::Development, Act::Reset).backup, Ask::Offered);
        QVERIFY(!on(Tier::Development, Act::Reset).unlock);
    }

    void stagingAsksForTheNameWhereDataIsReplaced()
    {
        for (const Act act : {Act::Reset, Act::Recreate, Act::Restore, Act::DropKept})
            QCOMPARE(on(Tier::Staging, act).typedName, u"shop"_s);
        QCOMPARE(on(Tier::Staging, Act::Upgrade).typedName, QString());
        QVERIFY(on(Tier::Staging, Act::Upgrade).question);
        QVERIFY(!on(Tier::Staging, Act::Reset).unlock);
    }

    void productionAsksForTheNameABackupAndAnUnlockedLock()
    {
        const Safeguards reset = on(Tier::Production, Act::Reset);
        QCOMPARE(reset.typedName, u"shop"_s);
        QCOMPARE(reset.backup, Ask::Required);
        QCOMPARE(reset.proof, Proof::Compared);
        QCOMPARE(reset.backupAgeMinutes, 60);
        QVERIFY(reset.unlock);
        QVERIFY(on(Tier::Production, Act::Recreate).unlock);
        QVERIFY(!on(Tier::Production, Act::Upgrade).unlock);
        QCOMPARE(on(Tier::Production, Act::Upgrade).backup, Ask::Wanted);
        QCOMPARE(on(Tier::Production, Act::Downgrade, true).backup, Ask::Required);
        QCOMPARE(on(Tier::Production, Act::Downgrade, false).backup, Ask::Wanted);
    }

    void aProtectedDatabaseIsProductionWhateverItsTier()
    {
        for (const Tier tier : {Tier::Development, Tier::Staging}) {
            for (const Act act : {Act::Upgrade, Act::Downgrade, Act::Restore, Act::Reset})
                QCOMPARE(on(tier, act, true, true), on(Tier::Production, act));
        }
    }

    void aBackupIsNeverAskedAbout()
    {
        for (const Tier tier : {Tier::Development, Tier::Staging, Tier::Production})
            QCOMPARE(on(tier, Act::Backup), Safeguards());
    }
};

QTEST_GUILESS_MAIN(TestSafeguards)
#include "tst_safeguards.moc"
