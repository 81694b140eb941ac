// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/historycommand.h"

#include "app/commandline/statejson.h"
#include "app/commandline/statetext.h"
#include "migrations/base/background.h"

#include <QSet>

#include <algorithm>
#include <atomic>
#include <CLI/CLI.hpp>
#include <optional>
#include <span>

using namespace Qt::StringLiterals;
using migrations::ProjectState;
using migrations::Revision;

namespace app {

namespace {

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

constexpr qsizetype usualSize = 512; // of a revision

// One after the other, between the brackets of a list.
void writeItems(
    JsonWriter &json, const ProjectState &state, std::span<const Revision *const> revisions)
{
    for (const Revision *revision : revisions) {
        json.beginObject();
        writeRevision(json, *revision, state.standing.stateOf(revision->id));
        json.endObject();
    }
}

// The list, in parts: this thread writes them from the first on, a helper from the last, until they
// meet.
void writeList(JsonWriter &json, const ProjectState &state, std::span<const Revision *const> all)
{
    constexpr std::size_t length = 128; // of a part
    const std::size_t parts = (all.size() + length - 1) / length;
    const auto part = [&](std::size_t i) {
        return all.subspan(i * length, std::min(length, all.size() - i * length));
    };
    std::vector<QByteArray> helped(parts);
    std::atomic<std::size_t> begun = 0;
    const auto isOneLeft = [&] { return begun.fetch_add(1) < parts; };
    const auto writeFromTheLast = [&] {
        for (std::size_t last = parts; isOneLeft(); --last) {
            JsonWriter own;
            writeItems(own.reserve(usualSize * qsizetype(length)), state, part(last - 1));
            helped[last - 1] = own.bytes();
        }
    };
    std::size_t next = 0;
    {
        std::optional<migrations::Help> help;
        if (parts > 1)
            help.emplace(writeFromTheLast);
        while (isOneLeft())
            writeItems(json, state, part(next++));
    }
    for (; next < parts; ++next)
        json.items(helped[next]);
}

QByteArray jsonOf(const ProjectState &state, const std::vector<const Revision *> &revisions)
{
    JsonWriter json;
    json.reserve(usualSize * static_cast<qsizetype>(revisions.size()) + 4096);
    json.beginObject().key("revisions"_L1).beginList();
    writeList(json, state, revisions);
    json.endList();
    json.key("heads"_L1).value(state.graph.heads());
    json.key("bases"_L1).value(state.graph.bases());
    json.key("ghosts"_L1).value(state.standing.ghosts);
    json.key("problems"_L1);
    writeProblems(json, state);
    json.endObject();
    return std::move(json).line();
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

migrations::Result<ProjectState> HistoryCommand::read(
    const Context &context, Meanwhile &meanwhile, migrations::Progress &progress)
{
    auto &look = meanwhile.look;
    auto opened = context.open();
    if (!opened)
        return opened;
    if (!m_offline)
        look.emplace(*opened, migrations::Wanted::Rows);
    m_unread = std::move(*opened);
    if (context.options.json && m_range.empty())
        m_earlier.emplace(m_unread);
    m_scan = migrations::scanRevisionFiles(m_unread.project);
    if (!m_earlier || !m_earlier->isOf(m_scan))
        return context.readAll(m_unread, m_scan, meanwhile, progress);
    if (look)
        m_unread = migrations::withReading(std::move(m_unread), look->reading(progress));
    m_answer = m_earlier->answerFor(m_unread);
    if (!m_answer.isEmpty())
        return m_unread;
    return context.readAll(m_unread, m_scan, meanwhile, progress);
}

ExitCode HistoryCommand::show(
    const Context &context, const ProjectState &state, migrations::Progress &)
{
    const auto revisions = revisionsIn(state, QString::fromLocal8Bit(m_range));
    if (!revisions)
        return context.fail(revisions.error());
    if (context.options.json) {
        showJson(context, state, *revisions);
    } else {
        showTable(context.console.out, state, *revisions);
        showProblems(context.console.error, state);
    }
    return state.hasScripts() ? ExitCode::Done : ExitCode::Failed;
}

void HistoryCommand::showJson(const Context &context, const ProjectState &state,
    const std::vector<const Revision *> &revisions)
{
    if (!m_answer.isEmpty()) {
        context.console.out.write(m_answer);
        return;
    }
    const QByteArray answer = jsonOf(state, revisions);
    context.console.out.write(answer);
    if (m_earlier) {
        context.console.out.flush(); // who waits for it need not wait for more
        m_earlier->keep(m_unread, state, m_scan, answer);
    }
}

} // namespace app
