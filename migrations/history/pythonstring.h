// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string>
#include <string_view>

namespace migrations {

enum class StringReading {
    Text, // its characters were appended
    Bytes, // b"…"
    Computed, // an f-string with fields, a t-string, \N{…}
    Malformed, // an escape that Python refuses
};

// Appends what one string literal (prefix and quotes included) stands for, as UTF-8; lone
// surrogates as three bytes.
StringReading appendString(std::string_view literal, std::string &text);
// The characters of a literal that stand for themselves, as most do; nullopt: use appendString().
std::optional<std::string_view> plainText(std::string_view literal);
// Whether the literal may be a docstring, or a part of one.
bool isDocstringPart(std::string_view literal);
QString textFromPython(std::string_view utf8); // what appendString() gave

} // namespace migrations
