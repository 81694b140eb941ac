// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// What was found in a folder, and from where each thing came.
class ProjectCommand final : public ReadingCommand
{
public:
    CLI::App *addTo(CLI::App &parent) override;

protected:
    migrations::Result<migrations::ProjectState> read(
        const Context &context, Meanwhile &meanwhile, migrations::Progress &progress) override;
    ExitCode show(const Context &context, const migrations::ProjectState &state,
        migrations::Progress &progress) override;
};

} // namespace app
