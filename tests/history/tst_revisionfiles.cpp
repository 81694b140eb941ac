// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionfiles.h"
#include "tests/history/versionsfolder.h"

#include <QFileInfo>
#include <QtTest>

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

} // namespace

class TestRevisionFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<VersionsFolder>(); }
    void filesComeInAlembicsOrder();
    void subfoldersComeAfterTheirFoldersFiles();
    void namesThatAlembicPassesOverAreNotRead();
    void aLinkCountsAsItsTarget();
    void theSameFileTwiceIsReadOnceAndSaysSo();
    void anUnreadableFileIsAnEntryWithAProblem();
    void aCompiledFileWithoutSourceSaysSo();
    void manyFilesAreReadByManyThreadsInOrder();
    void cancellingStopsAndSaysSo();
    void oneFileIsReadByItself();

private:
    std::unique_ptr<VersionsFolder> m_folder;
};

void TestRevisionFiles::filesComeInAlembicsOrder()
{
    for (const auto &name :
        {u"b.py"_s, u"a.py"_s, u"B.py"_s, u"_c.py"_s, u"10.py"_s, u"9.py"_s, u"é.py"_s})
        m_folder->write(name, revisionScript("x", "y"));
    QCOMPARE(m_folder->names(),
        (QStringList {
            u"10.py"_s, u"9.py"_s, u"B.py"_s, u"_c.py"_s, u"a.py"_s, u"b.py"_s, u"é.py"_s}));
}

void TestRevisionFiles::subfoldersComeAfterTheirFoldersFiles()
{
    for (const auto &name :
        {u"z.py"_s, u"b/2.py"_s, u"b/a/1.py"_s, u"a/3.py"_s, u"__pycache__/no.py"_s})
        m_folder->write(name, revisionScript("x", "y"));
    QCOMPARE(m_folder->names(), QStringList {u"z.py"_s});
    m_folder->project.recursive = true;
    QCOMPARE(m_folder->names(), (QStringList {u"z.py"_s, u"a/3.py"_s, u"b/2.py"_s, u"b/a/1.py"_s}));
}

void TestRevisionFiles::namesThatAlembicPassesOverAreNotRead()
{
    for (const auto &name : {u"__init__.py"_s, u"__init__x.py"_s, u".#a.py"_s, u"a.pyc"_s,
             u"a.py~"_s, u"a.PY"_s, u"README"_s, u".a.py"_s, u"folder.py/x"_s})
        m_folder->write(name, revisionScript("x", "y"));
    QCOMPARE(m_folder->names(), QStringList {u".a.py"_s});
}

void TestRevisionFiles::aLinkCountsAsItsTarget()
{
    const QString target = m_folder->write(u"../elsewhere/target.py"_s, revisionScript("t", ""));
    m_folder->write(u"b.py"_s, revisionScript("b", "t"));
    QVERIFY(QFile::link(target, m_folder->path(u"a.py"_s)));
    QVERIFY(QFile::link(m_folder->path(u"nowhere.py"_s), m_folder->path(u"c.py"_s)));
    const std::vector<RevisionFile> files = m_folder->read();
    QCOMPARE(files.size(), size_t {3});
    QCOMPARE(files[0].path, QFileInfo(target).canonicalFilePath());
    QCOMPARE(files[0].id, u"t"_s);
    QCOMPARE(files[1].id, u"b"_s);
    QCOMPARE(files[2].problems.at(0).code, u"unreadable"_s);
}

void TestRevisionFiles::theSameFileTwiceIsReadOnceAndSaysSo()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    m_folder->write(u"sub/b.py"_s, revisionScript("b", "a"));
    m_folder->project.recursive = true;
    m_folder->project.versionLocations.append(m_folder->path(u"sub"_s));
    QVERIFY(QFile::link(m_folder->path(u"a.py"_s), m_folder->path(u"z.py"_s)));
    const std::vector<RevisionFile> files = m_folder->read();
    QCOMPARE(m_folder->names(), (QStringList {u"a.py"_s, u"sub/b.py"_s}));
    for (const RevisionFile &file : files) {
        QCOMPARE(file.problems.size(), size_t {1});
        QCOMPARE(file.problems[0].code, u"listed_twice"_s);
        QVERIFY(!file.problems[0].fatal);
    }
}

void TestRevisionFiles::anUnreadableFileIsAnEntryWithAProblem()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    QCOMPARE(mkfifo(QFile::encodeName(m_folder->path(u"pipe.py"_s)).constData(), 0600), 0);
    const std::vector<RevisionFile> files = m_folder->read();
    QCOMPARE(files.size(), size_t {2});
    QVERIFY(files[0].problems.empty());
    QCOMPARE(files[1].problems.at(0).code, u"unreadable"_s);
    QVERIFY(files[1].problems[0].fatal);
}

void TestRevisionFiles::aCompiledFileWithoutSourceSaysSo()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    for (const auto &name : {u"a.pyc"_s, u"b.pyc"_s, u"__pycache__/a.cpython-311.pyc"_s,
             u"__pycache__/c.cpython-311.pyc"_s})
        m_folder->write(name, "x");
    QCOMPARE(m_folder->read().size(), size_t {1});
    m_folder->project.sourceless = true;
    const std::vector<RevisionFile> files = m_folder->read();
    QCOMPARE(m_folder->names(),
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
        m_folder->write(QString::fromLatin1(id) + u".py"_s, revisionScript(id, ""));
    }
    const std::vector<RevisionFile> files = m_folder->read();
    QCOMPARE(files.size(), size_t {count});
    for (int i = 0; i < count; ++i) {
        QCOMPARE(files[static_cast<size_t>(i)].id, QString::number(10'000 + i));
        QCOMPARE(files[static_cast<size_t>(i)].message, u"Message of %1"_s.arg(10'000 + i));
    }
}

void TestRevisionFiles::cancellingStopsAndSaysSo()
{
    m_folder->write(u"a.py"_s, revisionScript("a", ""));
    Cancelled progress;
    const auto files = m_folder->read(progress);
    QVERIFY(!files);
    QCOMPARE(files.error().kind, ErrorKind::Cancelled);
    QVERIFY(!QFile::exists(m_folder->indexFile()));
}

void TestRevisionFiles::oneFileIsReadByItself()
{
    const QString path = m_folder->write(u"a.py"_s, revisionScript("a", "b"));
    QCOMPARE(readRevisionFile(path), m_folder->read(false).at(0));
    QCOMPARE(readRevisionFile(m_folder->path(u"no.py"_s)).problems.at(0).code, u"unreadable"_s);
}

QTEST_GUILESS_MAIN(TestRevisionFiles)
#include "tst_revisionfiles.moc"
