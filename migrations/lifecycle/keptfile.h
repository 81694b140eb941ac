// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/keptdatabase.h"

namespace migrations {

// The same for an SQLite database, which is a file: name is its path, oid its inode.

// nullopt: there is no such file.
std::optional<NamedDatabase> findFile(const QString &path);

// Writes back what lies beside the file (-wal) and makes sure that nobody is in it. Refused with
// code "in_use".
Result<> closeFile(const NamedDatabase &file);

// Renames within its folder, durably, and never over another file (code "exists").
Result<> renameFile(const NamedDatabase &file, const QString &path);

// Those that were set aside for it, by the shape of their name.
std::vector<KeptDatabase> keptFiles(const QString &path);

Result<> dropKeptFile(const NamedDatabase &file);

} // namespace migrations
