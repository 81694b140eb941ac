// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

namespace migrations {

// The folder of PostgreSQL's server programs (initdb, postgres): the newest version below
// `versionsFolder`, else pg_config --bindir, else PATH. Debian keeps them out of PATH.
// Errors: ErrorKind::File, code "no_postgresql"; the message names the package to install.
Result<QString> serverProgramsFolder(
    const QString &versionsFolder = QStringLiteral("/usr/lib/postgresql"));

} // namespace migrations
