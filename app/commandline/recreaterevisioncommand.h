// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/authoring.h"
#include "migrations/operations/recreaterevision.h"

namespace app {

// `migration recreate MESSAGE`: the last revision rolled back, removed, and made anew.
class RecreateRevisionCommand final : public Command
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::string m_message;
    std::string m_revision; // empty: the only head
};

} // namespace app
