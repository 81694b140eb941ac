// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/democommand.h"

#include "app/commandline/interrupt.h"
#include "app/demo/sampleproject.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace app {

namespace {

// Its 36 migrations are no news; what takes a second is.
class Phases final : public migrations::Progress
{
public:
    explicit Phases(Output &output)
        : m_output(output)
    {
    }
    void report(const migrations::Event &event) override
    {
        if (event.kind == migrations::Event::Kind::Phase)
            m_output.line(event.text);
    }
    bool cancelled() override { return Interrupt::requested(); }

private:
    Output &m_output;
};

} // namespace

CLI::App *DemoCommand::addTo(CLI::App &parent)
{
    return parent.add_subcommand("demo",
        "Make a sample project with a database of its own and open the window on it; both go when "
        "the window is closed.\nExit code: 0 closed, 2 could not.");
}

ExitCode DemoCommand::run(const Context &context)
{
    const Interrupt interrupt;
    context.console.error.line(u"Making a small web shop with a PostgreSQL of its own."_s);
    Phases progress(context.console.error);
    auto sample = SampleProject::make({}, progress);
    if (!sample)
        return context.fail(sample.error());
    m_sample = std::move(*sample);
    return ExitCode::Done;
}

QString DemoCommand::folder() const
{
    return m_sample ? m_sample->folder() : QString();
}

} // namespace app
