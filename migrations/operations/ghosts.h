// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/fileoperation.h"

namespace migrations {

// The script of a revision that is not on disk, and where it was found.
struct FoundScript
{
    QString revision;
    QString message;
    QStringList down;
    QStringList labels;
    QStringList dependsOn; // as written
    QString name; // of the file
    QByteArray text;
    QString where; // "branch pricing, commit 1a2b3c4 by Ana of 2026-11-20", "kept when it ran here"

    bool operator==(const FoundScript &) const = default;
};

struct GhostSearch
{
    QStringList ghosts; // rows of the database without a file
    // What was found of them and of their ancestors that have no file either, ancestors first.
    std::vector<FoundScript> found;
    QStringList missing; // ghosts and ancestors that were found nowhere

    bool operator==(const GhostSearch &) const = default;
};

// Looks for the ghosts of the state's database in the whole git repository (findKeptFiles), among
// the scripts that ran from here, and in what file operations removed. Reads only.
// Errors: those of findKeptFiles and of the journal.
Result<GhostSearch> findGhosts(
    const ProjectState &state, const Journal &journal, Progress &progress);

// Without what is missing Alembic could not read the history: ErrorKind::Refused "incomplete".
// Nothing found: ErrorKind::Project "nothing".
Result<> checkFound(const GhostSearch &search);

// Writes the files that were found into the versions folder again, as an operation that can be
// undone. Errors: those of checkFound; ErrorKind::File "exists".
Result<FileReport> restoreGhosts(
    const ProjectState &state, const GhostSearch &search, Journal &journal);

} // namespace migrations
