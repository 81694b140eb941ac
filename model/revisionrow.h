// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "model/revisiontablemodel.h"

#include <vector>

namespace model {

// What the table shows of one revision, ghost or broken file.
struct RevisionRow
{
    QString key; // the id; of a broken file its path
    QString id;
    QString message;
    QString file;
    QString problem;
    mutable QString search; // made when first asked for: most rows are never searched
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
std::vector<RevisionRow> revisionRows(const migrations::ProjectState &state);
// Everything that the filter looks in, in lower case, one field a line.
QString searchTextOf(const RevisionRow &row);

} // namespace model
