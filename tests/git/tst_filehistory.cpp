// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/filehistory.h"
#include "migrations/git/filestates.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestFileHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void outsideARepositoryNothingIsKnown();
    void eachStateIsNamed();
    void aFileThatABranchOfARemoteHasIsPushed();
    void aPushedFileThatWasCommittedAgainIsNot();
    void theFolderMayBeReachedThroughALink();
    void theLastCommitIsTheOneThatGaveTheText();
    void aMergeIsNobodysChange();
    void theEndOfAShallowCloneIsNotGuessed();
    void aFileThatChangedBackBelongsToTheOneWhoChangedItBack();
    void readingTheHistoryCanBeCancelled();
    void everyVersionOfAFileIsFoundNewestFirst();
    void aRenamedFileKeepsItsVersions();
    void theTextOfACommitIsItsBytes();
    void theMergeBaseIsWhereTheBranchLeftMain();
    void changedFilesAreWhatACommitCouldTake();

private:
    QString path(const QString &name) const { return m_work + u'/' + name; }
    QString git(const QStringList &arguments, const QString &author = u"Ann"_s);
    void write(const QString &name, const QByteArray &text);
    void commit(const QString &message, const QString &author = u"Ann"_s);
    GitState stateOf(const QString &name);
    FileCommit lastCommit(const QString &name);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_work;
    int m_minute = 0;
};

void TestFileHistory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_work = QDir(m_folder->path()).canonicalPath() + u"/work"_s;
    m_minute = 0;
    QVERIFY(QDir().mkpath(m_work + u"/versions"_s));
    git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
}

// Runs the real git, each time a minute later than before, and gives what it prints.
QString TestFileHistory::git(const QStringList &arguments, const QString &author)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString time = u"2026-03-01T10:%1:00Z"_s.arg(++m_minute, 2, 10, QChar(u'0'));
    environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
    environment.insert(u"GIT_CONFIG_NOSYSTEM"_s, u"1"_s);
    environment.insert(u"GIT_AUTHOR_DATE"_s, time);
    environment.insert(u"GIT_COMMITTER_DATE"_s, time);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_work);
    process.start(u"git"_s,
        QStringList {u"-c"_s, u"user.name="_s + author, u"-c"_s, u"user.email=t@example.org"_s,
            u"-c"_s, u"protocol.file.allow=always"_s}
            + arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
            process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

void TestFileHistory::write(const QString &name, const QByteArray &text)
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

void TestFileHistory::commit(const QString &message, const QString &author)
{
    git({u"add"_s, u"-A"_s}, author);
    git({u"commit"_s, u"-q"_s, u"-m"_s, message}, author);
}

GitState TestFileHistory::stateOf(const QString &name)
{
    const Result<GitStates> states = readGitStates({path(name)});
    if (!states || !states->contains(path(name)))
        qFatal("no state of %s", qPrintable(name));
    return states->value(path(name));
}

FileCommit TestFileHistory::lastCommit(const QString &name)
{
    NoProgress quiet;
    return lastCommits({path(name)}, quiet)->value(path(name));
}

void TestFileHistory::outsideARepositoryNothingIsKnown()
{
    QTemporaryDir elsewhere;
    const QString file = elsewhere.filePath(u"a.py"_s);
    NoProgress quiet;
    QVERIFY(readGitStates({file})->isEmpty());
    QVERIFY(readGitStates({})->isEmpty());
    QVERIFY(lastCommits({file}, quiet)->isEmpty());
    QVERIFY(versionsOf(file, quiet)->empty());
    QVERIFY(!textAt(file, u"HEAD"_s)->has_value());
    QVERIFY(!mergeBaseWithMain(elsewhere.path())->has_value());
    QVERIFY(changedFiles(elsewhere.path())->empty());
}

void TestFileHistory::eachStateIsNamed()
{
    write(u".gitignore"_s, "ignored.py\n");
    for (const QString &name : {u"committed"_s, u"modified"_s, u"staged"_s, u"both"_s})
        write(u"versions/"_s + name + u".py"_s, "one\n");
    commit(u"one"_s);
    write(u"versions/ignored.py"_s, "x\n");
    write(u"versions/untracked.py"_s, "x\n");
    write(u"versions/staged.py"_s, "two\n");
    write(u"versions/both.py"_s, "two\n");
    write(u"versions/new.py"_s, "new\n");
    git({u"add"_s, u"versions/staged.py"_s, u"versions/both.py"_s, u"versions/new.py"_s});
    write(u"versions/both.py"_s, "three\n");
    write(u"versions/modified.py"_s, "two\n");

    QCOMPARE(stateOf(u"versions/committed.py"_s), GitState::Committed);
    QCOMPARE(stateOf(u"versions/modified.py"_s), GitState::Modified);
    QCOMPARE(stateOf(u"versions/staged.py"_s), GitState::Staged);
    QCOMPARE(stateOf(u"versions/new.py"_s), GitState::Staged);
    QCOMPARE(stateOf(u"versions/both.py"_s), GitState::Modified);
    QCOMPARE(stateOf(u"versions/untracked.py"_s), GitState::Untracked);
    QCOMPARE(stateOf(u"versions/ignored.py"_s), GitState::Ignored);
    QCOMPARE(gitStateName(GitState::Staged), u"staged"_s);
    QVERIFY(!readGitStates({path(u"versions/absent.py"_s)})->size());
}

void TestFileHistory::aFileThatABranchOfARemoteHasIsPushed()
{
    git({u"init"_s, u"-q"_s, u"--bare"_s, m_folder->filePath(u"remote"_s)});
    git({u"remote"_s, u"add"_s, u"origin"_s, m_folder->filePath(u"remote"_s)});
    write(u"versions/one.py"_s, "one\n");
    commit(u"one"_s);
    QCOMPARE(stateOf(u"versions/one.py"_s), GitState::Committed);
    git({u"push"_s, u"-q"_s, u"origin"_s, u"HEAD:refs/heads/topic"_s});
    write(u"versions/two.py"_s, "two\n");
    commit(u"two"_s);
    QCOMPARE(stateOf(u"versions/one.py"_s), GitState::Pushed);
    QCOMPARE(stateOf(u"versions/two.py"_s), GitState::Committed);
}

void TestFileHistory::aPushedFileThatWasCommittedAgainIsNot()
{
    aFileThatABranchOfARemoteHasIsPushed();
    write(u"versions/one.py"_s, "one, better\n");
    commit(u"better"_s);
    QCOMPARE(stateOf(u"versions/one.py"_s), GitState::Committed);
}

void TestFileHistory::theFolderMayBeReachedThroughALink()
{
    write(u"versions/one.py"_s, "one\n");
    commit(u"one"_s);
    const QString link = m_folder->filePath(u"link"_s);
    QVERIFY(QFile::link(m_work, link));
    const QString file = link + u"/versions/one.py"_s;
    NoProgress quiet;
    QCOMPARE(readGitStates({file})->value(file), GitState::Committed);
    QCOMPARE(lastCommits({file}, quiet)->value(file).author, u"Ann"_s);
}

void TestFileHistory::theLastCommitIsTheOneThatGaveTheText()
{
    write(u"versions/one.py"_s, "one\n");
    write(u"versions/two.py"_s, "two\n");
    commit(u"Add both"_s);
    write(u"versions/two.py"_s, "two, better\n");
    commit(u"Better two\n\nAnd why."_s, u"Bob"_s);
    write(u"versions/new.py"_s, "new\n");
    write(u"readme"_s, "x\n");
    git({u"add"_s, u"readme"_s});
    git({u"commit"_s, u"-q"_s, u"-m"_s, u"unrelated"_s}, u"Eve"_s);

    const FileCommit two = lastCommit(u"versions/two.py"_s);
    QCOMPARE(two.author, u"Bob"_s);
    QCOMPARE(two.summary, u"Better two"_s);
    QCOMPARE(two.path, u"versions/two.py"_s);
    QCOMPARE(two.id, git({u"rev-parse"_s, u"HEAD~1"_s}));
    QCOMPARE(two.time.toUTC().date(), QDate(2026, 3, 1));
    QCOMPARE(lastCommit(u"versions/one.py"_s).author, u"Ann"_s);
    QCOMPARE(lastCommit(u"versions/new.py"_s), FileCommit());
}

void TestFileHistory::aMergeIsNobodysChange()
{
    write(u"versions/one.py"_s, "one\n");
    commit(u"one"_s);
    git({u"checkout"_s, u"-q"_s, u"-b"_s, u"topic"_s});
    write(u"versions/topic.py"_s, "topic\n");
    commit(u"topic"_s, u"Bob"_s);
    git({u"checkout"_s, u"-q"_s, u"main"_s});
    write(u"versions/main.py"_s, "main\n");
    commit(u"main"_s, u"Eve"_s);
    git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-m"_s, u"merged"_s, u"topic"_s}, u"Mallory"_s);
    QCOMPARE(lastCommit(u"versions/topic.py"_s).author, u"Bob"_s);
    QCOMPARE(lastCommit(u"versions/main.py"_s).author, u"Eve"_s);
    QCOMPARE(lastCommit(u"versions/one.py"_s).author, u"Ann"_s);
}

void TestFileHistory::theEndOfAShallowCloneIsNotGuessed()
{
    write(u"versions/old.py"_s, "old\n");
    commit(u"old"_s);
    write(u"versions/new.py"_s, "new\n");
    commit(u"new"_s, u"Bob"_s);
    write(u"versions/newest.py"_s, "newest\n");
    commit(u"newest"_s, u"Eve"_s);
    const QString source = u"file://"_s + m_work;
    m_work = m_folder->filePath(u"shallow"_s);
    QVERIFY(QDir().mkpath(m_work));
    git({u"clone"_s, u"-q"_s, u"--depth"_s, u"2"_s, source, u"."_s});
    QCOMPARE(lastCommit(u"versions/newest.py"_s).author, u"Eve"_s);
    QCOMPARE(lastCommit(u"versions/old.py"_s), FileCommit());
}

void TestFileHistory::aFileThatChangedBackBelongsToTheOneWhoChangedItBack()
{
    write(u"versions/one.py"_s, "one\n");
    commit(u"one"_s);
    write(u"versions/one.py"_s, "two\n");
    commit(u"two"_s, u"Bob"_s);
    write(u"versions/one.py"_s, "one\n");
    commit(u"back"_s, u"Eve"_s);
    QCOMPARE(lastCommit(u"versions/one.py"_s).author, u"Eve"_s);
}

void TestFileHistory::readingTheHistoryCanBeCancelled()
{
    write(u"versions/one.py"_s, "one\n");
    commit(u"one"_s);
    class Cancelled : public Progress
    {
    public:
        void report(const Event &) override { }
        bool cancelled() override { return true; }
    } cancelled;
    const auto found = lastCommits({path(u"versions/one.py"_s)}, cancelled);
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::Cancelled);
}

void TestFileHistory::everyVersionOfAFileIsFoundNewestFirst()
{
    write(u"versions/one.py"_s, "one\n");
    commit(u"first"_s);
    write(u"versions/two.py"_s, "two\n");
    commit(u"another"_s);
    write(u"versions/one.py"_s, "one, better\n");
    commit(u"second"_s, u"Bob"_s);
    NoProgress quiet;
    const auto versions = versionsOf(path(u"versions/one.py"_s), quiet);
    QVERIFY(versions);
    QCOMPARE(versions->size(), 2U);
    QCOMPARE((*versions)[0].summary, u"second"_s);
    QCOMPARE((*versions)[0].author, u"Bob"_s);
    QCOMPARE((*versions)[1].summary, u"first"_s);
}

void TestFileHistory::aRenamedFileKeepsItsVersions()
{
    write(u"versions/old.py"_s, "one\n");
    commit(u"first"_s);
    write(u"versions/old.py"_s, "two\n");
    commit(u"second"_s);
    git({u"mv"_s, u"versions/old.py"_s, u"versions/new.py"_s});
    commit(u"renamed"_s);
    NoProgress quiet;
    const auto versions = versionsOf(path(u"versions/new.py"_s), quiet);
    QVERIFY(versions);
    QCOMPARE(versions->size(), 2U);
    QCOMPARE((*versions)[0].summary, u"second"_s);
    QCOMPARE((*versions)[0].path, u"versions/old.py"_s);
    QCOMPARE(**textAt(m_work, (*versions)[1].id, (*versions)[1].path), QByteArray("one\n"));
}

void TestFileHistory::theTextOfACommitIsItsBytes()
{
    const QByteArray text("one\r\n\xff\n", 7);
    git({u"config"_s, u"core.autocrlf"_s, u"false"_s});
    write(u"versions/one.py"_s, text);
    commit(u"one"_s);
    write(u"versions/one.py"_s, "changed\n");
    QCOMPARE(**textAt(path(u"versions/one.py"_s), u"HEAD"_s), text);
    QVERIFY(!textAt(path(u"versions/absent.py"_s), u"HEAD"_s)->has_value());
    QVERIFY(!textAt(path(u"versions/one.py"_s), u"nowhere"_s)->has_value());
}

void TestFileHistory::theMergeBaseIsWhereTheBranchLeftMain()
{
    write(u"versions/one.py"_s, "one\n");
    commit(u"one"_s);
    const QString base = git({u"rev-parse"_s, u"HEAD"_s});
    git({u"checkout"_s, u"-q"_s, u"-b"_s, u"topic"_s});
    write(u"versions/topic.py"_s, "topic\n");
    commit(u"topic"_s);
    git({u"checkout"_s, u"-q"_s, u"main"_s});
    write(u"versions/main.py"_s, "main\n");
    commit(u"main"_s);
    git({u"checkout"_s, u"-q"_s, u"topic"_s});
    const auto found = mergeBaseWithMain(m_work + u"/versions"_s);
    QVERIFY(found && *found);
    QCOMPARE((*found)->branch, u"main"_s);
    QCOMPARE((*found)->commit, base);
}

void TestFileHistory::changedFilesAreWhatACommitCouldTake()
{
    write(u".gitignore"_s, "ignored.py\n");
    write(u"models.py"_s, "one\n");
    write(u"gone.py"_s, "one\n");
    write(u"same.py"_s, "one\n");
    commit(u"one"_s);
    write(u"models.py"_s, "two\n");
    write(u"ignored.py"_s, "x\n");
    write(u"versions/new.py"_s, "x\n");
    QVERIFY(QFile::remove(path(u"gone.py"_s)));
    const auto changed = changedFiles(m_work + u"/versions"_s);
    QVERIFY(changed);
    const std::vector<ChangedFile> expected {
        {path(u"gone.py"_s), GitState::Modified, true},
        {path(u"models.py"_s), GitState::Modified, false},
        {path(u"versions/new.py"_s), GitState::Untracked, false},
    };
    QCOMPARE(*changed, expected);
}

QTEST_GUILESS_MAIN(TestFileHistory)
#include "tst_filehistory.moc"
