// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/pythonlexer.h"

namespace migrations {

// One assignment (or other binding) of a name at a module's top level, in file order.
struct PythonBinding
{
    enum class Kind {
        Expression, // the name is assigned what `expression` says
        Computed, // bound by an import, a loop, inside an if or try …: only Python can tell
        Deleted,
    };
    std::string_view name;
    Kind kind = Kind::Expression;
    std::string_view expression;
    int item = -1; // "a, b = …": which item of the value; -1: all of it
    int items = 0; // how many the value must have
};

// A use of a watched name that may change the list or set which it holds.
struct PythonMention
{
    std::string_view name;
    size_t bindings = 0; // how many came before it
};

// What a module's top level does to its names. Bodies of functions and classes are not looked into.
// The views point into the text.
struct PythonModule
{
    std::string_view text;
    std::vector<PythonBinding> bindings;
    std::string_view docstring; // the expression; empty: none
    std::vector<PythonMention> mentions;
    bool importsAll = false; // from … import *
    bool bindsAnything = false; // globals(), exec() … at the top level
    PythonFault fault = PythonFault::None;
    size_t faultOffset = 0;
};

// The names whose values decide a revision.
bool isWatchedName(std::string_view name);

PythonModule readPythonModule(std::string_view text); // text: followed by a NUL

} // namespace migrations
