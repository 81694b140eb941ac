// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/alembic.h"
#include "migrations/history/standing.h"
#include "migrations/project/interpreter.h"
#include "migrations/project/memory.h"
#include "migrations/project/project.h"

namespace migrations {

// Everything a window or a command shows of one project and one of its environments: a value.
struct ProjectState
{
    Project project;
    QString environmentName; // which of project.environments
    bool trusted = false;
    RevisionGraph graph;
    ProjectMemory memory;
    std::optional<DatabaseReading> database; // absent: not read (yet), or databaseError
    std::optional<Error> databaseError;
    Standing standing;
    int fileCount = 0;

    const Environment *environment() const { return project.environment(environmentName); }
};

struct StateOptions
{
    QString environmentName; // empty: the default one
    QString configFile; // empty: the only one or the remembered one
    QString section;
    bool trustNow = false; // --trust: trust the folder before anything else
    QString dataFolder; // empty: dataFolder()
};

// Files only: project, scripts, graph; the standing is unknown. Milliseconds.
Result<ProjectState> readProjectState(
    const QString &folder, const StateOptions &options, Progress &progress);
// The same state after a look at its environment's database. A database that cannot be read is
// databaseError, not a failure: the list stays readable.
ProjectState withDatabase(ProjectState state, Progress &progress);

} // namespace migrations
