// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/authoring.h"
#include "migrations/operations/fileundo.h"

namespace app {

// Takes back what was done last: to the revision files, or to the version table by a stamp.
class UndoLastCommand final : public Command
{
public:
    bool connects() const override { return true; }
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

private:
    bool m_filesOnly = false;
};

} // namespace app
