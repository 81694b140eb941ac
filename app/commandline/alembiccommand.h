// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

#include <vector>

namespace app {

// `alembic -- ARGS`: the project's own, with its interpreter and environment.
class AlembicCommandLine final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::vector<std::string> m_arguments;
};

} // namespace app
