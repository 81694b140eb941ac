// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/progress.h"
#include "migrations/project/project.h"

namespace migrations {

struct Interpreter
{
    QString path; // of the executable
    // "chosen", "VIRTUAL_ENV", ".venv", "venv", "env", "uv", "Poetry", "PDM", "pyenv", "conda",
    // "PATH", "system"
    QString source;
    QString python; // "3.11.2"
    QString alembic; // "1.8.1"
    QString sqlalchemy;

    bool operator==(const Interpreter &) const = default;
};

struct InterpreterSearch
{
    struct Attempt
    {
        QString path;
        QString source;
        QString problem; // why it does not fit; empty for the one found
        bool operator==(const Attempt &) const = default;
    };
    std::optional<Interpreter> found;
    std::vector<Attempt> tried;

    QString summary() const; // lines for people: what was tried
    bool operator==(const InterpreterSearch &) const = default;
};

// Candidates in the order a developer's tools use; no process is started. environment: the
// process's; empty: ours.
std::vector<InterpreterSearch::Attempt> interpreterCandidates(
    const Project &project, const QString &chosen, const QMap<QString, QString> &environment);
// Runs the candidates (import alembic) until one fits. Runs Python of the project: only call this
// for a trusted project.
InterpreterSearch findInterpreter(const Project &project, const QString &chosen,
    const QMap<QString, QString> &environment, Progress &progress);

} // namespace migrations
