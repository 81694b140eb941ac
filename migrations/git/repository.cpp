// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/repository.h"

#include <git2.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <memory>

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

struct RepositoryEnd
{
    void operator()(git_repository *repository) const { ::git_repository_free(repository); }
};
using RepositoryHandle = std::unique_ptr<git_repository, RepositoryEnd>;

struct ReferenceEnd
{
    void operator()(git_reference *reference) const { ::git_reference_free(reference); }
};
using ReferenceHandle = std::unique_ptr<git_reference, ReferenceEnd>;

tl::unexpected<Error> gitFailure(const QString &folder)
{
    const git_error *const last = ::git_error_last();
    return failure(ErrorKind::File,
        u"The git repository of %1 could not be read. Check it with git status."_s.arg(folder),
        last ? QString::fromUtf8(last->message) : QString(), u"git"_s);
}

// Asked of the symbolic HEAD, since a branch without a commit has a name but no target.
QString branchOf(git_repository *repository)
{
    git_reference *found = nullptr;
    if (::git_reference_lookup(&found, repository, "HEAD") != 0)
        return {};
    const ReferenceHandle head(found);
    const char *const target = ::git_reference_symbolic_target(head.get());
    const QString name = target ? QString::fromUtf8(target) : QString();
    const QString prefix = u"refs/heads/"_s;
    return name.startsWith(prefix) ? name.mid(prefix.size()) : QString();
}

QString headOf(git_repository *repository)
{
    git_oid commit {};
    if (::git_reference_name_to_id(&commit, repository, "HEAD") != 0)
        return {};
    std::array<char, GIT_OID_HEXSZ + 1> text {};
    return QString::fromLatin1(::git_oid_tostr(text.data(), text.size(), &commit));
}

// Null: there is none.
Result<RepositoryHandle> repositoryOf(const QString &folder)
{
    if (!hasRepositoryAbove(folder))
        return RepositoryHandle();
    static const Library library;
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

struct ObjectEnd
{
    void operator()(git_object *object) const { ::git_object_free(object); }
};
using ObjectHandle = std::unique_ptr<git_object, ObjectEnd>;

bool holds(const git_reference *branch, const QByteArray &path)
{
    git_object *found = nullptr;
    if (::git_reference_peel(&found, branch, GIT_OBJECT_TREE) != 0)
        return false;
    const ObjectHandle tree(found);
    git_tree_entry *entry = nullptr;
    const int result = ::git_tree_entry_bypath(
        &entry, reinterpret_cast<const git_tree *>(tree.get()), path.constData());
    ::git_tree_entry_free(entry);
    return result == 0;
}

struct ReferencesEnd
{
    void operator()(git_reference_iterator *all) const { ::git_reference_iterator_free(all); }
};
using References = std::unique_ptr<git_reference_iterator, ReferencesEnd>;

} // namespace

Result<bool> isPushed(const QString &file)
{
    const QFileInfo info(file);
    const Result<RepositoryHandle> repository = repositoryOf(info.absolutePath());
    if (!repository)
        return tl::unexpected(repository.error());
    const char *const workTree =
        *repository ? ::git_repository_workdir(repository->get()) : nullptr;
    if (!workTree)
        return false;
    const QDir root(QFileInfo(QFile::decodeName(workTree)).canonicalFilePath());
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    const QByteArray path =
        QFile::encodeName(root.relativeFilePath(folder + u'/' + info.fileName()));
    git_reference_iterator *all = nullptr;
    if (::git_reference_iterator_glob_new(&all, repository->get(), "refs/remotes/*") != 0)
        return gitFailure(folder);
    const References branches(all);
    git_reference *found = nullptr;
    while (::git_reference_next(&found, branches.get()) == 0) {
        if (const ReferenceHandle branch(found); holds(branch.get(), path))
            return true;
    }
    return false;
}

Result<GitFacts> readGit(const QString &folder)
{
    const Result<RepositoryHandle> opened = repositoryOf(folder);
    if (!opened)
        return tl::unexpected(opened.error());
    const RepositoryHandle &repository = *opened;
    if (!repository)
        return GitFacts();

    GitFacts facts;
    const char *const workTree = ::git_repository_workdir(repository.get());
    if (!workTree) // a bare repository has no files to speak of
        return facts;
    facts.root = QFileInfo(QFile::decodeName(workTree)).canonicalFilePath();
    facts.branch = branchOf(repository.get());
    facts.head = headOf(repository.get());
    return facts;
}

} // namespace migrations
