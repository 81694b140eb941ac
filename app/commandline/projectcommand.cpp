// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/projectcommand.h"

#include "app/commandline/statejson.h"
#include "app/commandline/statetext.h"

#include <QProcessEnvironment>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::Environment;
using migrations::InterpreterSearch;
using migrations::Project;
using migrations::ProjectState;

namespace app {

namespace {

QMap<QString, QString> processEnvironment()
{
    QMap<QString, QString> variables;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    for (const QString &key : system.keys())
        variables.insert(key, system.value(key));
    return variables;
}

// An interpreter that the project brings along is code too: it is only named until trusted.
InterpreterSearch searchFor(const ProjectState &state, migrations::Progress &progress)
{
    const QMap<QString, QString> variables = processEnvironment();
    const QString &chosen = state.memory.interpreter;
    if (state.trusted)
        return migrations::findInterpreter(state.project, chosen, variables, progress);
    InterpreterSearch search;
    search.tried = migrations::interpreterCandidates(state.project, chosen, variables);
    for (InterpreterSearch::Attempt &attempt : search.tried)
        attempt.problem = u"not tried: the folder is not trusted"_s;
    return search;
}

void writeEnvironments(JsonWriter &json, const Project &project)
{
    json.beginList();
    for (const Environment &environment : project.environments) {
        json.beginObject();
        json.key("name"_L1).value(QStringView(environment.name));
        json.key("tier"_L1).value(QStringView(migrations::tierName(environment.tier)));
        json.key("tier_chosen"_L1).value(environment.tierChosen);
        json.key("url_source"_L1).textOrNull(environment.urlSource);
        json.key("database"_L1)
            .textOrNull(environment.url ? environment.url->display() : QString());
        json.key("driver"_L1).textOrNull(environment.url ? environment.url->driver : QString());
        json.key("problem"_L1)
            .textOrNull(environment.urlProblem ? environment.urlProblem->message : QString());
        json.key("warnings"_L1).value(environment.warnings);
        json.endObject();
    }
    json.endList();
}

void writeInterpreter(JsonWriter &json, const InterpreterSearch &search)
{
    json.key("interpreter"_L1);
    if (search.found) {
        json.beginObject();
        json.key("path"_L1).value(QStringView(search.found->path));
        json.key("source"_L1).value(QStringView(search.found->source));
        json.key("python"_L1).value(QStringView(search.found->python));
        json.key("alembic"_L1).value(QStringView(search.found->alembic));
        json.key("sqlalchemy"_L1).value(QStringView(search.found->sqlalchemy));
        json.endObject();
    } else {
        json.null();
    }
    json.key("interpreters_tried"_L1).beginList();
    for (const InterpreterSearch::Attempt &attempt : search.tried) {
        json.beginObject();
        json.key("path"_L1).value(QStringView(attempt.path));
        json.key("source"_L1).value(QStringView(attempt.source));
        json.key("problem"_L1).textOrNull(attempt.problem);
        json.endObject();
    }
    json.endList();
}

void writeChoices(JsonWriter &json, const Project &project)
{
    json.beginList();
    for (const migrations::ConfigChoice &choice : project.choices) {
        json.beginObject();
        json.key("file"_L1).value(QStringView(choice.file));
        json.key("section"_L1).value(QStringView(choice.section));
        json.endObject();
    }
    json.endList();
}

void writeJson(Output &output, const ProjectState &state, const InterpreterSearch &search)
{
    const Project &project = state.project;
    JsonWriter json;
    json.beginObject();
    json.key("folder"_L1).value(QStringView(project.folder));
    json.key("root"_L1).value(QStringView(project.root));
    json.key("name"_L1).value(QStringView(project.name));
    json.key("config"_L1).value(QStringView(project.config.file));
    json.key("section"_L1).value(QStringView(project.config.section));
    json.key("choices"_L1);
    writeChoices(json, project);
    json.key("script_location"_L1).value(QStringView(project.scriptLocation));
    json.key("version_locations"_L1).value(project.versionLocations);
    json.key("revisions"_L1).value(static_cast<qint64>(state.graph.revisions().size()));
    json.key("git"_L1).beginObject();
    json.key("root"_L1).textOrNull(project.git.root);
    json.key("branch"_L1).textOrNull(project.git.branch);
    json.key("head"_L1).textOrNull(project.git.head);
    json.endObject();
    json.key("trusted"_L1).value(state.trusted);
    json.key("version_table"_L1).value(QStringView(state.memory.versionTable.display()));
    json.key("environments"_L1);
    writeEnvironments(json, project);
    writeInterpreter(json, search);
    json.key("problems"_L1);
    writeProblems(json, state);
    json.endObject();
    output.write(json.bytes() + '\n');
}

void row(Output &output, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        output.line(output.styled(name.leftJustified(15), Style::Dim) + withoutControls(value));
}

void showEnvironment(Output &output, const Environment &environment)
{
    const QString tier = migrations::tierName(environment.tier);
    const QString where = environment.url ? environment.url->display() : u"no database URL"_s;
    const QString source =
        environment.urlSource.isEmpty() ? QString() : u" from "_s + environment.urlSource;
    row(output, u"Environment"_s, u"%1 (%2): %3%4"_s.arg(environment.name, tier, where, source));
}

void showInterpreter(Output &output, const InterpreterSearch &search)
{
    if (search.found) {
        row(output, u"Interpreter"_s,
            u"%1 (%2), Python %3, Alembic %4, SQLAlchemy %5"_s.arg(search.found->path,
                search.found->source, search.found->python, search.found->alembic,
                search.found->sqlalchemy));
        return;
    }
    for (const InterpreterSearch::Attempt &attempt : search.tried)
        row(output, u"Interpreter"_s,
            u"%1 (%2): %3"_s.arg(attempt.path, attempt.source, attempt.problem));
}

void showText(Console &console, const ProjectState &state, const InterpreterSearch &search)
{
    Output &output = console.out;
    const Project &project = state.project;
    row(output, u"Project"_s, project.name);
    row(output, u"Configuration"_s, u"%1 [%2]"_s.arg(project.config.file, project.config.section));
    row(output, u"Scripts"_s, project.scriptLocation);
    for (const QString &location : project.versionLocations)
        row(output, u"Revisions in"_s, location);
    row(output, u"Revisions"_s, QString::number(state.graph.revisions().size()));
    row(output, u"Git"_s,
        project.git.branch.isEmpty() ? project.git.root
                                     : u"%1 on %2"_s.arg(project.git.root, project.git.branch));
    row(output, u"Version table"_s, state.memory.versionTable.display());
    row(output, u"Trusted"_s, state.trusted ? u"yes"_s : u"no: its Python has not run (--trust)"_s);
    for (const Environment &environment : project.environments)
        showEnvironment(output, environment);
    showInterpreter(output, search);
    showProblems(console.error, state);
}

} // namespace

CLI::App *ProjectCommand::addTo(CLI::App &parent)
{
    return parent.add_subcommand("project",
        "Show what was found in the folder, and from where.\nExit code: 0 shown, 2 no usable "
        "project.");
}

// Files alone: neither Python nor the database has a say in what was found.
migrations::Result<ProjectState> ProjectCommand::read(
    const Context &context, Meanwhile &, migrations::Progress &progress)
{
    auto state = context.readFiles(progress);
    if (state)
        migrations::takeGit(state->project);
    return state;
}

ExitCode ProjectCommand::show(
    const Context &context, const ProjectState &state, migrations::Progress &progress)
{
    const InterpreterSearch search = searchFor(state, progress);
    if (context.options.json)
        writeJson(context.console.out, state, search);
    else
        showText(context.console, state, search);
    return ExitCode::Done;
}

} // namespace app
