// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/authoring.h"
#include "migrations/alembic/helper.h"
#include "migrations/database/reading.h"
#include "migrations/database/sqlactions.h"
#include "migrations/history/graph.h"
#include "migrations/project/project.h"

namespace migrations {

// What a run must find true before its first step, else nothing is executed.
struct RunExpectation
{
    DatabaseIdentity identity;
    Plan plan; // steps, and rowsBefore: what the version table holds, also before stamp --purge
};

// Our own statements in Alembic's transaction: all of it is one transaction then, whatever env.py
// says of transaction_per_migration. The rows that the version table held before are proven first.
struct RunAround
{
    std::vector<SqlAction> before; // the version table is gone after them
    std::vector<SqlAction> after; // the last before the commit
};

// Connections to this SQLite file are opened on another one, which has an identity of its own.
struct SqliteElsewhere
{
    DatabaseIdentity file;
    QString path;
};

struct RunRequest
{
    Direction direction = Direction::Up;
    QStringList targets; // one for upgrade and downgrade
    bool purge = false; // stamp --purge
    // Instead of targets, of a stamp: these very rows, also those that no file defines.
    std::optional<QStringList> rows;
    RunExpectation expected;
    int lockTimeoutMs = 5'000;
    QString runId; // goes into application_name: "spiritsafe-RUNID"
    std::optional<RunAround> around;
    std::optional<SqliteElsewhere> elsewhere;
};

// What env.py's configure() told the helper.
struct RunContext
{
    DatabaseIdentity identity;
    VersionTable versionTable;
    int backendPid = 0;
    bool transactionPerMigration = false;
    bool transactionalDdl = true;
    QString dialect;
    QString driver;
    // When it was asked: what keeps a run from being one transaction; empty when nothing does.
    // "no_transactional_ddl", "no_transaction", "autocommit".
    QString notOneTransaction;

    bool operator==(const RunContext &) const = default;
};

// What one step of a plan sends to the server.
struct StepSql
{
    QString revision;
    QString sql;

    bool operator==(const StepSql &) const = default;
};

// The helper's own word; never believed without reading back.
struct RunAnswer
{
    RunContext context;
    std::vector<Step> steps; // that Alembic says it ran
    QList<qint64> elapsedMs; // per step
    SqlActionsDone around; // of RunRequest::around
};

// Typed calls into the project's Alembic: the only caller of Helper.
class Alembic
{
public:
    static Result<Alembic> start(
        const Project &project, const Environment &environment, const QString &interpreter);

    // For env.py files that read them: `-x NAME=VALUE` of each later call.
    void setXArguments(const QStringList &arguments);

    Result<HelperVersions> versions(Progress &progress);
    // Compiles the scripts ahead, so that a later run does not wait for it; a script that changes
    // afterwards is read again. Executes nothing of the project: neither env.py nor a script.
    Result<void> prepare(Progress &progress);
    // Runs env.py without touching the database's content: where the version table is, who we are.
    enum class Look { Plain, OneTransaction }; // the latter fills notOneTransaction
    Result<RunContext> context(Progress &progress, Look look = Look::Plain);
    // The values of headers that only Python knows: id, down, labels, depends_on of each script, by
    // path. Executes the scripts. One that cannot be imported comes without an id, with its
    // problem.
    Result<std::vector<RevisionFile>> revisions(Progress &progress);
    // Upgrade, downgrade or stamp. Not as expected: ErrorKind::Refused, code "identity_differs",
    // "plan_differs", "rows_differ", "multi_database" (env.py works on several: not supported),
    // "not_one_transaction" and "check_failed" (of request.around);
    // nothing was executed. Alembic's CommandError: ErrorKind::Alembic, code "CommandError"; a
    // traceback of the project or driver: ErrorKind::Alembic, detail = it with file, line and
    // statement, code = SQLSTATE or the exception's class. Cancelled: ErrorKind::Cancelled.
    Result<RunAnswer> run(const RunRequest &request, Progress &progress);

    // The SQL of the steps from these version rows to a target, as `alembic upgrade|downgrade
    // --sql` writes it. Connects to nothing. A script that needs a connection (op.get_bind()) ends
    // it: ErrorKind::Alembic.
    Result<std::vector<StepSql>> sql(
        Direction direction, const QString &target, const QStringList &rows, Progress &progress);

    // What `alembic revision --autogenerate` would write (and `alembic check` would find, which old
    // versions do not have), after env.py's process_revision_directives. Compares with the database
    // of this identity, else Refused ("identity_differs"); makes no version table, writes no file.
    // Where the database is not at the heads: ErrorKind::Alembic, code "CommandError".
    Result<std::vector<FoundOperation>> foundOperations(const RevisionOptions &options,
        const std::optional<DatabaseIdentity> &identity, Progress &progress);
    // `alembic revision`: the files that it wrote. Of autogenerate's operations those of `choice`;
    // Refused ("operations_differ") when they are no longer the ones that were shown. Never over a
    // file that is there (Refused, "exists"); a failure leaves no file.
    Result<QStringList> newRevision(const RevisionOptions &options,
        const std::optional<OperationChoice> &choice,
        const std::optional<DatabaseIdentity> &identity, Progress &progress);
    // Called with path and id of each file that newRevision and merge are about to write; it is not
    // written before it has returned, nor when that is false (Refused, "not_written_down").
    using BeforeWriting = std::function<bool(const QString &path, const QString &revision)>;
    void setBeforeWriting(const BeforeWriting &before);
    // `alembic merge` of these heads, with message, branch label and id: the files that it wrote.
    Result<QStringList> merge(
        const QStringList &revisions, const RevisionOptions &options, Progress &progress);

    bool alive() const;
    void kill();
    QString tail() const;
    qint64 processId() const;

private:
    explicit Alembic(Helper helper, QJsonObject config);
    Helper m_helper;
    QJsonObject m_config; // ini path, section, added version locations: goes with each call
};

} // namespace migrations
