// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace migrations {

// What a Python file says, without how it is written: equal for two texts that differ only in
// comments, blank lines, the module's docstring, indentation, line breaks inside brackets, quotes,
// trailing commas, line ends or encoding. Two different values may still mean the same (redundant
// brackets, 1000 and 1_000). Empty: it cannot be read, or is no Python.
QByteArray pythonMeaning(const QByteArray &bytes);

} // namespace migrations
