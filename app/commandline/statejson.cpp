// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/statejson.h"

using namespace Qt::StringLiterals;
using migrations::Direction;
using migrations::Environment;
using migrations::Problem;
using migrations::ProjectState;

namespace app {

namespace {

void writeDatabase(JsonWriter &json, const ProjectState &state)
{
    const Environment *environment = state.environment();
    if (!environment || !environment->url) {
        json.null();
        return;
    }
    const bool sqlite = environment->url->dialect == migrations::Dialect::Sqlite;
    json.beginObject();
    json.key("dialect"_L1).value(sqlite ? QStringView(u"sqlite") : QStringView(u"postgresql"));
    json.key("name"_L1).value(QStringView(environment->url->databaseName()));
    json.key("host"_L1).value(QStringView(environment->url->hostText()));
    json.key("reachable"_L1).value(state.database.has_value());
    const migrations::DatabaseReading reading =
        state.database.value_or(migrations::DatabaseReading {});
    json.key("server_version"_L1).textOrNull(reading.serverVersion);
    json.key("user"_L1).textOrNull(reading.user);
    json.key("schema"_L1).textOrNull(reading.schema);
    json.key("in_recovery"_L1).value(reading.inRecovery);
    json.key("read_only"_L1).value(reading.readOnly);
    json.key("version_table"_L1).value(QStringView(state.memory.versionTable.display()));
    json.key("version_table_exists"_L1).value(reading.versionTableExists);
    json.key("invalid_indexes"_L1).value(reading.invalidIndexes);
    json.endObject();
}

Problem sentence(const QString &code, const QString &message)
{
    return {.message = message, .file = {}, .line = 0, .code = code, .fatal = false};
}

} // namespace

void writeEnvironment(JsonWriter &json, const ProjectState &state)
{
    const Environment *environment = state.environment();
    if (!environment) {
        json.null();
        return;
    }
    json.beginObject();
    json.key("name"_L1).value(QStringView(environment->name));
    json.key("tier"_L1).value(QStringView(migrations::tierName(environment->tier)));
    json.key("url_source"_L1).textOrNull(environment->urlSource);
    json.key("database"_L1);
    writeDatabase(json, state);
    json.endObject();
}

void writeRevision(
    JsonWriter &json, const migrations::Revision &revision, migrations::RevisionState state)
{
    json.key("id"_L1).value(QStringView(revision.id));
    json.key("down"_L1).value(revision.down);
    json.key("branch_labels"_L1).value(revision.branchLabels);
    json.key("depends_on"_L1).value(revision.dependsOn);
    json.key("message"_L1).value(QStringView(revision.message));
    json.key("created"_L1).timeOrNull(revision.created);
    json.key("file"_L1).value(QStringView(revision.file));
    json.key("state"_L1).value(QStringView(migrations::stateName(state)));
    json.key("is_head"_L1).value(revision.isHead);
    json.key("is_base"_L1).value(revision.isBase);
}

std::vector<Problem> problemsOf(const ProjectState &state)
{
    std::vector<Problem> problems = state.graph.problems();
    for (const QString &text : state.project.problems) {
        problems.push_back(sentence(u"project"_s, text));
        problems.back().fatal = !state.hasScripts() && text.contains(state.project.scriptLocation);
    }
    for (const QString &text : state.notes)
        problems.push_back(sentence(u"note"_s, text));
    if (const Environment *environment = state.environment()) {
        for (const QString &text : environment->warnings)
            problems.push_back(sentence(u"environment"_s, text));
        if (environment->urlProblem)
            problems.push_back(
                sentence(environment->urlProblem->code, environment->urlProblem->message));
        else if (!environment->url)
            problems.push_back(sentence(u"no_url"_s,
                u"No database URL was found: set DATABASE_URL in the environment or in .env."_s));
    }
    const bool isSaid = !state.environment() || !state.environment()->url; // above, as no_url
    if (state.databaseError && !isSaid)
        problems.push_back(sentence(
            state.standing.known ? u"no_file"_s : u"database"_s, state.databaseError->message));
    return problems;
}

void writeProblems(JsonWriter &json, const ProjectState &state)
{
    json.beginList();
    for (const Problem &problem : problemsOf(state)) {
        json.beginObject();
        json.key("code"_L1).value(QStringView(problem.code));
        json.key("message"_L1).value(QStringView(problem.message));
        json.key("file"_L1).textOrNull(problem.file);
        json.key("line"_L1).numberOrNull(problem.line > 0 ? problem.line : -1);
        json.key("fatal"_L1).value(problem.fatal);
        json.endObject();
    }
    json.endList();
}

QString directionName(Direction direction)
{
    switch (direction) {
    case Direction::Up:
        return u"up"_s;
    case Direction::Down:
        return u"down"_s;
    case Direction::Stamp:
        return u"stamp"_s;
    }
    return {};
}

void writeStep(JsonWriter &json, const migrations::Step &step)
{
    json.key("direction"_L1).value(QStringView(directionName(step.direction)));
    json.key("revision"_L1).textOrNull(step.revision);
    if (step.direction == Direction::Stamp) {
        json.key("stamp_from"_L1).value(step.stampFrom);
        json.key("stamp_to"_L1).value(step.stampTo);
    }
    json.key("rows_after"_L1).value(step.rowsAfter);
}

} // namespace app
