// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/protection.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestProtection : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aMarkHoldsForItsDatabaseAlone()
    {
        const ProtectionStore store(m_folder->path());
        QVERIFY(store.save(u"postgresql 7 5"_s, {.marked = true, .backupAgeMinutes = 15}));
        QCOMPARE(store.load(u"postgresql 7 5"_s).value(),
            (Protection {.marked = true, .backupAgeMinutes = 15}));
        QCOMPARE(store.load(u"postgresql 7 6"_s).value(), Protection());
    }

    void anUnlockedDatabaseLocksAgainAfterTenMinutes()
    {
        const ProtectionStore store(m_folder->path());
        const QDateTime before = QDateTime::currentDateTimeUtc();
        QVERIFY(store.unlock(u"a"_s));
        const Protection read = store.load(u"a"_s).value();
        QVERIFY(read.unlocked(before.addSecs(9 * 60)));
        QVERIFY(!read.unlocked(QDateTime::currentDateTimeUtc().addSecs(10 * 60 + 1)));
        QVERIFY(!store.load(u"b"_s).value().unlocked(before));
    }

    void theMarkGoesWithADatabaseThatIsMadeAnew()
    {
        const ProtectionStore store(m_folder->path());
        QVERIFY(store.save(u"old"_s, {.marked = true}));
        QVERIFY(store.carryOver(u"old"_s, u"new"_s));
        QVERIFY(store.load(u"new"_s).value().marked);
    }

    void aFileThatCannotBeReadProtectsEverything()
    {
        QFile file(m_folder->path() + u"/protection.json"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"a\": {\"protec");
        file.close();
        const Result<Protection> read = ProtectionStore(m_folder->path()).load(u"a"_s);
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, u"protection"_s);
        // Nor is the torn file replaced by a whole one that has lost the marks.
        QVERIFY(!ProtectionStore(m_folder->path()).save(u"b"_s, {}));
    }
};

QTEST_GUILESS_MAIN(TestProtection)
#include "tst_protection.moc"
