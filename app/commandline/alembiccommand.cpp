// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/alembiccommand.h"

#include "app/commandline/consent.h"
#include "app/commandline/interrupt.h"
#include "app/commandline/passthrough.h"
#include "app/commandline/terminalprogress.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::AlembicCommand;
using migrations::Result;

namespace app {

namespace {

Result<AlembicCommand> found(const Context &context, const QStringList &arguments)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    auto state = context.open();
    if (!state)
        return tl::make_unexpected(state.error());
    if (const Result<void> trusted = askForTrust(context, *state); !trusted)
        return tl::make_unexpected(trusted.error());
    return migrations::alembicCommand(*state, arguments, progress);
}

} // namespace

CLI::App *AlembicCommandLine::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("alembic",
        "Run the project's own Alembic with its interpreter, configuration and environment; "
        "passwords are taken out of what it prints. Put -- before its arguments. None of "
        "Spiritsafe's safeguards: no plan, lock, backup or journal.\nExit code: that of alembic; 2 "
        "could not start it, 3 not trusted.");
    command->add_option("ARGS", m_arguments, "Alembic's arguments");
    return command;
}

ExitCode AlembicCommandLine::run(const Context &context)
{
    QStringList arguments;
    for (const std::string &argument : m_arguments)
        arguments += QString::fromLocal8Bit(argument);
    const Result<AlembicCommand> command = found(context, arguments);
    if (!command)
        return context.fail(command.error());
    if (context.options.dryRun) {
        const QString line = command->interpreter + u' ' + command->arguments.join(u' ');
        context.console.out.line(withoutControls(command->redactor.redact(line)));
        return ExitCode::Done;
    }
    const Result<int> code = passThrough(*command, context.console);
    return code ? static_cast<ExitCode>(*code) : context.fail(code.error());
}

} // namespace app
