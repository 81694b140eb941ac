// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/pythonstring.h"

#include <algorithm>
#include <cstdint>

namespace migrations {

namespace {

struct Literal
{
    std::string_view body;
    bool raw = false;
    bool bytes = false;
    bool fields = false; // f
    bool isTemplate = false; // t
};

Literal taken(std::string_view literal)
{
    Literal parts;
    size_t i = 0;
    for (; i < literal.size() && literal[i] != '"' && literal[i] != '\''; ++i) {
        const char c = static_cast<char>(literal[i] | 0x20);
        parts.raw = parts.raw || c == 'r';
        parts.bytes = parts.bytes || c == 'b';
        parts.fields = parts.fields || c == 'f';
        parts.isTemplate = parts.isTemplate || c == 't';
    }
    const std::string_view quoted = literal.substr(i);
    const bool triple = quoted.size() >= 6 && quoted[0] == quoted[1] && quoted[1] == quoted[2];
    const size_t quotes = triple ? 3 : 1;
    if (quoted.size() >= 2 * quotes)
        parts.body = quoted.substr(quotes, quoted.size() - 2 * quotes);
    return parts;
}

void appendUtf8(std::uint32_t code, std::string &text)
{
    const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0U | code >> 6U);
        add(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        add(0xE0U | code >> 12U);
        add(0x80U | (code >> 6U & 0x3FU));
        add(0x80U | (code & 0x3FU));
    } else {
        add(0xF0U | code >> 18U);
        add(0x80U | (code >> 12U & 0x3FU));
        add(0x80U | (code >> 6U & 0x3FU));
        add(0x80U | (code & 0x3FU));
    }
}

int digitOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

// Exactly `count` hexadecimal digits from `at`.
std::optional<std::uint32_t> hexadecimal(std::string_view body, size_t at, size_t count)
{
    if (at + count > body.size())
        return std::nullopt;
    std::uint32_t code = 0;
    for (size_t i = at; i < at + count; ++i) {
        const int digit = digitOf(body[i]);
        if (digit > 15)
            return std::nullopt;
        code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return code <= 0x10FFFF ? std::optional(code) : std::nullopt;
}

// Escapes of one character; '\0' for the others.
char simpleEscape(char c)
{
    constexpr std::string_view escaped = "\\'\"abfnrtv";
    constexpr std::string_view meant = "\\'\"\a\b\f\n\r\t\v";
    const size_t at = escaped.find(c);
    return at == std::string_view::npos ? '\0' : meant[at];
}

size_t octalLength(std::string_view body, size_t at)
{
    size_t end = at;
    while (end < body.size() && end < at + 3 && body[end] >= '0' && body[end] <= '7')
        ++end;
    return end - at;
}

// body[at] follows a backslash. Moves `at` over the escape.
StringReading appendEscape(std::string_view body, size_t &at, std::string &text)
{
    const char c = body[at];
    if (const char simple = simpleEscape(c); simple != '\0') {
        text += simple;
        ++at;
    } else if (c == '\n') {
        ++at;
    } else if (const size_t octal = octalLength(body, at); octal > 0) {
        std::uint32_t code = 0;
        for (const size_t end = at + octal; at < end; ++at)
            code = code * 8 + static_cast<std::uint32_t>(body[at] - '0');
        appendUtf8(code, text);
    } else if (c == 'x' || c == 'u' || c == 'U') {
        const size_t count = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        const auto code = hexadecimal(body, at + 1, count);
        if (!code)
            return StringReading::Malformed;
        appendUtf8(*code, text);
        at += count + 1;
    } else if (c == 'N') {
        return StringReading::Computed; // needs Python's table of character names
    } else {
        text += '\\';
    }
    return StringReading::Text;
}

} // namespace

StringReading appendString(std::string_view literal, std::string &text)
{
    const Literal parts = taken(literal);
    if (parts.bytes || parts.isTemplate)
        return parts.bytes ? StringReading::Bytes : StringReading::Computed;
    const std::string_view special = parts.fields ? (parts.raw ? "{}" : "\\{}") : "\\";
    if (parts.raw && !parts.fields) {
        text += parts.body;
        return StringReading::Text;
    }
    for (size_t at = 0; at < parts.body.size();) {
        const size_t next = std::min(parts.body.find_first_of(special, at), parts.body.size());
        text += parts.body.substr(at, next - at);
        at = next + 1;
        if (next + 1 >= parts.body.size() && next < parts.body.size())
            return StringReading::Malformed; // a lone brace or backslash at the end
        if (next == parts.body.size())
            break;
        if (parts.body[next] == '\\') {
            const StringReading escape = appendEscape(parts.body, at, text);
            if (escape != StringReading::Text)
                return escape;
        } else if (parts.body[at] == parts.body[next]) {
            text += parts.body[at++];
        } else {
            return StringReading::Computed;
        }
    }
    return StringReading::Text;
}

std::optional<std::string_view> plainText(std::string_view literal)
{
    const Literal parts = taken(literal);
    const bool plain = !parts.bytes && !parts.fields && !parts.isTemplate
        && (parts.raw || parts.body.find('\\') == std::string_view::npos);
    return plain ? std::optional(parts.body) : std::nullopt;
}

bool isDocstringPart(std::string_view literal)
{
    const Literal parts = taken(literal);
    return !parts.bytes && !parts.fields && !parts.isTemplate;
}

QString textFromPython(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace migrations
