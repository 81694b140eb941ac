// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/operation.h"

namespace migrations {

// Operations on revision files. They are in the journal with the text of each file before and
// after, so that they can be undone to the byte.
enum class FileOperationKind { New, Uncommit, Merge, Rebase, Recreate, RestoreScripts, Undo };
QString fileOperationName(FileOperationKind kind); // "new", "uncommit" …: journal, JSON
std::optional<FileOperationKind> fileOperationFromName(const QString &name);

// One file before and after an operation. Absent: there is none.
struct FileChange
{
    QString path;
    std::optional<QByteArray> before;
    std::optional<QByteArray> after;
    int mode = -1; // permission bits, for where the file is made again; -1: as the umask has it

    bool operator==(const FileChange &) const = default;
};
FileChange reversed(const FileChange &change);
// A file that one change removes and a later one writes again was changed.
void addChange(std::vector<FileChange> &changes, const FileChange &later);
std::vector<FileChange> reversed(const std::vector<FileChange> &changes);
// With the mode that its file has now.
FileChange withMode(FileChange change);

struct FileReport
{
    qint64 journalId = -1;
    FileOperationKind kind = FileOperationKind::New;
    QString sentence; // "Wrote 4f2a…_add_orders.py"
    std::vector<FileChange> changes;
    QString trash; // where a removed file lies now
};

// What the changes are written as in a stage of the journal, and read from again.
QJsonObject toJson(const std::vector<FileChange> &changes);
std::vector<FileChange> changesFrom(const JournalEntry &entry); // empty: it has none

// What Alembic was about to write and has: that are there, and hold the very revision.
std::vector<FileChange> writtenFrom(const JournalEntry &entry);
QStringList filesToldIn(const JournalEntry &entry); // names of all that it has or may have changed

// A file operation in the journal, from its beginning to its end. One that is not ended is told as
// unfinished.
class FileOperation
{
public:
    static Result<FileOperation> begin(
        Journal &journal, const ProjectState &state, FileOperationKind kind, const QString &target);

    Journal &journal() const { return *m_journal; }
    // Of one that does more than write files; durable before it returns.
    Result<> stage(const QString &name, const QJsonObject &data);
    // While it lives, each file that this Alembic writes is in the journal before it is there.
    class Writing
    {
    public:
        Writing(FileOperation &operation, Alembic &alembic);
        ~Writing();
        Q_DISABLE_COPY_MOVE(Writing)

    private:
        Alembic &m_alembic;
    };
    // Those that are there although it failed, since the helper was ended: into the trash. The
    // error, which says so.
    Error withoutWritten(Error error);
    // Durable before it returns: call it before the files are touched; where Alembic writes them,
    // straight after.
    Result<> announce(const std::vector<FileChange> &changes);
    // ErrorKind::Refused, code "changed_since": a file is no longer as `before` has it.
    static Result<> check(const std::vector<FileChange> &changes);
    // Makes each file what its change says, all of them or none, after check().
    Result<QString> apply(const std::vector<FileChange> &changes); // where the trash has them
    Result<FileReport> done(const QString &sentence, std::vector<FileChange> changes);
    Error failed(Error error); // the same error, after it has been written down
    Error failed(Error error, Outcome outcome);

private:
    FileOperation(Journal &journal, JournalEntry entry, FileOperationKind kind);
    Journal *m_journal;
    JournalEntry m_entry;
    FileOperationKind m_kind;
    QString m_trash;
    std::vector<JournalStage> m_writing;
};

} // namespace migrations
