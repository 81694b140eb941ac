// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/console.h"
#include "migrations/operations/databaselook.h"

#include <memory>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace app {

// What each command's exit code means (docs/command-line.md).
enum class ExitCode { Done = 0, Pending = 1, Failed = 2, Refused = 3, Cancelled = 130 };

// The options that every command has, as the arguments gave them.
struct CommonOptions
{
    std::string project = ".";
    std::string environment;
    std::string config;
    std::string section;
    std::string confirm;
    bool json = false;
    bool yes = false;
    bool trust = false;
    bool dryRun = false;
    bool noBackup = false;
};

// What goes on beside the reading and the showing of a project. Its end waits for all of it.
struct Meanwhile
{
    std::optional<migrations::DatabaseLook> look; // none: the database is not asked
    std::optional<migrations::Background<void>> indexing;
};

// What a command runs with.
struct Context
{
    const CommonOptions &options;
    Console &console;

    // The project that the options name, without its revisions.
    migrations::Result<migrations::ProjectState> open() const;
    // Project, scripts and graph; the database is not asked.
    migrations::Result<migrations::ProjectState> readFiles(migrations::Progress &progress) const;
    // The same with what only the project's Python knows, where that is needed and allowed:
    // computed headers, the name of the version table. What could not be learned is a note of the
    // state.
    migrations::ProjectState withKnowledge(
        migrations::ProjectState state, migrations::Progress &progress) const;
    // All of an opened project: what is in its files (of the scan), what only its Python knows, and
    // the reading of its database, when one is under way.
    migrations::Result<migrations::ProjectState> readAll(migrations::ProjectState opened,
        migrations::RevisionScan &scan, Meanwhile &meanwhile, migrations::Progress &progress) const;
    // Shows an error (as JSON with --json) and gives its exit code.
    ExitCode fail(const migrations::Error &error) const;
    ExitCode cancelled() const; // the same for an interrupt while something was read
};

// One command of the command line: declares its arguments, runs, gives its exit code.
class Command
{
public:
    Command() = default;
    virtual ~Command();
    Command(const Command &) = delete;
    Command &operator=(const Command &) = delete;

    // It will most likely ask a database: what that needs is loaded meanwhile.
    virtual bool connects() const { return false; }
    // Adds the command below `parent`; its arguments are kept in members.
    virtual CLI::App *addTo(CLI::App &parent) = 0;
    virtual ExitCode run(const Context &context) = 0;
};

// A command that reads a project and shows it. Ctrl+C ends the reading. What was read is kept, for
// freeing ten thousand revisions takes longer than writing them: the program ends with it.
class ReadingCommand : public Command
{
public:
    ExitCode run(const Context &context) final;

protected:
    // The files and where the database stands, both read at the same time. What goes on meanwhile
    // ends after what was read has been shown.
    virtual migrations::Result<migrations::ProjectState> read(
        const Context &context, Meanwhile &meanwhile, migrations::Progress &progress);
    virtual ExitCode show(const Context &context, const migrations::ProjectState &state,
        migrations::Progress &progress) = 0;

    migrations::RevisionScan m_scan; // that is indexed meanwhile

private:
    std::optional<migrations::ProjectState> m_state;
};

ExitCode exitCodeOf(const migrations::Error &error);

} // namespace app
