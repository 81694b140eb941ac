// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/operationreport.h"

#include "app/commandline/statejson.h"
#include "app/commandline/statetext.h"
#include "app/commandline/terminalprogress.h"

using namespace Qt::StringLiterals;
using migrations::Direction;
using migrations::OperationReport;
using migrations::Outcome;
using migrations::Step;

namespace app {

namespace {

QString arrow(Direction direction)
{
    switch (direction) {
    case Direction::Up:
        return u"up   "_s;
    case Direction::Down:
        return u"down "_s;
    case Direction::Stamp:
        return u"stamp"_s;
    }
    return {};
}

QString stepText(const Output &output, const migrations::ProjectState &state, const Step &step)
{
    if (step.direction == Direction::Stamp) {
        const QString rows = step.rowsAfter.isEmpty() ? u"no rows"_s : step.rowsAfter.join(u", "_s);
        return arrow(step.direction) + u"  the version table then holds "_s + rows;
    }
    const migrations::Revision *revision = state.graph.find(step.revision);
    const QString message = revision ? withoutControls(revision->message) : QString();
    const int used = static_cast<int>(step.revision.size()) + 11;
    return arrow(step.direction) + u"  "_s + step.revision + u"  "_s + output.fitted(message, used);
}

void writeError(JsonWriter &json, const std::optional<migrations::Error> &error)
{
    if (!error) {
        json.null();
        return;
    }
    json.beginObject();
    json.key("kind"_L1).value(QStringView(migrations::kindName(error->kind)));
    json.key("code"_L1).value(QStringView(error->code));
    json.key("message"_L1).value(QStringView(error->message));
    json.key("detail"_L1).value(QStringView(error->detail));
    json.endObject();
}

void writeLoss(JsonWriter &json, const migrations::DataLoss &loss)
{
    json.key("loses"_L1).beginList();
    for (const migrations::LostData &item : loss.items) {
        json.beginObject();
        json.key("revision"_L1).value(QStringView(item.revision));
        json.key("object"_L1).value(QStringView(item.object()));
        json.key("rows"_L1).numberOrNull(item.rows);
        json.key("exact"_L1).value(item.exact);
        json.key("sentence"_L1).value(QStringView(item.sentence()));
        json.endObject();
    }
    json.endList();
    json.key("loss_unknown"_L1);
    writeError(json, loss.unknown);
}

Style styleOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Done:
    case Outcome::NothingToDo:
        return Style::Good;
    case Outcome::RolledBack:
    case Outcome::Refused:
        return Style::Caution;
    case Outcome::Partly:
    case Outcome::Unknown:
        return Style::Danger;
    }
    return Style::Danger;
}

} // namespace

void showPlan(Output &output, const migrations::ProjectState &state, const migrations::Plan &plan)
{
    for (const QString &warning : plan.warnings)
        output.line(output.styled(u"warning: "_s, Style::Caution) + withoutControls(warning));
    if (plan.steps.empty()) {
        output.line(u"Nothing to do: the database is there already."_s);
        return;
    }
    for (const Step &step : plan.steps)
        output.line(u"  "_s + stepText(output, state, step));
}

void showReport(Console &console, const OperationReport &report)
{
    const bool good = exitCodeOf(report) == ExitCode::Done;
    Output &output = good ? console.out : console.error;
    output.line(output.styled(withoutControls(report.sentence), styleOf(report.outcome)) + u"  "_s
        + output.styled(durationText(report.elapsedMs), Style::Dim));
    if (report.error) {
        if (report.error->message != report.sentence)
            output.line(linesWithoutControls(report.error->message));
        const QStringList details = report.error->detail.trimmed().split(u'\n', Qt::SkipEmptyParts);
        for (const QString &line : details)
            output.line(u"  "_s + output.styled(withoutControls(line), Style::Dim));
    }
    if (!report.nextAction.isEmpty())
        output.line(withoutControls(report.nextAction));
}

void showLoss(Output &output, const migrations::DataLoss &loss)
{
    if (!loss.items.empty())
        output.line(output.styled(u"This loses data:"_s, Style::Danger));
    for (const migrations::LostData &item : loss.items)
        output.line(u"  "_s + withoutControls(item.sentence()) + u"  "_s
            + output.styled(u"step "_s + withoutControls(item.revision), Style::Dim));
    if (loss.unknown)
        output.line(output.styled(u"It is not known what this drops: "_s, Style::Caution)
            + withoutControls(loss.unknown->message));
}

void writePlanJson(
    Output &output, const migrations::Plan &plan, const std::optional<migrations::DataLoss> &loss)
{
    JsonWriter json;
    json.beginObject();
    json.key("target"_L1).value(QStringView(plan.target));
    json.key("rows_before"_L1).value(plan.rowsBefore);
    json.key("steps"_L1).beginList();
    for (const Step &step : plan.steps) {
        json.beginObject();
        writeStep(json, step);
        json.endObject();
    }
    json.endList();
    json.key("warnings"_L1).value(plan.warnings);
    if (loss)
        writeLoss(json, *loss);
    json.endObject();
    output.write(json.bytes() + '\n');
}

void writeReportJson(Output &output, const OperationReport &report)
{
    JsonWriter json;
    json.beginObject();
    json.key("steps"_L1).beginList();
    for (const migrations::StepReport &step : report.steps) {
        json.beginObject();
        writeStep(json, step.step);
        json.key("elapsed_ms"_L1).numberOrNull(step.elapsedMs);
        json.key("in_database"_L1).value(step.inDatabase);
        json.endObject();
    }
    json.endList();
    json.key("outcome"_L1).value(QStringView(migrations::outcomeName(report.outcome)));
    json.key("cancelled"_L1).value(report.cancelled);
    json.key("sentence"_L1).value(QStringView(report.sentence));
    json.key("next_action"_L1).textOrNull(report.nextAction);
    json.key("rows_before"_L1).value(report.rowsBefore);
    json.key("rows_after"_L1).value(report.rowsAfter);
    json.key("elapsed_ms"_L1).value(report.elapsedMs);
    json.key("journal_id"_L1).numberOrNull(report.journalId);
    json.key("error"_L1);
    writeError(json, report.error);
    json.endObject();
    output.write(json.bytes() + '\n');
}

ExitCode exitCodeOf(const OperationReport &report)
{
    if (report.cancelled)
        return ExitCode::Cancelled;
    switch (report.outcome) {
    case Outcome::Done:
    case Outcome::NothingToDo:
        return ExitCode::Done;
    case Outcome::Refused:
        return report.error ? exitCodeOf(*report.error) : ExitCode::Refused;
    case Outcome::RolledBack:
    case Outcome::Partly:
    case Outcome::Unknown:
        return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

} // namespace app
