// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/commit.h"

#include "migrations/base/process.h"
#include "migrations/git/filestates.h"
#include "migrations/git/repository.h"

#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int mostMs = 15 * 60 * 1000; // hooks may run a whole test suite

// A question that nobody sees would be waited for, and what was started from a hook of another
// repository must not lead there.
QProcessEnvironment withoutQuestions()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"GIT_DIR"_s, u"GIT_WORK_TREE"_s, u"GIT_INDEX_FILE"_s})
        environment.remove(name);
    environment.insert(u"GIT_TERMINAL_PROMPT"_s, u"0"_s);
    environment.insert(u"GIT_EDITOR"_s, u"true"_s);
    return environment;
}

Result<> runGit(const QString &folder, const QStringList &arguments, const QStringList &files,
    const QString &input, Progress &progress)
{
    const ProcessRequest request {.program = u"git"_s,
        .arguments =
            QStringList {u"--literal-pathspecs"_s} + arguments + QStringList {u"--"_s} + files,
        .workingDirectory = folder,
        .environment = withoutQuestions(),
        .input = input.toUtf8(),
        .timeoutMs = mostMs};
    const Result<ProcessOutput> output = runProcess(request, progress);
    if (!output)
        return tl::unexpected(output.error());
    if (output->exitCode == 0)
        return {};
    const QByteArray words = output->standardError + output->standardOutput;
    const QString first = QString::fromUtf8(words).trimmed().section(u'\n', 0, 0);
    return failure(ErrorKind::File,
        u"git %1 was refused: %2"_s.arg(
            arguments.first(), first.isEmpty() ? u"it gave no reason"_s : first),
        QString::fromUtf8(words), u"git"_s);
}

QStringList untrackedOf(const QStringList &files)
{
    QStringList untracked;
    for (const QString &file : files) {
        if (!isTracked(file).value_or(true))
            untracked.append(file);
    }
    return untracked;
}

} // namespace

Result<> stageFiles(const QString &folder, const QStringList &files, Progress &progress)
{
    return runGit(folder, {u"add"_s, u"--all"_s}, files, {}, progress);
}

Result<QString> commitFiles(
    const QString &folder, const QStringList &files, const QString &message, Progress &progress)
{
    const QStringList untracked = untrackedOf(files);
    if (!untracked.isEmpty()) {
        const Result<> added =
            runGit(folder, {u"add"_s, u"--intent-to-add"_s}, untracked, {}, progress);
        if (!added)
            return tl::unexpected(added.error());
    }
    const Result<> committed = runGit(
        folder, {u"commit"_s, u"--quiet"_s, u"--only"_s, u"--file=-"_s}, files, message, progress);
    if (!committed) {
        NoProgress quiet; // also after a cancel
        if (!untracked.isEmpty())
            std::ignore =
                runGit(folder, {u"rm"_s, u"--cached"_s, u"--quiet"_s}, untracked, {}, quiet);
        return tl::unexpected(committed.error());
    }
    return readGit(folder).map([](const GitFacts &facts) { return facts.head; });
}

} // namespace migrations
