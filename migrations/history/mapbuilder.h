// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revision.h"
#include "migrations/history/revisionmap.h"

namespace migrations {

// Links the files up. Whatever is wrong becomes a problem; the rest of the map is still made. The
// first thing that Alembic would stumble over is the map's fatal error.
RevisionMap buildMap(const std::vector<RevisionFile> &files, const AlembicRules &rules);

} // namespace migrations
