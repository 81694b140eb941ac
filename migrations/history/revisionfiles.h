// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/progress.h"
#include "migrations/history/revision.h"
#include "migrations/history/revisionscan.h"

namespace migrations {

// The text of one file -> what it says. Pure.
RevisionFile parseRevision(const QString &path, const QByteArray &bytes);
// One file that has changed, anew. A file that cannot be read has the problem "unreadable".
RevisionFile readRevisionFile(const QString &path);

struct ReadOptions
{
    bool useIndex = true; // the index of earlier reads, keyed by path, size, mtime and inode
    QString dataFolder; // where the index lives; empty: dataFolder()
};

// All revision files of a project, in Alembic's file order (ALEMBIC.md 2.1), parsed in parallel;
// unchanged files come from the index. A file that cannot be read or parsed is an entry with a
// problem, never a failure of the whole.
Result<std::vector<RevisionFile>> readRevisionFiles(
    const Project &project, const ReadOptions &options, Progress &progress);
// Of a scan, which afterwards has the stamps of all that was read, and knows whether the index
// should be written anew: the caller does, when it has the time, with updateIndex().
Result<std::vector<RevisionFile>> readRevisionFiles(
    const Project &project, const ReadOptions &options, RevisionScan &scan, Progress &progress);
void updateIndex(const Project &project, const ReadOptions &options, const RevisionScan &scan,
    const std::vector<RevisionFile> &files);

} // namespace migrations
