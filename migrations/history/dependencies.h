// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revisionmap.h"

namespace migrations {

// Leaves out of each revision's needs the dependencies that a version ancestor of it declares
// already (ALEMBIC.md 2.4): what version rows and the order of steps go by.
void normaliseDependencies(RevisionMap &map);

} // namespace migrations
