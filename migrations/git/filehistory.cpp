// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/filehistory.h"

#include "migrations/git/foldertrees.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <queue>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

CommitHandle commitOf(git_repository *repository, const git_oid &id)
{
    git_commit *found = nullptr;
    return ::git_commit_lookup(&found, repository, &id) == 0 ? CommitHandle(found) : CommitHandle();
}

TreeHandle treeOf(const git_commit *commit)
{
    git_tree *tree = nullptr;
    return commit && ::git_commit_tree(&tree, commit) == 0 ? TreeHandle(tree) : TreeHandle();
}

QString textOf(const git_oid &id)
{
    return QString::fromLatin1(keyOf(id).toHex());
}

FileCommit described(const git_commit *commit, const QByteArray &folder, const QByteArray &name)
{
    const git_signature *const author = ::git_commit_author(commit);
    const char *const summary = ::git_commit_summary(const_cast<git_commit *>(commit));
    return {.id = textOf(*::git_commit_id(commit)),
        .author = author ? QString::fromUtf8(author->name) : QString(),
        .time = QDateTime::fromSecsSinceEpoch(::git_commit_time(commit), Qt::UTC).toLocalTime(),
        .summary = QString::fromUtf8(summary),
        .path = QFile::decodeName(folder == "." ? name : QByteArray(folder + '/' + name))};
}

std::optional<git_oid> commitNamed(git_repository *repository, const QString &name)
{
    git_object *found = nullptr;
    if (::git_revparse_single(&found, repository, name.toUtf8().constData()) != 0)
        return std::nullopt;
    const ObjectHandle object(found);
    git_object *peeled = nullptr;
    if (::git_object_peel(&peeled, found, GIT_OBJECT_COMMIT) != 0)
        return std::nullopt;
    const ObjectHandle commit(peeled);
    return *::git_object_id(peeled);
}

// A commit with the tree of one folder in it and in each of its parents.
struct Change
{
    const git_commit *commit = nullptr;
    const git_tree *tree = nullptr;
    std::vector<const git_tree *> before; // null: that parent has no such folder

    // What no parent has as it is.
    std::vector<std::pair<QByteArray, git_oid>> files() const
    {
        std::vector<std::pair<QByteArray, git_oid>> fresh =
            newIn(tree, before.empty() ? nullptr : before.front());
        for (std::size_t parent = 1; parent < before.size(); ++parent) {
            std::erase_if(fresh, [&](const auto &file) {
                const std::optional<git_oid> old = fileIn(before[parent], file.first);
                return old && ::git_oid_equal(&*old, &file.second) != 0;
            });
        }
        return fresh;
    }
};

// HEAD's history, newest first, for one folder after the other.
class Walk
{
public:
    Walk(git_repository *repository, Progress &progress)
        : m_repository(repository)
        , m_progress(progress)
    {
    }

    TreeHandle headTree() const
    {
        const std::optional<git_oid> head = commitNamed(m_repository, u"HEAD"_s);
        return head ? treeOf(commitOf(m_repository, *head).get()) : TreeHandle();
    }

    // see: bool(const Change &), whether it wants to see more; called for the commits that differ
    // in this folder from each of their parents.
    template <typename See>
    Result<> follow(FolderTrees &trees, See see)
    {
        const std::optional<git_oid> head = commitNamed(m_repository, u"HEAD"_s);
        if (head)
            queue(*head);
        while (!m_waiting.empty()) {
            if (m_progress.cancelled())
                return failure(ErrorKind::Cancelled, u"Reading the git history was cancelled."_s);
            const CommitHandle commit = commitOf(m_repository, m_waiting.top().id);
            m_waiting.pop();
            if (!look(commit.get(), trees, see))
                break;
        }
        return {};
    }

private:
    // What a shallow clone does not have ends the walk there. libgit2's own walk would fail.
    void queue(const git_oid &id)
    {
        if (m_queued.contains(keyOf(id)))
            return;
        m_queued.insert(keyOf(id));
        if (const CommitHandle commit = commitOf(m_repository, id))
            m_waiting.push({::git_commit_time(commit.get()), id});
    }

    template <typename See>
    bool look(const git_commit *commit, FolderTrees &trees, See &see)
    {
        const std::optional<git_oid> tree = treeIn(commit, trees);
        std::vector<std::optional<git_oid>> before;
        bool complete = true;
        for (unsigned parent = 0; parent < ::git_commit_parentcount(commit); ++parent) {
            const git_oid &id = *::git_commit_parent_id(commit, parent);
            queue(id);
            const CommitHandle found = commitOf(m_repository, id);
            complete = complete && found;
            before.push_back(found ? treeIn(found.get(), trees) : std::nullopt);
        }
        const auto same = [&](const std::optional<git_oid> &old) { return isSame(tree, old); };
        if (!complete || !tree || std::any_of(before.begin(), before.end(), same))
            return true;
        Change change {commit, trees.open(tree), {}};
        for (const std::optional<git_oid> &parent : before)
            change.before.push_back(trees.open(parent));
        return see(change);
    }

    static bool isSame(const std::optional<git_oid> &one, const std::optional<git_oid> &other)
    {
        if (!one || !other)
            return !one && !other;
        return ::git_oid_equal(&*one, &*other) != 0;
    }

    // Most commits are asked twice, as one and as a parent.
    std::optional<git_oid> treeIn(const git_commit *commit, const FolderTrees &trees)
    {
        const QByteArray key = keyOf(*::git_commit_id(commit));
        const auto known = m_trees.constFind(key);
        if (known != m_trees.constEnd())
            return *known;
        return *m_trees.insert(key, trees.in(treeOf(commit).get()));
    }

    struct Waiting
    {
        git_time_t time = 0;
        git_oid id {};
        bool operator<(const Waiting &other) const { return time < other.time; }
    };

    git_repository *const m_repository;
    Progress &m_progress;
    std::priority_queue<Waiting> m_waiting; // the newest on top
    QSet<QByteArray> m_queued;
    QHash<QByteArray, std::optional<git_oid>> m_trees; // by commit
};

// In one folder, until each file's commit is found.
Result<> findLastCommits(git_repository *repository, const FolderFiles &group, Progress &progress,
    QHash<QString, FileCommit> &commits)
{
    Walk walk(repository, progress);
    FolderTrees trees(repository, group.folder);
    const TreeHandle head = walk.headTree();
    const git_tree *const now = trees.open(trees.in(head.get()));
    QHash<QByteArray, git_oid> missing;
    for (auto file = group.files.begin(); file != group.files.end(); ++file) {
        if (const std::optional<git_oid> blob = fileIn(now, file.key()))
            missing.insert(file.key(), *blob);
    }
    if (missing.isEmpty())
        return {};
    return walk.follow(trees, [&](const Change &change) {
        for (const auto &[name, blob] : change.files()) {
            const auto wanted = missing.constFind(name);
            if (wanted == missing.constEnd() || ::git_oid_equal(&*wanted, &blob) == 0)
                continue;
            commits.insert(group.files.value(name), described(change.commit, group.folder, name));
            missing.erase(wanted);
        }
        return !missing.isEmpty();
    });
}

// The file of a parent that has this very text, and is gone in the commit.
std::optional<QByteArray> oldName(const Change &change, const git_oid &blob)
{
    for (const git_tree *before : change.before) {
        for (const auto &[name, id] : newIn(before, change.tree)) {
            if (::git_oid_equal(&id, &blob) != 0 && !fileIn(change.tree, name))
                return name;
        }
    }
    return std::nullopt;
}

} // namespace

Result<QHash<QString, FileCommit>> lastCommits(const QStringList &files, Progress &progress)
{
    QHash<QString, FileCommit> commits;
    if (files.isEmpty())
        return commits;
    const Result<FileInRepository> first = findInRepository(files.first());
    if (!first)
        return tl::unexpected(first.error());
    if (!*first)
        return commits;
    git_repository *const repository = first->repository.get();
    for (const FolderFiles &group : byFolder(workTreeOf(repository), files)) {
        if (Result<> found = findLastCommits(repository, group, progress, commits); !found)
            return tl::unexpected(found.error());
    }
    return commits;
}

Result<std::vector<FileCommit>> versionsOf(const QString &file, Progress &progress)
{
    const Result<FileInRepository> found = findInRepository(file);
    if (!found)
        return tl::unexpected(found.error());
    std::vector<FileCommit> versions;
    if (!*found)
        return versions;
    git_repository *const repository = found->repository.get();
    const FolderFiles group = byFolder(workTreeOf(repository), {file}).front();
    FolderTrees trees(repository, group.folder);
    QByteArray name = group.files.begin().key();
    return Walk(repository, progress)
        .follow(trees,
            [&](const Change &change) {
                const std::optional<git_oid> blob = fileIn(change.tree, name);
                const auto hasIt = [&](const git_tree *before) {
                    const std::optional<git_oid> old = fileIn(before, name);
                    return blob && old && ::git_oid_equal(&*old, &*blob) != 0;
                };
                if (!blob || std::any_of(change.before.begin(), change.before.end(), hasIt))
                    return true;
                const bool isNew = std::none_of(change.before.begin(), change.before.end(),
                    [&](const git_tree *before) { return fileIn(before, name).has_value(); });
                const std::optional<QByteArray> old = isNew ? oldName(change, *blob) : std::nullopt;
                if (old)
                    name = *old;
                else
                    versions.push_back(described(change.commit, group.folder, name));
                return true;
            })
        .map([&] { return std::move(versions); });
}

Result<std::optional<QByteArray>> textAt(
    const QString &folder, const QString &commit, const QString &path)
{
    const Result<RepositoryHandle> repository = repositoryOf(folder);
    if (!repository)
        return tl::unexpected(repository.error());
    if (!*repository)
        return std::nullopt;
    const std::optional<git_oid> id = commitNamed(repository->get(), commit);
    if (!id)
        return std::nullopt;
    const TreeHandle tree = treeOf(commitOf(repository->get(), *id).get());
    git_tree_entry *found = nullptr;
    if (!tree
        || ::git_tree_entry_bypath(&found, tree.get(), QFile::encodeName(path).constData()) != 0)
        return std::nullopt;
    const TreeEntryHandle entry(found);
    git_blob *read = nullptr;
    if (::git_blob_lookup(&read, repository->get(), ::git_tree_entry_id(found)) != 0)
        return gitFailure(folder);
    const BlobHandle blob(read);
    return QByteArray(static_cast<const char *>(::git_blob_rawcontent(blob.get())),
        qsizetype(::git_blob_rawsize(blob.get())));
}

Result<std::optional<QByteArray>> textAt(const QString &file, const QString &commit)
{
    const Result<FileInRepository> found = findInRepository(file);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    return textAt(QFileInfo(file).absolutePath(), commit, QFile::decodeName(found->path));
}

Result<std::optional<MergeBase>> mergeBaseWithMain(const QString &folder)
{
    const Result<RepositoryHandle> repository = repositoryOf(folder);
    if (!repository)
        return tl::unexpected(repository.error());
    if (!*repository)
        return std::nullopt;
    const std::optional<git_oid> head = commitNamed(repository->get(), u"HEAD"_s);
    for (const QString &branch :
        {u"origin/HEAD"_s, u"origin/main"_s, u"origin/master"_s, u"main"_s, u"master"_s}) {
        const std::optional<git_oid> tip = commitNamed(repository->get(), branch);
        git_oid base {};
        if (head && tip && ::git_merge_base(&base, repository->get(), &*head, &*tip) == 0)
            return MergeBase {branch, textOf(base)};
    }
    return std::nullopt;
}

} // namespace migrations
