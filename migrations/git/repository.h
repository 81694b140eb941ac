// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QStringList>

namespace migrations {

// Read-only facts of the git repository that holds a folder. All empty outside one.
struct GitFacts
{
    QString root; // work tree, absolute, real path
    QString branch; // short name; empty when detached
    QString head; // full commit id; empty in a repository without a commit

    bool operator==(const GitFacts &) const = default;
};

// Never runs git, never writes. A folder outside any repository gives empty facts, not an error.
Result<GitFacts> readGit(const QString &folder);

// Folders of git's own in which something changes when the index, HEAD or a branch does, also of a
// worktree. Empty outside a repository.
QStringList gitFolders(const QString &folder);

// Has this file been pushed: is it on any branch of a remote, as far as the last fetch or push
// knows? false without a repository or a remote.
Result<bool> isPushed(const QString &file);

// Is this file in the index: does git keep it, or will the next commit? false outside a repository.
Result<bool> isTracked(const QString &file);

} // namespace migrations
