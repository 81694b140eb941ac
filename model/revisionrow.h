// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migrations/history/lanes.h"
#include "migrations/operations/projectstate.h"

#include <QHash>

#include <memory>
#include <vector>

namespace model {

// A badge in the message cell (LOOK.md 6).
struct Badge
{
    enum class Kind { Head, Base, Environment, BranchLabel, Ghost, Edited };
    Kind kind = Kind::Head;
    QString text;
    migrations::Tier tier = migrations::Tier::Development; // Environment
    bool operator==(const Badge &) const = default;
};

// What the table shows of one revision, ghost or broken file.
struct RevisionRow
{
    QString key; // the id; of a broken file its path
    QString id;
    QString message;
    QString file;
    QString problem;
    QString search; // all that the filter looks in, in lower case, one field a line
    QDateTime created;
    QVector<Badge> badges;
    QStringList dependsOn;
    migrations::LaneRow lanes;
    migrations::RevisionState state = migrations::RevisionState::Unknown;
    bool merge = false;
    bool base = false;
    bool broken = false;
    bool boundary = false;

    bool operator==(const RevisionRow &) const = default;
};

// Ghosts, then broken files, then the revisions in Alembic's order.
struct RevisionRows
{
    std::vector<RevisionRow> rows;
    QHash<QString, int> places; // row by key
    int laneCount = 1; // the widest row's

    void index(); // after a change of rows
};

// Made on the engine's thread, read on the window's.
using SharedRevisionRows = std::shared_ptr<const RevisionRows>;
SharedRevisionRows revisionRows(const migrations::ProjectState &state);

} // namespace model
