// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace migrations {

// The text of resources/sql/NAME.sql (compiled in), comments included.
QString sqlText(const QString &name);

} // namespace migrations
