// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/journal.h"

namespace app {

// Every operation ever run from here on this project, newest first; or one in full.
class JournalCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    ExitCode list(const Context &context, const migrations::Journal &journal) const;

    long long m_id = 0;
    int m_limit = 50;
    bool m_all = false;
};

} // namespace app
