// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"

namespace app {

class SampleProject;

// Makes the sample project; the window is then opened on it, and it goes with the window.
class DemoCommand final : public Command
{
public:
    CLI::App *addTo(CLI::App &parent) override;
    ExitCode run(const Context &context) override;

    // Null unless it was run and made.
    std::shared_ptr<SampleProject> sample() const { return m_sample; }
    QString folder() const;

private:
    std::shared_ptr<SampleProject> m_sample;
};

} // namespace app
