// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonsyntax.h"

#include <algorithm>

namespace migrations {

namespace {

using Kind = PythonToken::Kind;

constexpr std::array<std::string_view, 35> keywords {"False", "None", "True", "and", "as", "assert",
    "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield"};

struct Range
{
    std::uint8_t begin = 0;
    std::uint8_t end = 0;
};

// Most words are no keyword, and their first letter says so.
constexpr auto keywordsByLetter = [] {
    std::array<Range, 256> ranges {};
    for (std::uint8_t i = 0; i < keywords.size(); ++i) {
        Range &range = ranges[static_cast<unsigned char>(keywords[i].front())];
        if (range.end == 0)
            range.begin = i;
        range.end = i + 1;
    }
    return ranges;
}();

template <size_t N>
bool isOneOf(std::string_view word, const std::array<std::string_view, N> &words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isValueWord(std::string_view word)
{
    return !isPythonKeyword(word) || word == "None" || word == "True" || word == "False";
}

bool endsOperand(const PythonToken &token)
{
    switch (token.kind) {
    case Kind::Name:
        return isValueWord(token.text);
    case Kind::Operator:
        return token.text == ")" || token.text == "]" || token.text == "}";
    default:
        return true;
    }
}

bool startsOperand(const PythonToken &token)
{
    return token.kind == Kind::Name ? isValueWord(token.text) : token.kind != Kind::Operator;
}

bool startsStatement(const PythonToken &token)
{
    constexpr std::array<std::string_view, 9> starts {"(", "[", "{", "-", "+", "~", "*", "@", "."};
    return token.kind != Kind::Operator || isOneOf(token.text, starts);
}

bool isSoftKeyword(std::string_view word)
{
    return word == "match" || word == "case" || word == "type";
}

} // namespace

bool isPythonKeyword(std::string_view word)
{
    if (word.empty())
        return false;
    const Range range = keywordsByLetter[static_cast<unsigned char>(word.front())];
    return std::any_of(keywords.begin() + range.begin, keywords.begin() + range.end,
        [word](std::string_view keyword) { return keyword == word; });
}

size_t misplacedToken(PythonTokens tokens)
{
    if (!tokens.empty() && !startsStatement(tokens[0]))
        return 0;
    for (size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].kind == Kind::Operator) // most of them: no word has to be looked up
            continue;
        const bool strings = tokens[i - 1].kind == Kind::String && tokens[i].kind == Kind::String;
        const bool soft = i == 1 && isSoftKeyword(tokens[0].text);
        if (!strings && !soft && endsOperand(tokens[i - 1]) && startsOperand(tokens[i]))
            return i;
    }
    return tokens.size();
}

bool isScope(PythonTokens tokens)
{
    const size_t word = tokens.size() > 1 && tokens[0].is("async") ? 1 : 0;
    return tokens[word].is("def") || tokens[word].is("class");
}

bool isCompound(PythonTokens tokens)
{
    constexpr std::array<std::string_view, 12> words {"async", "class", "def", "elif", "else",
        "except", "finally", "for", "if", "try", "while", "with"};
    if (tokens.empty() || tokens[0].kind != Kind::Name)
        return false;
    if (isSoftKeyword(tokens[0].text) && !tokens[0].is("type")) {
        const size_t end = headerEnd(tokens);
        return end > 1 && end < tokens.size();
    }
    return isOneOf(tokens[0].text, words);
}

size_t headerEnd(PythonTokens tokens)
{
    size_t i = 0;
    while (i < tokens.size() && !(tokens[i].depth == 0 && tokens[i].is(":")))
        ++i;
    return i;
}

bool isAugmented(std::string_view operation)
{
    constexpr std::array<std::string_view, 5> others {"==", "!=", "<=", ">=", ":="};
    return operation.size() >= 2 && operation.back() == '=' && !isOneOf(operation, others);
}

bool bindsAnything(std::string_view function)
{
    return function == "globals" || function == "locals" || function == "vars"
        || function == "exec";
}

PythonTokens withoutBrackets(PythonTokens tokens)
{
    while (tokens.size() >= 2 && (tokens[0].is("(") || tokens[0].is("["))) {
        const PythonTokens inside = tokens.subspan(1, tokens.size() - 2);
        const auto depth = tokens[0].depth;
        const bool pair = (tokens.back().is(")") || tokens.back().is("]"))
            && std::all_of(inside.begin(), inside.end(),
                [depth](const PythonToken &token) { return token.depth > depth; });
        if (!pair)
            return tokens;
        tokens = inside;
    }
    return tokens;
}

bool splitAtCommas(PythonTokens tokens, std::vector<PythonTokens> &parts)
{
    bool comma = false;
    size_t begin = 0;
    for (size_t i = 0; i <= tokens.size(); ++i) {
        const bool end = i == tokens.size();
        if (!end && !(tokens[i].depth == tokens[0].depth && tokens[i].is(",")))
            continue;
        if (i > begin)
            parts.push_back(tokens.subspan(begin, i - begin));
        begin = i + 1;
        comma = comma || !end;
    }
    return comma;
}

} // namespace migrations
