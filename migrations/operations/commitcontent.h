// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/git/filestates.h"
#include "migrations/operations/projectstate.h"

namespace migrations {

// A changed file of the repository, as one who commits a migration sees it.
struct CommitFile
{
    enum class Kind { Revision, Model, Other };
    Kind kind = Kind::Other;
    ChangedFile file;
    QString shown; // from the root of the work tree
    QString message; // of a revision

    bool operator==(const CommitFile &) const = default;
};

// Revisions first, then what looks like models (Python that speaks of SQLAlchemy), then the rest.
// Errors: those of changedFiles(); ErrorKind::Project "no_git" outside a repository.
Result<std::vector<CommitFile>> filesToCommit(const ProjectState &state);

// What a person may have forgotten, as a sentence; empty: nothing. Never a reason to refuse.
QString commitHint(const std::vector<CommitFile> &all, const QStringList &chosen);

// The message that the chosen revisions suggest; empty: none.
QString suggestedMessage(const std::vector<CommitFile> &all, const QStringList &chosen);

} // namespace migrations
