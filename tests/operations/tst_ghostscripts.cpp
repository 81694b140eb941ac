// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/ghostscripts.h"
#include "tests/operations/ghostfixture.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

const QString databaseUrl = u"sqlite:///app.db"_s;

QStringList ghostFolders(const PrivateData &data)
{
    return QDir(data.folder() + u"/ghosts"_s).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
}
#define HAS(result) QVERIFY2(result, qPrintable((result) ? QString() : (result).error().message))

} // namespace

// The private folder that the scripts of ghosts are run from.
class TestGhostScripts : public QObject
{
    Q_OBJECT
    PrivateData m_data;

private Q_SLOTS:
    void theFolderIsPrivateAndGoesWithTheState();
    void theFolderOfAKilledProgramGoes();
    void twoFilesOfOneNameAreBothThere();
};

void TestGhostScripts::theFolderIsPrivateAndGoesWithTheState()
{
    const AlembicProject project(databaseUrl);
    project.write(script(u"1"_s, {}));
    makeGhosts(project, {script(u"g"_s, {u"1"_s})});
    QString folder;
    {
        const Result<GhostRollback> wanted = planned(project);
        HAS(wanted);
        const ProjectState copy = wanted->state;
        folder = copy.ghostScripts->folder();
        QCOMPARE(QFileInfo(folder).permissions()
                & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
            QFile::Permissions());
        QVERIFY(QFileInfo(copy.graph.find(u"g"_s)->file).isFile());
        GhostScripts::removeAbandoned(m_data.folder()); // it has its owner
        QVERIFY(QFileInfo(folder).isDir());
    }
    QVERIFY(!QFileInfo::exists(folder));
    QCOMPARE(ghostFolders(m_data), QStringList());
}

void TestGhostScripts::theFolderOfAKilledProgramGoes()
{
    const QDir ghosts(m_data.folder() + u"/ghosts"_s);
    QVERIFY(ghosts.mkpath(u"left/__pycache__"_s));
    QFile script(ghosts.filePath(u"left/g.py"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.close();
    QFile lock(ghosts.filePath(u"left.lock"_s)); // nobody holds it
    QVERIFY(lock.open(QIODevice::WriteOnly));
    const AlembicProject project(databaseUrl);
    project.write(tests::script(u"1"_s, {}));
    upgrade(project); // any operation
    QCOMPARE(ghostFolders(m_data), QStringList());
}

void TestGhostScripts::twoFilesOfOneNameAreBothThere()
{
    const QByteArray first = "revision = 'a'\ndown_revision = None\n";
    const QByteArray second = "revision = 'b'\ndown_revision = 'a'\n";
    const FoundScript one {.revision = u"a"_s, .name = u"x.py"_s, .text = first};
    const FoundScript other {.revision = u"b"_s, .name = u"x.py"_s, .text = second};
    const auto written = GhostScripts::write({one, other}, m_data.folder());
    HAS(written);
    QCOMPARE(
        QDir((*written)->folder()).entryList(QDir::Files), (QStringList {u"b_x.py"_s, u"x.py"_s}));
    QCOMPARE((*written)->scripts().front().text, second);
}

QTEST_GUILESS_MAIN(TestGhostScripts)
#include "tst_ghostscripts.moc"
