// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/helper.h"
#include "migrations/alembic/pythonnames.h"
#include "migrations/project/project.h"

#include <optional>

namespace migrations {

// As Python gives them; the column counts characters from 0, length 0: it does not say.
struct PythonSyntaxProblem
{
    QString message;
    int line = 1;
    int column = 0;
    int length = 0;

    bool operator==(const PythonSyntaxProblem &) const = default;
};

// The project's Python as an editor asks it, in a helper of its own. Executes nothing of the
// project. Its thread is the one that started it. Errors: those of Helper::call.
class ScriptPython
{
public:
    static Result<ScriptPython> start(
        const Project &project, const Environment &environment, const QString &interpreter);

    Result<QString> version(Progress &progress); // "3.11.2"
    // What this very Python has against a text, which it compiles under the name of its file.
    Result<std::optional<PythonSyntaxProblem>> syntaxProblem(
        const QString &path, const QString &text, Progress &progress);
    // The public names of these modules and classes ("alembic.op", "sqlalchemy.Column"). What is
    // not Alembic's or SQLAlchemy's is not imported; what is not there has no names.
    Result<PythonNames> names(const QStringList &owners, Progress &progress);
    bool alive() const { return m_helper.alive(); }
    qint64 processId() const { return m_helper.processId(); }

private:
    explicit ScriptPython(Helper helper);
    Helper m_helper;
};

} // namespace migrations
