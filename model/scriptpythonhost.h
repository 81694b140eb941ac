// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/scriptpython.h"
#include "migrations/project/interpreter.h"

#include <QObject>

namespace model {

// Which Python is meant.
struct PythonChoice
{
    migrations::Project project;
    migrations::Environment environment;
    migrations::Interpreter interpreter; // no path: none is known, or none may be run

    QString key() const; // anything that a running one would not notice when it changes
};

// Keeps the Python that the editor asks: started when it is first needed, started again when it
// died, but not for ever. Lives on the thread that asks.
class ScriptPythonHost : public QObject
{
    Q_OBJECT
public:
    void stop();
    qint64 processId() const; // 0: none runs
    // With the version in its message.
    migrations::Result<std::optional<migrations::PythonSyntaxProblem>> syntaxProblem(
        const PythonChoice &choice, const QString &path, const QString &text,
        migrations::Progress &progress);
    // Each module or class is asked for once.
    migrations::Result<migrations::PythonNames> names(
        const PythonChoice &choice, const QStringList &owners, migrations::Progress &progress);

private:
    template <typename Ask>
    auto ask(const PythonChoice &choice, migrations::Progress &progress, Ask question);
    migrations::Result<migrations::ScriptPython *> python(
        const PythonChoice &choice, migrations::Progress &progress);

    std::optional<migrations::ScriptPython> m_python;
    QString m_key;
    QString m_version;
    migrations::PythonNames m_names; // of this Python
    int m_failures = 0; // in a row, of this Python
};

} // namespace model
