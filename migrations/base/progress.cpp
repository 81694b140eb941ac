// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/progress.h"

namespace migrations {

Progress::~Progress() = default;

void NoProgress::report(const Event &event)
{
    Q_UNUSED(event)
}

bool NoProgress::cancelled()
{
    return false;
}

} // namespace migrations
