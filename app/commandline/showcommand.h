// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// One revision in full; any identifier that Alembic takes, and "current".
class ShowCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::string m_id;
};

} // namespace app
