// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/git/openrepository.h"

#include <QHash>
#include <QStringList>

#include <optional>
#include <vector>

namespace migrations {

inline QByteArray keyOf(const git_oid &id)
{
    return {reinterpret_cast<const char *>(id.id), GIT_OID_RAWSZ};
}

// Files by the folder that holds them, as the trees of a repository name both.
struct FolderFiles
{
    QByteArray folder; // from the root of the work tree; "." is the root itself
    QHash<QByteArray, QString> files; // name in the folder → file as it was asked for
};
std::vector<FolderFiles> byFolder(const QString &workTree, const QStringList &files);

// The trees of one folder in many commits. The newest ones stay opened: a commit is looked at once
// as itself and once as a parent, and a folder of 10,000 files takes a while to read.
class FolderTrees
{
public:
    FolderTrees(git_repository *repository, QByteArray folder);

    // Of the tree of a commit; none: the commit has no such folder.
    std::optional<git_oid> in(const git_tree *root) const;
    // Null: there is none. Owned here, until some others have been asked for.
    const git_tree *open(const std::optional<git_oid> &id);

private:
    git_repository *const m_repository;
    const QByteArray m_folder;
    std::vector<std::pair<git_oid, TreeHandle>> m_opened; // the latest last
};

// The file of this name in a tree; none: it has no such file.
std::optional<git_oid> fileIn(const git_tree *tree, const QByteArray &name);
// What another tree has under the same name with the same content is left out.
std::vector<std::pair<QByteArray, git_oid>> newIn(const git_tree *tree, const git_tree *before);

} // namespace migrations
