// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/revision.h"

#include <string_view>

namespace migrations {

// parseRevision() of revisionfiles.h without a copy: the text must be followed by a NUL.
RevisionFile parseRevision(const QString &path, std::string_view text);

} // namespace migrations
