// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

#include <vector>

namespace migrations {

// A public name of a module or class, as the project's installed packages have it.
struct PythonName
{
    enum class Kind { Value, Function, Class, Module };
    QString name;
    Kind kind = Kind::Value;
    QString signature; // "(table_name, *columns, **kw)"; empty: Python does not tell
    QString doc; // its first sentence

    bool operator==(const PythonName &) const = default;
};

using PythonNames = QMap<QString, std::vector<PythonName>>; // by module or class, in Python's order

} // namespace migrations
