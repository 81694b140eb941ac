// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/pythonmodule.h"

#include <QString>

namespace migrations {

// What a name of a module holds, as far as the text alone tells.
struct PythonValue
{
    enum class Kind {
        Absent, // never bound
        None,
        Text,
        Sequence, // tuple, list or set
        Other, // a literal of another type: number, bytes, True …
        Computed, // only Python can tell
        Broken, // not Python: `fault` says where
    };
    Kind kind = Kind::Absent;
    QString text;
    std::vector<PythonValue> items; // a set: without repetitions, in the order written
    bool changeable = false; // a list or a set
    size_t fault = 0;

    bool operator==(const PythonValue &) const = default;
};

// The value at the end of the module. Simple constants of the module are followed.
PythonValue valueOf(const PythonModule &module, std::string_view name);
// The value of an expression that uses no names.
PythonValue valueOfExpression(const PythonModule &module, std::string_view expression);
// Where `name` got that value: an offset into the text; 0 when it has none.
size_t placeOf(const PythonModule &module, std::string_view name);

} // namespace migrations
