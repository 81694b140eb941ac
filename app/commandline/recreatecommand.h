// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/keptrecords.h"

namespace app {

// Makes the database anew and migrates it; the old one is kept.
class RecreateCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    bool m_finish = false;
};

// Undoes the last recreate, also one that was interrupted; or drops a kept database.
class UndoCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    ExitCode undoKept(const Context &context, const migrations::ProjectState &state,
        migrations::Journal &journal) const;

    std::string m_name;
    std::string m_drop;
};

} // namespace app
