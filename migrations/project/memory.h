// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/reading.h"
#include "migrations/project/environment.h"

namespace migrations {

// What is remembered of a project between runs, keyed by its configuration file's real path; one
// small JSON file (0600) in the user's data folder. Holds no secret.
struct ProjectMemory
{
    QString configFile; // chosen among several, keyed by the opened folder
    QString interpreter; // chosen by the person
    QString lastInterpreter; // the one that fitted last time …
    QStringList lastCandidates; // … among these paths; others now: search again
    VersionTable versionTable; // learned from env.py through the helper
    bool versionTableKnown = false;
    QString envPyStamp; // size and time of the env.py it was learned from; another now: ask again
    QMap<QString, Tier> tiers; // chosen by the person, by environment name
    QString alembicVersion; // of the last helper, e.g. "1.8.1": decides which row rules apply

    bool operator==(const ProjectMemory &) const = default;
};

// folder: where all of Spiritsafe's user data are; empty = dataFolder().
class MemoryStore
{
public:
    explicit MemoryStore(QString folder = {});
    ProjectMemory load(const QString &key) const; // defaults when there is none
    Result<void> save(const QString &key, const ProjectMemory &memory) const;

private:
    QString m_folder;
};

// SPIRITSAFE_DATA, else QStandardPaths::AppLocalDataLocation's place for "spiritsafe"; made 0700.
QString dataFolder();

} // namespace migrations
