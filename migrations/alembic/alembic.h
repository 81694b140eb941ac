// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/alembic/helper.h"
#include "migrations/database/reading.h"
#include "migrations/history/graph.h"
#include "migrations/project/project.h"

namespace migrations {

// What a run must find true before its first step, else nothing is executed.
struct RunExpectation
{
    DatabaseIdentity identity;
    Plan plan; // steps and rowsBefore
};

struct RunRequest
{
    Direction direction = Direction::Up;
    QStringList targets; // one for upgrade and downgrade
    bool purge = false; // stamp --purge
    RunExpectation expected;
    int lockTimeoutMs = 5'000;
    QString runId; // goes into application_name: "spiritsafe-RUNID"
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

    bool operator==(const RunContext &) const = default;
};

// The helper's own word; never believed without reading back.
struct RunAnswer
{
    RunContext context;
    std::vector<Step> steps; // that Alembic says it ran
    QList<qint64> elapsedMs; // per step
};

// Typed calls into the project's Alembic: the only caller of Helper.
class Alembic
{
public:
    static Result<Alembic> start(const Project &project, const Environment &environment,
        const QString &interpreter);

    Result<HelperVersions> versions(Progress &progress);
    // Loads the scripts ahead, so that a later run does not wait for it. Runs no env.py.
    Result<void> prepare(Progress &progress);
    // Runs env.py without touching the database's content: where the version table is, who we are.
    Result<RunContext> context(Progress &progress);
    // The values of headers that only Python knows: id, down, labels, depends_on of each script, by path.
    Result<std::vector<RevisionFile>> revisions(Progress &progress);
    // Upgrade, downgrade or stamp. Not as expected: ErrorKind::Refused, code "identity_differs",
    // "plan_differs", "rows_differ"; nothing was executed. Alembic's CommandError:
    // ErrorKind::Alembic; a traceback of the project or driver: ErrorKind::Alembic, detail = it.
    Result<RunAnswer> run(const RunRequest &request, Progress &progress);

    bool alive() const;
    void kill();
    QString tail() const;

private:
    explicit Alembic(Helper helper, QJsonObject config);
    Helper m_helper;
    QJsonObject m_config; // ini path, section, working directory: goes with each call
};

} // namespace migrations
