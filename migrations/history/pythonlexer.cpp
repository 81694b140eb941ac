// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonlexer.h"

#include <algorithm>
#include <cstring>

namespace migrations {

namespace {

enum CharacterClass : std::uint8_t { Plain, Special, Letter, Digit };

// Special: what can end a logical line or hide its end.
constexpr std::array<std::uint8_t, 256> characterClasses()
{
    std::array<std::uint8_t, 256> table {};
    for (int c = 0; c < 256; ++c) {
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        table[static_cast<size_t>(c)] = letter ? Letter : (c >= '0' && c <= '9') ? Digit : Plain;
    }
    for (const char c : {'\0', '\n', '#', '\\', '"', '\'', '(', ')', '[', ']', '{', '}'})
        table[static_cast<unsigned char>(c)] = Special;
    return table;
}

constexpr auto classes = characterClasses();

std::uint8_t classOf(char c)
{
    return classes[static_cast<unsigned char>(c)];
}

bool isWord(char c)
{
    return classOf(c) >= Letter;
}

char closerOf(char open)
{
    switch (open) {
    case '(':
        return ')';
    case '[':
        return ']';
    default:
        return '}';
    }
}

const char *lineEnd(const char *at, const char *end)
{
    const void *found = std::memchr(at, '\n', static_cast<size_t>(end - at));
    return found != nullptr ? static_cast<const char *>(found) : end;
}

// The first place that is a quote, a backslash or a NUL, as far as three searches of many bytes at
// once find it; docstrings are long.
const char *beforeMark(const char *at, const char *end, char quote)
{
    for (const char mark : {quote, '\\', '\0'}) {
        const void *found = std::memchr(at, mark, static_cast<size_t>(end - at));
        if (found != nullptr)
            end = static_cast<const char *>(found);
    }
    return end;
}

} // namespace

PythonLexer::PythonLexer(std::string_view text)
    : m_begin(text.data())
    , m_end(text.data() + text.size())
    , m_at(text.data())
{
}

bool PythonLexer::fail(PythonFault fault, const char *at)
{
    m_fault = fault;
    m_faultOffset = static_cast<size_t>(at - m_begin);
    m_at = m_end;
    return false;
}

bool PythonLexer::nextLine()
{
    while (!failed()) {
        m_indent = 0;
        for (;; ++m_at) {
            if (*m_at == ' ')
                ++m_indent;
            else if (*m_at == '\t')
                m_indent = (m_indent / 8 + 1) * 8;
            else if (*m_at == '\f')
                m_indent = 0;
            else if (*m_at == '\\' && m_at[1] == '\n')
                ++m_at; // the line goes on below; its indentation is the one seen so far
            else
                break;
        }
        if (m_at == m_end)
            return false;
        if (*m_at == '#')
            skipComment();
        else if (*m_at != '\n')
            return true;
        if (m_at != m_end)
            ++m_at;
    }
    return false;
}

bool PythonLexer::skipLine()
{
    bool ended = false;
    while (!ended && !failed()) {
        while (classOf(*m_at) != Special)
            ++m_at;
        skipSpecial(ended);
    }
    return !failed();
}

bool PythonLexer::readLine(std::vector<PythonToken> &tokens)
{
    tokens.clear();
    bool ended = false;
    while (!ended && !failed()) {
        const char c = *m_at;
        if (c == ' ' || c == '\t' || c == '\f')
            ++m_at;
        else if (c == '\n' || c == '\0' || c == '#' || c == '\\')
            skipSpecial(ended);
        else
            readToken(tokens);
    }
    return !failed();
}

// At a Special character: over it, and over all that it starts.
bool PythonLexer::skipSpecial(bool &lineEnded)
{
    switch (*m_at) {
    case '\n':
        ++m_at;
        lineEnded = m_depth == 0;
        return true;
    case '#':
        skipComment();
        return true;
    case '\\':
        return continueLine();
    case '"':
    case '\'':
        m_at = skipString(m_at);
        return !failed();
    case '\0':
        if (m_at != m_end)
            return fail(PythonFault::NullByte, m_at);
        lineEnded = true;
        return m_depth == 0
            || fail(PythonFault::OpenBracket, m_open[static_cast<size_t>(m_depth - 1)]);
    case '(':
    case '[':
    case '{':
        return openBracket(m_at++);
    default:
        return closeBracket(m_at++);
    }
}

void PythonLexer::skipComment()
{
    const char *end = lineEnd(m_at, m_end);
    if (m_comments != nullptr)
        m_comments->emplace_back(m_at, static_cast<size_t>(end - m_at));
    m_at = end;
}

// A word may follow without a space: "1if x else 2".
void PythonLexer::skipNumber()
{
    const bool based = *m_at == '0' && std::strchr("xXoObB", m_at[1]) != nullptr && m_at[1] != '\0';
    if (based) {
        while (isWord(*m_at))
            ++m_at;
        return;
    }
    while (classOf(*m_at) == Digit || *m_at == '_' || *m_at == '.')
        ++m_at;
    const bool exponent = (*m_at == 'e' || *m_at == 'E')
        && (classOf(m_at[1]) == Digit || m_at[1] == '+' || m_at[1] == '-');
    if (exponent) {
        for (m_at += 2; classOf(*m_at) == Digit || *m_at == '_'; ++m_at) { }
    }
    if (*m_at == 'j' || *m_at == 'J')
        ++m_at;
}

bool PythonLexer::continueLine()
{
    if (m_at[1] != '\n')
        return fail(PythonFault::BadContinuation, m_at);
    m_at += 2;
    return true;
}

bool PythonLexer::openBracket(const char *at)
{
    if (m_depth == maxDepth)
        return fail(PythonFault::TooDeep, at);
    m_open[static_cast<size_t>(m_depth++)] = at;
    return true;
}

bool PythonLexer::closeBracket(const char *at)
{
    if (m_depth == 0)
        return fail(PythonFault::StrayBracket, at);
    --m_depth;
    return closerOf(*m_open[static_cast<size_t>(m_depth)]) == *at
        || fail(PythonFault::WrongBracket, at);
}

void PythonLexer::readToken(std::vector<PythonToken> &tokens)
{
    const char *begin = m_at;
    PythonToken::Kind kind = PythonToken::Kind::Name;
    if (classOf(*m_at) == Letter) {
        while (isWord(*m_at))
            ++m_at;
        const bool prefix = (*m_at == '"' || *m_at == '\'') && m_at - begin <= 2
            && std::all_of(
                begin, m_at, [](char c) { return std::strchr("rRbBuUfFtT", c) != nullptr; });
        if (prefix) {
            m_at = skipString(m_at);
            kind = PythonToken::Kind::String;
        }
    } else if (classOf(*m_at) == Digit) {
        skipNumber();
        kind = PythonToken::Kind::Number;
    } else if (*m_at == '"' || *m_at == '\'') {
        m_at = skipString(m_at);
        kind = PythonToken::Kind::String;
    } else {
        readOperator(tokens);
        return;
    }
    tokens.push_back({kind, static_cast<std::uint8_t>(m_depth),
        std::string_view(begin, static_cast<size_t>(m_at - begin))});
}

void PythonLexer::readOperator(std::vector<PythonToken> &tokens)
{
    const char *begin = m_at;
    bool lineEnded = false;
    auto depth = static_cast<std::uint8_t>(m_depth);
    if (classOf(*m_at) == Special) {
        skipSpecial(lineEnded); // a bracket: the others never come here
        depth = std::min(depth, static_cast<std::uint8_t>(m_depth));
    } else {
        ++m_at;
        if (*begin == *m_at && std::strchr("*/<>", *begin) != nullptr)
            ++m_at;
        const bool equal = *m_at == '=' && std::strchr("=!<>:+-*/%&|^@", *begin) != nullptr;
        const bool arrow = *m_at == '>' && *begin == '-';
        if (equal || arrow)
            ++m_at;
    }
    const auto length = static_cast<size_t>(std::max<std::ptrdiff_t>(m_at - begin, 1));
    tokens.push_back({PythonToken::Kind::Operator, depth, std::string_view(begin, length)});
}

// f"…" and t"…" hold code, in which (since Python 3.12) even the same quotes may occur.
bool PythonLexer::isFormatted(const char *quote) const
{
    const char *at = quote;
    while (at > m_begin && isWord(at[-1]) && quote - at < 3)
        --at;
    if (quote - at == 0 || quote - at > 2)
        return false;
    const auto isPrefix = [](char c) { return std::strchr("rRfFtT", c) != nullptr; };
    const auto isField = [](char c) { return std::strchr("fFtT", c) != nullptr; };
    return std::all_of(at, quote, isPrefix) && std::any_of(at, quote, isField);
}

const char *PythonLexer::skipString(const char *quote)
{
    const bool triple = quote[1] == *quote && quote[2] == *quote;
    const char *inside = quote + (triple ? 3 : 1);
    const char *end = isFormatted(quote) ? skipFormatted(inside, *quote, triple)
                                         : skipPlain(inside, *quote, triple);
    if (end == nullptr) {
        // The outermost string is the one to show.
        fail(triple ? PythonFault::OpenTripleString : PythonFault::OpenString, quote);
        return m_end;
    }
    return end;
}

// The place after the closing quotes; null when there are none.
const char *PythonLexer::skipPlain(const char *at, char quote, bool triple)
{
    if (triple)
        at = beforeMark(at, m_end, quote);
    for (;; ++at) {
        while (*at != quote && *at != '\\' && *at != '\n' && *at != '\0')
            ++at;
        if (*at == quote) {
            if (!triple)
                return at + 1;
            if (at[1] == quote && at[2] == quote)
                return at + 3;
            continue;
        }
        const bool escape = *at == '\\';
        if (escape)
            ++at;
        if (*at == '\0' || (*at == '\n' && !triple && !escape))
            return nullptr;
    }
}

const char *PythonLexer::skipFormatted(const char *at, char quote, bool triple)
{
    while (*at != '\0') {
        if (*at == quote && (!triple || (at[1] == quote && at[2] == quote)))
            return at + (triple ? 3 : 1);
        if (*at == '\n' && !triple)
            return nullptr;
        if (*at == '\\') {
            // \N{NAME} is one character; any other brace after a backslash starts a field.
            const bool named = at[1] == 'N' && at[2] == '{';
            if (named && std::strchr(at, '}') != nullptr)
                at = std::strchr(at, '}');
            else if (at[1] != '{' && at[1] != '}' && at[1] != '\0')
                ++at;
            ++at;
        } else if (*at == '{' && at[1] == '{') {
            at += 2;
        } else if (*at == '{') {
            at = skipField(at + 1, quote, triple);
            if (at == nullptr)
                return nullptr;
        } else {
            ++at;
        }
    }
    return nullptr;
}

// After "{": over the expression and its format, to the place after "}".
const char *PythonLexer::skipField(const char *at, char quote, bool triple)
{
    if (++m_fieldDepth > maxDepth)
        return nullptr;
    const char *end = nullptr;
    for (int depth = 0; *at != '\0' && end == nullptr; ++at) {
        if (*at == '"' || *at == '\'') {
            at = skipString(at) - 1;
            if (failed())
                return nullptr;
        } else if (*at == '(' || *at == '[' || *at == '{') {
            ++depth;
        } else if (*at == '#') {
            at = lineEnd(at, m_end) - 1;
        } else if (depth > 0 && (*at == ')' || *at == ']' || *at == '}')) {
            --depth;
        } else if (*at == '}') {
            end = at + 1;
        } else if (*at == ':' && depth == 0) {
            end = skipFormat(at + 1, quote, triple);
            if (end == nullptr)
                return nullptr;
        }
    }
    --m_fieldDepth;
    return end;
}

// After the ":" of a field: text with further fields in it, to the place after "}".
const char *PythonLexer::skipFormat(const char *at, char quote, bool triple)
{
    while (*at != '\0' && *at != '}') {
        if ((*at == '\n' || *at == quote) && !triple)
            return nullptr;
        at = *at == '{' ? skipField(at + 1, quote, triple) : at + 1;
        if (at == nullptr)
            return nullptr;
    }
    return *at == '}' ? at + 1 : nullptr;
}

int lineAt(std::string_view text, size_t offset)
{
    return 1
        + static_cast<int>(std::count(text.begin(),
            text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size())), '\n'));
}

} // namespace migrations
