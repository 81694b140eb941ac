// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revisionmap.h"

namespace migrations {

// Every node exactly once: in the order of `alembic history` where Alembic has one, else each
// before what it needs as far as that is possible; what is on a cycle and what is shadowed comes
// last.
RevisionIndexes historyOrder(const RevisionMap &map);

} // namespace migrations
