// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// What was found in a folder, and from where each thing came.
class ProjectCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;
};

} // namespace app
