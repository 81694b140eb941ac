// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"
#include "migrations/history/graph.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QMap>

#include <memory>
#include <optional>

namespace migrations {

struct JournalStatement
{
    int step = -1;
    QString text; // redacted, cut at 10,000 characters
    qint64 elapsedMs = -1;
    bool operator==(const JournalStatement &) const = default;
};

struct JournalStep
{
    Step step;
    qint64 elapsedMs = -1; // -1: not finished
    bool inDatabase = false; // as read back at the end
    QString scriptSha256;
    bool operator==(const JournalStep &) const = default;
};

// A state that an operation with several side effects has reached, written before the side effect
// that it announces: where an interrupted one is taken up again.
struct JournalStage
{
    QString name; // "planned", "renamed" …
    QJsonObject data; // what finishing or undoing needs: names, oids, paths; never a secret
    QDateTime time;
    bool operator==(const JournalStage &) const = default;
};

// A revision file as it was when an upgrade from here was about to run it.
struct KeptSource
{
    QString revision;
    QString name; // of the file
    QByteArray text;
    QDateTime time; // of the first operation with this text

    bool operator==(const KeptSource &) const = default;
};

// The script that a database has of a revision.
struct AppliedScript
{
    QString sha256;
    QDateTime time; // when its operation began

    bool operator==(const AppliedScript &) const = default;
};

// One operation ever run from here.
struct JournalEntry
{
    qint64 id = -1;
    QString runId;
    QString kind; // operationName() or lifecycleName()
    QString project; // its configuration file
    QString environment;
    QString tier;
    QString database; // "shop_dev on localhost"
    QString identity; // DatabaseIdentity::key()
    QString target;
    QStringList rowsBefore;
    QStringList rowsAfter;
    std::vector<JournalStep> steps;
    std::vector<JournalStatement> statements;
    std::vector<JournalStage> stages; // in the order they were reached
    QDateTime started;
    QDateTime ended; // invalid: unfinished
    QString outcome; // "" while unfinished
    QString sentence;
    QString error;
    QString operatingUser;
    qint64 processId = 0; // of the Spiritsafe that ran it

    bool operator==(const JournalEntry &) const = default;
};

// Every operation ever run from here, written before its first effect (SQLite in the user's data
// folder, 0600). Shared by processes; used by one thread at a time.
class Journal
{
public:
    // folder empty: dataFolder(). Errors: ErrorKind::File.
    static Result<Journal> open(const QString &folder = {});
    Journal(Journal &&) noexcept;
    Journal &operator=(Journal &&) noexcept;
    ~Journal();

    // Durable (fsync) before it returns; an operation that cannot be journalled is not started.
    // sources: the texts of what it will run, kept for good under the entry's project; each once.
    Result<qint64> begin(const JournalEntry &entry, const std::vector<KeptSource> &sources = {});
    // Cheap; becomes durable with the next begin or finish, or within a second.
    void stepFinished(qint64 id, int step, qint64 elapsedMs);
    void statement(qint64 id, const JournalStatement &statement);
    // Durable before it returns: call it before the side effect that the stage announces.
    Result<void> stage(qint64 id, const QString &name, const QJsonObject &data);
    Result<void> finish(const JournalEntry &entry); // durable

    // Newest first, without statements. project empty: all.
    Result<std::vector<JournalEntry>> entries(const QString &project, int limit) const;
    Result<JournalEntry> entry(qint64 id) const; // with statements
    // Entries without an end whose process is gone.
    Result<std::vector<JournalEntry>> unfinished(const QString &project) const;

    // What was kept of a revision, the latest; none: nothing was.
    Result<std::optional<KeptSource>> newestSource(
        const QString &project, const QString &revision) const;
    // The one with these bytes.
    Result<std::optional<KeptSource>> source(
        const QString &project, const QString &revision, const QString &sha256) const;
    // By revision, the script that last went up in a database, if it did so from here.
    Result<QHash<QString, AppliedScript>> appliedScripts(const QString &identity) const;

private:
    struct Private;
    explicit Journal(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace migrations
