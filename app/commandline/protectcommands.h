// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// `db protect`: the database counts as production, whatever URL leads to it.
class ProtectCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    int m_backupAge = 0; // minutes; 0: as it was
};

// `db unprotect`: takes that mark away again.
class UnprotectCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;
};

// `db unlock`: reset and recreate are possible on production for ten minutes.
class UnlockCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;
};

} // namespace app
