// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/backup.h"
#include "migrations/lifecycle/backupfile.h"
#include "migrations/lifecycle/dumpchecks.h"

namespace migrations {

// makeBackup's PostgreSQL half.
Result<Backup> dumpPostgreSql(const BackupRequest &request, Progress &progress);

} // namespace migrations
