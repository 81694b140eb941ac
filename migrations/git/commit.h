// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <QStringList>

namespace migrations {

// What follows runs the git program, and with it what a person has configured: hooks, signing,
// filters. So only in a folder that is trusted. Never pushes. Errors: ErrorKind::File, code "git"
// with git's own words as detail; ErrorKind::Cancelled.

// Puts these files into the index as they are now; of deleted ones, that they are gone.
Result<> stageFiles(const QString &folder, const QStringList &files, Progress &progress);

// A commit of these files as they are now, and of nothing else: what was staged besides stays
// staged. When git or a hook refuses, files that were not in the index are not in it again.
// Gives the new commit's id.
Result<QString> commitFiles(
    const QString &folder, const QStringList &files, const QString &message, Progress &progress);

} // namespace migrations
