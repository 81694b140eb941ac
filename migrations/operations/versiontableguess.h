// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migrations/database/reading.h"

namespace migrations {

// What the text of env.py says of the version table, no Python started.
struct VersionTableGuess
{
    VersionTable table;
    bool certain = true; // false: named, but not by a literal; only env.py itself knows

    bool operator==(const VersionTableGuess &) const = default;
};

// Looks for version_table= and version_table_schema= arguments. Pure.
VersionTableGuess guessVersionTable(const QString &envPyText);

} // namespace migrations
