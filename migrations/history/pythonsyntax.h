// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/pythonlexer.h"

#include <span>

namespace migrations {

// Questions about one logical line, cut into tokens.
using PythonTokens = std::span<const PythonToken>;

bool isPythonKeyword(std::string_view word);
// The index of a token that cannot stand where it is; tokens.size() when none was noticed.
size_t misplacedToken(PythonTokens tokens);
bool isCompound(PythonTokens tokens); // if, for, def, class, match … with a ":"
bool isScope(PythonTokens tokens); // def, class
size_t headerEnd(PythonTokens tokens); // index of the ":" that ends a compound header
bool isAugmented(std::string_view operation); // "+=" and its kin
bool bindsAnything(std::string_view function); // globals, exec …
PythonTokens withoutBrackets(PythonTokens tokens); // "(a, b)" -> "a, b"
// False when there is no comma outside brackets: then there is one part.
bool splitAtCommas(PythonTokens tokens, std::vector<PythonTokens> &parts);

} // namespace migrations
