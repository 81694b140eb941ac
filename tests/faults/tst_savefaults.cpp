// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A revision file is saved while the program is killed or its disk fails: the old text or the new
// one, never neither, and what fails is said.

#include "migrations/base/sourcefile.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

constexpr qsizetype size = 300'000;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isWhole(const QByteArray &text)
{
    return text == QByteArray(size, 'a') || text == QByteArray(size, 'b');
}

} // namespace

class TestSaveFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKilledProgramLeavesOneText();
    void aFailingDiskLeavesTheOldText_data();
    void aFailingDiskLeavesTheOldText();
    void aFileThatChangedIsLeft();
    void aLinkIsWrittenThrough();

private:
    QString file(const QTemporaryDir &folder) const { return folder.filePath(u"0001.py"_s); }
};

void TestSaveFaults::aKilledProgramLeavesOneText()
{
    const QTemporaryDir folder;
    QVERIFY(createSourceFile(file(folder), QByteArray(size, 'a')));
    for (int round = 0; round < 50; ++round) {
        QProcess saver;
        saver.start(QStringLiteral(FILE_SAVER), {file(folder)});
        QVERIFY(saver.waitForReadyRead());
        // A random moment: that it differs is the point of it.
        std::this_thread::sleep_for(
            std::chrono::microseconds(QRandomGenerator::global()->bounded(20'000)));
        saver.kill();
        QVERIFY(saver.waitForFinished());
        QVERIFY2(isWhole(contents(file(folder))), qPrintable(u"round %1"_s.arg(round)));
    }
    // What a killed program leaves beside it is nothing that Alembic would read.
    QCOMPARE(QDir(folder.path()).entryList({u"*.py"_s}, QDir::Files | QDir::Hidden),
        QStringList {u"0001.py"_s});
}

void TestSaveFaults::aFailingDiskLeavesTheOldText_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<bool>("saved"); // all the same
    QTest::newRow("full disk") << QByteArray("write") << QByteArray::number(ENOSPC) << false;
    QTest::newRow("short write") << QByteArray("write") << QByteArray("short") << true;
    QTest::newRow("no sync") << QByteArray("fsync") << QByteArray::number(EIO) << false;
    QTest::newRow("no opening") << QByteArray("open") << QByteArray::number(EACCES) << false;
}

void TestSaveFaults::aFailingDiskLeavesTheOldText()
{
    QFETCH(const QByteArray, call);
    QFETCH(const QByteArray, error);
    QFETCH(const bool, saved);
    const QTemporaryDir folder;
    QVERIFY(createSourceFile(file(folder), QByteArray(size, 'a')));
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LD_PRELOAD"_s, QStringLiteral(FAULTSHIM));
    environment.insert(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0"_s);
    environment.insert(u"FAULTSHIM_PATH"_s, folder.path());
    environment.insert(u"FAULTSHIM_CALL"_s, QString::fromLatin1(call));
    environment.insert(u"FAULTSHIM_ERROR"_s, QString::fromLatin1(error));
    environment.insert(u"FAULTSHIM_AT"_s, u"1"_s);
    QProcess saver;
    saver.setProcessEnvironment(environment);
    saver.start(QStringLiteral(FILE_SAVER), {file(folder), u"b"_s});
    QVERIFY(saver.waitForFinished());
    QCOMPARE(saver.exitCode(), saved ? 0 : 1);
    QCOMPARE(contents(file(folder)), QByteArray(size, saved ? 'b' : 'a'));
    QCOMPARE(saver.readAllStandardOutput().contains("it is as it was"), !saved);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestSaveFaults::aFileThatChangedIsLeft()
{
    const QTemporaryDir folder;
    QVERIFY(createSourceFile(file(folder), "theirs"));
    const Result<> saved = replaceUnchanged(file(folder), "as it was read", "mine");
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, u"changed_since"_s);
    QCOMPARE(contents(file(folder)), "theirs"_ba);
    QVERIFY(replaceUnchanged(file(folder), "theirs", "mine"));
    QCOMPARE(contents(file(folder)), "mine"_ba);
    QVERIFY(QFile::remove(file(folder)));
    QCOMPARE(replaceUnchanged(file(folder), "mine", "again").error().code, u"changed_since"_s);
    QVERIFY(!QFile::exists(file(folder)));
}

void TestSaveFaults::aLinkIsWrittenThrough()
{
    const QTemporaryDir folder;
    QVERIFY(createSourceFile(file(folder), "old"));
    const QString link = folder.filePath(u"link.py"_s);
    QVERIFY(QFile::link(file(folder), link));
    QVERIFY(replaceUnchanged(link, "old", "new"));
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(contents(file(folder)), "new"_ba);
}

QTEST_GUILESS_MAIN(TestSaveFaults)
#include "tst_savefaults.moc"
