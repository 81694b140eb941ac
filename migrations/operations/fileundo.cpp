// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/fileundo.h"

#include "migrations/base/sourcefile.h"
#include "migrations/history/revisionfiles.h"
#include "migrations/operations/appliedchange.h"
#include "migrations/operations/planrun.h"
#include "migrations/operations/removable.h"

#include <QHash>
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

// How the newest operations stand, by the undos among them.
struct Undos
{
    QSet<QString> done; // ids of what was taken back
    QSet<QString> tried; // of what an undo may have begun to take back
    QHash<QString, std::vector<QStringList>> left; // version rows that this may have left

    void add(const JournalEntry &undo, bool good);
    std::vector<QStringList> leftOf(const JournalEntry &entry) const
    {
        return left.value(QString::number(entry.id));
    }
};

void Undos::add(const JournalEntry &undo, bool good)
{
    (good ? done : tried).insert(undo.target);
    std::vector<QStringList> &states = left[undo.target];
    for (QStringList &state : statesOf(undo))
        states.push_back(std::move(state));
}

bool isUndo(const JournalEntry &entry)
{
    return entry.kind == fileOperationName(FileOperationKind::Undo)
        || entry.kind == operationName(OperationKind::UndoStamp);
}

bool isStamp(const JournalEntry &entry)
{
    return entry.kind == operationName(OperationKind::Stamp);
}

enum class End { Good, Halfway, Nothing };

End endOf(const JournalEntry &entry, const std::vector<JournalEntry> &open)
{
    if (entry.outcome == outcomeName(Outcome::Done))
        return End::Good;
    const bool halfway = entry.outcome == outcomeName(Outcome::Partly)
        || entry.outcome == outcomeName(Outcome::Unknown) || isIn(open, entry);
    return halfway ? End::Halfway : End::Nothing;
}

Undoable undoableStamp(const JournalEntry &entry, End end, const std::vector<QStringList> &left)
{
    StampRecord stamp = stampFrom(entry, end == End::Good ? StampEnd::Settled : StampEnd::Halfway);
    stamp.left.insert(stamp.left.begin(), left.begin(), left.end());
    const bool settled = end == End::Good && left.empty();
    const QString what = u"the stamp of %1 to %2"_s.arg(stamp.environment, stamp.target);
    return {.journalId = entry.id,
        .sentence = end == End::Good ? what : what + u" that was interrupted"_s,
        .changes = {},
        .record = std::nullopt,
        .stamp = std::move(stamp),
        .settled = settled};
}

// Of one that stopped halfway, only what it had done by then.
Undoable undoableFiles(const JournalEntry &whole, End end)
{
    std::vector<FileChange> changes = changesFrom(whole);
    if (end == End::Good)
        return {whole.id, whole.sentence, reversed(changes), reapplicationFrom(whole), {}};
    for (const FileChange &written : writtenFrom(whole)) {
        const bool told = std::any_of(changes.begin(), changes.end(),
            [&](const FileChange &one) { return one.path == written.path && one.after; });
        if (!told)
            addChange(changes, written);
    }
    std::erase_if(changes, [](const FileChange &change) {
        const auto now = readSourceFile(change.path);
        return !now || *now != change.after;
    });
    return {whole.id, u"the %1 that was interrupted"_s.arg(whole.kind), reversed(changes),
        reapplicationFrom(whole), {}, false};
}

bool canBeUndone(const JournalEntry &entry, UndoOf of)
{
    return isUndo(entry) || fileOperationFromName(entry.kind)
        || (of == UndoOf::Everything && isStamp(entry));
}

Undoable undoableOf(const JournalEntry &entry, End end, const Undos &undos)
{
    if (isStamp(entry))
        return undoableStamp(entry, end, undos.leftOf(entry));
    const bool tried = undos.tried.contains(QString::number(entry.id));
    return undoableFiles(entry, tried && reapplicationFrom(entry) ? End::Halfway : end);
}

bool doesNothing(const ProjectState &state, const Undoable &undoable)
{
    if (undoable.stamp)
        return isTakenBack(state, *undoable.stamp) || undoable.stamp->left.empty()
            || undoable.stamp->left == std::vector {undoable.stamp->rowsBefore};
    if (undoable.settled || !undoable.changes.empty())
        return false;
    return !undoable.record || !state.database
        || state.database->rows == undoable.record->rowsBefore;
}

// Else the journal would tell them as unfinished for ever.
void endInterrupted(Journal &journal, const ProjectState &state, qint64 id)
{
    const auto open = journal.unfinished(memoryKey(state.project));
    for (JournalEntry entry : open ? *open : std::vector<JournalEntry>()) {
        const bool triedToUndo = entry.kind == fileOperationName(FileOperationKind::Undo)
            && entry.target == QString::number(id);
        if (entry.id != id && !triedToUndo)
            continue;
        entry.ended = QDateTime::currentDateTimeUtc();
        entry.outcome = outcomeName(Outcome::RolledBack);
        entry.sentence = u"Interrupted, and undone later"_s;
        std::ignore = journal.finish(entry);
    }
}

// The history once these files have their text.
std::vector<RevisionFile> filesWith(
    const ProjectState &state, const std::vector<FileChange> &changes)
{
    std::vector<RevisionFile> files = *state.files;
    for (const FileChange &change : changes) {
        std::erase_if(files, [&](const RevisionFile &file) { return file.path == change.path; });
        if (change.after)
            files.push_back(parseRevision(change.path, *change.after));
    }
    return files;
}

QStringList appliedOf(const ProjectState &state, QStringList revisions)
{
    revisions.removeIf(
        [&](const QString &id) { return state.standing.stateOf(id) != RevisionState::Applied; });
    return revisions;
}

// In the database that it ran in, and as it left that.
bool concernsDatabase(const ProjectState &state, const Undoable &undoable)
{
    if (!undoable.record || !state.database)
        return false;
    const ReapplicationRecord &record = *undoable.record;
    return record.environment == state.environmentName
        && record.identity == state.database->identity.key()
        && (!undoable.settled || state.database->rows == record.rowsAfter);
}

QString sentenceOf(const Undoable &undoable, const std::optional<Reapplication> &again)
{
    const QString done = u"Undone: %1"_s.arg(undoable.sentence);
    if (again)
        return done + u"; the database stands where it stood"_s;
    return undoable.record ? done + u"; the database is left as it is"_s : done;
}

Result<FileReport> undoAlone(const Undoable &undoable, FileOperation &operation)
{
    const Result<QString> made = operation.announce(undoable.changes).and_then([&] {
        return operation.apply(undoable.changes);
    });
    if (!made)
        return tl::unexpected(operation.failed(made.error()));
    return operation.done(sentenceOf(undoable, std::nullopt), undoable.changes);
}

} // namespace

Result<Undoable> lastUndoable(const Journal &journal, const ProjectState &state, UndoOf of)
{
    const auto entries = journal.entries(memoryKey(state.project), entriesLookedAt);
    const auto open = journal.unfinished(memoryKey(state.project));
    if (!entries || !open)
        return tl::unexpected(entries ? open.error() : entries.error());
    Undos undos;
    for (const JournalEntry &entry : *entries) {
        const End end = endOf(entry, *open);
        if (end == End::Nothing || !canBeUndone(entry, of))
            continue;
        if (isUndo(entry)) {
            undos.add(entry, end == End::Good);
            continue;
        }
        if (undos.done.contains(QString::number(entry.id)))
            continue;
        const Undoable undoable = undoableOf(entry, end, undos);
        if (!doesNothing(state, undoable))
            return undoable;
    }
    return failure(ErrorKind::Project, u"Nothing was done to this project that could be undone."_s,
        {}, u"nothing_to_undo"_s);
}

Result<std::optional<Reapplication>> reapplicationFor(
    const ProjectState &state, const Undoable &undoable)
{
    if (undoable.record && undoable.record->environment == state.environmentName && !state.database)
        return failure(ErrorKind::Database,
            u"The database could not be read, and this also ran migrations there. Undo it once the "
            "database answers."_s,
            state.databaseError ? state.databaseError->message : QString(), u"not_read"_s);
    if (!concernsDatabase(state, undoable))
        return std::optional<Reapplication>();
    const ReapplicationRecord &record = *undoable.record;
    const QStringList down =
        undoable.changes.empty() ? QStringList() : appliedOf(state, record.again);
    Result<Reapplication> plan = planReapplication(state,
        {.moved = record.moved,
            .down = down,
            .files = filesWith(state, undoable.changes),
            .target = record.target});
    if (!plan)
        return tl::unexpected(plan.error());
    if (plan->again.rowsAfter() == record.rowsBefore)
        return std::optional(*plan);
    return failure(ErrorKind::Refused,
        u"The database would not stand at %1 again, where it stood before. Roll it back by hand, "
        "then undo."_s.arg(record.rowsBefore.join(u", "_s)),
        {}, u"cannot_restore"_s);
}

Result<FileReport> undoFiles(
    const ProjectState &state, const Undoable &undoable, Journal &journal, Progress &progress)
{
    const auto again = reapplicationFor(state, undoable);
    if (!again)
        return tl::unexpected(again.error());
    const ProjectState others = *again ? withoutOwnEnvironment(state) : state;
    if (Result<> can = checkUnused(others, undoable.changes, progress); !can)
        return tl::unexpected(can.error());
    auto operation = FileOperation::begin(
        journal, state, FileOperationKind::Undo, QString::number(undoable.journalId));
    if (!operation)
        return tl::unexpected(operation.error());
    const QString sentence = sentenceOf(undoable, *again);
    Result<FileReport> report = *again
        ? changeApplied(state,
            {.plan = **again, .changes = undoable.changes, .check = {}, .sentence = sentence},
            *operation, progress)
        : undoAlone(undoable, *operation);
    if (report)
        endInterrupted(journal, state, undoable.journalId);
    return report;
}

} // namespace migrations
