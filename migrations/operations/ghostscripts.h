// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/filelock.h"
#include "migrations/operations/ghosts.h"

namespace migrations {

// The scripts of ghosts in a private folder, for Alembic to read: the project's files are left
// alone. The folder goes with the last state that knows it; one whose program was killed goes when
// the next is made, or at the next operation.
class GhostScripts
{
public:
    // dataFolder empty: dataFolder(). Errors: ErrorKind::File.
    static Result<std::shared_ptr<const GhostScripts>> write(
        const std::vector<FoundScript> &scripts, const QString &dataFolder);
    ~GhostScripts();
    Q_DISABLE_COPY_MOVE(GhostScripts)

    QString folder() const { return m_folder; }
    const std::vector<FoundScript> &scripts() const { return m_scripts; } // as they were written
    bool holds(const QString &path) const;

    static void removeAbandoned(const QString &dataFolder);

private:
    GhostScripts(QString folder, FileLock lock);
    Result<> add(FoundScript script);

    QString m_folder;
    FileLock m_lock;
    std::vector<FoundScript> m_scripts;
};

// The same state, as if the scripts that were found lay on disk: an operation on it runs them, and
// its report has the state without them again. Errors: those of checkFound and of the folder.
Result<ProjectState> withGhostScripts(const ProjectState &state, const GhostSearch &search);
ProjectState withoutGhostScripts(ProjectState state);

} // namespace migrations
