// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/memory.h"
#include "tests/project/folders.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

ProjectMemory sample()
{
    ProjectMemory memory;
    memory.configFile = u"/srv/shop/alembic.ini"_s;
    memory.interpreter = u"/srv/shop/.venv/bin/python"_s;
    memory.lastInterpreter = u"/usr/bin/python3"_s;
    memory.lastCandidates = {u"/usr/bin/python3"_s, u"/usr/bin/python3.12"_s};
    memory.versionTable = {u"versions"_s, u"app"_s};
    memory.versionTableKnown = true;
    memory.envPyStamp = u"12:34"_s;
    memory.tiers = {{u"default"_s, Tier::Staging}, {u"live"_s, Tier::Production}};
    memory.alembicVersion = u"1.8.1"_s;
    return memory;
}

const QFileDevice::Permissions othersMay = QFileDevice::ReadGroup | QFileDevice::WriteGroup
    | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther
    | QFileDevice::ExeOther;

} // namespace

class TestMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsRememberedAcrossStores();
    void nothingRememberedGivesDefaults();
    void aFileThatIsNoJsonGivesDefaults();
    void keysDoNotMeet();
    void aLinkAndItsTargetAreOneKey();
    void onlyTheUserMayRead();
    void aFolderThatCannotBeMadeIsAnError();
    void theDataFolderFollowsTheEnvironment();
};

void TestMemory::everythingIsRememberedAcrossStores()
{
    const Folder folder;
    QVERIFY(MemoryStore(folder.path(u"data"_s)).save(u"/srv/shop"_s, sample()));
    QCOMPARE(MemoryStore(folder.path(u"data"_s)).load(u"/srv/shop"_s), sample());
}

void TestMemory::nothingRememberedGivesDefaults()
{
    const Folder folder;
    QCOMPARE(MemoryStore(folder.path()).load(u"/srv/shop"_s), ProjectMemory {});
}

void TestMemory::aFileThatIsNoJsonGivesDefaults()
{
    const Folder folder;
    const MemoryStore store(folder.path());
    QVERIFY(store.save(u"/srv/shop"_s, sample()));
    QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    QFile file(files.next());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{");
    file.close();
    QCOMPARE(store.load(u"/srv/shop"_s), ProjectMemory {});
    QVERIFY(store.save(u"/srv/shop"_s, sample()));
    QCOMPARE(store.load(u"/srv/shop"_s), sample());
}

void TestMemory::keysDoNotMeet()
{
    const Folder folder;
    const MemoryStore store(folder.path());
    QVERIFY(store.save(u"/srv/shop"_s, sample()));
    QVERIFY(store.save(u"/srv/other"_s, ProjectMemory {}));
    QCOMPARE(store.load(u"/srv/shop"_s), sample());
    QCOMPARE(store.load(u"/srv/other"_s), ProjectMemory {});
}

void TestMemory::aLinkAndItsTargetAreOneKey()
{
    const Folder folder;
    QVERIFY(folder.make(u"shop"_s));
    QVERIFY(QFile::link(folder.path(u"shop"_s), folder.path(u"link"_s)));
    const MemoryStore store(folder.path(u"data"_s));
    QVERIFY(store.save(folder.path(u"link"_s), sample()));
    QCOMPARE(store.load(folder.path(u"shop"_s)), sample());
}

void TestMemory::onlyTheUserMayRead()
{
    const Folder folder;
    QVERIFY(MemoryStore(folder.path(u"data"_s)).save(u"/srv/shop"_s, sample()));
    QVERIFY(!(QFileInfo(folder.path(u"data"_s)).permissions() & othersMay));
    QDirIterator files(folder.path(u"data"_s), QDir::Files, QDirIterator::Subdirectories);
    int count = 0;
    for (; files.hasNext(); ++count)
        QVERIFY(!(QFileInfo(files.next()).permissions() & othersMay));
    QCOMPARE(count, 1);
}

void TestMemory::aFolderThatCannotBeMadeIsAnError()
{
    const Folder folder;
    QVERIFY(folder.write(u"file"_s, "x"));
    const Result<> saved = MemoryStore(folder.path(u"file/data"_s)).save(u"/srv/shop"_s, sample());
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::File);
    QVERIFY(saved.error().message.contains(folder.path(u"file"_s)));
}

void TestMemory::theDataFolderFollowsTheEnvironment()
{
    const Folder folder;
    qputenv("SPIRITSAFE_DATA", folder.path(u"mine"_s).toUtf8());
    QCOMPARE(dataFolder(), folder.path(u"mine"_s));
    QVERIFY(QFileInfo(folder.path(u"mine"_s)).isDir());
    QVERIFY(!(QFileInfo(folder.path(u"mine"_s)).permissions() & othersMay));
    QVERIFY(MemoryStore().save(u"/srv/shop"_s, sample()));
    QCOMPARE(MemoryStore(folder.path(u"mine"_s)).load(u"/srv/shop"_s), sample());
    qunsetenv("SPIRITSAFE_DATA");
    QVERIFY(dataFolder().endsWith(u"/spiritsafe"_s));
}

int main(int argc, char **argv)
{
    // The user's own data are no business of a test.
    const QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    const QCoreApplication application(argc, argv);
    TestMemory test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_memory.moc"
