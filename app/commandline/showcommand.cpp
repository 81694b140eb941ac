// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/showcommand.h"

#include "app/commandline/statejson.h"
#include "app/commandline/statetext.h"

#include <QFile>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Revision;

namespace app {

namespace {

void writeJson(Output &output, const ProjectState &state, const QStringList &ids)
{
    JsonWriter json;
    json.beginObject().key("revisions"_L1).beginList();
    for (const QString &id : ids) {
        const Revision *revision = state.graph.find(id);
        if (!revision)
            continue;
        json.beginObject();
        writeRevision(json, *revision, state.standing.stateOf(id));
        json.key("all_labels"_L1).value(revision->allLabels);
        json.key("next"_L1).value(revision->next);
        json.key("is_branch_point"_L1).value(revision->isBranchPoint);
        json.key("is_merge_point"_L1).value(revision->isMergePoint);
        json.endObject();
    }
    json.endList().endObject();
    output.write(json.bytes() + '\n');
}

void row(Output &output, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        output.line(output.styled(name.leftJustified(12), Style::Dim) + withoutControls(value));
}

void showOne(Output &output, const ProjectState &state, const Revision &revision)
{
    const QString standing = migrations::stateName(state.standing.stateOf(revision.id));
    output.line(
        output.styled(revision.id, Style::Strong) + u"  "_s + withoutControls(revision.message));
    row(output, u"State"_s, standing);
    row(output, u"Revises"_s,
        revision.down.isEmpty() ? u"nothing (base)"_s : revision.down.join(u", "_s));
    row(output, u"Next"_s,
        revision.next.isEmpty() ? u"nothing (head)"_s : revision.next.join(u", "_s));
    row(output, u"Depends on"_s, revision.dependsOn.join(u", "_s));
    row(output, u"Labels"_s, revision.allLabels.join(u", "_s));
    row(output, u"Created"_s, revision.created.toString(Qt::ISODate));
    row(output, u"File"_s, revision.file);
    QFile file(revision.file);
    if (file.open(QIODevice::ReadOnly))
        output.line(u'\n' + linesWithoutControls(QString::fromUtf8(file.readAll())));
}

} // namespace

CLI::App *ShowCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand(
        "show", "Show one revision and its script.\nExit code: 0 shown, 2 no such revision.");
    command
        ->add_option(
            "ID", m_id, "An id or the start of one, head, heads, base, LABEL@head, current …")
        ->required();
    return command;
}

ExitCode ShowCommand::run(const Context &context)
{
    migrations::NoProgress progress;
    auto state = context.readFiles(progress);
    if (!state)
        return context.fail(state.error());
    *state = migrations::withDatabase(context.withKnowledge(std::move(*state), progress), progress);
    const QString id = QString::fromLocal8Bit(m_id);
    if (id == u"current" && state->databaseError && !state->standing.known)
        return context.fail(*state->databaseError);
    const auto ids = id == u"current" ? migrations::Result<QStringList>(state->standing.current)
                                      : state->graph.resolve(id);
    if (!ids)
        return context.fail(ids.error());
    if (context.options.json) {
        writeJson(context.console.out, *state, *ids);
        return ExitCode::Done;
    }
    for (const QString &one : *ids) {
        if (const Revision *revision = state->graph.find(one))
            showOne(context.console.out, *state, *revision);
    }
    return ExitCode::Done;
}

} // namespace app
