// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/fileundo.h"

#include "migrations/operations/operation.h"
#include "migrations/operations/removable.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int entriesLookedAt = 1'000;

QString revisionIn(const ProjectState &state, const QString &path)
{
    const std::vector<RevisionFile> &files = *state.files;
    const auto file = std::find_if(
        files.begin(), files.end(), [&](const RevisionFile &one) { return one.path == path; });
    return file == files.end() ? QString() : file->id;
}

// A revision that goes must not be in use; nor one that gets its old parent back, since a database
// would be taken to lack what the revisions between have made there.
Result<> checkUnused(
    const ProjectState &state, const std::vector<FileChange> &changes, Progress &progress)
{
    for (const FileChange &change : changes) {
        const QString revision = revisionIn(state, change.path);
        if (revision.isEmpty())
            continue;
        const auto can = change.after
            ? checkLocal(state, withFollowers(state.graph, revision), progress)
            : checkRemovable(state, revision, progress);
        if (!can)
            return tl::unexpected(can.error());
    }
    return {};
}

} // namespace

Result<Undoable> lastUndoable(const Journal &journal, const ProjectState &state)
{
    const auto entries = journal.entries(memoryKey(state.project), entriesLookedAt);
    if (!entries)
        return tl::unexpected(entries.error());
    QSet<QString> undone;
    for (const JournalEntry &entry : *entries) {
        const auto kind = fileOperationFromName(entry.kind);
        if (!kind || entry.outcome != outcomeName(Outcome::Done))
            continue;
        if (*kind == FileOperationKind::Undo) {
            undone.insert(entry.target);
            continue;
        }
        if (undone.contains(QString::number(entry.id)))
            continue;
        return journal.entry(entry.id).map([](const JournalEntry &whole) {
            return Undoable {whole.id, whole.sentence, reversed(changesFrom(whole))};
        });
    }
    return failure(ErrorKind::Project,
        u"Nothing was done to the files of this project that could be undone."_s, {},
        u"nothing_to_undo"_s);
}

Result<FileReport> undoFiles(
    const ProjectState &state, const Undoable &undoable, Journal &journal, Progress &progress)
{
    if (Result<> can = checkUnused(state, undoable.changes, progress); !can)
        return tl::unexpected(can.error());
    auto operation = FileOperation::begin(
        journal, state, FileOperationKind::Undo, QString::number(undoable.journalId));
    if (!operation)
        return tl::unexpected(operation.error());
    const Result<QString> made = operation->announce(undoable.changes).and_then([&] {
        return operation->apply(undoable.changes);
    });
    if (!made)
        return tl::unexpected(operation->failed(made.error()));
    return operation->done(u"Undone: %1"_s.arg(undoable.sentence), undoable.changes);
}

} // namespace migrations
