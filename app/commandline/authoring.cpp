// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/authoring.h"

#include "app/commandline/consent.h"

using namespace Qt::StringLiterals;
using migrations::FileReport;
using migrations::FoundOperation;
using migrations::FoundRisk;
using migrations::ProjectState;
using migrations::Result;

namespace app {

namespace {

QString headlineOf(const FoundOperation &operation)
{
    QString place = operation.table;
    if (!operation.schema.isEmpty())
        place.prepend(operation.schema + u'.');
    if (!operation.name.isEmpty())
        place += place.isEmpty() ? operation.name : u'.' + operation.name;
    return QString(operation.kind).replace(u'_', u' ') + u' ' + place;
}

QString fileStateOf(const migrations::FileChange &change)
{
    if (!change.before)
        return u"created"_s;
    return change.after ? u"changed"_s : u"removed"_s;
}

} // namespace

Result<Authoring> startAuthoring(
    const Context &context, Database database, migrations::Progress &progress)
{
    auto state = context.readFiles(progress);
    if (!state)
        return tl::make_unexpected(state.error());
    if (const Result<void> trusted = askForTrust(context, *state); !trusted)
        return tl::make_unexpected(trusted.error());
    auto alembic = migrations::startAlembic(*state, progress);
    if (!alembic)
        return tl::make_unexpected(alembic.error());
    if (migrations::needsAlembicsKnowledge(*state)) {
        state = migrations::withAlembicsKnowledge(*std::move(state), *alembic, progress);
        if (!state)
            return tl::make_unexpected(state.error());
    }
    if (database == Database::Asked)
        *state = migrations::withDatabase(*std::move(state), progress);
    return Authoring {*std::move(state), *std::move(alembic)};
}

Result<ProjectState> readWithDatabase(const Context &context, migrations::Progress &progress)
{
    return context.readFiles(progress).map([&](ProjectState state) {
        return migrations::withDatabase(
            context.withKnowledge(std::move(state), progress), progress);
    });
}

Result<> agreeTo(const Context &context, const ProjectState &state, const QString &question)
{
    const migrations::Safeguards safeguards {.question = true};
    return askForSafeguards(context, state, safeguards, question, false).map([](const Consent &) {
    });
}

void showOperations(Output &output, const std::vector<FoundOperation> &found)
{
    int number = 0;
    for (const FoundOperation &operation : found) {
        const bool loses = operation.risk == FoundRisk::DataLoss;
        output.line(u"%1  %2"_s.arg(++number, 3)
                        .arg(output.styled(withoutControls(headlineOf(operation)), Style::Strong)));
        const QStringList lines = operation.code.split(u'\n');
        for (const QString &line : lines)
            output.line(u"     "_s + output.styled(withoutControls(line), Style::Dim));
        if (operation.risk != FoundRisk::None)
            output.line(u"     "_s
                + output.styled(migrations::riskSentence(operation.risk),
                    loses ? Style::Danger : Style::Caution));
        if (operation.renamedTo >= 0)
            output.line(u"     Perhaps renamed to %1 (%2)?"_s.arg(
                withoutControls(found[std::size_t(operation.renamedTo)].name),
                QString::number(operation.renamedTo + 1)));
    }
}

void writeOperations(JsonWriter &json, const std::vector<FoundOperation> &found)
{
    json.beginList();
    for (const FoundOperation &operation : found) {
        json.beginObject();
        json.key("kind"_L1).value(QStringView(operation.kind));
        json.key("schema"_L1).textOrNull(operation.schema);
        json.key("table"_L1).textOrNull(operation.table);
        json.key("name"_L1).textOrNull(operation.name);
        json.key("code"_L1).value(QStringView(operation.code));
        json.key("risk"_L1).value(QStringView(migrations::riskName(operation.risk)));
        json.key("renamed_to"_L1).numberOrNull(operation.renamedTo);
        json.key("renamed_from"_L1).numberOrNull(operation.renamedFrom);
        json.endObject();
    }
    json.endList();
}

void writeFileReport(JsonWriter &json, const FileReport &report)
{
    json.key("journal_id"_L1).value(report.journalId);
    json.key("kind"_L1).value(QStringView(migrations::fileOperationName(report.kind)));
    json.key("sentence"_L1).value(QStringView(report.sentence));
    json.key("files"_L1).beginList();
    for (const migrations::FileChange &change : report.changes) {
        json.beginObject();
        json.key("path"_L1).value(QStringView(change.path));
        json.key("change"_L1).value(QStringView(fileStateOf(change)));
        json.endObject();
    }
    json.endList();
    json.key("trash"_L1).textOrNull(report.trash);
}

ExitCode showFileReport(const Context &context, const FileReport &report)
{
    if (context.options.json) {
        JsonWriter json;
        json.beginObject();
        writeFileReport(json, report);
        json.endObject();
        context.console.out.write(json.bytes() + '\n');
        return ExitCode::Done;
    }
    context.console.out.line(withoutControls(report.sentence));
    for (const migrations::FileChange &change : report.changes)
        context.console.out.line(
            u"  %1  %2"_s.arg(fileStateOf(change), withoutControls(change.path)));
    if (!report.trash.isEmpty())
        context.console.out.line(u"  in the trash: "_s + withoutControls(report.trash));
    return ExitCode::Done;
}

} // namespace app
