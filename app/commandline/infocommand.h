// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/databaseinfo.h"

namespace app {

// The database of an environment as a whole: who is in it, what it holds, what is not as Alembic
// expects it; and the repair of one such thing.
class InfoCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    ExitCode repair(
        const Context &context, migrations::ProjectState state, migrations::Journal &journal) const;

    std::string m_repair;
    std::string m_to;
};

// What it writes.
void showDatabaseInfo(
    Output &output, const migrations::ProjectState &state, const migrations::DatabaseInfo &info);
QByteArray databaseInfoJson(
    const migrations::ProjectState &state, const migrations::DatabaseInfo &info);

} // namespace app
