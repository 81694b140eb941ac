// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/commandline.h"

#include "app/commandline/alembiccommand.h"
#include "app/commandline/backupcommands.h"
#include "app/commandline/democommand.h"
#include "app/commandline/filecommands.h"
#include "app/commandline/ghostscommand.h"
#include "app/commandline/historycommand.h"
#include "app/commandline/infocommand.h"
#include "app/commandline/journalcommand.h"
#include "app/commandline/newcommand.h"
#include "app/commandline/operationcommand.h"
#include "app/commandline/projectcommand.h"
#include "app/commandline/protectcommands.h"
#include "app/commandline/rebasecommand.h"
#include "app/commandline/recreatecommand.h"
#include "app/commandline/recreaterevisioncommand.h"
#include "app/commandline/resetcommand.h"
#include "app/commandline/showcommand.h"
#include "app/commandline/statuscommand.h"
#include "app/commandline/undocommand.h"
#include "migrations/base/background.h"
#include "migrations/database/libpq.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <optional>
#include <span>
#include <sstream>
#include <string_view>
#include <thread>
#include <tuple>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app {

namespace {

struct Entry
{
    std::unique_ptr<Command> command;
    CLI::App *arguments = nullptr;
};

// A command as short as reading is over before a compiled pattern has paid for itself.
void interpretPatterns()
{
    qputenv("QT_ENABLE_REGEXP_JIT", "0");
}

// A thread's first regular expression takes the lock that loading holds, and would wait until
// libpq's twenty libraries are in: so it comes before.
void loadLibpqMeanwhile()
{
    std::ignore = QRegularExpression(u"."_s).match(u"."_s);
    // One that loads, one for the database, and what reads files beside this one.
    migrations::startThreadsAhead(1 + std::clamp(std::thread::hardware_concurrency(), 2U, 4U));
    migrations::runOnAThread(migrations::loadLibpq, migrations::Doing::Computing);
}

// Accepted before and after the command's name.
void addCommonOptions(CLI::App &app, CommonOptions &options)
{
    app.add_option("--project", options.project, "Folder of the project (the current one)")
        ->type_name("DIR");
    app.add_option(
           "--env", options.environment, "Environment: default (.env), or NAME of .env.NAME")
        ->type_name("NAME");
    app.add_option(
           "--config", options.config, "alembic.ini or pyproject.toml, when there are several")
        ->type_name("FILE");
    app.add_option("--section", options.section, "Section of alembic.ini (alembic)")
        ->type_name("NAME");
    app.add_option("--confirm", options.confirm, "On production: the name of its database")
        ->type_name("DATABASE");
    app.add_flag("--json", options.json, "Write JSON (docs/command-line.md)");
    app.add_flag("--yes", options.yes, "Answer yes where a question would be asked");
    app.add_flag("--trust", options.trust, "Trust this folder's Python from now on");
    app.add_flag("--dry-run", options.dryRun, "Show the plan, change nothing");
    app.add_flag("--no-backup", options.noBackup,
        "Make no backup first (refused where production could lose data)");
}

// A standard stream that was closed would be the next file that is opened, such as a connection to
// the server, and what is printed would go there.
void keepStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) == -1)
            std::ignore = ::open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
}

class CommandLine
{
public:
    // Making what was not named takes longer than a short command has: it is needed for help and
    // for what is wrong alone. What is named means the same either way.
    enum class Extent { Named, Whole };

    CommandLine(const Console::Streams &streams, std::span<char *> words, Extent extent);
    bool parse(); // false: help or a mistake
    Invocation run(int argc, char **argv); // or shows these

private:
    template <typename T>
    void add(CLI::App *parent, std::string_view name)
    {
        if (parent == nullptr || !isWanted(name))
            return;
        m_entries.push_back({std::make_unique<T>(), nullptr});
        Entry &entry = m_entries.back();
        entry.arguments = entry.command->addTo(*parent);
        Q_ASSERT(entry.arguments->get_name() == name);
        addCommonOptions(*entry.arguments, m_options);
    }
    CLI::App *addGroup(const std::string &name, const std::string &description);
    void addMigrationCommands();
    void addDatabaseCommands();
    bool isWanted(std::string_view name) const;
    bool isNamed(std::string_view word) const; // on the command line
    Invocation answer(const CLI::ParseError &error, bool json);
    Invocation openWindow(const QString &folder);
    Invocation runCommand(Command &command, int argc, char **argv);

    Console m_console;
    std::span<char *> m_words; // of the command line
    Extent m_extent;
    std::optional<CLI::ParseError> m_problem;
    CommonOptions m_options;
    std::string m_folder;
    std::vector<Entry> m_entries;
    CLI::App m_app {
        "See, review and run the Alembic migrations of a project.\nWithout a command it "
        "opens the window on FOLDER.",
        "spiritsafe"};
};

CommandLine::CommandLine(const Console::Streams &streams, std::span<char *> words, Extent extent)
    : m_console(streams)
    , m_words(words)
    , m_extent(extent)
{
    m_app.set_version_flag("--version", "spiritsafe " SPIRITSAFE_VERSION);
    m_app.add_option("FOLDER", m_folder, "The project to open in the window");
    m_app.footer(
        "Exit codes: 0 done or clean, 1 pending or findings, 2 could not do it, 3 refused for "
        "safety, 130 cancelled.");
    addCommonOptions(m_app, m_options);
    addMigrationCommands();
    addDatabaseCommands();
    add<AlembicCommandLine>(&m_app, "alembic");
    add<JournalCommand>(&m_app, "journal");
    add<ProjectCommand>(&m_app, "project");
    add<DemoCommand>(&m_app, "demo");
}

void CommandLine::addMigrationCommands()
{
    CLI::App *migration = addGroup("migration", "The revisions of a project");
    add<StatusCommand>(migration, "status");
    add<HistoryCommand>(migration, "history");
    add<ShowCommand>(migration, "show");
    add<RunCommand>(migration, "run");
    add<RollbackCommand>(migration, "rollback");
    add<StampCommand>(migration, "stamp");
    add<NewCommand>(migration, "new");
    add<CompareCommand>(migration, "compare");
    add<MergeCommand>(migration, "merge");
    add<RebaseCommand>(migration, "rebase");
    add<RecreateRevisionCommand>(migration, "recreate");
    add<UncommitCommand>(migration, "uncommit");
    add<UndoLastCommand>(migration, "undo");
    add<GhostsCommand>(migration, "ghosts");
}

void CommandLine::addDatabaseCommands()
{
    CLI::App *database = addGroup("db", "The database of an environment as a whole");
    add<ResetCommand>(database, "reset");
    add<InfoCommand>(database, "info");
    add<RecreateCommand>(database, "recreate");
    add<UndoCommand>(database, "undo");
    add<BackupCommand>(database, "backup");
    add<BackupsCommand>(database, "backups");
    add<RestoreCommand>(database, "restore");
    add<ProtectCommand>(database, "protect");
    add<UnprotectCommand>(database, "unprotect");
    add<UnlockCommand>(database, "unlock");
}

// Null: it is not wanted.
CLI::App *CommandLine::addGroup(const std::string &name, const std::string &description)
{
    if (!isWanted(name))
        return nullptr;
    CLI::App *group = m_app.add_subcommand(name, description);
    addCommonOptions(*group, m_options);
    group->require_subcommand(1);
    return group;
}

bool CommandLine::isWanted(std::string_view name) const
{
    return m_extent == Extent::Whole || isNamed(name);
}

bool CommandLine::isNamed(std::string_view word) const
{
    return std::any_of(
        m_words.begin(), m_words.end(), [word](const char *given) { return word == given; });
}

bool CommandLine::parse()
{
    try {
        m_app.parse(static_cast<int>(m_words.size()), m_words.data());
    } catch (const CLI::ParseError &error) {
        m_problem = error;
    }
    return !m_problem;
}

Invocation CommandLine::run(int argc, char **argv)
{
    // Parsing stopped somewhere, perhaps before the option was met.
    if (m_problem)
        return answer(*m_problem, isNamed("--json"));
    for (const Entry &entry : m_entries) {
        if (entry.arguments->parsed())
            return runCommand(*entry.command, argc, argv);
    }
    return openWindow(QString::fromLocal8Bit(m_folder));
}

// Help and version are exceptions too. A program that reads JSON gets it for its mistakes as well.
Invocation CommandLine::answer(const CLI::ParseError &error, bool json)
{
    std::ostringstream out;
    std::ostringstream problem;
    const int code = m_app.exit(error, out, problem);
    const QString text = QString::fromLocal8Bit(problem.str().c_str()).trimmed();
    ExitCode exit = code == 0 ? ExitCode::Done : ExitCode::Failed;
    if (code != 0 && json) {
        m_options.json = true;
        exit = Context {m_options, m_console}.fail(
            {migrations::ErrorKind::Project, text, {}, u"arguments"_s});
    } else {
        m_console.out.write(QByteArray::fromStdString(out.str()));
        m_console.error.write(linesWithoutControls(text).toUtf8() + (text.isEmpty() ? "" : "\n"));
    }
    m_console.out.flush();
    return {.window = false,
        .folder = {},
        .exitCode = static_cast<int>(exit),
        .sample = {},
        .read = {}};
}

Invocation CommandLine::openWindow(const QString &folder)
{
    const auto isSet = [](const char *name) { return !qEnvironmentVariableIsEmpty(name); };
    if (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"))
        return {.window = true, .folder = folder, .exitCode = 0, .sample = {}, .read = {}};
    m_console.error.line(u"There is no display to open a window on. The commands work without one: "
                         "spiritsafe --help lists them."_s);
    const int code = static_cast<int>(ExitCode::Failed);
    return {.window = false, .folder = {}, .exitCode = code, .sample = {}, .read = {}};
}

Invocation CommandLine::runCommand(Command &command, int argc, char **argv)
{
    auto *demo = dynamic_cast<DemoCommand *>(&command);
    if (demo) {
        const Invocation window = openWindow({});
        if (!window.window)
            return window;
    }
    if (dynamic_cast<ReadingCommand *>(&command))
        interpretPatterns();
    if (command.connects())
        loadLibpqMeanwhile();
    const QCoreApplication application(argc, argv);
    const Context context {m_options, m_console};
    int code = static_cast<int>(command.run(context));
    m_console.out.flush();
    if (code == 0 && m_console.out.failed()) {
        m_console.error.line(u"The result could not be written to the standard output."_s);
        code = static_cast<int>(ExitCode::Failed);
    }
    Invocation invocation {
        .window = false, .folder = {}, .exitCode = code, .sample = {}, .read = {}};
    if (demo && demo->sample()) {
        invocation.window = true;
        invocation.sample = demo->sample();
        invocation.folder = demo->folder();
    }
    return invocation;
}

} // namespace

Invocation runCommandLine(int argc, char **argv)
{
    return runCommandLine(argc, argv, {});
}

Invocation runCommandLine(int argc, char **argv, const Console::Streams &streams)
{
    keepStandardStreams();
    QCoreApplication::setApplicationName(u"spiritsafe"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SPIRITSAFE_VERSION));
    const std::span words(argv, static_cast<std::size_t>(argc));
    auto commandLine = std::make_shared<CommandLine>(streams, words, CommandLine::Extent::Named);
    if (!commandLine->parse()) {
        commandLine = std::make_shared<CommandLine>(streams, words, CommandLine::Extent::Whole);
        commandLine->parse();
    }
    Invocation invocation = commandLine->run(argc, argv);
    invocation.read = commandLine;
    return invocation;
}

} // namespace app
