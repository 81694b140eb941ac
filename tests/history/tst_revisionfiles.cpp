// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionfiles.h"
#include "migrations/history/revisionindex.h"

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

class Cancelled final : public Progress
{
public:
    void report(const Event &) override { }
    bool cancelled() override { return true; }
};

QByteArray script(const QByteArray &id, const QByteArray &down)
{
    return "\"\"\"Message of " + id
        + "\n\nCreate Date: 2026-11-22 10:42:07+02:00\n\"\"\"\nrevision = '" + id
        + "'\ndown_revision = " + (down.isEmpty() ? QByteArray("None") : "'" + down + "'")
        + "\nbranch_labels = ('\xC3\xA9', 'l')\ndepends_on = other.value\n";
}

QStringList namesOf(const std::vector<RevisionFile> &files, const QString &folder)
{
    QStringList names;
    for (const RevisionFile &file : files)
        names.append(QDir(folder).relativeFilePath(file.path));
    return names;
}

} // namespace

class TestRevisionFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void filesComeInAlembicsOrder();
    void subfoldersComeAfterTheirFoldersFiles();
    void namesThatAlembicPassesOverAreNotRead();
    void aLinkCountsAsItsTarget();
    void theSameFileTwiceIsReadOnceAndSaysSo();
    void anUnreadableFileIsAnEntryWithAProblem();
    void aCompiledFileWithoutSourceSaysSo();
    void manyFilesAreReadByManyThreadsInOrder();
    void cancellingStopsAndSaysSo();
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
    void oneFileIsReadByItself();

private:
    QString write(const QString &name, const QByteArray &content, qint64 secondsAgo = 60);
    void setAge(const QString &path, qint64 secondsAgo);
    std::vector<RevisionFile> read(bool useIndex = true);
    QString indexFile() const;
    QByteArray indexBytes() const;
    void forgetAge();

    std::unique_ptr<QTemporaryDir> m_folder;
    Project m_project;
};

void TestRevisionFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_project = {};
    m_project.config.file = m_folder->filePath(u"alembic.ini"_s);
    m_project.versionLocations = {m_folder->filePath(u"versions"_s)};
    QVERIFY(QDir().mkpath(m_project.versionLocations[0]));
}

void TestRevisionFiles::setAge(const QString &path, qint64 secondsAgo)
{
    const timespec time {::time(nullptr) - secondsAgo, 0};
    const std::array<timespec, 2> times {time, time};
    QCOMPARE(utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times.data(), 0), 0);
}

QString TestRevisionFiles::write(const QString &name, const QByteArray &content, qint64 secondsAgo)
{
    const QString path = m_folder->filePath(u"versions/"_s + name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("the test cannot write its file");
    file.close();
    setAge(path, secondsAgo);
    return path;
}

std::vector<RevisionFile> TestRevisionFiles::read(bool useIndex)
{
    NoProgress progress;
    const auto files = readRevisionFiles(
        m_project, {.useIndex = useIndex, .dataFolder = m_folder->filePath(u"data"_s)}, progress);
    return files ? *files : std::vector<RevisionFile> {};
}

QString TestRevisionFiles::indexFile() const
{
    return RevisionIndex::fileFor(m_folder->filePath(u"data"_s), m_project.config.file);
}

QByteArray TestRevisionFiles::indexBytes() const
{
    QFile file(indexFile());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A file just written has a young change time, which nothing can set back: wait until it is old
// enough to be trusted, watching the clock that the index goes by.
void TestRevisionFiles::forgetAge()
{
    const qint64 written = nowNanoseconds();
    QTRY_VERIFY_WITH_TIMEOUT(
        nowNanoseconds() > written + RevisionIndex::racyNanoseconds + 50'000'000, 10'000);
}

void TestRevisionFiles::filesComeInAlembicsOrder()
{
    for (const auto &name :
        {u"b.py"_s, u"a.py"_s, u"B.py"_s, u"_c.py"_s, u"10.py"_s, u"9.py"_s, u"é.py"_s})
        write(name, script("x", "y"));
    QCOMPARE(namesOf(read(), m_project.versionLocations[0]),
        (QStringList {
            u"10.py"_s, u"9.py"_s, u"B.py"_s, u"_c.py"_s, u"a.py"_s, u"b.py"_s, u"é.py"_s}));
}

void TestRevisionFiles::subfoldersComeAfterTheirFoldersFiles()
{
    for (const auto &name :
        {u"z.py"_s, u"b/2.py"_s, u"b/a/1.py"_s, u"a/3.py"_s, u"__pycache__/no.py"_s})
        write(name, script("x", "y"));
    QCOMPARE(namesOf(read(), m_project.versionLocations[0]), QStringList {u"z.py"_s});
    m_project.recursive = true;
    QCOMPARE(namesOf(read(), m_project.versionLocations[0]),
        (QStringList {u"z.py"_s, u"a/3.py"_s, u"b/2.py"_s, u"b/a/1.py"_s}));
}

void TestRevisionFiles::namesThatAlembicPassesOverAreNotRead()
{
    for (const auto &name : {u"__init__.py"_s, u"__init__x.py"_s, u".#a.py"_s, u"a.pyc"_s,
             u"a.py~"_s, u"a.PY"_s, u"README"_s, u".a.py"_s, u"folder.py/x"_s})
        write(name, script("x", "y"));
    QCOMPARE(namesOf(read(), m_project.versionLocations[0]), QStringList {u".a.py"_s});
}

void TestRevisionFiles::aLinkCountsAsItsTarget()
{
    const QString target = write(u"../elsewhere/target.py"_s, script("t", ""));
    write(u"b.py"_s, script("b", "t"));
    QVERIFY(QFile::link(target, m_folder->filePath(u"versions/a.py"_s)));
    QVERIFY(
        QFile::link(m_folder->filePath(u"nowhere.py"_s), m_folder->filePath(u"versions/c.py"_s)));
    const std::vector<RevisionFile> files = read();
    QCOMPARE(files.size(), size_t {3});
    QCOMPARE(files[0].path, QFileInfo(target).canonicalFilePath());
    QCOMPARE(files[0].id, u"t"_s);
    QCOMPARE(files[1].id, u"b"_s);
    QCOMPARE(files[2].problems.at(0).code, u"unreadable"_s);
}

void TestRevisionFiles::theSameFileTwiceIsReadOnceAndSaysSo()
{
    write(u"a.py"_s, script("a", ""));
    write(u"sub/b.py"_s, script("b", "a"));
    m_project.recursive = true;
    m_project.versionLocations.append(m_folder->filePath(u"versions/sub"_s));
    QVERIFY(QFile::link(
        m_folder->filePath(u"versions/a.py"_s), m_folder->filePath(u"versions/z.py"_s)));
    const std::vector<RevisionFile> files = read();
    QCOMPARE(
        namesOf(files, m_project.versionLocations[0]), (QStringList {u"a.py"_s, u"sub/b.py"_s}));
    for (const RevisionFile &file : files) {
        QCOMPARE(file.problems.size(), size_t {1});
        QCOMPARE(file.problems[0].code, u"listed_twice"_s);
        QVERIFY(!file.problems[0].fatal);
    }
}

void TestRevisionFiles::anUnreadableFileIsAnEntryWithAProblem()
{
    write(u"a.py"_s, script("a", ""));
    QCOMPARE(
        mkfifo(QFile::encodeName(m_folder->filePath(u"versions/pipe.py"_s)).constData(), 0600), 0);
    const std::vector<RevisionFile> files = read();
    QCOMPARE(files.size(), size_t {2});
    QVERIFY(files[0].problems.empty());
    QCOMPARE(files[1].problems.at(0).code, u"unreadable"_s);
    QVERIFY(files[1].problems[0].fatal);
}

void TestRevisionFiles::aCompiledFileWithoutSourceSaysSo()
{
    write(u"a.py"_s, script("a", ""));
    for (const auto &name : {u"a.pyc"_s, u"b.pyc"_s, u"__pycache__/a.cpython-311.pyc"_s,
             u"__pycache__/c.cpython-311.pyc"_s})
        write(name, "x");
    QCOMPARE(read().size(), size_t {1});
    m_project.sourceless = true;
    const std::vector<RevisionFile> files = read();
    QCOMPARE(namesOf(files, m_project.versionLocations[0]),
        (QStringList {u"a.py"_s, u"b.pyc"_s, u"__pycache__/c.cpython-311.pyc"_s}));
    QVERIFY(files[0].problems.empty());
    QCOMPARE(files[1].problems.at(0).code, u"compiled_only"_s);
    QCOMPARE(files[2].problems.at(0).code, u"compiled_only"_s);
}

void TestRevisionFiles::manyFilesAreReadByManyThreadsInOrder()
{
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i) {
        const QByteArray id = QByteArray::number(10'000 + i);
        write(QString::fromLatin1(id) + u".py"_s, script(id, ""));
    }
    const std::vector<RevisionFile> files = read();
    QCOMPARE(files.size(), size_t {count});
    for (int i = 0; i < count; ++i) {
        QCOMPARE(files[static_cast<size_t>(i)].id, QString::number(10'000 + i));
        QCOMPARE(files[static_cast<size_t>(i)].message, u"Message of %1"_s.arg(10'000 + i));
    }
}

void TestRevisionFiles::cancellingStopsAndSaysSo()
{
    write(u"a.py"_s, script("a", ""));
    Cancelled progress;
    const auto files = readRevisionFiles(
        m_project, {.useIndex = true, .dataFolder = m_folder->filePath(u"data"_s)}, progress);
    QVERIFY(!files);
    QCOMPARE(files.error().kind, ErrorKind::Cancelled);
    QVERIFY(!QFile::exists(indexFile()));
}

void TestRevisionFiles::theIndexGivesWhatReadingGave()
{
    write(u"a.py"_s, script("a", ""));
    write(u"b.py"_s, script("b", "a"));
    write(u"broken.py"_s,
        "\"\"\"表 😀\n\nCreate Date: 2026-11-22 10:42:07.123\"\"\"\nrevision = '\xC3\xA9'\nx = (\n");
    write(u"dates.py"_s,
        "'''Create Date: 2026-11-22 10:42:07Z'''\nrevision = 'd'\ndown_revision = ''\n");
    const std::vector<RevisionFile> first = read(false);
    forgetAge();
    QCOMPARE(read(), first); // writes the index
    QCOMPARE(read(), first);
}

// Its content is exchanged for another history's, which then shows.
void TestRevisionFiles::theIndexIsReallyUsed()
{
    const QString path = write(u"a.py"_s, script("a", ""));
    forgetAge();
    const std::vector<RevisionFile> files = read();
    std::vector<RevisionFile> others = files;
    others[0].message = u"from the index"_s;
    const RevisionListing listing = listRevisionFiles({m_project.versionLocations, false, false});
    FileStamp stamp;
    QCOMPARE(stampOf(AT_FDCWD, QFile::encodeName(path).constData(), stamp), 0);
    QVERIFY(RevisionIndex::save(indexFile(), m_project.config.file,
        {listing, std::span(&stamp, 1), others, nowNanoseconds()}));
    QCOMPARE(read(), others);
    QCOMPARE(read(false), files);
}

void TestRevisionFiles::aChangedFileIsReadAnew_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("replaced");
    QTest::addColumn<bool>("sameTime");
    QTest::newRow("longer") << script("aa", "") << false << false;
    QTest::newRow("as long, later") << script("b", "") << false << false;
    QTest::newRow("as long, modification time set back") << script("b", "") << false << true;
    QTest::newRow("another file of that length and time") << script("b", "") << true << true;
}

void TestRevisionFiles::aChangedFileIsReadAnew()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, replaced);
    QFETCH(bool, sameTime);
    const QString path = write(u"a.py"_s, script("a", ""), 1000);
    const QDateTime modified = QFileInfo(path).lastModified();
    write(u"other.py"_s, script("o", ""));
    forgetAge();
    read();
    const QString written = write(replaced ? u"a.tmp"_s : u"a.py"_s, content, 500);
    if (replaced)
        QCOMPARE(rename(qPrintable(written), qPrintable(path)), 0);
    if (sameTime) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(modified, QFileDevice::FileModificationTime));
    }
    const std::vector<RevisionFile> files = read();
    QCOMPARE(files, read(false));
    QVERIFY(files[0].id != u"a"_s);
}

// A change within the clock's tick leaves the stamp as it was: such an entry is not believed.
void TestRevisionFiles::aFileAsYoungAsTheIndexIsReadAnew()
{
    const QString path = write(u"a.py"_s, script("a", ""), 0);
    const std::vector<RevisionFile> files = read();
    std::vector<RevisionFile> others = files;
    others[0].message = u"from the index"_s;
    const RevisionListing listing = listRevisionFiles({m_project.versionLocations, false, false});
    FileStamp stamp;
    QCOMPARE(stampOf(AT_FDCWD, QFile::encodeName(path).constData(), stamp), 0);
    QVERIFY(RevisionIndex::save(indexFile(), m_project.config.file,
        {listing, std::span(&stamp, 1), others, stamp.changed + 1'900'000'000}));
    QCOMPARE(read(), files);
}

void TestRevisionFiles::addedAndRemovedFilesAreNoticed()
{
    for (const auto &name : {u"b.py"_s, u"d.py"_s, u"f.py"_s})
        write(name, script(name.left(1).toLatin1(), ""));
    forgetAge();
    read();
    write(u"a.py"_s, script("a", ""));
    write(u"e.py"_s, script("e", ""));
    QFile::remove(m_folder->filePath(u"versions/d.py"_s));
    QCOMPARE(namesOf(read(), m_project.versionLocations[0]),
        (QStringList {u"a.py"_s, u"b.py"_s, u"e.py"_s, u"f.py"_s}));
    QCOMPARE(read(), read(false));
}

void TestRevisionFiles::anUnchangedFolderLeavesTheIndexAlone()
{
    write(u"a.py"_s, script("a", ""));
    forgetAge();
    read();
    struct stat before = {};
    struct stat after = {};
    QCOMPARE(stat(qPrintable(indexFile()), &before), 0);
    read();
    QCOMPARE(stat(qPrintable(indexFile()), &after), 0);
    QCOMPARE(after.st_ino, before.st_ino);
    QFile::remove(m_folder->filePath(u"versions/a.py"_s));
    QVERIFY(read().empty());
    QCOMPARE(stat(qPrintable(indexFile()), &after), 0);
    QVERIFY(after.st_size < before.st_size);
}

void TestRevisionFiles::aDamagedIndexIsIgnored_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("length");
    QTest::newRow("version") << 21 << -1;
    QTest::newRow("middle") << 200 << -1;
    QTest::newRow("cut") << -1 << 100;
    QTest::newRow("empty") << -1 << 0;
    QTest::newRow("shorter than a checksum") << -1 << 5;
}

void TestRevisionFiles::aDamagedIndexIsIgnored()
{
    QFETCH(int, at);
    QFETCH(int, length);
    write(u"a.py"_s, script("a", ""));
    const std::vector<RevisionFile> files = read();
    QByteArray bytes = indexBytes();
    QVERIFY(bytes.size() > 200);
    if (at >= 0)
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
    if (length >= 0)
        bytes.truncate(length);
    QFile file(indexFile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    QCOMPARE(RevisionIndex::load(indexFile(), m_project.config.file).size(), size_t {0});
    QCOMPARE(read(), files);
    QCOMPARE(RevisionIndex::load(indexFile(), m_project.config.file).size(), size_t {1});
    QCOMPARE(RevisionIndex::load(indexFile(), u"/another/alembic.ini"_s).size(), size_t {0});
}

void TestRevisionFiles::theIndexIsForItsOwnerAlone()
{
    write(u"a.py"_s, script("a", ""));
    read();
    struct stat status = {};
    QCOMPARE(stat(qPrintable(indexFile()), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);
    QCOMPARE(QDir(QFileInfo(indexFile()).path()).entryList(QDir::Files).size(), 1);
}

void TestRevisionFiles::oneFileIsReadByItself()
{
    const QString path = write(u"a.py"_s, script("a", "b"));
    QCOMPARE(readRevisionFile(path), read(false).at(0));
    QCOMPARE(readRevisionFile(m_folder->filePath(u"no.py"_s)).problems.at(0).code, u"unreadable"_s);
}

QTEST_GUILESS_MAIN(TestRevisionFiles)
#include "tst_revisionfiles.moc"
