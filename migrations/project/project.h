// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/git/repository.h"
#include "migrations/project/environment.h"

namespace migrations {

// A place where an Alembic configuration was found.
struct ConfigChoice
{
    QString file; // absolute path of alembic.ini or pyproject.toml
    QString section = QStringLiteral("alembic");
    QString display; // relative to the opened folder: "services/backend/alembic.ini"

    bool operator==(const ConfigChoice &) const = default;
};

// A folder with an Alembic configuration, read without running any Python.
struct Project
{
    QString folder; // as opened (absolute)
    // Alembic runs with this as its working directory: the folder of the configuration, or the one
    // above it (not above the git root) from which a relative script_location is there.
    QString root;
    QString name; // the folder's name
    ConfigChoice config;
    std::vector<ConfigChoice> choices; // all that were found; more than one: the person chooses
    GitFacts git; // openProject: the root only; readGit knows the rest
    QString scriptLocation; // absolute
    QStringList versionLocations; // absolute; missing folders are left out
    // More of them, after these, that the configuration does not name: Alembic is told of them.
    QStringList addedLocations;
    bool recursive = false; // recursive_version_locations
    bool sourceless = false;
    QString fileTemplate;
    QString timezone;
    QString outputEncoding = QStringLiteral("utf-8");
    bool revisionEnvironment = false;
    std::vector<Environment> environments; // the first is the default one
    QStringList problems; // sentences; the project is usable all the same

    const Environment *environment(const QString &wanted) const; // empty name: the default one
    Redactor redactor() const; // knows the secrets of all environments
    bool operator==(const Project &) const = default;
};

struct OpenOptions
{
    QString configFile; // a choice's file; empty: the only one, or the remembered one
    QString section; // empty: "alembic"
    QMap<QString, QString> environment; // the process environment; empty: ours
};

// A configuration in the folder itself is the project, whatever lies below; else the only one
// below, else the nearest above. A choice that was made is remembered by whoever asked
// (MemoryStore, keyed by the opened folder). Errors: ErrorKind::Project, code "no_config" (nothing
// found: says where it looked), "choose_config" (several and none chosen; detail = their paths, one
// a line), "bad_config".
Result<Project> openProject(const QString &folder, const OpenOptions &options);
// Breadth first, a few levels down, skipping .git, .venv, node_modules and the like.
std::vector<ConfigChoice> findConfigurations(const QString &folder);

} // namespace migrations
