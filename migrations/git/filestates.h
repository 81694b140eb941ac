// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QHash>
#include <QStringList>

namespace migrations {

// Where git has a file, the least safe first.
enum class GitState {
    Ignored, // .gitignore keeps it out
    Untracked,
    Conflicted, // a merge or rebase waits for a person
    Modified, // the index or the last commit has another text
    Staged, // the next commit takes it as it is
    Committed, // in HEAD as it is
    Pushed, // likewise, and a branch of a remote has it as it is, as far as the last fetch knows
};
QString gitStateName(GitState state); // "untracked"

// By file, as it was asked for. A file that git does not see (outside of the work tree, or gone) is
// missing; outside a repository all are. Reads only, never runs git or a filter of its
// configuration. Errors: ErrorKind::File, code "git".
using GitStates = QHash<QString, GitState>;
Result<GitStates> readGitStates(const QStringList &files);

// A file of the work tree that differs from HEAD.
struct ChangedFile
{
    QString path; // absolute
    GitState state = GitState::Modified; // Untracked, Conflicted, Modified, Staged
    bool deleted = false;
    bool operator==(const ChangedFile &) const = default;
};
// All that a commit could take, in the order of the paths.
Result<std::vector<ChangedFile>> changedFiles(const QString &folder);

} // namespace migrations
