// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <string_view>

namespace migrations {

// A Python file's bytes as its tokenizer sees them: UTF-8, "\n" only, no byte order mark (PEP 263).
// `text` is followed by a NUL and points into the bytes given or into `storage`.
struct PythonSource
{
    std::string_view text;
    QByteArray storage;
    QString problem; // for people; empty: it can be read
    int line = 0; // of the problem
};

// bytes must outlive the result and be followed by a NUL, as a QByteArray's are.
PythonSource decodePython(std::string_view bytes);

} // namespace migrations
