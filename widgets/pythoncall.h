// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/pythonnames.h"

#include <functional>
#include <optional>

namespace widgets {

// The call that is being written where a text ends.
struct PythonCall
{
    QString path; // "op.create_table"
    int start = 0; // of the path, in bytes
    int argument = 0; // which one is being written
    QString keyword; // its name, where it has one

    bool operator==(const PythonCall &) const = default;
};

// code: which bytes of the text are neither in a string nor in a comment. known: whether there is
// something to say of a path. The innermost call counts, unless it is only a bracket.
std::optional<PythonCall> callAtEnd(const QByteArray &text, const std::vector<bool> &code,
    const std::function<bool(const QString &)> &known);

// What is shown of a call.
struct CallTip
{
    QByteArray text; // lines of at most so many characters
    int from = 0; // bytes of the parameter that is being written; from = to: none
    int to = 0;

    bool operator==(const CallTip &) const = default;
};

CallTip callTip(const migrations::PythonName &name, const PythonCall &call, int columns);
QStringList parametersOf(const QString &signature); // as written: "nullable=None", "*columns"

} // namespace widgets
