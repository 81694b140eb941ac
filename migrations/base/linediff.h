// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace migrations {

// Every line of both texts, with "-" (only in the old), "+" (only in the new) or a space before it.
// Of texts of some thousands of lines each, what they have in common is only sought line by line.
QString lineDiff(const QString &oldText, const QString &newText);

} // namespace migrations
