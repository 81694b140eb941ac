// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/scriptchanges.h"

#include "migrations/operations/fileoperation.h"
#include "model/script.h"
#include "model/words.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;
using migrations::DiffLine;
using migrations::FileCommit;
using migrations::Progress;
using migrations::Result;
using Kind = OtherScript::Kind;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("model::ScriptChanges", text);
}

constexpr int entriesLookedAt = 200;

QString friendly(const QDateTime &time)
{
    return friendlyDate(time, QDateTime::currentDateTime());
}

QString described(const FileCommit &commit)
{
    return tr("%1  %2, %3: %4")
        .arg(commit.id.left(7), commit.author, friendly(commit.time), commit.summary);
}

std::vector<FileCommit> versionsFor(const ChangesRequest &request, Progress &progress)
{
    if (request.everyVersion)
        return migrations::versionsOf(request.path, progress).value_or(std::vector<FileCommit>());
    const auto last = migrations::lastCommits({request.path}, progress);
    return last && !last->isEmpty() ? std::vector {last->cbegin().value()}
                                    : std::vector<FileCommit>();
}

// The nearest first. The version of the last commit is there as such, not as one more version.
// The file that this one took the place of, when it was written anew.
std::optional<OtherScript> replaced(
    const ChangesRequest &request, const migrations::Journal &journal)
{
    const auto entries = journal.entries(request.project, entriesLookedAt);
    if (!entries)
        return std::nullopt;
    const QString kind = migrations::fileOperationName(migrations::FileOperationKind::Recreate);
    for (const migrations::JournalEntry &entry : *entries) {
        if (entry.kind != kind)
            continue;
        const std::vector<migrations::FileChange> changes = migrations::changesFrom(entry);
        const bool wrote = std::any_of(changes.begin(), changes.end(),
            [&](const auto &change) { return change.path == request.path && change.after; });
        for (const migrations::FileChange &change : changes) {
            if (wrote && change.before)
                return OtherScript {Kind::Replaced,
                    tr("before it was written anew, %1").arg(friendly(entry.started.toLocalTime())),
                    {}, *change.before};
        }
    }
    return std::nullopt;
}

std::vector<OtherScript> othersOf(
    const ChangesRequest &request, const migrations::Journal *journal, Progress &progress)
{
    std::vector<OtherScript> others;
    if (request.unsaved)
        others.push_back(
            {Kind::OnDisk, tr("the file on disk"), {}, readScriptFile(request.path).bytes});
    if (journal) {
        if (const auto before = replaced(request, *journal))
            others.push_back(*before);
    }
    if (request.edited && !request.edited->applied.text.isEmpty())
        others.push_back({Kind::Applied, tr("as applied, %1").arg(friendly(request.edited->time)),
            {}, request.edited->applied.text});
    const std::vector<FileCommit> versions = versionsFor(request, progress);
    if (versions.empty())
        return others;
    others.push_back({Kind::LastCommit, tr("last commit: %1").arg(described(versions.front())),
        versions.front(), {}});
    const auto base = migrations::mergeBaseWithMain(QFileInfo(request.path).absolutePath());
    if (base && *base)
        others.push_back({Kind::MergeBase,
            tr("where this branch left %1 (%2)").arg((*base)->branch, (*base)->commit.left(7)),
            {.id = (*base)->commit, .path = versions.front().path}, {}});
    for (std::size_t i = 1; i < versions.size(); ++i)
        others.push_back({Kind::Version, described(versions[i]), versions[i], {}});
    return others;
}

// None: there was no such file.
Result<std::optional<QByteArray>> textOf(const OtherScript &other, const QString &path)
{
    if (!other.text.isNull())
        return other.text;
    return migrations::textAt(QFileInfo(path).absolutePath(), other.commit.id, other.commit.path);
}

bool isChange(const DiffLine &line)
{
    return line.kind != DiffLine::Kind::Same;
}

void compare(ScriptChanges &changes, int with, const QString &text)
{
    changes.chosen = with;
    changes.problem.clear();
    const auto other = textOf(changes.others[std::size_t(with)], changes.path);
    const auto lines = other.and_then([&](const std::optional<QByteArray> &bytes) {
        return migrations::diffTexts(QString::fromUtf8(bytes.value_or(QByteArray())), text);
    });
    if (!lines) {
        changes.problem = lines.error().message;
        return;
    }
    changes.lines = *lines;
    changes.differs = std::any_of(lines->begin(), lines->end(), isChange);
}

} // namespace

ScriptChanges readChanges(
    const ChangesRequest &request, const migrations::Journal *journal, Progress &progress)
{
    ScriptChanges changes {.path = request.path, .others = othersOf(request, journal, progress)};
    const QString text = request.unsaved.value_or(readScriptFile(request.path).text);
    const auto wanted = request.wanted ? std::find_if(changes.others.begin(), changes.others.end(),
                            [&](const OtherScript &one) { return one.isSame(*request.wanted); })
                                       : changes.others.end();
    if (wanted != changes.others.end()) {
        compare(changes, int(wanted - changes.others.begin()), text);
        return changes;
    }
    for (std::size_t i = 0; i < changes.others.size() && !changes.differs; ++i) {
        if (changes.others[i].kind != Kind::Version)
            compare(changes, int(i), text);
    }
    if (!changes.others.empty() && !changes.differs)
        compare(changes, 0, text);
    return changes;
}

} // namespace model
