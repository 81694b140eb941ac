// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/headerindex.h"
#include "tests/history/versionsfolder.h"

#include <QDir>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestHeaderIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<VersionsFolder>(); }
    void theIndexGivesWhatReadingGave();
    void theIndexIsReallyUsed();
    void aChangedFileIsReadAnew_data();
    void aChangedFileIsReadAnew();
    void aFileAsYoungAsTheIndexIsReadAnew();
    void addedAndRemovedFilesAreNoticed();
    void anUnchangedFolderLeavesTheIndexAlone();
    void aDamagedIndexIsIgnored_data();
    void aDamagedIndexIsIgnored();
    void theIndexIsForItsOwnerAlone();

private:
    std::unique_ptr<VersionsFolder> m_folder;
};

void TestHeaderIndex::theIndexGivesWhatReadingGave()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    m_folder->write(u"b.py"_s, revisionScript("b", "a"));
    m_folder->write(u"broken.py"_s,
        "\"\"\"表 😀\n\nCreate Date: 2026-11-22 10:42:07.123\"\"\"\nrevision = '\xC3\xA9'\nx = (\n");
    m_folder->write(u"dates.py"_s,
        "'''Create Date: 2026-11-22 10:42:07Z'''\nrevision = 'd'\ndown_revision = ''\n");
    const std::vector<RevisionFile> first = m_folder->read(false);
    QVERIFY(m_folder->waitUntilOld());
    QCOMPARE(m_folder->read(), first); // writes the index
    QCOMPARE(m_folder->read(), first);
}

void TestHeaderIndex::theIndexIsReallyUsed()
{
    const QString path = m_folder->write(u"a.py"_s, revisionScript("a", ""));
    QVERIFY(m_folder->waitUntilOld());
    const std::vector<RevisionFile> files = m_folder->read();
    std::vector<RevisionFile> others = files;
    others[0].message = u"from the index"_s;
    const RevisionListing listing =
        listRevisionFiles({m_folder->project.versionLocations, false, false});
    FileStamp stamp;
    QCOMPARE(stampOf(AT_FDCWD, QFile::encodeName(path).constData(), stamp), 0);
    QVERIFY(HeaderIndex::save(m_folder->indexFile(), m_folder->project.config.file,
        {listing, std::span(&stamp, 1), others, nowNanoseconds()}));
    QCOMPARE(m_folder->read(), others);
    QCOMPARE(m_folder->read(false), files);
}

void TestHeaderIndex::aChangedFileIsReadAnew_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("replaced");
    QTest::addColumn<bool>("sameTime");
    QTest::newRow("longer") << revisionScript("aa", "") << false << false;
    QTest::newRow("as long, later") << revisionScript("b", "") << false << false;
    QTest::newRow("as long, modification time set back")
        << revisionScript("b", "") << false << true;
    QTest::newRow("another file of that length and time")
        << revisionScript("b", "") << true << true;
}

void TestHeaderIndex::aChangedFileIsReadAnew()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, replaced);
    QFETCH(bool, sameTime);
    const QString path = m_folder->write(u"a.py"_s, revisionScript("a", ""), 1000);
    const QDateTime modified = QFileInfo(path).lastModified();
    m_folder->write(u"other.py"_s, revisionScript("o", ""));
    QVERIFY(m_folder->waitUntilOld());
    m_folder->read();
    const QString written = m_folder->write(replaced ? u"a.tmp"_s : u"a.py"_s, content, 500);
    if (replaced)
        QCOMPARE(rename(qPrintable(written), qPrintable(path)), 0);
    if (sameTime) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(modified, QFileDevice::FileModificationTime));
    }
    const std::vector<RevisionFile> files = m_folder->read();
    QCOMPARE(files, m_folder->read(false));
    QVERIFY(files[0].id != u"a"_s);
}

void TestHeaderIndex::aFileAsYoungAsTheIndexIsReadAnew()
{
    const QString path = m_folder->write(u"a.py"_s, revisionScript("a", ""), 0);
    const std::vector<RevisionFile> files = m_folder->read();
    std::vector<RevisionFile> others = files;
    others[0].message = u"from the index"_s;
    const RevisionListing listing =
        listRevisionFiles({m_folder->project.versionLocations, false, false});
    FileStamp stamp;
    QCOMPARE(stampOf(AT_FDCWD, QFile::encodeName(path).constData(), stamp), 0);
    QVERIFY(HeaderIndex::save(m_folder->indexFile(), m_folder->project.config.file,
        {listing, std::span(&stamp, 1), others, stamp.changed + 1'900'000'000}));
    QCOMPARE(m_folder->read(), files);
}

void TestHeaderIndex::addedAndRemovedFilesAreNoticed()
{
    for (const auto &name : {u"b.py"_s, u"d.py"_s, u"f.py"_s})
        m_folder->write(name, revisionScript(name.left(1).toLatin1(), ""));
    QVERIFY(m_folder->waitUntilOld());
    m_folder->read();
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    m_folder->write(u"e.py"_s, revisionScript("e", ""));
    QFile::remove(m_folder->path(u"d.py"_s));
    QCOMPARE(m_folder->names(), (QStringList {u"a.py"_s, u"b.py"_s, u"e.py"_s, u"f.py"_s}));
    QCOMPARE(m_folder->read(), m_folder->read(false));
}

void TestHeaderIndex::anUnchangedFolderLeavesTheIndexAlone()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    QVERIFY(m_folder->waitUntilOld());
    m_folder->read();
    struct stat before = {};
    struct stat after = {};
    QCOMPARE(stat(qPrintable(m_folder->indexFile()), &before), 0);
    m_folder->read();
    QCOMPARE(stat(qPrintable(m_folder->indexFile()), &after), 0);
    QCOMPARE(after.st_ino, before.st_ino);
    QFile::remove(m_folder->path(u"a.py"_s));
    QVERIFY(m_folder->read().empty());
    QCOMPARE(stat(qPrintable(m_folder->indexFile()), &after), 0);
    QVERIFY(after.st_size < before.st_size);
}

void TestHeaderIndex::aDamagedIndexIsIgnored_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("length");
    QTest::newRow("version") << 21 << -1;
    QTest::newRow("middle") << 200 << -1;
    QTest::newRow("cut") << -1 << 100;
    QTest::newRow("empty") << -1 << 0;
    QTest::newRow("shorter than a checksum") << -1 << 5;
}

void TestHeaderIndex::aDamagedIndexIsIgnored()
{
    QFETCH(int, at);
    QFETCH(int, length);
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    const std::vector<RevisionFile> files = m_folder->read();
    QFile index(m_folder->indexFile());
    QVERIFY(index.open(QIODevice::ReadOnly));
    QByteArray bytes = index.readAll();
    QVERIFY(bytes.size() > 200);
    if (at >= 0)
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
    if (length >= 0)
        bytes.truncate(length);
    QFile file(m_folder->indexFile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    QCOMPARE(
        HeaderIndex::load(m_folder->indexFile(), m_folder->project.config.file).size(), size_t {0});
    QCOMPARE(m_folder->read(), files);
    QCOMPARE(
        HeaderIndex::load(m_folder->indexFile(), m_folder->project.config.file).size(), size_t {1});
    QCOMPARE(
        HeaderIndex::load(m_folder->indexFile(), u"/another/alembic.ini"_s).size(), size_t {0});
}

void TestHeaderIndex::theIndexIsForItsOwnerAlone()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    m_folder->read();
    struct stat status = {};
    QCOMPARE(stat(qPrintable(m_folder->indexFile()), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);
    QCOMPARE(QDir(QFileInfo(m_folder->indexFile()).path()).entryList(QDir::Files).size(), 1);
}

QTEST_GUILESS_MAIN(TestHeaderIndex)
#include "tst_headerindex.moc"
