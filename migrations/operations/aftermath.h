// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/locks.h"
#include "migrations/database/reading.h"

#include <functional>

namespace migrations {

// After the helper is gone its backend ends too, unless the server still works on a statement: that
// one is cancelled until it ends, for some time; then its pid is given. `connection` is another
// one.
constexpr int lingerMs = 10'000;
std::optional<int> waitForBackendToEnd(PostgreSql &connection, int pid, int forMs = lingerMs);

// A restarting server is given its time; anything else is told as it is.
constexpr int readBackMs = 30'000;
Result<DatabaseReading> readUntilItAnswers(
    const std::function<Result<DatabaseReading>()> &read, int patienceMs = readBackMs,
    const std::function<void()> &beforeAnother = [] {});

} // namespace migrations
