// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// `db backup`: a new backup of the environment's database.
class BackupCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::string m_folder;
    std::string m_proof;
    std::string m_reason = "by hand";
};

// `db backups`: lists, proves and prunes them.
class BackupsCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    ExitCode list(const Context &context, const migrations::ProjectState &state);
    ExitCode verify(const Context &context, const migrations::ProjectState &state);
    ExitCode prune(const Context &context, const migrations::ProjectState &state);

    std::string m_folder;
    std::string m_verify;
    std::string m_proof;
    bool m_prune = false;
    int m_keep = -1;
    int m_keepDays = -1;
};

// `db restore`: a backup takes the database's place; the one before is kept.
class RestoreCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::string m_backup;
    std::string m_folder;
    bool m_foreign = false;
};

} // namespace app
