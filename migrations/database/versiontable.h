// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/reading.h"

namespace migrations {

// What both dialects say of a version table that Alembic could not use.
Error versionTableIsNoTable(const VersionTable &table, const QString &kind); // "a view"
Error versionTableHasNoColumn(const VersionTable &table, const QStringList &columns);

} // namespace migrations
