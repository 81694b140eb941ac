// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/fuzzy.h"

namespace model {

namespace {

constexpr int wholePhrase = 100;
constexpr int atStart = 40;
constexpr int atWord = 20;
constexpr int afterLast = 8;

bool startsWord(const QString &text, qsizetype position)
{
    return position == 0 || !text.at(position - 1).isLetterOrNumber();
}

// A phrase that is there as it was typed beats letters strewn about.
std::optional<FuzzyMatch> phrase(const QString &typed, const QString &text)
{
    qsizetype at = text.indexOf(typed, 0, Qt::CaseInsensitive);
    for (qsizetype next = at; next >= 0;
         next = text.indexOf(typed, next + 1, Qt::CaseInsensitive)) {
        if (startsWord(text, next)) {
            at = next;
            break;
        }
    }
    if (at < 0)
        return std::nullopt;
    FuzzyMatch match;
    match.score = wholePhrase + (at == 0 ? atStart : startsWord(text, at) ? atWord : 0);
    for (qsizetype i = 0; i < typed.size(); ++i)
        match.positions.append(int(at + i));
    return match;
}

std::optional<FuzzyMatch> letters(const QString &typed, const QString &text)
{
    FuzzyMatch match;
    qsizetype from = 0;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        const qsizetype at = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        if (startsWord(text, at))
            match.score += atWord;
        else if (!match.positions.isEmpty() && match.positions.last() == int(at) - 1)
            match.score += afterLast;
        else
            match.score -= 1;
        match.positions.append(int(at));
        from = at + 1;
    }
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &typed, const QString &text)
{
    const QString wanted = typed.trimmed();
    if (wanted.isEmpty())
        return FuzzyMatch {};
    if (auto match = phrase(wanted, text))
        return match;
    return letters(wanted, text);
}

} // namespace model
