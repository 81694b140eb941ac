// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/command.h"

#include "app/commandline/interrupt.h"
#include "app/commandline/jsonwriter.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/operation.h"

#include <QDir>

using namespace Qt::StringLiterals;
using migrations::Error;
using migrations::ErrorKind;

namespace app {

namespace {

// What the person at this end can add; the engine does not know of options.
QString nextAction(const Error &error)
{
    if (error.code == u"untrusted")
        return u"Its env.py is code. Read it, then add --trust once."_s;
    if (error.code == u"choose_config")
        return u"Name one of these with --config FILE."_s;
    if (error.code == u"no_config")
        return u"Name the project's folder with --project DIR."_s;
    if (error.code == u"not_at_head")
        return u"spiritsafe migration run"_s;
    if (error.code == u"no_changes")
        return u"--empty writes an empty revision."_s;
    return {};
}

// Empty: the answer was none of them.
QString askForConfiguration(Console &console, const QStringList &choices)
{
    for (qsizetype i = 0; i < choices.size(); ++i)
        console.error.line(u"%1  %2"_s.arg(i + 1, 3).arg(withoutControls(choices[i])));
    const QString question = u"This folder holds several Alembic configurations. Which one (1 to "
                             "%1)? It is remembered for this folder:"_s.arg(choices.size());
    return choices.value(console.answer(question).toInt() - 1);
}

void writeJsonError(Output &output, const Error &error)
{
    JsonWriter json;
    json.beginObject().key("error"_L1).beginObject();
    json.key("kind"_L1).value(QStringView(migrations::kindName(error.kind)));
    json.key("code"_L1).value(QStringView(error.code));
    json.key("message"_L1).value(QStringView(error.message));
    json.key("detail"_L1).value(QStringView(error.detail));
    json.endObject().endObject();
    output.write(json.bytes() + '\n');
}

void writeError(Output &output, const Error &error)
{
    output.line(
        output.styled(u"error:"_s, Style::Danger) + u' ' + linesWithoutControls(error.message));
    const QString next = nextAction(error);
    if (!next.isEmpty())
        output.line(next);
    const QStringList details = error.detail.trimmed().split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : details)
        output.line(u"  "_s + output.styled(withoutControls(line), Style::Dim));
}

} // namespace

Command::~Command() = default;

ExitCode exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Refused:
        return ExitCode::Refused;
    case ErrorKind::Cancelled:
        return ExitCode::Cancelled;
    default:
        return ExitCode::Failed;
    }
}

migrations::Result<migrations::ProjectState> Context::open() const
{
    const QDir folder(QDir::current().absoluteFilePath(QString::fromLocal8Bit(options.project)));
    const QString config = QString::fromLocal8Bit(options.config);
    migrations::StateOptions wanted {
        .environmentName = QString::fromLocal8Bit(options.environment),
        .configFile = config.isEmpty() ? QString() : folder.absoluteFilePath(config),
        .section = QString::fromLocal8Bit(options.section),
        .trustNow = options.trust,
        .dataFolder = {},
        .git = migrations::StateOptions::Git::RootOnly,
    };
    const QString opened = QDir::cleanPath(folder.path());
    auto state = migrations::openProjectState(opened, wanted);
    if (state || state.error().code != u"choose_config" || options.json || !console.isInteractive())
        return state;
    wanted.configFile = askForConfiguration(console, state.error().detail.split(u'\n'));
    if (wanted.configFile.isEmpty())
        return state;
    const auto remembered = migrations::rememberConfiguration(opened, wanted.configFile, {});
    if (!remembered)
        return tl::make_unexpected(remembered.error());
    return migrations::openProjectState(opened, wanted);
}

migrations::Result<migrations::ProjectState> Context::readFiles(
    migrations::Progress &progress) const
{
    auto state = open();
    if (!state)
        return state;
    migrations::RevisionScan scan = migrations::scanRevisionFiles(state->project);
    return migrations::withRevisions(std::move(*state), scan, progress);
}

migrations::ProjectState Context::withKnowledge(
    migrations::ProjectState state, migrations::Progress &progress) const
{
    if (!state.trusted || !migrations::needsAlembicsKnowledge(state))
        return state;
    auto learned = migrations::startAlembic(state, progress)
                       .and_then([&state, &progress](migrations::Alembic alembic) {
                           return migrations::withAlembicsKnowledge(state, alembic, progress);
                       });
    if (learned)
        return std::move(*learned);
    state.notes += learned.error().message;
    return state;
}

migrations::Result<migrations::ProjectState> Context::readAll(migrations::ProjectState opened,
    migrations::RevisionScan &scan, Meanwhile &meanwhile, migrations::Progress &progress) const
{
    auto &look = meanwhile.look;
    auto state = migrations::withRevisions(std::move(opened), scan, progress, &meanwhile.indexing);
    if (!state)
        return state;
    *state = withKnowledge(std::move(*state), progress);
    if (!look)
        return state;
    if (state->memory.versionTable != look->table()) // env.py has only now said its name
        return migrations::withDatabase(std::move(*state), progress);
    const auto reading = look->reading(progress);
    return migrations::withReading(std::move(*state), reading);
}

ExitCode Context::fail(const Error &error) const
{
    if (options.json)
        writeJsonError(console.out, error);
    else
        writeError(console.error, error);
    return exitCodeOf(error);
}

ExitCode Context::cancelled() const
{
    return fail({ErrorKind::Cancelled, u"Cancelled while reading; nothing was changed."_s, {},
        u"interrupted"_s});
}

ExitCode ReadingCommand::run(const Context &context)
{
    const Interrupt interrupt;
    const migrations::RevisionGraph nothing;
    TerminalProgress progress(context.console.error, nothing);
    Meanwhile meanwhile;
    auto state = read(context, meanwhile, progress);
    if (Interrupt::requested())
        return context.cancelled();
    if (!state)
        return context.fail(state.error());
    m_state = std::move(*state);
    const ExitCode code = show(context, *m_state, progress);
    context.console.out.flush(); // who waits for it need not wait for more
    return code;
}

migrations::Result<migrations::ProjectState> ReadingCommand::read(
    const Context &context, Meanwhile &meanwhile, migrations::Progress &progress)
{
    auto opened = context.open();
    if (!opened)
        return opened;
    meanwhile.look.emplace(*opened);
    m_scan = migrations::scanRevisionFiles(opened->project);
    return context.readAll(std::move(*opened), m_scan, meanwhile, progress);
}

} // namespace app
