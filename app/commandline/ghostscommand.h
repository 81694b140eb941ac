// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

class GhostsCommand final : public Command
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    bool m_restore = false;
    bool m_rollBack = false;
};

} // namespace app
