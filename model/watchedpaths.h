// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"

namespace model {

// Files and folders whose change changes what the window shows: the configuration, .env files and
// the folders that could get one, env.py, the version folders and the newest revision files.
QStringList watchedPaths(const migrations::ProjectState &state);

} // namespace model
