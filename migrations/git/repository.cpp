// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/repository.h"

#include "migrations/git/openrepository.h"

#include <QDirIterator>
#include <QFile>

#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

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

} // namespace

QStringList gitFolders(const QString &folder)
{
    const Result<RepositoryHandle> repository = repositoryOf(folder);
    if (!repository || !*repository)
        return {};
    const QString own = QFile::decodeName(::git_repository_path(repository->get()));
    const QString shared = QFile::decodeName(::git_repository_commondir(repository->get()));
    QStringList folders {own, shared, shared + u"refs/heads"_s};
    QDirIterator below(shared + u"refs/remotes"_s, QDir::Dirs | QDir::NoDotAndDotDot);
    while (below.hasNext())
        folders.append(below.next());
    folders.removeDuplicates();
    folders.removeIf([](const QString &one) { return !QFileInfo::exists(one); });
    return folders;
}

Result<bool> isPushed(const QString &file)
{
    const Result<FileInRepository> found = findInRepository(file);
    if (!found || !*found)
        return found.map([](const FileInRepository &) { return false; });
    git_reference_iterator *all = nullptr;
    if (::git_reference_iterator_glob_new(&all, found->repository.get(), "refs/remotes/*") != 0)
        return gitFailure(file);
    const ReferencesHandle branches(all);
    git_reference *next = nullptr;
    while (::git_reference_next(&next, branches.get()) == 0) {
        if (const ReferenceHandle branch(next); holds(branch.get(), found->path))
            return true;
    }
    return false;
}

Result<bool> isTracked(const QString &file)
{
    const Result<FileInRepository> found = findInRepository(file);
    if (!found || !*found)
        return found.map([](const FileInRepository &) { return false; });
    git_index *opened = nullptr;
    if (::git_repository_index(&opened, found->repository.get()) != 0)
        return gitFailure(file);
    const IndexHandle index(opened);
    return ::git_index_get_bypath(index.get(), found->path.constData(), 0) != nullptr;
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
    facts.root = workTreeOf(repository.get());
    if (facts.root.isEmpty()) // a bare repository has no files to speak of
        return facts;
    facts.branch = branchOf(repository.get());
    facts.head = headOf(repository.get());
    return facts;
}

} // namespace migrations
