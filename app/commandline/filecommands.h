// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/authoring.h"

namespace app {

class MergeCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::vector<std::string> m_heads;
    std::string m_message = "Merge heads";
    std::string m_branchLabel;
    std::string m_id;
};

class UncommitCommand final : public Command
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    std::string m_revision; // empty: the only head
};

} // namespace app
