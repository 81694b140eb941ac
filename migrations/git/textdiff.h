// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <QString>

#include <vector>

namespace migrations {

// A line of two texts that are compared; lines count from 1.
struct DiffLine
{
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    int oldLine = 0; // 0: only the new text has it
    int newLine = 0; // 0: only the old text has it
    QString text; // without its end

    bool operator==(const DiffLine &) const = default;
};

// Every line of both texts, as git compares them. A difference in the ends of lines alone is none.
Result<std::vector<DiffLine>> diffTexts(const QString &oldText, const QString &newText);

// The same as text, each line behind "-", "+" or a space.
QString diffText(const std::vector<DiffLine> &lines);

} // namespace migrations
