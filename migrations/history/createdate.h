// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <string_view>

namespace migrations {

// The "Create Date:" of a docstring (UTF-8): date; date and time; with fraction, offset or Z.
// Without an offset it is the author's clock, taken as local time. Invalid when absent or not a
// date; a date alone is its midnight.
QDateTime createDate(std::string_view docstring);

} // namespace migrations
