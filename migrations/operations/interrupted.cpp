// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/interrupted.h"

#include "migrations/operations/recreatefile.h"
#include "migrations/operations/recreation.h"
#include "migrations/operations/restorefile.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

bool isRestore(const JournalEntry &entry)
{
    return entry.kind == lifecycleName(LifecycleKind::Restore);
}

// A new database is made beside the old one and takes its place.
bool isReplacement(const JournalEntry &entry)
{
    return isRestore(entry) || entry.kind == lifecycleName(LifecycleKind::Recreate);
}

// Of whatever else never ended, its own page tells.
bool isOurs(const JournalEntry &entry, const ProjectState &state)
{
    const auto kind = lifecycleFromName(entry.kind);
    return (isReplacement(entry) || kind == LifecycleKind::Undo || kind == LifecycleKind::DropKept)
        && entry.environment == state.environmentName
        && entry.database == state.environment()->url->display();
}

QString whenText(const JournalEntry &entry)
{
    return entry.started.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
}

InterruptedOperation told(const JournalEntry &entry, const QString &what)
{
    return {.entry = entry,
        .sentence = u"The %1 of %2 at %3 was interrupted; %4"_s.arg(
            entry.kind, entry.database, whenText(entry), what)};
}

InterruptedOperation nothingChanged(const JournalEntry &entry)
{
    InterruptedOperation found = told(entry, u"it had changed nothing yet"_s);
    found.canUndo = true;
    return found;
}

InterruptedOperation judgeReplacement(const JournalEntry &entry, const RecreatePosition &position)
{
    const RecreateRecord record = recreateStagesOf(entry).record;
    InterruptedOperation found;
    if (position.freshInPlace) {
        const bool recreate = entry.kind == lifecycleName(LifecycleKind::Recreate);
        found = told(entry,
            (recreate
                    ? u"the new database has taken its place, and its migrations may be incomplete"_s
                    : u"the restored database, compared before, has taken its place"_s)
                + (position.old ? u". The old one is kept as "_s + position.old->name : QString()));
        found.canFinish = true;
        found.canUndo = position.old.has_value() || !record.old;
        return found;
    }
    if (position.nameIsTaken || (record.old && !position.old))
        return told(entry,
            position.nameIsTaken ? u"another database has its name by now"_s
                                 : u"the old database is gone; somebody dropped it"_s);
    found = told(entry,
        position.oldInPlace ? u"the old database is in its place and may let nobody in"_s
            : record.old    ? u"the old database waits as "_s + position.old->name
                            : u"the database was not there yet"_s);
    found.canUndo = true;
    return found;
}

// The two renames of an undo are one transaction: it was done, or it was not.
InterruptedOperation judgeUndo(const JournalEntry &entry, const RecreatePosition &position)
{
    InterruptedOperation found = told(entry,
        position.freshInPlace ? u"the kept database is back in its place"_s
                              : u"nothing was put back, and the database may let nobody in"_s);
    found.canFinish = position.freshInPlace;
    found.canUndo = !position.freshInPlace;
    return found;
}

InterruptedOperation judgeRestoredFile(const JournalEntry &entry)
{
    const RestoredFile restored = restoredFileOf(entry);
    InterruptedOperation found = told(entry,
        restored.oldIsGone ? u"the old file is gone"_s
            : restored.inPlace()
            ? u"the restored file has taken its place; the old one is "_s + restored.old->name
            : u"the database is as it was"_s);
    found.canFinish = restored.inPlace();
    found.canUndo = !restored.oldIsGone;
    return found;
}

InterruptedOperation judgeFile(const JournalEntry &entry)
{
    if (isRestore(entry))
        return judgeRestoredFile(entry);
    const FilePosition position = filePositionOf(entry);
    const bool replacement = isReplacement(entry);
    InterruptedOperation found = told(entry,
        position.oldInPlace    ? (replacement ? u"the old file is in its place"_s
                                              : u"the kept file is back in its place"_s)
            : position.oldKept ? u"the old file is kept as "_s + position.holding
                               : u"the old file is gone"_s);
    found.canUndo = position.oldInPlace || position.oldKept || !position.old;
    found.canFinish = entry.kind == lifecycleName(LifecycleKind::Restore)
        ? position.freshInPlace && position.holding != position.making
        : replacement && !position.oldInPlace;
    return found;
}

Result<InterruptedOperation> judge(
    const JournalEntry &entry, PostgreSql &beside, const QString &server, Progress &progress)
{
    if (entry.kind == lifecycleName(LifecycleKind::DropKept)) {
        InterruptedOperation found =
            told(entry, u"the list of kept databases shows whether %1 is gone"_s.arg(entry.target));
        found.canFinish = true;
        return found;
    }
    const RecreateStages stages = recreateStagesOf(entry);
    if (stages.record.name.isEmpty())
        return nothingChanged(entry);
    if (stages.server != server)
        return told(entry, u"its environment now leads to another server"_s);
    return findPosition(beside, stages.record, progress).map([&](const RecreatePosition &position) {
        return isReplacement(entry) ? judgeReplacement(entry, position)
                                    : judgeUndo(entry, position);
    });
}

Result<std::vector<InterruptedOperation>> judgeOnServer(
    const std::vector<JournalEntry> &entries, const ProjectState &state, Progress &progress)
{
    const DatabaseUrl &url = *state.environment()->url;
    Result<PostgreSql> beside = connectBeside(url, url.databaseName(), progress);
    if (!beside)
        return tl::unexpected(beside.error());
    const Result<DatabaseIdentity> server = readIdentity(*beside, progress);
    if (!server)
        return tl::unexpected(server.error());
    std::vector<InterruptedOperation> found;
    for (const JournalEntry &entry : entries) {
        const auto judged = judge(entry, *beside, server->server, progress);
        if (!judged)
            return tl::unexpected(judged.error());
        found.push_back(*judged);
    }
    return found;
}

LifecycleRequest requestFor(const JournalEntry &entry)
{
    return {.kind = lifecycleFromName(entry.kind).value_or(LifecycleKind::Recreate),
        .target = entry.target,
        .lock = LifecycleRequest::Lock::Outside};
}

// What the new one holds may be of use to somebody by now: it is kept.
Result<> putBack(LifecycleRun &run, const JournalEntry &entry)
{
    Result<PostgreSql> beside = connectBeside(run.url(), run.url().databaseName(), run.progress());
    if (!beside)
        return tl::unexpected(beside.error());
    const RecreateStages stages = recreateStagesOf(entry);
    const auto position = findPosition(*beside, stages.record, run.progress());
    if (!position)
        return tl::unexpected(position.error());
    if (!isReplacement(entry))
        return position->old ? openDatabase(*beside, *position->old) : Result<>();
    QString aside;
    if (position->freshInPlace && position->old) {
        aside = holdingName(stages.record.name, run.runId());
        const QJsonObject kept {{u"name"_s, aside}, {u"oid"_s, position->fresh->oid},
            {u"of"_s, stages.record.name}, {u"server"_s, stages.server}};
        if (Result<> told = run.stage(u"undoing"_s, {{u"kept"_s, kept}}); !told)
            return told;
    }
    run.phase(u"Putting everything back"_s);
    return putOldBack(*beside, stages.record, aside, run.progress());
}

Result<> putFileBack(LifecycleRun &run, const JournalEntry &entry)
{
    if (isRestore(entry)) {
        const RestoredFile restored = restoredFileOf(entry);
        return run.stage(u"undoing"_s).and_then([&] {
            return undoRestoredFile(restored, restored.file + u"__old_"_s + run.runId());
        });
    }
    const FilePosition position = filePositionOf(entry);
    if (Result<> told = run.stage(u"undoing"_s); !told)
        return told;
    return putOldFileBack(
        position, position.freshInPlace ? position.file + u"__old_"_s + run.runId() : QString());
}

// The restored one is in its place already; what is left is its surroundings.
Result<> finishRestore(LifecycleRun &run, const JournalEntry &entry)
{
    if (run.url().dialect == Dialect::Sqlite)
        return finishRestoredFile(restoredFileOf(entry));
    const RecreateStages stages = recreateStagesOf(entry);
    if (stages.record.old)
        carryProtection(run.state(), {Dialect::PostgreSql, stages.server, stages.record.old->oid},
            {Dialect::PostgreSql, stages.server, stages.record.freshOid});
    return {};
}

} // namespace

Result<std::vector<InterruptedOperation>> interruptedOperations(
    const Journal &journal, const ProjectState &state, Progress &progress)
{
    std::vector<InterruptedOperation> found;
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return found;
    const auto unfinished = journal.unfinished(memoryKey(state.project));
    if (!unfinished)
        return tl::unexpected(unfinished.error());
    std::vector<JournalEntry> entries;
    for (const JournalEntry &entry : *unfinished) {
        if (isOurs(entry, state))
            entries.push_back(entry);
    }
    if (entries.empty())
        return found;
    if (environment->url->dialect == Dialect::PostgreSql)
        return judgeOnServer(entries, state, progress);
    for (const JournalEntry &entry : entries)
        found.push_back(judgeFile(entry));
    return found;
}

Result<> refuseInterrupted(const ProjectState &state, Progress &progress)
{
    const Result<Journal> journal = Journal::open(state.dataFolder);
    if (!journal)
        return tl::unexpected(journal.error());
    const auto found = interruptedOperations(*journal, state, progress);
    if (!found)
        return tl::unexpected(found.error());
    for (const InterruptedOperation &one : *found) {
        if (one.canFinish || one.canUndo)
            return failure(ErrorKind::Refused,
                one.sentence + u". Finish or undo that first. Nothing was changed."_s, {},
                u"interrupted"_s);
    }
    return {};
}

LifecycleReport finishInterrupted(const ProjectState &state,
    const InterruptedOperation &interrupted, Journal &journal, Progress &progress)
{
    const JournalEntry &entry = interrupted.entry;
    if (entry.kind != lifecycleName(LifecycleKind::Recreate)) {
        LifecycleRun run(state, requestFor(entry), journal, progress);
        if (Result<> begun = run.begin(entry); !begun)
            return run.refused(begun.error());
        if (isRestore(entry)) {
            if (const Result<> done = finishRestore(run, entry); !done)
                return run.refused(done.error());
        }
        return run.finish({.sentence = interrupted.sentence});
    }
    if (state.environment()->url->dialect == Dialect::Sqlite)
        return finishRecreateFile(state, entry, journal, progress);
    const Result<Plan> steps = planOperation(state, OperationKind::Upgrade, {u"heads"_s});
    const RecreatePlan plan {
        .database = recreateStagesOf(entry).record.name, .migrations = steps.value_or(Plan {})};
    return Recreation(state, plan, journal, progress).finish(entry);
}

LifecycleReport undoInterrupted(const ProjectState &state, const InterruptedOperation &interrupted,
    Journal &journal, Progress &progress)
{
    const JournalEntry &entry = interrupted.entry;
    LifecycleRun run(state, requestFor(entry), journal, progress);
    if (Result<> begun = run.begin(entry); !begun)
        return run.refused(begun.error());
    const Result<> back = entry.stages.empty() ? Result<>()
        : run.url().dialect == Dialect::Sqlite ? putFileBack(run, entry)
                                               : putBack(run, entry);
    if (!back)
        return run.finish({.outcome = Outcome::Unknown,
            .sentence =
                u"%1, and undoing it failed: %2"_s.arg(interrupted.sentence, back.error().message),
            .nextAction = u"spiritsafe db info shows what is kept."_s,
            .error = back.error(),
            .leaveOpen = true});
    return run.finish({.outcome = Outcome::RolledBack,
        .sentence =
            u"Undone: the database is as it was before the interrupted %1"_s.arg(entry.kind)});
}

} // namespace migrations
