// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/linediff.h"

#include <QStringList>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qsizetype mostCells = 4'000'000;

// lengths[i][j]: the longest list of lines that old from i and new from j have in common.
using Lengths = std::vector<std::vector<int>>;

Lengths lengthsOf(const QStringList &before, const QStringList &after)
{
    Lengths lengths(
        std::size_t(before.size()) + 1, std::vector<int>(std::size_t(after.size()) + 1));
    if (before.size() * after.size() > mostCells)
        return lengths;
    for (auto i = std::size_t(before.size()); i-- > 0;) {
        for (auto j = std::size_t(after.size()); j-- > 0;)
            lengths[i][j] = before[qsizetype(i)] == after[qsizetype(j)]
                ? lengths[i + 1][j + 1] + 1
                : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
    return lengths;
}

} // namespace

QString lineDiff(const QString &oldText, const QString &newText)
{
    const QStringList before = oldText.split(u'\n');
    const QStringList after = newText.split(u'\n');
    const Lengths lengths = lengthsOf(before, after);
    QStringList lines;
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < before.size() || j < after.size()) {
        const bool both = i < before.size() && j < after.size();
        if (both && before[i] == after[j]) {
            lines.append(u' ' + before[i++]);
            ++j;
        } else if (j == after.size()
            || (both
                && lengths[std::size_t(i) + 1][std::size_t(j)]
                    >= lengths[std::size_t(i)][std::size_t(j) + 1])) {
            lines.append(u'-' + before[i++]);
        } else {
            lines.append(u'+' + after[j++]);
        }
    }
    return lines.join(u'\n');
}

} // namespace migrations
