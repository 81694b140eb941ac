// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/fileundo.h"

#include "migrations/base/sourcefile.h"
#include "migrations/operations/operation.h"
#include "migrations/operations/removable.h"

#include <QSet>

#include <algorithm>
#include <tuple>

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

bool isIn(const std::vector<JournalEntry> &entries, const JournalEntry &entry)
{
    return std::any_of(entries.begin(), entries.end(),
        [&](const JournalEntry &one) { return one.id == entry.id; });
}

// Of one whose program was killed, only what it had done by then.
Undoable undoableOf(const JournalEntry &whole, bool interrupted)
{
    std::vector<FileChange> changes = changesFrom(whole);
    if (!interrupted)
        return {whole.id, whole.sentence, reversed(changes)};
    std::erase_if(changes, [](const FileChange &change) {
        const auto now = readSourceFile(change.path);
        return !now || *now != change.after;
    });
    return {whole.id, u"the %1 that was interrupted"_s.arg(whole.kind), reversed(changes)};
}

// Else the journal would tell it as unfinished for ever.
void endInterrupted(Journal &journal, qint64 id)
{
    Result<JournalEntry> entry = journal.entry(id);
    if (!entry || entry->ended.isValid())
        return;
    entry->ended = QDateTime::currentDateTimeUtc();
    entry->outcome = outcomeName(Outcome::RolledBack);
    entry->sentence = u"Interrupted, and undone later"_s;
    std::ignore = journal.finish(*entry);
}

} // namespace

Result<Undoable> lastUndoable(const Journal &journal, const ProjectState &state)
{
    const auto entries = journal.entries(memoryKey(state.project), entriesLookedAt);
    const auto open = journal.unfinished(memoryKey(state.project));
    if (!entries || !open)
        return tl::unexpected(entries ? open.error() : entries.error());
    QSet<QString> undone;
    for (const JournalEntry &entry : *entries) {
        const auto kind = fileOperationFromName(entry.kind);
        const bool interrupted = isIn(*open, entry);
        if (!kind || (entry.outcome != outcomeName(Outcome::Done) && !interrupted))
            continue;
        if (*kind == FileOperationKind::Undo) {
            if (!interrupted)
                undone.insert(entry.target);
            continue;
        }
        if (undone.contains(QString::number(entry.id)))
            continue;
        const Result<JournalEntry> whole = journal.entry(entry.id);
        if (!whole)
            return tl::unexpected(whole.error());
        const Undoable undoable = undoableOf(*whole, interrupted);
        if (!undoable.changes.empty() || !interrupted)
            return undoable;
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
    endInterrupted(journal, undoable.journalId);
    return operation->done(u"Undone: %1"_s.arg(undoable.sentence), undoable.changes);
}

} // namespace migrations
