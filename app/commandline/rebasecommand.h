// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/authoring.h"
#include "migrations/operations/orderproof.h"
#include "migrations/operations/rebase.h"

namespace app {

// `migration rebase [REVISION] [--onto HEAD] [--prove]`: one of two branches on top of the other.
class RebaseCommand final : public Command
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    migrations::Result<std::optional<migrations::OrderProof>> prove(const Context &context,
        migrations::ProjectState &state, const migrations::RebasePlan &plan,
        migrations::Progress &progress) const;

    std::string m_mine;
    std::string m_onto;
    bool m_prove = false;
};

} // namespace app
