// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/repository.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestRepository : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFolderOutsideAnyRepositoryHasNoFacts();
    void aFolderThatIsNotThereHasNoFacts();
    void aBranchWithoutACommitHasItsName();
    void aSubfolderBelongsToItsRepository();
    void aDetachedHeadHasNoBranch();
    void aBranchNameMayHaveSlashes();
    void aWorktreeIsItsOwnRoot();
    void aSubmoduleIsItsOwnRoot();
    void aRepositoryOfAnotherUserIsRead();
    void aLinkLeadsToTheRealRoot();
    void aDamagedRepositoryIsAnError();
    void aTrackedFileIsInTheIndex();
    void readingWritesNothing();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    // Runs the real git and gives what it prints.
    QString git(const QString &folder, const QStringList &arguments);
    void makeRepository(const QString &name);
    void commit(const QString &name);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRepository::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString TestRepository::git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
    environment.insert(u"GIT_CONFIG_NOSYSTEM"_s, u"1"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(path(folder));
    process.start(u"git"_s,
        QStringList {u"-c"_s, u"user.name=T"_s, u"-c"_s, u"user.email=t@example.org"_s, u"-c"_s,
            u"protocol.file.allow=always"_s}
            + arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
            process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

void TestRepository::makeRepository(const QString &name)
{
    QVERIFY(QDir(m_folder->path()).mkpath(name));
    git(name, {u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
}

void TestRepository::commit(const QString &name)
{
    git(name, {u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"one"_s});
}

void TestRepository::aFolderOutsideAnyRepositoryHasNoFacts()
{
    const Result<GitFacts> facts = readGit(m_folder->path());
    QVERIFY(facts);
    QCOMPARE(*facts, GitFacts());
}

void TestRepository::aFolderThatIsNotThereHasNoFacts()
{
    const Result<GitFacts> facts = readGit(path(u"absent"_s));
    QVERIFY(facts);
    QCOMPARE(*facts, GitFacts());
}

void TestRepository::aBranchWithoutACommitHasItsName()
{
    makeRepository(u"new"_s);
    const Result<GitFacts> facts = readGit(path(u"new"_s));
    QVERIFY(facts);
    QCOMPARE(facts->root, QFileInfo(path(u"new"_s)).canonicalFilePath());
    QCOMPARE(facts->branch, u"main"_s);
    QCOMPARE(facts->head, QString());
}

void TestRepository::aSubfolderBelongsToItsRepository()
{
    makeRepository(u"mono"_s);
    commit(u"mono"_s);
    QVERIFY(QDir(m_folder->path()).mkpath(u"mono/services/backend"_s));
    const Result<GitFacts> facts = readGit(path(u"mono/services/backend"_s));
    QVERIFY(facts);
    QCOMPARE(facts->root, QFileInfo(path(u"mono"_s)).canonicalFilePath());
    QCOMPARE(facts->branch, u"main"_s);
    QCOMPARE(facts->head, git(u"mono"_s, {u"rev-parse"_s, u"HEAD"_s}));
}

void TestRepository::aDetachedHeadHasNoBranch()
{
    makeRepository(u"r"_s);
    commit(u"r"_s);
    git(u"r"_s, {u"checkout"_s, u"-q"_s, u"--detach"_s});
    const Result<GitFacts> facts = readGit(path(u"r"_s));
    QVERIFY(facts);
    QCOMPARE(facts->branch, QString());
    QCOMPARE(facts->head, git(u"r"_s, {u"rev-parse"_s, u"HEAD"_s}));
}

void TestRepository::aBranchNameMayHaveSlashes()
{
    makeRepository(u"r"_s);
    commit(u"r"_s);
    git(u"r"_s, {u"checkout"_s, u"-q"_s, u"-b"_s, u"feature/čas"_s});
    const Result<GitFacts> facts = readGit(path(u"r"_s));
    QVERIFY(facts);
    QCOMPARE(facts->branch, u"feature/čas"_s);
}

void TestRepository::aWorktreeIsItsOwnRoot()
{
    makeRepository(u"r"_s);
    commit(u"r"_s);
    git(u"r"_s, {u"worktree"_s, u"add"_s, u"-q"_s, u"-b"_s, u"side"_s, path(u"side"_s)});
    const Result<GitFacts> facts = readGit(path(u"side"_s));
    QVERIFY(facts);
    QCOMPARE(facts->root, QFileInfo(path(u"side"_s)).canonicalFilePath());
    QCOMPARE(facts->branch, u"side"_s);
}

void TestRepository::aSubmoduleIsItsOwnRoot()
{
    makeRepository(u"inner"_s);
    commit(u"inner"_s);
    makeRepository(u"outer"_s);
    git(u"outer"_s, {u"submodule"_s, u"--quiet"_s, u"add"_s, path(u"inner"_s), u"sub"_s});
    const Result<GitFacts> facts = readGit(path(u"outer/sub"_s));
    QVERIFY(facts);
    QCOMPARE(facts->root, QFileInfo(path(u"outer/sub"_s)).canonicalFilePath());
    QCOMPARE(facts->head, git(u"inner"_s, {u"rev-parse"_s, u"HEAD"_s}));
}

// Only root can give files away; for others the test is that their own repository is read.
void TestRepository::aRepositoryOfAnotherUserIsRead()
{
    makeRepository(u"r"_s);
    if (::geteuid() == 0)
        QCOMPARE(QProcess::execute(u"chown"_s, {u"-R"_s, u"nobody"_s, path(u"r"_s)}), 0);
    const Result<GitFacts> facts = readGit(path(u"r"_s));
    QVERIFY2(facts, facts ? "" : qPrintable(facts.error().detail));
    QCOMPARE(facts->branch, u"main"_s);
}

void TestRepository::aLinkLeadsToTheRealRoot()
{
    makeRepository(u"r"_s);
    QVERIFY(QFile::link(path(u"r"_s), path(u"link"_s)));
    const Result<GitFacts> facts = readGit(path(u"link"_s));
    QVERIFY(facts);
    QCOMPARE(facts->root, QFileInfo(path(u"r"_s)).canonicalFilePath());
}

void TestRepository::aDamagedRepositoryIsAnError()
{
    makeRepository(u"r"_s);
    QFile config(path(u"r/.git/config"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("[core\nrepositoryformatversion = what");
    config.close();
    const Result<GitFacts> facts = readGit(path(u"r"_s));
    QVERIFY(!facts);
    QCOMPARE(facts.error().code, u"git"_s);
    QVERIFY(!facts.error().detail.isEmpty());
}

void TestRepository::aTrackedFileIsInTheIndex()
{
    makeRepository(u"r"_s);
    QVERIFY(QDir(path(u"r"_s)).mkpath(u"backend"_s));
    for (const QString &name : {u"backend/.env"_s, u"backend/.env.local"_s}) {
        QFile file(path(u"r/"_s + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(isTracked(path(u"r/backend/.env"_s)).value(), false);
    git(u"r"_s, {u"add"_s, u"backend/.env"_s});
    QCOMPARE(isTracked(path(u"r/backend/.env"_s)).value(), true);
    QCOMPARE(isTracked(path(u"r/backend/.env.local"_s)).value(), false);
    QCOMPARE(isTracked(m_folder->path() + u"/alone"_s).value(), false);
}

void TestRepository::readingWritesNothing()
{
    makeRepository(u"r"_s);
    commit(u"r"_s);
    const auto listing = [this] {
        QProcess find;
        find.start(u"find"_s, {path(u"r"_s), u"-printf"_s, u"%p %s %T@\\n"_s});
        find.waitForFinished();
        QList<QByteArray> lines = find.readAllStandardOutput().split('\n');
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    const QList<QByteArray> before = listing();
    QVERIFY(before.size() > 5);
    QVERIFY(readGit(path(u"r"_s)));
    QCOMPARE(listing(), before);
}

QTEST_GUILESS_MAIN(TestRepository)
#include "tst_repository.moc"
