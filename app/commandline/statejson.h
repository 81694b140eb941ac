// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/jsonwriter.h"
#include "migrations/operations/projectstate.h"

namespace app {

// The pieces of JSON that several commands share; their keys are documented in
// docs/command-line.md and stay as they are.

// {"name","tier","url_source","database":{…}}: never the URL, never a password.
void writeEnvironment(JsonWriter &json, const migrations::ProjectState &state);
// The keys of one revision, without the braces.
void writeRevision(
    JsonWriter &json, const migrations::Revision &revision, migrations::RevisionState state);
// [{"code","message","file","line","fatal"}…]: scripts, configuration, environment, database.
void writeProblems(JsonWriter &json, const migrations::ProjectState &state);
// [{"direction","revision","rows_after"}…]
void writeStep(JsonWriter &json, const migrations::Step &step);

QString directionName(migrations::Direction direction); // "up", "down", "stamp"

// The same problems, for people.
std::vector<migrations::Problem> problemsOf(const migrations::ProjectState &state);

} // namespace app
