// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

namespace migrations {

// The rows of a table of this file, or with a column its values that are not NULL; 0 when there is
// no such table. Errors: those of opening it.
Result<qint64> sqliteCount(
    const QString &file, const QString &table, const QString &column, Progress &progress);

} // namespace migrations
