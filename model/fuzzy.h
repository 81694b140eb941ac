// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace model {

// Where the letters of what was typed are in a text.
struct FuzzyMatch
{
    int score = 0; // higher is better
    QList<int> positions; // ascending, one a letter typed

    bool operator==(const FuzzyMatch &) const = default;
};

// All letters of `typed` in this order, case and spaces aside; letters together and at the start of
// words count more. nullopt: not all are there. Nothing typed: a match with score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString &typed, const QString &text);

} // namespace model
