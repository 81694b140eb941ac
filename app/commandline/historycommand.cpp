// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/historycommand.h"

#include "app/commandline/interrupt.h"
#include "app/commandline/statejson.h"
#include "app/commandline/statetext.h"

#include <QSet>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Revision;

namespace app {

namespace {

// Waits for the database, and stops waiting when the person has had enough.
class Patience final : public migrations::Progress
{
public:
    void report(const migrations::Event &) override { }
    bool cancelled() override { return Interrupt::requested(); }
};

// "A:B" as `alembic history -r` takes it; everything when it is empty.
migrations::Result<std::vector<const Revision *>> revisionsIn(
    const ProjectState &state, const QString &range)
{
    std::vector<const Revision *> revisions;
    QSet<QString> wanted;
    if (!range.isEmpty()) {
        if (range.count(u':') != 1)
            return migrations::failure(migrations::ErrorKind::Alembic,
                u"A range is written BASE:HEAD; either side may be empty."_s, {},
                u"CommandError"_s);
        auto ids = state.graph.range(range.section(u':', 0, 0), range.section(u':', 1));
        if (!ids)
            return tl::make_unexpected(ids.error());
        wanted = QSet<QString>(ids->cbegin(), ids->cend());
    }
    for (const Revision &revision : state.graph.revisions()) {
        if (range.isEmpty() || wanted.contains(revision.id))
            revisions.push_back(&revision);
    }
    return revisions;
}

void writeJson(
    Output &output, const ProjectState &state, const std::vector<const Revision *> &revisions)
{
    JsonWriter json;
    json.beginObject();
    json.key("revisions"_L1).beginList();
    for (const Revision *revision : revisions) {
        json.beginObject();
        writeRevision(json, *revision, state.standing.stateOf(revision->id));
        json.endObject();
    }
    json.endList();
    json.key("heads"_L1).value(state.graph.heads());
    json.key("bases"_L1).value(state.graph.bases());
    json.key("ghosts"_L1).value(state.standing.ghosts);
    json.key("problems"_L1);
    writeProblems(json, state);
    json.endObject();
    output.write(json.bytes() + '\n');
}

QString badges(const Revision &revision)
{
    QStringList words = revision.branchLabels;
    if (revision.isHead)
        words += u"head"_s;
    if (revision.isBase)
        words += u"base"_s;
    if (revision.isBranchPoint)
        words += u"branch point"_s;
    if (revision.isMergePoint)
        words += u"merge point"_s;
    return words.isEmpty() ? QString() : u" ("_s + words.join(u", "_s) + u')';
}

qsizetype widestId(const std::vector<const Revision *> &revisions)
{
    qsizetype widest = 0;
    for (const Revision *revision : revisions)
        widest = qMax(widest, revision->id.size());
    return widest;
}

void showTable(
    Output &output, const ProjectState &state, const std::vector<const Revision *> &revisions)
{
    const qsizetype idWidth = widestId(revisions);
    for (const QString &ghost : state.standing.ghosts)
        output.line(output.styled(u"ghost    "_s + ghost, Style::Danger));
    for (const Revision *revision : revisions) {
        const migrations::RevisionState standing = state.standing.stateOf(revision->id);
        const QString mark = migrations::stateName(standing).leftJustified(9);
        const QString date = revision->created.isValid()
            ? revision->created.toString(u"yyyy-MM-dd"_s)
            : u"-"_s.leftJustified(10);
        const QString message = withoutControls(revision->message) + badges(*revision);
        const int used = 9 + static_cast<int>(idWidth) + 14;
        output.line(output.styled(mark, styleOf(standing)) + revision->id.leftJustified(idWidth)
            + u"  "_s + output.styled(date, Style::Dim) + u"  "_s + output.fitted(message, used));
    }
}

} // namespace

CLI::App *HistoryCommand::addTo(CLI::App &parent)
{
    CLI::App *command = parent.add_subcommand(
        "history", "List all revisions, newest first.\nExit code: 0 listed, 2 could not.");
    command->add_option(
        "-r,--range", m_range, "Only BASE:HEAD, both included; either may be empty");
    command->add_flag("--offline", m_offline, "Do not ask the database; states are unknown");
    return command;
}

ExitCode HistoryCommand::run(const Context &context)
{
    const Interrupt interrupt;
    Patience progress;
    auto state = context.readFiles(progress);
    if (!state)
        return context.fail(state.error());
    *state = context.withKnowledge(std::move(*state), progress);
    if (!m_offline)
        *state = migrations::withDatabase(std::move(*state), progress);
    if (Interrupt::requested())
        return context.cancelled();
    const auto revisions = revisionsIn(*state, QString::fromLocal8Bit(m_range));
    if (!revisions)
        return context.fail(revisions.error());
    if (context.options.json) {
        writeJson(context.console.out, *state, *revisions);
    } else {
        showTable(context.console.out, *state, *revisions);
        showProblems(context.console.error, *state);
    }
    return state->hasScripts() ? ExitCode::Done : ExitCode::Failed;
}

} // namespace app
