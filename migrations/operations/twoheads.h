// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"
#include "migrations/review/touches.h"

namespace migrations {

// A revision of one of two branches, and who wrote it when.
struct BranchRevision
{
    QString id;
    QString message;
    QString author; // of the commit; empty: it is in none
    QDateTime time; // of the commit, else the script's own; may be invalid
    RevisionState state = RevisionState::Unknown;
    bool pushed = false;

    bool operator==(const BranchRevision &) const = default;
};

struct HeadBranch
{
    QString head;
    std::vector<BranchRevision> revisions; // newest first
    bool pushed = false; // any of it

    bool operator==(const HeadBranch &) const = default;
};

// Two heads side by side: what each has that the other has not.
struct TwoHeads
{
    QStringList heads; // all that there are
    HeadBranch mine;
    HeadBranch theirs;
    std::vector<BranchRevision> shared; // where they part: the last revisions of both
    QString branch; // git's, that is checked out; empty: none

    bool rebaseFits() const { return !mine.pushed; }
    bool operator==(const TwoHeads &) const = default;
};

// mine and theirs are heads; empty: of two heads the one that is not pushed is mine, else the one
// with the newest revision. Reads git, neither database nor Python. ErrorKind::Project: "one_head",
// "not_a_head".
Result<TwoHeads> readTwoHeads(
    const ProjectState &state, const QString &mine, const QString &theirs, Progress &progress);

// What both do, worked out from the SQL that the project's Alembic renders for their revisions.
// Refused: "not_postgresql", "untrusted"; the errors of Alembic::sql and readTouches.
Result<std::vector<SharedTouch>> touchesOf(
    const ProjectState &state, const TwoHeads &heads, Progress &progress);

} // namespace migrations
