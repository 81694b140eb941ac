// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonmeaning.h"

#include "migrations/history/pythonlexer.h"
#include "migrations/history/pythonsource.h"
#include "migrations/history/pythonstring.h"
#include "migrations/history/pythonsyntax.h"

#include <QCryptographicHash>

#include <algorithm>
#include <array>
#include <string>

namespace migrations {

namespace {

using Kind = PythonToken::Kind;

// One character of no text says what follows.
enum Mark : char { Indent = 1, Dedent, LineEnd, Text, Verbatim, Token };

bool isOpener(const PythonToken &token)
{
    return token.is("(") || token.is("[") || token.is("{");
}

bool isCloser(const PythonToken &token)
{
    return token.is(")") || token.is("]") || token.is("}");
}

std::string lower(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size())).toLower().toStdString();
}

// The literal in single quotes, where no character in it has to do with quotes.
std::string withUsualQuotes(std::string_view literal)
{
    const size_t begin = literal.find_first_of("'\"");
    const size_t end = literal.find_last_of("'\"");
    const size_t bodyBegin = literal.find_first_not_of(literal[begin], begin);
    if (bodyBegin >= end)
        return std::string(literal);
    const size_t count = bodyBegin - begin;
    const std::string_view body = literal.substr(bodyBegin, end + 1 - count - bodyBegin);
    if (body.find_first_of("'\"\\\n\r") != std::string_view::npos)
        return std::string(literal);
    return lower(literal.substr(0, begin)) + '\'' + std::string(body) + '\'';
}

bool endsExpression(PythonTokens tokens, size_t at)
{
    return at == tokens.size() || isCloser(tokens[at]) || tokens[at].is(",") || tokens[at].is(":");
}

bool beginsExpression(PythonTokens tokens, size_t at)
{
    static constexpr std::array words {"return", "if", "elif", "while", "in", "assert"};
    const PythonToken *before = at == 0 ? nullptr : &tokens[at - 1];
    return before == nullptr || isOpener(*before) || before->is("=") || before->is(",")
        || before->is(":") || std::any_of(words.begin(), words.end(), [&](const char *word) {
               return before->is(word);
           });
}

// A tuple, a generator and what only brackets make an expression are not the same without them.
bool isOneExpression(PythonTokens tokens, int depth)
{
    static constexpr std::array others {",", ":=", "for", "yield"};
    return !tokens.empty() && !tokens[0].is("*") && !tokens[0].is("**")
        && std::none_of(tokens.begin(), tokens.end(), [&](const PythonToken &token) {
               return token.depth == depth
                   && std::any_of(others.begin(), others.end(),
                       [&](const char *other) { return token.is(other); });
           });
}

size_t closerOf(PythonTokens tokens, size_t open)
{
    size_t at = open + 1;
    while (at < tokens.size() && !(isCloser(tokens[at]) && tokens[at].depth == tokens[open].depth))
        ++at;
    return at;
}

// class A():
void dropEmptyBases(PythonTokens tokens, std::vector<bool> &dropped)
{
    if (tokens.size() == 5 && tokens[0].is("class") && tokens[2].is("(") && tokens[3].is(")"))
        dropped[2] = dropped[3] = true;
}

// from a import (b, c,)
void dropImportBrackets(PythonTokens tokens, std::vector<bool> &dropped)
{
    if (tokens.size() < 5 || !tokens[0].is("from") || !tokens.back().is(")"))
        return;
    for (size_t i = 2; i < tokens.size(); ++i)
        dropped[i] = tokens[i].is("(") || tokens[i].is(")");
    dropped[tokens.size() - 2] = tokens[tokens.size() - 2].is(",");
}

// Without the brackets that somebody set for the reader, or to break the line.
std::vector<PythonToken> withoutHabits(PythonTokens tokens)
{
    std::vector<bool> dropped(tokens.size());
    for (size_t open = 0; open < tokens.size(); ++open) {
        if (!tokens[open].is("(") || !beginsExpression(tokens, open))
            continue;
        const size_t close = closerOf(tokens, open);
        if (close == tokens.size() || !endsExpression(tokens, close + 1)
            || !isOneExpression(tokens.subspan(open + 1, close - open - 1), tokens[open].depth + 1))
            continue;
        dropped[open] = true;
        dropped[close] = true;
    }
    dropEmptyBases(tokens, dropped);
    dropImportBrackets(tokens, dropped);
    std::vector<PythonToken> kept;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (!dropped[i])
            kept.push_back(tokens[i]);
    }
    return kept;
}

class Writer
{
public:
    // An expression that is only a string does nothing: a docstring, or a comment in disguise.
    void line(PythonTokens written, int indent)
    {
        const std::vector<PythonToken> tokens = withoutHabits(written);
        const auto isString = [](const PythonToken &one) { return one.kind == Kind::String; };
        if (std::all_of(tokens.begin(), tokens.end(), isString))
            return;
        indentTo(indent);
        for (size_t i = 0; i < tokens.size();) {
            if (isString(tokens[i]))
                i = strings(tokens, i);
            else
                i = other(tokens, i);
        }
        m_text += LineEnd;
    }

    const std::string &text() const { return m_text; }

private:
    void indentTo(int indent)
    {
        for (; m_indents.back() > indent; m_indents.pop_back())
            m_text += Dedent;
        if (m_indents.back() < indent) {
            m_indents.push_back(indent);
            m_text += Indent;
        }
    }

    // Neighbours are one string. What is no plain text is taken as it is written.
    size_t strings(PythonTokens tokens, size_t at)
    {
        std::string value;
        size_t end = at;
        for (; end < tokens.size() && tokens[end].kind == Kind::String; ++end) {
            if (appendString(tokens[end].text, value) != StringReading::Text)
                return verbatim(tokens, at);
        }
        m_text += Text;
        m_text += std::to_string(value.size()) + ':' + value;
        return end;
    }

    size_t verbatim(PythonTokens tokens, size_t at)
    {
        const std::string text = withUsualQuotes(tokens[at].text);
        m_text += Verbatim;
        m_text += std::to_string(text.size()) + ':' + text;
        return at + 1;
    }

    size_t other(PythonTokens tokens, size_t at)
    {
        const PythonToken &token = tokens[at];
        if (token.is(",") && at + 1 < tokens.size() && isCloser(tokens[at + 1])
            && isOnlyStyle(tokens, at))
            return at + 1;
        m_text += Token;
        m_text += token.kind == Kind::Number ? lower(token.text) : std::string(token.text);
        return at + 1;
    }

    // "(1,)" is a tuple and "(1)" is not; anywhere else the last comma is a habit.
    static bool isOnlyStyle(PythonTokens tokens, size_t comma)
    {
        if (!tokens[comma + 1].is(")"))
            return true;
        const int inside = tokens[comma].depth;
        size_t open = comma;
        bool several = false;
        while (open > 0 && !(isOpener(tokens[open]) && tokens[open].depth < inside)) {
            --open;
            several = several || (tokens[open].is(",") && tokens[open].depth == inside);
        }
        if (several || open == 0)
            return several;
        const PythonToken &before = tokens[open - 1];
        const bool callable =
            before.kind == Kind::Name ? !isPythonKeyword(before.text) : isCloser(before);
        return callable;
    }

    std::string m_text;
    std::vector<int> m_indents {0};
};

} // namespace

QByteArray pythonMeaning(const QByteArray &bytes)
{
    const PythonSource source =
        decodePython({bytes.constData(), static_cast<size_t>(bytes.size())});
    if (!source.problem.isEmpty())
        return {};
    PythonLexer lexer(source.text);
    std::vector<PythonToken> tokens;
    Writer writer;
    while (lexer.nextLine()) {
        const int indent = lexer.indent();
        if (!lexer.readLine(tokens))
            break;
        writer.line(tokens, indent);
    }
    if (lexer.fault() != PythonFault::None)
        return {};
    return QCryptographicHash::hash(
        {writer.text().data(), qsizetype(writer.text().size())}, QCryptographicHash::Sha256);
}

} // namespace migrations
