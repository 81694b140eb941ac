// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What a reset will do; running it is in resetoperation.cpp.

#include "migrations/database/sqlite.h"
#include "migrations/lifecycle/sqlitereset.h"
#include "migrations/operations/resetoperation.h"
#include "migrations/operations/resetscripts.h"

#include <QFile>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int creatingToo = 2; // the migrations lock what they make, in the same transaction

QString scriptOf(const RevisionGraph &graph, const QString &id)
{
    const Revision *revision = graph.find(id);
    QFile file(revision != nullptr ? revision->file : QString());
    return revision != nullptr && file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll())
                                                                 : QString();
}

// Of an empty database, whatever this one holds.
Result<Plan> migrationsFromNothing(ProjectState state)
{
    if (state.graph.revisions().empty() && state.historyUsable())
        return Plan {.target = u"heads"_s};
    state.database = DatabaseReading {};
    state.databaseError.reset();
    state.standing = standingOf(state.graph, {});
    return planOperation(state, OperationKind::Upgrade, {u"heads"_s});
}

class OutlookReader
{
public:
    OutlookReader(const ProjectState &state, Progress &progress)
        : m_state(state)
        , m_progress(progress)
    {
    }

    Result<ResetOutlook> read(const QStringList &schemas, Alembic &alembic)
    {
        Result<Plan> migrations = migrationsFromNothing(m_state);
        if (!migrations)
            return tl::unexpected(migrations.error());
        m_outlook.migrations = *std::move(migrations);
        const auto context = alembic.context(m_progress, Alembic::Look::OneTransaction);
        if (!context)
            return tl::unexpected(context.error());
        m_context = *context;
        m_outlook.versionTable = m_context.versionTable;
        if (Result<> read = readTheDatabase(); !read)
            return tl::unexpected(read.error());
        if (Result<> planned = url().dialect == Dialect::Sqlite ? planFile() : planSchemas(schemas);
            !planned)
            return tl::unexpected(planned.error());
        return std::move(m_outlook);
    }

private:
    const DatabaseUrl &url() const { return *m_state.environment()->url; }

    Result<> readTheDatabase()
    {
        Result<DatabaseReading> reading =
            readDatabase(url(), m_context.versionTable, m_state.project.root, m_progress);
        if (!reading)
            return tl::unexpected(reading.error());
        m_reading = *std::move(reading);
        m_outlook.identity = m_reading.identity;
        m_outlook.database = m_reading.databaseName;
        m_outlook.rowsBefore = m_reading.rows;
        if (m_context.identity != m_reading.identity)
            return failure(ErrorKind::Refused,
                u"env.py connects to another database than DATABASE_URL names. Compare the two "
                "before anything is reset."_s,
                {}, u"identity_differs"_s);
        return refuseReadOnly(m_reading);
    }

    Result<> planFile()
    {
        return planSqliteReset(
            sqliteFile(url(), m_state.project.root), m_context.versionTable, m_progress)
            .map([this](const ResetPlan &plan) { m_outlook.reset = plan; });
    }

    Result<> planSchemas(const QStringList &schemas)
    {
        Result<PostgreSql> connection = PostgreSql::connect(url(), {}, m_progress);
        if (!connection)
            return tl::unexpected(connection.error());
        ResetScope scope {schemas, m_context.versionTable};
        scope.versionTable.schema = m_reading.versionTableSchema;
        if (scope.schemas.isEmpty()) {
            const Result<QStringList> chosen = projectsSchemas(*connection);
            if (!chosen)
                return tl::unexpected(chosen.error());
            scope.schemas = *chosen;
        }
        scope.schemas.removeDuplicates();
        Result<ResetPlan> plan = migrations::planReset(*connection, scope, m_progress);
        if (!plan)
            return tl::unexpected(plan.error());
        m_outlook.reset = *std::move(plan);
        chooseWay();
        return warnOfMadeOutside(*connection);
    }

    // The version table alone in a schema is bookkeeping; beside other tables it shows where the
    // project lives.
    Result<QStringList> projectsSchemas(PostgreSql &connection)
    {
        if (!m_reading.versionTableExists || m_reading.versionTableSchema == m_reading.schema)
            return QStringList {m_reading.schema};
        return connection
            .query(u"SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename <> $2 "
                   "LIMIT 1"_s,
                {m_reading.versionTableSchema, m_context.versionTable.name}, m_progress)
            .map([this](const QueryRows &rows) {
                return QStringList {
                    rows.rows.empty() ? m_reading.schema : m_reading.versionTableSchema};
            });
    }

    QString whyNotOneTransaction() const
    {
        for (const Step &step : m_outlook.migrations.steps) {
            if (leavesTransaction(scriptOf(m_state.graph, step.revision)))
                return u"Revision %1 leaves its transaction (autocommit_block or COMMIT), so a "
                       "failure after it would not be rolled back."_s.arg(step.revision);
        }
        if (m_context.notOneTransaction == "autocommit"_L1)
            return u"env.py's connection is in autocommit, so nothing would be rolled back."_s;
        if (!m_context.notOneTransaction.isEmpty())
            return u"env.py begins no transaction around its migrations "
                   "(context.begin_transaction()), so a failure would not be rolled back."_s;
        const QString shortage = lockShortage(m_outlook.reset.locks, creatingToo);
        return shortage.isEmpty() ? QString() : u"Drops and migrations together: "_s + shortage;
    }

    void chooseWay()
    {
        const QString why = whyNotOneTransaction();
        m_outlook.reset.way = why.isEmpty() ? ResetWay::OneTransaction : ResetWay::TwoTransactions;
        m_outlook.reset.wayReason = why.isEmpty()
            ? u"Drops, migrations and grants are one transaction: if anything fails, the database "
              "stays as it is."_s
            : why;
    }

    bool stays(const MadeOutside &made) const
    {
        const QStringList kinds = made.kind == "schema"_L1
            ? QStringList {u"schema"_s, u"other schema"_s}
            : QStringList {made.kind};
        return std::any_of(
            m_outlook.reset.stays.begin(), m_outlook.reset.stays.end(), [&](const ResetKept &kept) {
                return kinds.contains(kept.kind)
                    && kept.name.compare(made.name, Qt::CaseInsensitive) == 0;
            });
    }

    Result<bool> roleExists(PostgreSql &connection, const QString &name)
    {
        return connection
            .query(u"SELECT 1 FROM pg_catalog.pg_roles WHERE rolname IN ($1::pg_catalog.text, "
                   "pg_catalog.lower($1::pg_catalog.text))"_s,
                {name}, m_progress)
            .map([](const QueryRows &rows) { return !rows.rows.empty(); });
    }

    Result<> warnOfMadeOutside(PostgreSql &connection)
    {
        for (const Step &step : m_outlook.migrations.steps) {
            for (const MadeOutside &made : madeOutside(scriptOf(m_state.graph, step.revision))) {
                const Result<bool> there = made.kind == "role"_L1
                    ? roleExists(connection, made.name)
                    : Result<bool>(stays(made));
                if (!there)
                    return tl::unexpected(there.error());
                if (*there)
                    warn(step.revision, made);
            }
        }
        return {};
    }

    void warn(const QString &revision, const MadeOutside &made)
    {
        const QString after = m_outlook.reset.way == ResetWay::OneTransaction
            ? u"everything would be rolled back"_s
            : u"the schema would be left empty"_s;
        m_outlook.reset.warnings.append(
            u"Revision %1 creates the %2 %3 without IF NOT EXISTS, and it stays in a reset: that "
            "step would fail, and %4. Add IF NOT EXISTS to the script first."_s.arg(
                revision, made.kind, made.name, after));
    }

    const ProjectState &m_state;
    Progress &m_progress;
    RunContext m_context;
    DatabaseReading m_reading;
    ResetOutlook m_outlook;
};

QJsonArray tablesJson(const std::vector<ResetTable> &tables)
{
    QJsonArray list;
    for (const ResetTable &table : tables)
        list.append(QJsonObject {{u"table"_s, table.identity},
            {u"rows"_s, table.rows < 0 ? QJsonValue() : QJsonValue(table.rows)},
            {u"exact"_s, table.exact}, {u"bytes"_s, table.bytes}});
    return list;
}

QJsonArray objectsJson(const std::vector<ResetObject> &objects)
{
    QJsonArray list;
    for (const ResetObject &object : objects)
        list.append(QJsonObject {{u"type"_s, object.type}, {u"identity"_s, object.identity},
            {u"owner"_s, object.owner}});
    return list;
}

QJsonArray keptJson(const std::vector<ResetKept> &stays)
{
    QJsonArray list;
    for (const ResetKept &kept : stays)
        list.append(QJsonObject {{u"kind"_s, kept.kind}, {u"name"_s, kept.name},
            {u"owner"_s, kept.owner}, {u"detail"_s, kept.detail}, {u"number"_s, kept.number}});
    return list;
}

} // namespace

QJsonObject ResetOutlook::toJson() const
{
    QJsonArray refusals;
    for (const Error &refusal : reset.refusals)
        refusals.append(QJsonObject {{u"code"_s, refusal.code}, {u"message"_s, refusal.message},
            {u"detail"_s, refusal.detail}});
    QStringList revisions;
    for (const Step &step : migrations.steps)
        revisions.append(step.revision);
    return {{u"database"_s, database},
        {u"schemas"_s, QJsonArray::fromStringList(reset.scope.schemas)},
        {u"version_table"_s, reset.scope.versionTable.display()},
        {u"rows_before"_s, QJsonArray::fromStringList(rowsBefore)},
        {u"tables"_s, tablesJson(reset.tables)}, {u"objects"_s, objectsJson(reset.objects)},
        {u"stays"_s, keptJson(reset.stays)}, {u"grants"_s, qint64(reset.grants.size())},
        {u"publications"_s, qint64(reset.publications.size())}, {u"way"_s, resetWayName(reset.way)},
        {u"way_reason"_s, reset.wayReason}, {u"revisions"_s, QJsonArray::fromStringList(revisions)},
        {u"warnings"_s, QJsonArray::fromStringList(reset.warnings)}, {u"refusals"_s, refusals}};
}

Result<ResetOutlook> planReset(
    const ProjectState &state, const QStringList &schemas, Alembic &alembic, Progress &progress)
{
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return failure(
            ErrorKind::Refused, u"There is no DATABASE_URL to reset."_s, {}, u"no_url"_s);
    return OutlookReader(state, progress).read(schemas, alembic);
}

} // namespace migrations
