// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/commit.h"
#include "migrations/git/textdiff.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestCommit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aCommitHasTheChosenFilesAlone();
    void whatWasStagedBesidesStaysStaged();
    void aDeletedFileIsCommittedAsGone();
    void whatAHookRefusesIsAsItWas();
    void withoutAnAuthorGitSaysWhatToDo();
    void namesAreNoPatterns();
    void stagingPutsTheTextIntoTheIndex();
    void aDifferenceIsToldLineByLine();
    void theSameTextsHaveNoDifference();
    void lineEndsAreNoDifference();
    void aLongTextIsCompared();

private:
    QString path(const QString &name) const { return m_work + u'/' + name; }
    QString git(const QStringList &arguments);
    void write(const QString &name, const QByteArray &text);
    Result<QString> commit(const QStringList &names);
    QString status() { return git({u"status"_s, u"--porcelain"_s}); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_work;
};

void TestCommit::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_work = QDir(m_folder->path()).canonicalPath();
    qputenv("GIT_CONFIG_GLOBAL", "/dev/null");
    qputenv("GIT_CONFIG_NOSYSTEM", "1");
    git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    git({u"config"_s, u"user.name"_s, u"Ann"_s});
    git({u"config"_s, u"user.email"_s, u"ann@example.org"_s});
    write(u"old.py"_s, "one\n");
    git({u"add"_s, u"-A"_s});
    git({u"commit"_s, u"-q"_s, u"-m"_s, u"first"_s});
}

QString TestCommit::git(const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(m_work);
    process.start(u"git"_s, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
            process.readAllStandardError().constData());
    QString output = QString::fromUtf8(process.readAllStandardOutput());
    return output.endsWith(u'\n') ? output.chopped(1) : output;
}

void TestCommit::write(const QString &name, const QByteArray &text)
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

Result<QString> TestCommit::commit(const QStringList &names)
{
    QStringList files;
    for (const QString &name : names)
        files.append(path(name));
    NoProgress quiet;
    return commitFiles(m_work, files, u"Add refunds\n\nFor the shop."_s, quiet);
}

void TestCommit::aCommitHasTheChosenFilesAlone()
{
    write(u"old.py"_s, "two\n");
    write(u"new.py"_s, "new\n");
    write(u"other.py"_s, "other\n");
    const Result<QString> id = commit({u"new.py"_s, u"old.py"_s});
    QVERIFY2(id, qPrintable(id ? QString() : id.error().detail));
    QCOMPARE(*id, git({u"rev-parse"_s, u"HEAD"_s}));
    QCOMPARE(git({u"show"_s, u"--format=%s|%b|%an"_s, u"--name-only"_s}),
        u"Add refunds|For the shop.\n|Ann\n\nnew.py\nold.py"_s);
    QCOMPARE(status(), u"?? other.py"_s);
}

void TestCommit::whatWasStagedBesidesStaysStaged()
{
    write(u"staged.py"_s, "staged\n");
    git({u"add"_s, u"staged.py"_s});
    write(u"new.py"_s, "new\n");
    QVERIFY(commit({u"new.py"_s}));
    QCOMPARE(status(), u"A  staged.py"_s);
}

void TestCommit::aDeletedFileIsCommittedAsGone()
{
    QVERIFY(QFile::remove(path(u"old.py"_s)));
    QVERIFY(commit({u"old.py"_s}));
    QCOMPARE(git({u"ls-files"_s}), QString());
}

void TestCommit::whatAHookRefusesIsAsItWas()
{
    const QString hook = path(u".git/hooks/pre-commit"_s);
    QVERIFY(QDir().mkpath(path(u".git/hooks"_s)));
    write(u".git/hooks/pre-commit"_s, "#!/bin/sh\necho 'black: new.py is ugly' >&2\nexit 1\n");
    QVERIFY(QFile::setPermissions(hook, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    write(u"old.py"_s, "two\n");
    write(u"new.py"_s, "new\n");
    const QString before = status();
    const Result<QString> id = commit({u"new.py"_s, u"old.py"_s});
    QVERIFY(!id);
    QVERIFY2(
        id.error().message.contains(u"black: new.py is ugly"_s), qPrintable(id.error().message));
    QCOMPARE(status(), before);
    QCOMPARE(git({u"rev-list"_s, u"--count"_s, u"HEAD"_s}), u"1"_s);
}

void TestCommit::withoutAnAuthorGitSaysWhatToDo()
{
    git({u"config"_s, u"--unset"_s, u"user.name"_s});
    git({u"config"_s, u"--unset"_s, u"user.email"_s});
    git({u"config"_s, u"user.useConfigOnly"_s, u"true"_s});
    write(u"new.py"_s, "new\n");
    const Result<QString> id = commit({u"new.py"_s});
    QVERIFY(!id);
    QVERIFY2(id.error().detail.contains(u"user.email"_s), qPrintable(id.error().detail));
    QCOMPARE(status(), u"?? new.py"_s);
}

void TestCommit::namesAreNoPatterns()
{
    write(u"[o]ld.py"_s, "new\n");
    write(u"old.py"_s, "two\n");
    QVERIFY(commit({u"[o]ld.py"_s}));
    QCOMPARE(status(), u" M old.py"_s);
}

void TestCommit::stagingPutsTheTextIntoTheIndex()
{
    write(u"new.py"_s, "new\n");
    QVERIFY(QFile::remove(path(u"old.py"_s)));
    NoProgress quiet;
    QVERIFY(stageFiles(m_work, {path(u"new.py"_s), path(u"old.py"_s)}, quiet));
    QCOMPARE(status(), u"A  new.py\nD  old.py"_s);
}

void TestCommit::aDifferenceIsToldLineByLine()
{
    const auto lines = diffTexts(u"a\nb\nc\n"_s, u"a\nB\nc\nd\n"_s);
    QVERIFY(lines);
    QCOMPARE(diffText(*lines), u" a\n-b\n+B\n c\n+d"_s);
    QCOMPARE((*lines)[1].oldLine, 2);
    QCOMPARE((*lines)[1].newLine, 0);
    QCOMPARE((*lines)[4].newLine, 4);
    QCOMPARE(diffText(*diffTexts({}, u"a\n"_s)), u"+a"_s);
    QCOMPARE(diffText(*diffTexts(u"a\n"_s, {})), u"-a"_s);
}

void TestCommit::theSameTextsHaveNoDifference()
{
    QCOMPARE(diffText(*diffTexts(u"a\nb\n"_s, u"a\nb\n"_s)), u" a\n b"_s);
    QVERIFY(diffTexts({}, {})->empty());
}

void TestCommit::lineEndsAreNoDifference()
{
    QCOMPARE(diffText(*diffTexts(u"a\r\nb\r\n"_s, u"a\nc\n"_s)), u" a\n-b\n+c"_s);
}

void TestCommit::aLongTextIsCompared()
{
    QStringList before;
    for (int i = 0; i < 20'000; ++i)
        before.append(QString::number(i));
    QStringList after = before;
    after[10'000] = u"changed"_s;
    after.insert(15'000, u"more"_s);
    const auto lines = diffTexts(before.join(u'\n'), after.join(u'\n'));
    QVERIFY(lines);
    const auto changed = std::count_if(lines->begin(), lines->end(),
        [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; });
    QCOMPARE(changed, 3);
}

QTEST_GUILESS_MAIN(TestCommit)
#include "tst_commit.moc"
