// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revisionmap.h"

namespace migrations {

// All revisions, each after those it needs, as far as that is possible: what is on a cycle, or
// above one, is missing. `parents` holds the resolved down_revision and depends_on of each node.
RevisionIndexes inUpwardOrder(const RevisionMap &map, const std::vector<RevisionIndexes> &parents);

// One cycle, each followed by what it needs, the first repeated at the end; empty when there is
// none.
RevisionIndexes findCycle(const RevisionMap &map, const std::vector<RevisionIndexes> &parents);

// Alembic's own message and class for this map. The text is empty for cycles that can be reached
// from a head and from a base: there Alembic carries on, and sometimes never ends.
struct AlembicCycle
{
    QString code;
    QString text;
};
AlembicCycle alembicCycle(const RevisionMap &map);

} // namespace migrations
