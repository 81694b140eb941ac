// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/alembic.h"
#include "migrations/base/background.h"
#include "migrations/history/revisionscan.h"
#include "migrations/history/standing.h"
#include "migrations/project/interpreter.h"
#include "migrations/project/memory.h"
#include "migrations/project/project.h"

#include <memory>

namespace migrations {

class GhostScripts;

// Everything a window or a command shows of one project and one of its environments: a value.
struct ProjectState
{
    Project project;
    QString environmentName; // which of project.environments
    bool trusted = false;
    bool protectedDatabase = false; // a person marked this very database
    RevisionGraph graph;
    ProjectMemory memory;
    std::optional<DatabaseReading> database; // absent: not read (yet), or databaseError
    std::optional<Error> databaseError;
    Standing standing;
    // What the graph was built from; shared, so that a state is cheap to copy. Never null.
    std::shared_ptr<const std::vector<RevisionFile>> files = noFiles();
    // Scripts that are not the project's own (withGhostScripts); null: none.
    std::shared_ptr<const GhostScripts> ghostScripts;
    QStringList notes; // sentences about what could only be guessed
    QString dataFolder; // where what is remembered lives; empty: dataFolder()

    bool hasComputedHeaders() const;
    // Alembic can use the scripts: script_location is there, and the graph has no fatal problem.
    // Otherwise an empty list of revisions is no reason to call a database up to date.
    bool historyUsable() const;
    bool hasScripts() const;

    const Environment *environment() const { return project.environment(environmentName); }
    static std::shared_ptr<const std::vector<RevisionFile>> noFiles();
};

struct StateOptions
{
    QString environmentName; // empty: the default one
    QString configFile; // empty: the only one or the remembered one
    QString section;
    bool trustNow = false; // --trust: trust the folder before anything else
    QString dataFolder; // empty: dataFolder()
    // libgit2 takes longer to start than a command to run; only who shows the branch needs it.
    enum class Git { RootOnly, Branch } git = Git::Branch;
};

// The key under which a project is remembered: its configuration file's real path.
QString memoryKey(const Project &project);

void rememberVersionTable(ProjectState &state, const VersionTable &table);
void remember(const ProjectState &state);

// The configuration that a person chose for a folder that holds several (its path or display): what
// the folder is opened with from now on.
Result<> rememberConfiguration(
    const QString &folder, const QString &configuration, const QString &dataFolder);

// What only libgit2 knows of a project: its branch and commit, and which secrets git keeps.
void takeGit(Project &project);

// Files only: project, scripts, graph; the standing is unknown. Milliseconds. The same in its two
// steps: all but the revisions, and the revisions.
Result<ProjectState> readProjectState(
    const QString &folder, const StateOptions &options, Progress &progress);
Result<ProjectState> openProjectState(const QString &folder, const StateOptions &options);
// Where `indexing` is given, it may still be writing the index when this returns, from the scan.
Result<ProjectState> withRevisions(ProjectState state, RevisionScan &scan, Progress &progress,
    std::optional<Background<void>> *indexing = nullptr);
// The same state after a look at its environment's database. A database that cannot be read is
// databaseError, not a failure: the list stays readable.
ProjectState withDatabase(ProjectState state, Progress &progress);
enum class Wanted { Everything, Rows }; // readDatabase, readVersionRows
Result<DatabaseReading> readDatabaseOf(
    const ProjectState &state, Progress &progress, Wanted wanted = Wanted::Everything);
// The same state with a reading made elsewhere.
ProjectState withReading(ProjectState state, const Result<DatabaseReading> &reading);
// The same state with the header values that only Python knows, and the version table that env.py
// configures; both are remembered. For a trusted project. Errors: those of the Alembic calls.
Result<ProjectState> withAlembicsKnowledge(
    ProjectState state, Alembic &alembic, Progress &progress);
// env.py names a version table of its own and it is not a literal, or headers are computed: the
// state is surer after withAlembicsKnowledge.
bool needsAlembicsKnowledge(const ProjectState &state);

} // namespace migrations
