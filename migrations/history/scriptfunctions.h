// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace migrations {

// upgrade or downgrade, as the text of a script has it.
struct ScriptFunction
{
    enum class Body {
        Absent,
        Empty, // only pass, a docstring or the like
        Filled,
        Elsewhere, // imported, assigned, defined under a condition: only Python can tell
    };
    Body body = Body::Absent;
    std::string_view name; // where it is defined; into the text
};

struct ScriptFunctions
{
    ScriptFunction upgrade;
    ScriptFunction downgrade;
};

ScriptFunctions readScriptFunctions(std::string_view text); // text: followed by a NUL

} // namespace migrations
