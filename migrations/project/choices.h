// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/project/project.h"

namespace migrations {

// Which of the configurations found for an opened folder is meant. Errors as openProject's.
Result<ConfigChoice> chooseConfiguration(
    const QString &folder, const std::vector<ConfigChoice> &choices, const OpenOptions &options);

} // namespace migrations
