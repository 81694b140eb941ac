// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backup.h"
#include "migrations/lifecycle/pgtools.h"
#include "tests/lifecycle/backupfixture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <tuple>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

// A backup that was cut, changed or wiped after it was made (fault plan, row 12).
class TestDamagedBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cutAtFortySizes();
    void flippedAtFortyBytes();
    void aWipedTail();
    void somethingAppended();

private:
    struct Count
    {
        int tried = 0;
        int refusedByReading = 0; // level 2
        int refused = 0; // level 3
    };
    void tryBytes(const QByteArray &bytes, Count &count);

    std::unique_ptr<QTemporaryDir> m_folder;
    Backup m_backup;
    QByteArray m_bytes;
    NoProgress m_quiet;
};

void TestDamagedBackup::initTestCase()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString url = TestServer::shared().freshDatabase();
    fillShop(url, 30'000);
    const Result<Backup> backup = makeBackup(requestFor(url, m_folder->path()), m_quiet);
    QVERIFY(backup);
    m_backup = *backup;
    QFile file(m_backup.path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_bytes = file.readAll();
    QVERIFY(m_bytes.size() > 500'000);
    QVERIFY(verifyBackup(m_backup, {}, m_quiet));
}

void TestDamagedBackup::tryBytes(const QByteArray &bytes, Count &count)
{
    QFile file(m_backup.path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    ++count.tried;
    const Result<Backup> read = readBackup(m_backup.path).and_then([&](const Backup &backup) {
        return verifyBackup(backup, {.level = Proof::Readable}, m_quiet);
    });
    const Result<Backup> summed = readBackup(m_backup.path).and_then([&](const Backup &backup) {
        return verifyBackup(backup, {}, m_quiet);
    });
    count.refusedByReading += read ? 0 : 1;
    count.refused += summed ? 0 : 1;
    if (!summed)
        QCOMPARE(summed.error().code, u"damaged"_s);
}

void TestDamagedBackup::cutAtFortySizes()
{
    Count count;
    for (int n = 0; n < 40; ++n)
        tryBytes(m_bytes.left(m_bytes.size() * n / 40), count);
    qInfo("cut: %d tried, %d refused by reading, %d refused", count.tried, count.refusedByReading,
        count.refused);
    QCOMPARE(count.refusedByReading, 40);
    QCOMPARE(count.refused, 40);
}

void TestDamagedBackup::flippedAtFortyBytes()
{
    Count count;
    for (int n = 0; n < 40; ++n) {
        QByteArray bytes = m_bytes;
        const qsizetype at = bytes.size() * n / 40 + n;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (n % 8)));
        tryBytes(bytes, count);
    }
    qInfo("flipped: %d tried, %d refused by reading, %d refused", count.tried,
        count.refusedByReading, count.refused);
    QCOMPARE(count.refused, 40);
}

void TestDamagedBackup::aWipedTail()
{
    Count count;
    for (const qsizetype tail : {64, 4'096, 100'000, 500'000}) {
        QByteArray bytes = m_bytes;
        bytes.replace(bytes.size() - tail, tail, QByteArray(tail, '\0'));
        QVERIFY(bytes != m_bytes);
        tryBytes(bytes, count);
    }
    QCOMPARE(count.refused, count.tried);
}

void TestDamagedBackup::somethingAppended()
{
    Count count;
    tryBytes(m_bytes + "garbage", count);
    QCOMPARE(count.refused, 1);
}

QTEST_GUILESS_MAIN(TestDamagedBackup)
#include "tst_damagedbackup.moc"
