// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QStringList>

#include <optional>

namespace migrations {

// A commit that gave a file the text it has there.
struct FileCommit
{
    QString id; // full
    QString author;
    QDateTime time; // when it was committed
    QString summary; // first line of its message
    QString path; // of the file then, from the root of the work tree

    bool operator==(const FileCommit &) const = default;
};

// All functions read only, never run git, and find nothing outside of a repository. What a shallow
// clone does not have is not guessed. Errors: ErrorKind::File, code "git"; ErrorKind::Cancelled.

// The commit that gave each file the text that HEAD has, by file as it was asked for. A file that
// HEAD does not have is missing.
Result<QHash<QString, FileCommit>> lastCommits(const QStringList &files, Progress &progress);

// Every text of one file in HEAD's history, newest first, followed through a renaming that left
// the text as it was.
Result<std::vector<FileCommit>> versionsOf(const QString &file, Progress &progress);

// The bytes that a commit ("HEAD", an id, "origin/main") has under a path; none: it has no such
// file. folder: anywhere in the work tree. path: from its root.
Result<std::optional<QByteArray>> textAt(
    const QString &folder, const QString &commit, const QString &path);
// The same under the file's own path.
Result<std::optional<QByteArray>> textAt(const QString &file, const QString &commit);

// Where HEAD left the main branch: origin/HEAD, or origin/main, origin/master, main, master.
struct MergeBase
{
    QString branch; // "origin/main"
    QString commit; // full id
};
Result<std::optional<MergeBase>> mergeBaseWithMain(const QString &folder);

} // namespace migrations
