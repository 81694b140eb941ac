// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/authoring.h"

namespace app {

// `migration new MESSAGE`: a revision of what autogenerate finds, or an empty one.
class NewCommand final : public Command
{
public:
    bool connects() const override { return !m_empty; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    migrations::RevisionOptions options() const;
    migrations::Result<std::optional<migrations::OperationChoice>> choose(
        const Context &context, const std::vector<migrations::FoundOperation> &found) const;
    migrations::Result<void> pick(migrations::OperationChoice &choice) const;
    migrations::Result<void> rename(migrations::OperationChoice &choice) const;

    std::string m_message;
    bool m_empty = false;
    std::string m_head;
    std::string m_branchLabel;
    std::vector<std::string> m_dependsOn;
    std::string m_versionPath;
    std::string m_id;
    bool m_splice = false;
    std::vector<int> m_only; // as shown, from 1
    std::vector<std::string> m_renames; // "TABLE.OLD:NEW"
};

// `migration compare`: what autogenerate would find.
class CompareCommand final : public Command
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;
};

} // namespace app
