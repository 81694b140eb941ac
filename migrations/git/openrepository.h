// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <git2.h>

#include <memory>

namespace migrations {

// libgit2's objects with their ends, for this folder alone: nobody else sees git2.h.

template <typename Object, void (*free)(Object *)>
struct GitEnd
{
    void operator()(Object *object) const { free(object); }
};
template <typename Object, void (*free)(Object *)>
using GitHandle = std::unique_ptr<Object, GitEnd<Object, free>>;

using RepositoryHandle = GitHandle<git_repository, git_repository_free>;
using ReferenceHandle = GitHandle<git_reference, git_reference_free>;
using ReferencesHandle = GitHandle<git_reference_iterator, git_reference_iterator_free>;
using ObjectHandle = GitHandle<git_object, git_object_free>;
using IndexHandle = GitHandle<git_index, git_index_free>;
using CommitHandle = GitHandle<git_commit, git_commit_free>;
using TreeHandle = GitHandle<git_tree, git_tree_free>;
using BlobHandle = GitHandle<git_blob, git_blob_free>;
using WalkHandle = GitHandle<git_revwalk, git_revwalk_free>;
using ReflogHandle = GitHandle<git_reflog, git_reflog_free>;
using TreeEntryHandle = GitHandle<git_tree_entry, git_tree_entry_free>;
using OdbHandle = GitHandle<git_odb, git_odb_free>;

void startLibgit2(); // repositoryOf() does it, too

QString lastGitError();
// libgit2's last error as one of ours: ErrorKind::File, code "git".
tl::unexpected<Error> gitFailure(const QString &folder);

// The repository that holds a folder; null: there is none.
Result<RepositoryHandle> repositoryOf(const QString &folder);

// The root of its work tree, real path; empty: a bare repository.
QString workTreeOf(git_repository *repository);

// A file and the repository in whose work tree it lies; without a repository: it lies in none.
struct FileInRepository
{
    RepositoryHandle repository;
    QByteArray path; // from the root of the work tree

    explicit operator bool() const { return repository != nullptr; }
};
Result<FileInRepository> findInRepository(const QString &file);

} // namespace migrations
