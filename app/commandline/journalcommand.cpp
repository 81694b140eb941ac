// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/journalcommand.h"

#include "app/commandline/statejson.h"
#include "app/commandline/terminalprogress.h"
#include "migrations/operations/unfinished.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::JournalEntry;
using migrations::ProjectState;
using migrations::Result;
using migrations::UnfinishedFinding;

namespace app {

namespace {

void writeSteps(JsonWriter &json, const JournalEntry &entry)
{
    json.beginList();
    for (const migrations::JournalStep &step : entry.steps) {
        json.beginObject();
        writeStep(json, step.step);
        json.key("elapsed_ms"_L1).numberOrNull(step.elapsedMs);
        json.key("in_database"_L1).value(step.inDatabase);
        json.key("script_sha256"_L1).textOrNull(step.scriptSha256);
        json.endObject();
    }
    json.endList();
}

void writeStatements(JsonWriter &json, const JournalEntry &entry)
{
    json.beginList();
    for (const migrations::JournalStatement &statement : entry.statements) {
        json.beginObject();
        json.key("step"_L1).numberOrNull(statement.step);
        json.key("sql"_L1).value(QStringView(statement.text));
        json.key("elapsed_ms"_L1).numberOrNull(statement.elapsedMs);
        json.endObject();
    }
    json.endList();
}

enum class Statements { Without, With };

void writeEntry(JsonWriter &json, const JournalEntry &entry, Statements statements)
{
    json.beginObject();
    json.key("id"_L1).value(entry.id);
    json.key("kind"_L1).value(QStringView(entry.kind));
    json.key("target"_L1).value(QStringView(entry.target));
    json.key("outcome"_L1).textOrNull(entry.outcome);
    json.key("sentence"_L1).textOrNull(entry.sentence);
    json.key("error"_L1).textOrNull(entry.error);
    json.key("project"_L1).value(QStringView(entry.project));
    json.key("environment"_L1).value(QStringView(entry.environment));
    json.key("tier"_L1).value(QStringView(entry.tier));
    json.key("database"_L1).value(QStringView(entry.database));
    json.key("identity"_L1).value(QStringView(entry.identity));
    json.key("user"_L1).textOrNull(entry.operatingUser);
    json.key("process_id"_L1).value(entry.processId);
    json.key("run_id"_L1).value(QStringView(entry.runId));
    json.key("started"_L1).timeOrNull(entry.started);
    json.key("ended"_L1).timeOrNull(entry.ended);
    json.key("rows_before"_L1).value(entry.rowsBefore);
    json.key("rows_after"_L1).value(entry.rowsAfter);
    json.key("steps"_L1);
    writeSteps(json, entry);
    if (statements == Statements::With) {
        json.key("statements"_L1);
        writeStatements(json, entry);
    }
    json.endObject();
}

void showEntry(Output &output, const JournalEntry &entry)
{
    const bool good = entry.outcome == u"done" || entry.outcome == u"nothing-to-do";
    const QString outcome = entry.outcome.isEmpty() ? u"unfinished"_s : entry.outcome;
    const QString time = entry.started.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
    output.line(
        u"%1  %2  %3  %4 %5  %6"_s.arg(entry.id, 4)
            .arg(output.styled(time, Style::Dim),
                output.styled(outcome.leftJustified(12), good ? Style::Good : Style::Danger),
                entry.kind, withoutControls(entry.target), withoutControls(entry.database)));
}

void showInFull(Output &output, const JournalEntry &entry)
{
    showEntry(output, entry);
    output.line(withoutControls(entry.sentence));
    for (const migrations::JournalStep &step : entry.steps) {
        const QString time = step.elapsedMs < 0 ? u"not finished"_s : durationText(step.elapsedMs);
        output.line(u"  %1 %2  %3%4"_s.arg(directionName(step.step.direction), step.step.revision,
            time, step.inDatabase ? QString() : u", not in the database"_s));
    }
    for (const migrations::JournalStatement &statement : entry.statements)
        output.line(
            output.styled(u"  "_s + withoutControls(statement.text.simplified()), Style::Dim));
    if (!entry.error.isEmpty())
        output.line(linesWithoutControls(entry.error));
}

// Of all projects: the database of each belongs to a configuration that is not read here.
std::vector<UnfinishedFinding> find(
    const std::vector<JournalEntry> &unfinished, const std::optional<ProjectState> &state)
{
    std::vector<UnfinishedFinding> findings;
    for (const JournalEntry &entry : unfinished) {
        if (state)
            findings.push_back(migrations::findUnfinished(entry, *state));
        else
            findings.push_back({.id = entry.id,
                .sentence = u"The %1 never ended"_s.arg(entry.kind),
                .nextAction = u"Ask for the journal of its project (%1) to see what it left."_s.arg(
                    entry.project)});
    }
    return findings;
}

void writeFinding(JsonWriter &json, const UnfinishedFinding &finding)
{
    json.beginObject();
    json.key("id"_L1).value(finding.id);
    json.key("outcome"_L1).value(QStringView(migrations::outcomeName(finding.outcome)));
    json.key("rows"_L1);
    if (finding.rows)
        json.value(*finding.rows);
    else
        json.null();
    json.key("steps_in"_L1).numberOrNull(finding.stepsIn.value_or(-1));
    json.key("sentence"_L1).value(QStringView(finding.sentence));
    json.key("next_action"_L1).textOrNull(finding.nextAction);
    json.endObject();
}

void writeList(Output &output, const std::vector<JournalEntry> &entries,
    const std::vector<UnfinishedFinding> &findings)
{
    JsonWriter json;
    json.beginObject().key("entries"_L1).beginList();
    for (const JournalEntry &entry : entries)
        writeEntry(json, entry, Statements::Without);
    json.endList().key("unfinished"_L1).beginList();
    for (const UnfinishedFinding &finding : findings)
        json.value(finding.id);
    json.endList().key("found"_L1).beginList();
    for (const UnfinishedFinding &finding : findings)
        writeFinding(json, finding);
    json.endList().endObject();
    output.write(json.bytes() + '\n');
}

void showList(Output &output, const std::vector<JournalEntry> &entries,
    const std::vector<UnfinishedFinding> &findings)
{
    for (const JournalEntry &entry : entries)
        showEntry(output, entry);
    if (entries.empty())
        output.line(u"Nothing has been run from here yet."_s);
    for (const UnfinishedFinding &finding : findings) {
        const QString text = u"%1  %2"_s.arg(finding.id, 4).arg(finding.sentence);
        output.line(output.styled(withoutControls(text), Style::Danger));
        if (!finding.nextAction.isEmpty())
            output.line(u"      "_s + withoutControls(finding.nextAction));
    }
}

} // namespace

CLI::App *JournalCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand("journal",
        "Show the operations run from here, newest first.\nExit code: 0 shown, 1 one of them was "
        "found unfinished, 2 could not.");
    command->add_option("ID", m_id, "One operation in full, with its statements")
        ->check(CLI::Range(1, 2'000'000'000));
    command->add_option("--limit", m_limit, "At most so many (50)")
        ->check(CLI::Range(1, 1'000'000));
    command->add_flag("--all", m_all, "Of all projects, not only of this one");
    return command;
}

ExitCode JournalCommand::run(const Context &context)
{
    const auto journal = migrations::Journal::open();
    if (!journal)
        return context.fail(journal.error());
    Output &output = context.console.out;
    if (m_id > 0) {
        const Result<JournalEntry> entry = journal->entry(m_id);
        if (!entry)
            return context.fail(entry.error());
        if (!context.options.json) {
            showInFull(output, *entry);
            return ExitCode::Done;
        }
        JsonWriter json;
        writeEntry(json, *entry, Statements::With);
        output.write(json.bytes() + '\n');
        return ExitCode::Done;
    }
    return list(context, *journal);
}

ExitCode JournalCommand::list(const Context &context, const migrations::Journal &journal) const
{
    QString project;
    std::optional<ProjectState> state;
    if (!m_all) {
        migrations::NoProgress progress;
        auto read = context.readFiles(progress);
        if (!read)
            return context.fail(read.error());
        state = *std::move(read);
        project = migrations::memoryKey(state->project);
    }
    const auto entries = journal.entries(project, m_limit);
    if (!entries)
        return context.fail(entries.error());
    const auto unfinished = journal.unfinished(project);
    if (!unfinished)
        return context.fail(unfinished.error());
    const std::vector<UnfinishedFinding> findings = find(*unfinished, state);
    if (context.options.json)
        writeList(context.console.out, *entries, findings);
    else
        showList(context.console.out, *entries, findings);
    return findings.empty() ? ExitCode::Done : ExitCode::Pending;
}

} // namespace app
