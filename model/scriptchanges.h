// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/git/filehistory.h"
#include "migrations/git/textdiff.h"
#include "migrations/operations/editedscripts.h"

#include <optional>

namespace model {

// What a script can be compared with.
struct OtherScript
{
    enum class Kind { OnDisk, Replaced, Applied, LastCommit, MergeBase, Version };
    Kind kind = Kind::LastCommit;
    QString title; // "as applied, 24 Nov"
    migrations::FileCommit commit; // of LastCommit, MergeBase (only id and path), Version
    QByteArray text; // of OnDisk, Replaced, Applied

    bool isSame(const OtherScript &other) const
    {
        return kind == other.kind && commit.id == other.commit.id;
    }
};

// A script beside another text of it.
struct ScriptChanges
{
    QString path;
    std::vector<OtherScript> others; // empty: git does not have it, and it never ran from here
    int chosen = -1; // of others
    std::vector<migrations::DiffLine> lines;
    bool differs = false;
    QString problem; // a sentence; then there are no lines
};

struct ChangesRequest
{
    QString path;
    std::optional<QString> unsaved; // what an editor has; else the file is read
    std::optional<migrations::EditedScript> edited;
    QString project; // memoryKey()
    std::optional<OtherScript> wanted; // else the first of others that differs, or the first
    bool everyVersion = true; // a long history takes a second; without them it is at once
};

// Reads git and the journal; null: that cannot be read.
ScriptChanges readChanges(const ChangesRequest &request, const migrations::Journal *journal,
    migrations::Progress &progress);

} // namespace model
