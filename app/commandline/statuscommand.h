// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

// Where the database stands. Exit 0 up to date, 1 pending or ghosts, 2 could not tell.
class StatusCommand final : public ReadingCommand
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;

protected:
    ExitCode show(const Context &context, const migrations::ProjectState &state,
        migrations::Progress &progress) override;
};

} // namespace app
