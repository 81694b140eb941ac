// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/base/progress.h"

#include <QDeadlineTimer>
#include <QMap>

namespace migrations {

// Waits until the resolver knows the hosts in libpq's keywords, so that libpq, which looks them up
// without a limit and cannot be stopped at it, finds them quickly. Errors: "name_unknown" when it
// knows none of them, "timeout", and Cancelled. Sockets, addresses and localhost cost nothing.
Result<void> waitForHosts(
    const QMap<QString, QString> &keywords, QDeadlineTimer deadline, Progress &progress);

} // namespace migrations
