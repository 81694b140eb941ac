// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/git/filestates.h"

#include "migrations/git/foldertrees.h"

#include <QFile>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using StatusHandle = GitHandle<git_status_list, git_status_list_free>;

constexpr unsigned inIndex = GIT_STATUS_INDEX_NEW | GIT_STATUS_INDEX_MODIFIED
    | GIT_STATUS_INDEX_DELETED | GIT_STATUS_INDEX_RENAMED | GIT_STATUS_INDEX_TYPECHANGE;
constexpr unsigned inWorkTree = GIT_STATUS_WT_MODIFIED | GIT_STATUS_WT_DELETED
    | GIT_STATUS_WT_TYPECHANGE | GIT_STATUS_WT_RENAMED | GIT_STATUS_WT_UNREADABLE;

GitState stateOf(unsigned status)
{
    if (status & GIT_STATUS_CONFLICTED)
        return GitState::Conflicted;
    if (status & GIT_STATUS_IGNORED)
        return GitState::Ignored;
    if (status & GIT_STATUS_WT_NEW)
        return GitState::Untracked;
    if (status & inWorkTree)
        return GitState::Modified;
    return status & inIndex ? GitState::Staged : GitState::Committed;
}

bool isDeleted(unsigned status)
{
    return (status & (GIT_STATUS_WT_DELETED | GIT_STATUS_INDEX_DELETED)) != 0
        && (status & GIT_STATUS_WT_NEW) == 0;
}

// folders empty: the whole work tree.
Result<StatusHandle> statusOf(
    git_repository *repository, const QList<QByteArray> &folders, unsigned flags)
{
    std::vector<char *> paths;
    for (const QByteArray &folder : folders)
        paths.push_back(const_cast<char *>(folder.constData()));
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS
        | GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH | flags;
    options.pathspec = {paths.data(), paths.size()};
    git_status_list *list = nullptr;
    if (::git_status_list_new(&list, repository, &options) != 0)
        return gitFailure(workTreeOf(repository));
    return StatusHandle(list);
}

QByteArray pathOf(const git_status_entry &entry)
{
    const git_diff_delta *const delta =
        entry.index_to_workdir ? entry.index_to_workdir : entry.head_to_index;
    return delta->new_file.path ? delta->new_file.path : delta->old_file.path;
}

class StateReader
{
public:
    StateReader(git_repository *repository, const QStringList &files)
        : m_repository(repository)
        , m_groups(byFolder(workTreeOf(repository), files))
    {
    }

    Result<GitStates> read()
    {
        git_index *opened = nullptr;
        if (::git_repository_index(&opened, m_repository) != 0)
            return gitFailure(workTreeOf(m_repository));
        m_index.reset(opened);
        return readStatus().map([this] {
            findCommitted();
            findPushed();
            return std::move(m_states);
        });
    }

private:
    static QByteArray pathIn(const QByteArray &folder, const QByteArray &name)
    {
        return folder == "." ? name : QByteArray(folder + '/' + name);
    }

    // What differs from HEAD, or is not git's.
    Result<> readStatus()
    {
        QList<QByteArray> folders;
        QHash<QByteArray, QString> wanted;
        for (const FolderFiles &group : m_groups) {
            folders.append(group.folder);
            for (auto file = group.files.begin(); file != group.files.end(); ++file)
                wanted.insert(pathIn(group.folder, file.key()), file.value());
        }
        if (folders.contains("."))
            folders.clear();
        const Result<StatusHandle> list = statusOf(m_repository, folders,
            GIT_STATUS_OPT_INCLUDE_IGNORED | GIT_STATUS_OPT_RECURSE_IGNORED_DIRS);
        if (!list)
            return tl::unexpected(list.error());
        for (std::size_t i = 0; i < ::git_status_list_entrycount(list->get()); ++i) {
            const git_status_entry &entry = *::git_status_byindex(list->get(), i);
            const auto file = wanted.constFind(pathOf(entry));
            if (file != wanted.constEnd())
                m_states.insert(*file, stateOf(entry.status));
        }
        return {};
    }

    // The rest is as the index has it, and the index as HEAD.
    void findCommitted()
    {
        for (FolderFiles &group : m_groups) {
            for (auto file = group.files.begin(); file != group.files.end();) {
                const git_index_entry *const entry = ::git_index_get_bypath(
                    m_index.get(), pathIn(group.folder, file.key()).constData(), 0);
                if (m_states.contains(file.value()) || !entry) {
                    file = group.files.erase(file);
                    continue;
                }
                m_states.insert(file.value(), GitState::Committed);
                m_blobs.insert(file.value(), entry->id);
                ++file;
            }
        }
    }

    void findPushed()
    {
        git_reference_iterator *all = nullptr;
        if (::git_reference_iterator_glob_new(&all, m_repository, "refs/remotes/*") != 0)
            return;
        const ReferencesHandle branches(all);
        git_reference *next = nullptr;
        while (::git_reference_next(&next, branches.get()) == 0) {
            const ReferenceHandle branch(next);
            git_object *peeled = nullptr;
            if (::git_reference_peel(&peeled, branch.get(), GIT_OBJECT_TREE) != 0)
                continue;
            const ObjectHandle root(peeled);
            for (FolderFiles &group : m_groups)
                findIn(reinterpret_cast<const git_tree *>(root.get()), group);
        }
    }

    // Many branches have the same folder: it is looked into once.
    void findIn(const git_tree *root, FolderFiles &group)
    {
        if (group.files.isEmpty())
            return;
        FolderTrees trees(m_repository, group.folder);
        const std::optional<git_oid> id = trees.in(root);
        if (!id || m_seen.contains(group.folder + keyOf(*id)))
            return;
        m_seen.insert(group.folder + keyOf(*id));
        const git_tree *const tree = trees.open(id);
        for (auto file = group.files.begin(); file != group.files.end();) {
            const std::optional<git_oid> blob = fileIn(tree, file.key());
            if (!blob || ::git_oid_equal(&*blob, &m_blobs[file.value()]) == 0) {
                ++file;
                continue;
            }
            m_states.insert(file.value(), GitState::Pushed);
            file = group.files.erase(file);
        }
    }

    git_repository *const m_repository;
    std::vector<FolderFiles> m_groups; // what is still asked for
    IndexHandle m_index;
    GitStates m_states;
    QHash<QString, git_oid> m_blobs; // of committed files
    QSet<QByteArray> m_seen; // folders and their trees
};

} // namespace

QString gitStateName(GitState state)
{
    switch (state) {
    case GitState::Ignored:
        return u"ignored"_s;
    case GitState::Untracked:
        return u"untracked"_s;
    case GitState::Conflicted:
        return u"conflict"_s;
    case GitState::Modified:
        return u"modified"_s;
    case GitState::Staged:
        return u"staged"_s;
    case GitState::Committed:
        return u"committed"_s;
    case GitState::Pushed:
        return u"pushed"_s;
    }
    return {};
}

Result<GitStates> readGitStates(const QStringList &files)
{
    if (files.isEmpty())
        return GitStates();
    const QString first = files.first();
    const Result<RepositoryHandle> repository = repositoryOf(first.left(first.lastIndexOf(u'/')));
    if (!repository)
        return tl::unexpected(repository.error());
    if (!*repository || workTreeOf(repository->get()).isEmpty())
        return GitStates();
    return StateReader(repository->get(), files).read();
}

Result<std::vector<ChangedFile>> changedFiles(const QString &folder)
{
    const Result<RepositoryHandle> repository = repositoryOf(folder);
    if (!repository)
        return tl::unexpected(repository.error());
    const QString root = *repository ? workTreeOf(repository->get()) : QString();
    if (root.isEmpty())
        return std::vector<ChangedFile>();
    const Result<StatusHandle> list = statusOf(repository->get(), {}, 0);
    if (!list)
        return tl::unexpected(list.error());
    std::vector<ChangedFile> files;
    for (std::size_t i = 0; i < ::git_status_list_entrycount(list->get()); ++i) {
        const git_status_entry &entry = *::git_status_byindex(list->get(), i);
        files.push_back({root + u'/' + QFile::decodeName(pathOf(entry)), stateOf(entry.status),
            isDeleted(entry.status)});
    }
    std::sort(files.begin(), files.end(),
        [](const ChangedFile &one, const ChangedFile &other) { return one.path < other.path; });
    return files;
}

} // namespace migrations
