// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/resetoperation.h"

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/reset.h"
#include "migrations/lifecycle/sqlitereset.h"
#include "migrations/operations/aftermath.h"
#include "migrations/operations/resetending.h"
#include "migrations/operations/watch.h"

#include <QJsonArray>

#include <utility>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString rowsText(const QStringList &rows)
{
    return rows.isEmpty() ? u"no revision (base)"_s : rows.join(u", "_s);
}

// One reset from its checks to its end. Lives for one runReset call.
class Reset
{
public:
    Reset(const ProjectState &state, const ResetRequest &request, Journal &journal,
        Progress &progress)
        : m_request(request)
        , m_plan(request.outlook.reset)
        , m_redactor(state.project.redactor())
        , m_run(state,
              {.kind = LifecycleKind::Reset,
                  .target = m_plan.scope.schemas.join(u", "_s),
                  .identity = request.outlook.identity,
                  .needsTrust = true},
              journal, progress)
    {
    }

    LifecycleReport execute(std::optional<Alembic> warm)
    {
        if (!m_plan.refusals.empty())
            return m_run.refused(m_plan.refusals.front());
        if (Result<> begun = begin(std::move(warm)); !begun)
            return m_run.refused(begun.error());
        m_watch.emplace(m_run.progress(),
            Watch::Subject {m_run.journal(), m_run.entry().id, m_redactor, m_run.lock(),
                m_run.url(), m_request.outlook.migrations.steps.size()});
        const Result<> done = work();
        m_alembic.reset(); // nothing of it may go on while we read back
        return conclude(done);
    }

private:
    Dialect dialect() const { return m_run.url().dialect; }
    QString file() const { return sqliteFile(m_run.url(), m_run.state().project.root); }
    const VersionTable &versionTable() const { return m_request.outlook.versionTable; }

    Result<> begin(std::optional<Alembic> warm)
    {
        if (Result<> begun = m_run.begin(); !begun)
            return begun;
        if (warm && warm->alive()) {
            m_alembic.emplace(*std::move(warm));
        } else {
            Result<Alembic> started = startAlembic(m_run.state(), m_run.progress());
            if (!started)
                return tl::unexpected(started.error());
            m_alembic.emplace(*std::move(started));
        }
        if (const auto versions = m_alembic->versions(m_run.progress()); !versions)
            return tl::unexpected(versions.error());
        return m_run.stage(u"planned"_s,
            {{u"way"_s, resetWayName(m_plan.way)},
                {u"schemas"_s, QJsonArray::fromStringList(m_plan.scope.schemas)},
                {u"objects"_s, qint64(m_plan.objects.size())},
                {u"rows_before"_s, QJsonArray::fromStringList(m_request.outlook.rowsBefore)},
                {u"rows_after"_s,
                    QJsonArray::fromStringList(m_request.outlook.migrations.rowsAfter())},
                {u"backup"_s, m_request.backup}});
    }

    Result<> announce(const QString &stage, const QString &phase)
    {
        if (m_watch->cancelled())
            return failure(ErrorKind::Cancelled, u"Cancelled."_s, {}, u"cancelled"_s);
        return m_run.stage(stage).map([&] { m_run.phase(phase); });
    }

    Result<> work()
    {
        switch (m_plan.way) {
        case ResetWay::OneTransaction:
            return oneTransaction();
        case ResetWay::TwoTransactions:
            return twoTransactions();
        case ResetWay::NewFile:
            return newFile();
        }
        return {};
    }

    RunRequest upgrade(const QStringList &rowsBefore) const
    {
        RunRequest request {.targets = {u"heads"_s},
            .expected = {m_request.outlook.identity, m_request.outlook.migrations},
            .runId = m_run.runId()};
        request.expected.plan.rowsBefore = rowsBefore;
        return request;
    }

    Result<> migrate(const RunRequest &request)
    {
        const Result<RunAnswer> answer = m_alembic->run(request, *m_watch);
        m_alembic->kill();
        if (!answer)
            return tl::unexpected(answer.error());
        if (request.around)
            m_replayed = answer->around;
        return {};
    }

    Result<> oneTransaction()
    {
        if (Result<> told = announce(u"resetting"_s, u"Dropping, then migrating"_s); !told)
            return told;
        const ResetScript script = resetScript(m_plan);
        RunRequest request = upgrade(m_request.outlook.rowsBefore);
        request.around = RunAround {script.drops, script.replays};
        return migrate(request);
    }

    Result<PostgreSql> connect()
    {
        return PostgreSql::connect(
            m_run.url(), {.applicationName = u"spiritsafe-"_s + m_run.runId()}, *m_watch);
    }

    Result<> twoTransactions()
    {
        if (Result<> told = announce(u"dropping"_s, u"Dropping"_s); !told)
            return told;
        Result<PostgreSql> connection = connect();
        if (!connection)
            return tl::unexpected(connection.error());
        if (Result<> dropped = executeReset(*connection, m_plan, *m_watch); !dropped)
            return dropped;
        if (Result<> told = announce(u"migrating"_s, u"Migrating"_s); !told)
            return told;
        if (Result<> migrated = migrate(upgrade({})); !migrated)
            return migrated;
        if (Result<> told = announce(u"granting"_s, u"Giving back what was granted"_s); !told)
            return told;
        return connect()
            .and_then([this](PostgreSql fresh) { return replayGrants(fresh, m_plan, *m_watch); })
            .map([this](const SqlActionsDone &done) { m_replayed = done; });
    }

    Result<> newFile()
    {
        if (Result<> told = announce(u"building"_s, u"Building the new file"_s); !told)
            return told;
        if (Result<> same = checkSqliteUnchanged(file(), m_plan, *m_watch); !same)
            return same;
        const auto fresh = FreshSqlite::make(file(), m_run.runId(), *m_watch);
        if (!fresh)
            return tl::unexpected(fresh.error());
        DatabaseUrl freshUrl = m_run.url();
        freshUrl.file = fresh->path();
        freshUrl.fileUri = false;
        const auto reading = readSqlite(freshUrl, versionTable(), {});
        if (!reading)
            return tl::unexpected(reading.error());
        RunRequest request = upgrade({});
        request.expected.identity = reading->identity;
        request.elsewhere = SqliteElsewhere {m_request.outlook.identity, fresh->path()};
        if (Result<> migrated = migrate(request); !migrated)
            return migrated;
        if (Result<> whole = checkBuilt(freshUrl); !whole)
            return whole;
        if (Result<> told = announce(u"replacing"_s, u"Taking over its content"_s); !told)
            return told;
        return checkSqliteUnchanged(file(), m_plan, *m_watch)
            .and_then([&] { return takeOver(file(), fresh->path(), *m_watch); })
            .map([this] { m_tookOver = true; });
    }

    // Alembic's word is not believed here either: an env.py that commits nothing built nothing.
    Result<> checkBuilt(const DatabaseUrl &fresh) const
    {
        const auto built = readSqlite(fresh, versionTable(), {});
        if (!built)
            return tl::unexpected(built.error());
        if (built->rows == m_request.outlook.migrations.rowsAfter())
            return {};
        return failure(ErrorKind::Alembic,
            u"Alembic ran and reported no error, but the new file stands at %1. Look in env.py for "
            "a missing commit."_s.arg(rowsText(built->rows)),
            {}, u"nothing_committed"_s);
    }

    // Nothing when it cannot be read, or is another database now.
    std::optional<ResetFound> look()
    {
        const auto reading = readUntilItAnswers([this] {
            NoProgress quiet;
            return readDatabase(m_run.url(), versionTable(), m_run.state().project.root, quiet);
        });
        if (!reading || reading->identity != m_request.outlook.identity)
            return std::nullopt;
        const std::optional<bool> gone = areGone(*reading);
        if (!gone)
            return std::nullopt;
        return ResetFound {*gone, reading->rows, reading->invalidIndexes};
    }

    // Of the old relations, none is there any more. Nothing when it cannot be known.
    std::optional<bool> areGone(const DatabaseReading &reading)
    {
        if (dialect() == Dialect::Sqlite)
            return m_tookOver;
        NoProgress quiet;
        Result<PostgreSql> connection = PostgreSql::connect(m_run.url(), {}, quiet);
        if (!connection)
            return std::nullopt;
        const Result<ResetTrace> trace = traceOf(*connection, m_plan, quiet);
        if (!trace)
            return std::nullopt;
        if (trace->listed == 0) // there was nothing to drop; the rows tell
            return reading.rows != m_request.outlook.rowsBefore;
        if (trace->there != 0 && trace->there != trace->listed)
            return std::nullopt; // somebody else's drops
        return trace->there == 0;
    }

    LifecycleReport conclude(const Result<> &done)
    {
        m_run.phase(u"Reading back"_s);
        ResetEvidence evidence {.request = m_request, .replayed = m_replayed};
        if (dialect() == Dialect::PostgreSql)
            evidence.lingeringPid =
                waitForBackendToEnd(m_watch->second(), m_watch->backendPid()).value_or(0);
        evidence.found = look();
        evidence.anythingStarted = m_watch->anythingStarted();
        if (!done) {
            evidence.error = done.error();
            if (m_watch->wasCancelled())
                evidence.error->kind = ErrorKind::Cancelled;
        }
        return m_run.finish(resetEnding(evidence));
    }

    const ResetRequest &m_request;
    const ResetPlan &m_plan;
    const Redactor m_redactor;
    LifecycleRun m_run;
    std::optional<Alembic> m_alembic;
    std::optional<Watch> m_watch;
    SqlActionsDone m_replayed;
    bool m_tookOver = false;
};

} // namespace

LifecycleReport runReset(const ProjectState &state, const ResetRequest &request, Journal &journal,
    std::optional<Alembic> warm, Progress &progress)
{
    return Reset(state, request, journal, progress).execute(std::move(warm));
}

} // namespace migrations
