// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

namespace migrations {

// The revision itself and all before it along down_revision.
QStringList lineOf(const RevisionGraph &graph, const QString &head);
// What `head` has and `other` has not, newest first.
QStringList branchOf(const RevisionGraph &graph, const QString &head, const QString &other);

} // namespace migrations
