// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "app/commandline/jsonwriter.h"
#include "migrations/operations/newrevision.h"

namespace app {

// The pieces that the commands on revision files share.

struct Authoring
{
    migrations::ProjectState state;
    migrations::Alembic alembic;
};

enum class Database { Asked, Unasked };

// The project with its Alembic running, trusted (a person on a terminal is asked), the database
// read where the command looks at it.
migrations::Result<Authoring> startAuthoring(
    const Context &context, Database database, migrations::Progress &progress);

// The files, what Alembic alone knows of them (of a trusted project), and where the database
// stands.
migrations::Result<migrations::ProjectState> readWithDatabase(
    const Context &context, migrations::Progress &progress);

// Nothing is done unasked: --yes, or a person on a terminal.
migrations::Result<> agreeTo(
    const Context &context, const migrations::ProjectState &state, const QString &question);

void showOperations(Output &output, const std::vector<migrations::FoundOperation> &found);
// [{"kind","schema","table","name","code","risk","renamed_to","renamed_from"}…]
void writeOperations(JsonWriter &json, const std::vector<migrations::FoundOperation> &found);

// What an operation on files has done; as JSON {"journal_id","kind","sentence","files",…}.
void writeFileReport(JsonWriter &json, const migrations::FileReport &report); // without braces
ExitCode showFileReport(const Context &context, const migrations::FileReport &report);

} // namespace app
