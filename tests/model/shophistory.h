// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"

namespace tests {

// A history from lines such as "c < a b : Merge them #label @a": id, what it revises, message,
// branch label, depends on. Newest first or not: the graph sorts.
std::vector<migrations::RevisionFile> filesOf(const QStringList &lines);
// The state of a project with these files whose database has these rows. One environment.
migrations::ProjectState stateOf(const std::vector<migrations::RevisionFile> &files,
    const QStringList &rows, migrations::Tier tier = migrations::Tier::Development);
// The same before the database was read.
migrations::ProjectState unreadStateOf(const std::vector<migrations::RevisionFile> &files);
// A file that is no revision: line 7 does not parse.
migrations::RevisionFile brokenFile(const QString &path);

// The web shop of the pictures: 18 revisions with two branches and two pending ones.
std::vector<migrations::RevisionFile> shopFiles();
QString shopHead();
QString shopCurrent();
// A chain of that many revisions.
std::vector<migrations::RevisionFile> chainOf(int count);

} // namespace tests
