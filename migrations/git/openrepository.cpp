// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/openrepository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Kept for the life of the process: each start reads the certificates of the whole system (5 ms and
// more), for connections that reading never makes.
class Library
{
public:
    Library()
    {
        ::git_libgit2_init();
        // "Dubious ownership" guards against hooks and configured programs; reading runs none, and
        // a container or sudo must not lose the branch's name over it.
        ::git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    }
    ~Library() { ::git_libgit2_shutdown(); }
    Q_DISABLE_COPY_MOVE(Library)
};

// Spares a folder without a repository the start of libgit2.
bool hasRepositoryAbove(const QString &folder)
{
    QDir place(QFileInfo(folder).canonicalFilePath());
    if (!QFileInfo::exists(folder))
        return false;
    while (!place.exists(u".git"_s)) {
        if (place.isRoot() || !place.cdUp())
            return false;
    }
    return true;
}

} // namespace

void startLibgit2()
{
    static const Library library;
}

QString lastGitError()
{
    const git_error *const last = ::git_error_last();
    return last ? QString::fromUtf8(last->message) : QString();
}

tl::unexpected<Error> gitFailure(const QString &folder)
{
    return failure(ErrorKind::File,
        u"The git repository of %1 could not be read. Check it with git status."_s.arg(folder),
        lastGitError(), u"git"_s);
}

Result<RepositoryHandle> repositoryOf(const QString &folder)
{
    if (!hasRepositoryAbove(folder))
        return RepositoryHandle();
    startLibgit2();
    git_repository *found = nullptr;
    const int opened = ::git_repository_open_ext(
        &found, QFile::encodeName(folder).constData(), GIT_REPOSITORY_OPEN_CROSS_FS, nullptr);
    RepositoryHandle repository(found);
    if (opened == GIT_ENOTFOUND)
        return RepositoryHandle();
    if (opened != 0)
        return gitFailure(folder);
    return repository;
}

QString workTreeOf(git_repository *repository)
{
    const char *const workTree = ::git_repository_workdir(repository);
    return workTree ? QFileInfo(QFile::decodeName(workTree)).canonicalFilePath() : QString();
}

Result<FileInRepository> findInRepository(const QString &file)
{
    const QFileInfo info(file);
    Result<RepositoryHandle> repository = repositoryOf(info.absolutePath());
    if (!repository)
        return tl::unexpected(repository.error());
    const QString root = *repository ? workTreeOf(repository->get()) : QString();
    if (root.isEmpty())
        return FileInRepository();
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    return FileInRepository {*std::move(repository),
        QFile::encodeName(QDir(root).relativeFilePath(folder + u'/' + info.fileName()))};
}

} // namespace migrations
