// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/schemaobjects.h"
#include "migrations/operations/ghostrollback.h"
#include "tests/support/alembicproject.h"

namespace tests {

using Scripts = std::vector<AlembicProject::Script>;

// Makes the table tID.
AlembicProject::Script script(
    const QString &id, const QStringList &down, const QString &dependsOn = QStringLiteral("None"));
// Applies the project's heads with these, then they are gone from disk.
void makeGhosts(const AlembicProject &project, const Scripts &ghosts);
void upgrade(const AlembicProject &project);

// Of every file in the folder but the database and Python's own.
QString folderHash(const QString &folder);
migrations::ProjectState stateOf(const QString &folder);
std::vector<migrations::SchemaObject> schemaOf(const AlembicProject &project);
QStringList revisionsOf(const migrations::Plan &plan);

migrations::GhostSearch search(const migrations::ProjectState &state);
migrations::Result<migrations::GhostRollback> planned(const AlembicProject &project);
migrations::OperationReport run(const migrations::ProjectState &state,
    migrations::OperationKind kind, const migrations::Plan &plan);

} // namespace tests
