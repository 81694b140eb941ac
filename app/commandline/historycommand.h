// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// Every revision, newest first as Alembic lists them.
class HistoryCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::string m_range;
    bool m_offline = false;
};

} // namespace app
