// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/reparent.h"
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
    void onlyTheParentChangesInItsBytes_data();
    void onlyTheParentChangesInItsBytes();
    void aBaseGetsAParent();
    void aParentThatIsNotPlainStays_data();
    void aParentThatIsNotPlainStays();

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

void TestRevisionFiles::onlyTheParentChangesInItsBytes_data()
{
    QTest::addColumn<QByteArray>("text"); // @ is the parent
    QTest::addColumn<QByteArray>("old");
    const QByteArray end = "revision = 'a'\ndown_revision = '@'\n";
    QTest::newRow("quotes") << end << QByteArray("old9");
    QTest::newRow("a longer one") << end << QByteArray("4f2a9c1d7e30");
    QTest::newRow("annotated") << QByteArray("revision: str = \"a\"\n"
                                             "down_revision: Union[str, None] = \"@\"  # why\n")
                               << QByteArray("old9");
    QTest::newRow("docstring") << "\"\"\"Add age\n\nRevision ID: a\nRevises: @\nCreate Date: "
                                  "2026-01-02\n\n\"\"\"\n"
            + end << QByteArray("old9");
    QTest::newRow("docstring of another")
        << "\"\"\"Add\n\nRevises: other\n\"\"\"\n" + end << QByteArray("old9");
    QTest::newRow("Windows") << "\xEF\xBB\xBF\"\"\"m\r\nRevises: @\r\n\"\"\"\r\n"
            + QByteArray(end).replace("\n", "\r\n")
                             << QByteArray("old9");
    QTest::newRow("Latin-1") << "# coding: latin-1\n# caf\xE9\n" + end + "x = '\xE9'\n"
                             << QByteArray("old9");
    QTest::newRow("odd bytes in a comment") << "# \xFF\n" + end << QByteArray("old9");
    QTest::newRow("no end of line") << end.chopped(1) << QByteArray("old9");
    QTest::newRow("said twice") << "down_revision = 'first'\n" + end << QByteArray("old9");
}

void TestRevisionFiles::onlyTheParentChangesInItsBytes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, old);
    const Result<QByteArray> found =
        withParent(u"/a.py"_s, QByteArray(text).replace("@", old), u"new1"_s);
    QVERIFY2(found, found ? "" : qPrintable(found.error().message));
    QCOMPARE(*found, text.replace("@", "new1"));
}

void TestRevisionFiles::aBaseGetsAParent()
{
    const Result<QByteArray> found = withParent(
        u"/a.py"_s, "'''m\n\nRevises: \n'''\nrevision = 'a'\ndown_revision = None\n", u"new1"_s);
    QVERIFY(found);
    QCOMPARE(
        *found, QByteArray("'''m\n\nRevises: new1\n'''\nrevision = 'a'\ndown_revision = 'new1'\n"));
}

void TestRevisionFiles::aParentThatIsNotPlainStays_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("code");
    QTest::newRow("merge") << QByteArray("('b', 'c')") << u"several_parents"_s;
    QTest::newRow("tuple of one") << QByteArray("('b',)") << u"not_plain"_s;
    QTest::newRow("computed") << QByteArray("parent()") << u"not_plain"_s;
    QTest::newRow("raw") << QByteArray("r'b'") << u"not_plain"_s;
    QTest::newRow("joined") << QByteArray("'b' 'c'") << u"not_plain"_s;
    QTest::newRow("escaped") << QByteArray("'\\x62'") << u"not_plain"_s;
    QTest::newRow("shared") << QByteArray("branch_labels = 'b'") << u"not_plain"_s;
}

void TestRevisionFiles::aParentThatIsNotPlainStays()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, code);
    const Result<QByteArray> found =
        withParent(u"/a.py"_s, "revision = 'a'\ndown_revision = " + value + '\n', u"new1"_s);
    QVERIFY(!found);
    QCOMPARE(found.error().code, code);
}

QTEST_GUILESS_MAIN(TestRevisionFiles)
#include "tst_revisionfiles.moc"
