// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

#include <QHash>

#include <future>

namespace migrations {

enum class RevisionState { Applied, Pending, Ghost, Unknown };
QString stateName(RevisionState state); // "applied" …

// Where a database stands in a history.
struct Standing
{
    bool known = false; // the database could be read
    QStringList current; // version rows that are on disk, sorted
    QStringList ghosts; // version rows that are not on disk
    QHash<QString, RevisionState> states; // by revision id, ghosts too; what is missing is unknown
    std::shared_future<QStringList> plan; // of pending()

    // To the real heads, in run order (all unapplied when no plan exists). Who asks first works it
    // out, on whatever thread: in a long history that takes longer than all else here.
    const QStringList &pending() const;
    bool upToDate() const { return known && ghosts.isEmpty() && pending().isEmpty(); }
    RevisionState stateOf(const QString &id) const;
};

Standing standingOf(const RevisionGraph &graph, const QStringList &rows);

} // namespace migrations
