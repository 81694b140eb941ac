// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/demo/sampleproject.h"
#include "migrations/project/trust.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QString git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.start(u"git"_s, QStringList {u"-C"_s, folder} + arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

} // namespace

class TestSampleProject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsGitHistoryHasACommitForEachRevisionAndABranch()
    {
        const QTemporaryDir folder;
        QVERIFY(app::writeSampleFiles(folder.path(), u"postgresql:///shop"_s));
        const auto committed = app::commitSampleHistory(folder.path());
        QVERIFY2(committed, committed ? "" : qPrintable(committed.error().detail));
        QCOMPARE(git(folder.path(), {u"rev-list"_s, u"--count"_s, u"HEAD"_s}), u"41"_s);
        QCOMPARE(git(folder.path(), {u"rev-list"_s, u"--count"_s, u"main"_s}), u"37"_s);
        QCOMPARE(git(folder.path(), {u"branch"_s, u"--show-current"_s}), u"feature/refunds"_s);
        QCOMPARE(git(folder.path(), {u"status"_s, u"--porcelain"_s}), QString());
    }

    void itsDatabaseStandsFourRevisionsBeforeTheHead()
    {
        const tests::PrivateData data;
        migrations::NoProgress quiet;
        const auto sample = app::SampleProject::make(data.folder(), quiet);
        QVERIFY2(sample, sample ? "" : qPrintable(sample.error().message + sample.error().detail));
        auto files =
            migrations::readProjectState((*sample)->folder(), {.dataFolder = data.folder()}, quiet);
        QVERIFY(files);
        const migrations::ProjectState state = migrations::withDatabase(*files, quiet);
        QVERIFY(state.trusted);
        QCOMPARE(state.graph.problems().size(), 0U);
        QCOMPARE(state.graph.heads(), QStringList {app::sampleHead()});
        QCOMPARE(state.standing.current, QStringList {app::sampleStart()});
        QCOMPARE(state.standing.pending().size(), 4);
        QCOMPARE(state.project.git.branch, u"feature/refunds"_s);
    }

    void folderServerAndTrustGoWithIt()
    {
        const tests::PrivateData data;
        migrations::NoProgress quiet;
        auto sample = app::SampleProject::make(data.folder(), quiet);
        QVERIFY(sample);
        const QString folder = (*sample)->folder();
        const QString socket = (*sample)->server().socketFolder();
        QVERIFY(QFileInfo::exists(folder));
        sample->reset();
        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(!QFileInfo::exists(socket));
        QCOMPARE(migrations::TrustStore(data.folder()).trusted(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestSampleProject)
#include "tst_sampleproject.moc"
