// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/projectstate.h"

namespace migrations {

// The project's own `alembic`, as a process that somebody else runs.
struct AlembicCommand
{
    QString interpreter;
    QStringList arguments;
    QString workingDirectory;
    QMap<QString, QString> variables; // on top of ours; secrets travel here
    Redactor redactor; // of what it prints
};

// With these arguments, on the project's configuration and environment. Errors: those of
// startAlembic.
Result<AlembicCommand> alembicCommand(
    const ProjectState &state, const QStringList &arguments, Progress &progress);

} // namespace migrations
