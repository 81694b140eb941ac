// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/fileoperation.h"

#include "migrations/base/ownprocess.h"
#include "migrations/base/sourcefile.h"
#include "migrations/history/revisionfiles.h"
#include "migrations/operations/journalentry.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <array>
#include <sys/stat.h>
#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr std::array kinds {FileOperationKind::New, FileOperationKind::Uncommit,
    FileOperationKind::Merge, FileOperationKind::Rebase, FileOperationKind::Recreate,
    FileOperationKind::RestoreScripts, FileOperationKind::Undo};

const QString stageName = u"files"_s;
const QString writingName = u"writing"_s;

QJsonValue textOf(const std::optional<QByteArray> &bytes)
{
    return bytes ? QJsonValue(QString::fromLatin1(bytes->toBase64())) : QJsonValue();
}

std::optional<QByteArray> bytesFrom(const QJsonValue &text)
{
    if (!text.isString())
        return std::nullopt;
    return QByteArray::fromBase64(text.toString().toLatin1());
}

tl::unexpected<Error> changedSince(const QString &path, bool there)
{
    const QString what = there ? u"has other text than it had then"_s : u"is not there any more"_s;
    return failure(ErrorKind::Refused,
        u"%1 %2, and what was written since would be lost. Nothing was changed. Put the file "
        "back as it was, or make the change by hand."_s.arg(path, what),
        {}, u"changed_since"_s);
}

Result<> checkUnchanged(const FileChange &change)
{
    return readSourceFile(change.path).and_then([&](const std::optional<QByteArray> &now) {
        if (now == change.before)
            return Result<> {};
        return Result<>(changedSince(change.path, now.has_value()));
    });
}

// Python takes what it compiled for the file when size and whole second are the same, which they
// may be for a text that follows another at once.
void forgetCompiled(const QString &path)
{
    const QFileInfo script(path);
    QDir cache(script.dir().filePath(u"__pycache__"_s));
    for (const QString &name : cache.entryList({u"*.pyc"_s}, QDir::Files)) {
        if (name.startsWith(script.completeBaseName() + u'.'))
            cache.remove(name);
    }
}

Result<QString> make(const FileChange &change)
{
    if (!change.after)
        return change.before ? moveToTrash(change.path) : Result<QString>(QString());
    const Result<> written = change.before ? replaceSourceFile(change.path, *change.after)
                                           : createSourceFile(change.path, *change.after);
    forgetCompiled(change.path);
    if (written && !change.before && change.mode >= 0)
        ::chmod(QFile::encodeName(change.path).constData(), mode_t(change.mode));
    return written.map([] { return QString(); });
}

// Of a stage that was written before the file was.
std::optional<FileChange> writtenOf(const JournalStage &stage)
{
    if (stage.name != writingName)
        return std::nullopt;
    const QString path = stage.data[u"path"].toString();
    const auto bytes = readSourceFile(path);
    if (!bytes || !*bytes || parseRevision(path, **bytes).id != stage.data[u"revision"].toString())
        return std::nullopt;
    return withMode({.path = path, .before = std::nullopt, .after = *bytes});
}

// A file operation has no database of its own.
JournalEntry entryFor(const ProjectState &state, FileOperationKind kind, const QString &target)
{
    const Environment *environment = state.environment();
    return {.runId = newRunId(),
        .kind = fileOperationName(kind),
        .project = memoryKey(state.project),
        .environment = environment ? environment->name : QString(),
        .tier = environment ? tierName(environment->tier) : QString(),
        .target = target,
        .started = QDateTime::currentDateTimeUtc(),
        .operatingUser = operatingUser(),
        .processId = QCoreApplication::applicationPid()};
}

} // namespace

FileChange reversed(const FileChange &change)
{
    return {
        .path = change.path, .before = change.after, .after = change.before, .mode = change.mode};
}

void addChange(std::vector<FileChange> &changes, const FileChange &later)
{
    for (FileChange &change : changes) {
        if (change.path == later.path && change.after == later.before) {
            change.after = later.after;
            return;
        }
    }
    changes.push_back(later);
}

std::vector<FileChange> reversed(const std::vector<FileChange> &changes)
{
    std::vector<FileChange> back;
    for (auto change = changes.rbegin(); change != changes.rend(); ++change)
        back.push_back(reversed(*change));
    return back;
}

FileChange withMode(FileChange change)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(change.path).constData(), &status) == 0)
        change.mode = int(status.st_mode & 07777);
    return change;
}

QString fileOperationName(FileOperationKind kind)
{
    switch (kind) {
    case FileOperationKind::New:
        return u"new"_s;
    case FileOperationKind::Uncommit:
        return u"uncommit"_s;
    case FileOperationKind::Merge:
        return u"merge"_s;
    case FileOperationKind::Rebase:
        return u"rebase"_s;
    case FileOperationKind::Recreate:
        return u"recreate-revision"_s; // "recreate" is of a database
    case FileOperationKind::RestoreScripts:
        return u"restore-scripts"_s; // "restore" is of a backup
    case FileOperationKind::Undo:
        return u"undo-files"_s; // "undo" puts a database back
    }
    return {};
}

std::optional<FileOperationKind> fileOperationFromName(const QString &name)
{
    for (const FileOperationKind kind : kinds) {
        if (fileOperationName(kind) == name)
            return kind;
    }
    return std::nullopt;
}

QJsonObject toJson(const std::vector<FileChange> &changes)
{
    QJsonArray files;
    for (const FileChange &change : changes)
        files.append(QJsonObject {{u"path"_s, change.path}, {u"before"_s, textOf(change.before)},
            {u"after"_s, textOf(change.after)}, {u"mode"_s, change.mode}});
    return {{u"files"_s, files}};
}

std::vector<FileChange> changesFrom(const JournalEntry &entry)
{
    std::vector<FileChange> changes;
    for (const JournalStage &stage : entry.stages) {
        if (stage.name != stageName)
            continue;
        for (const QJsonValue &file : stage.data[u"files"].toArray())
            addChange(changes,
                {.path = file[u"path"].toString(),
                    .before = bytesFrom(file[u"before"]),
                    .after = bytesFrom(file[u"after"]),
                    .mode = file[u"mode"].toInt(-1)});
    }
    return changes;
}

std::vector<FileChange> writtenFrom(const JournalEntry &entry)
{
    std::vector<FileChange> changes;
    for (const JournalStage &stage : entry.stages) {
        if (std::optional<FileChange> change = writtenOf(stage))
            changes.push_back(*std::move(change));
    }
    return changes;
}

QStringList filesToldIn(const JournalEntry &entry)
{
    QStringList names;
    for (const FileChange &change : changesFrom(entry))
        names.append(QFileInfo(change.path).fileName());
    for (const JournalStage &stage : entry.stages) {
        if (stage.name == writingName)
            names.append(QFileInfo(stage.data[u"path"].toString()).fileName());
    }
    names.removeDuplicates();
    return names;
}

FileOperation::Writing::Writing(FileOperation &operation, Alembic &alembic)
    : m_alembic(alembic)
{
    alembic.setBeforeWriting([&operation](const QString &path, const QString &revision) {
        const JournalStage stage {writingName, {{u"path"_s, path}, {u"revision"_s, revision}}, {}};
        operation.m_writing.push_back(stage);
        return operation.stage(stage.name, stage.data).has_value();
    });
}

FileOperation::Writing::~Writing()
{
    m_alembic.setBeforeWriting({});
}

Error FileOperation::withoutWritten(Error error)
{
    for (const JournalStage &stage : m_writing) {
        const std::optional<FileChange> change = writtenOf(stage);
        if (!change)
            continue;
        const Result<QString> trash = moveToTrash(change->path);
        error.message += trash
            ? u" What was written, %1, is in the trash."_s.arg(QFileInfo(change->path).fileName())
            : u" What was written, %1, is still there: %2"_s.arg(
                change->path, trash.error().message);
    }
    return error;
}

FileOperation::FileOperation(Journal &journal, JournalEntry entry, FileOperationKind kind)
    : m_journal(&journal)
    , m_entry(std::move(entry))
    , m_kind(kind)
{
}

Result<FileOperation> FileOperation::begin(
    Journal &journal, const ProjectState &state, FileOperationKind kind, const QString &target)
{
    FileOperation operation(journal, entryFor(state, kind, target), kind);
    return journal.begin(operation.m_entry).map([&](qint64 id) {
        operation.m_entry.id = id;
        return operation;
    });
}

Result<> FileOperation::stage(const QString &name, const QJsonObject &data)
{
    return m_journal->stage(m_entry.id, name, data);
}

Result<> FileOperation::announce(const std::vector<FileChange> &changes)
{
    return stage(stageName, toJson(changes));
}

Result<> FileOperation::check(const std::vector<FileChange> &changes)
{
    for (const FileChange &change : changes) {
        if (Result<> unchanged = checkUnchanged(change); !unchanged)
            return unchanged;
    }
    return {};
}

Result<QString> FileOperation::apply(const std::vector<FileChange> &changes)
{
    if (Result<> unchanged = check(changes); !unchanged)
        return tl::unexpected(unchanged.error());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Result<QString> made = make(changes[i]);
        if (made) {
            m_trash = made->isEmpty() ? m_trash : *made;
            continue;
        }
        while (i-- > 0)
            std::ignore = make(reversed(changes[i]));
        return made;
    }
    return m_trash;
}

Result<FileReport> FileOperation::done(const QString &sentence, std::vector<FileChange> changes)
{
    m_entry.ended = QDateTime::currentDateTimeUtc();
    m_entry.outcome = outcomeName(Outcome::Done);
    m_entry.sentence = sentence;
    return m_journal->finish(m_entry).map([&] {
        return FileReport {.journalId = m_entry.id,
            .kind = m_kind,
            .sentence = sentence,
            .changes = std::move(changes),
            .trash = m_trash};
    });
}

Error FileOperation::failed(Error error)
{
    const bool refused = error.kind == ErrorKind::Refused;
    return failed(std::move(error), refused ? Outcome::Refused : Outcome::RolledBack);
}

Error FileOperation::failed(Error error, Outcome outcome)
{
    m_entry.ended = QDateTime::currentDateTimeUtc();
    m_entry.outcome = outcomeName(outcome);
    m_entry.sentence = error.message;
    m_entry.error = error.detail;
    std::ignore = m_journal->finish(m_entry); // stays unfinished, and is told
    return error;
}

} // namespace migrations
