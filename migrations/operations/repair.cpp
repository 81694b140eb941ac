// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/repair.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// Where a stamp leads: what the person names, or the ends of the lines that are there.
QStringList stampTargets(const ProjectState &state, const RepairRequest &request)
{
    if (request.anomaly.repair != Repair::KeepHeads)
        return {request.target};
    QStringList rows = state.database->rows;
    rows.removeDuplicates();
    rows.removeAll(QString());
    for (const QString &inner : request.anomaly.subjects)
        rows.removeAll(inner);
    return rows.isEmpty() ? QStringList {u"base"_s} : rows;
}

bool isStamp(Repair repair)
{
    return repair == Repair::Stamp || repair == Repair::StampPurge || repair == Repair::KeepHeads;
}

class Repairing
{
public:
    Repairing(const ProjectState &state, const RepairRequest &request, Journal &journal,
        Progress &progress)
        : m_state(state)
        , m_request(request)
        , m_run(state,
              {.kind = LifecycleKind::Repair,
                  .target = request.anomaly.code,
                  .identity = request.identity,
                  .lock = isStamp(request.anomaly.repair) ? LifecycleRequest::Lock::Outside
                                                          : LifecycleRequest::Lock::Target,
                  .needsTrust = isStamp(request.anomaly.repair)},
              journal, progress)
    {
    }

    LifecycleReport execute()
    {
        if (const Result<QString> can = repairText(m_state, m_request); !can)
            return m_run.refused(can.error());
        if (Result<> begun = m_run.begin(); !begun)
            return m_run.refused(begun.error());
        if (Result<> told = m_run.stage(u"repairing"_s,
                {{u"repair"_s, repairName(m_request.anomaly.repair)},
                    {u"subjects"_s, m_request.anomaly.subjects.join(u", "_s)}});
            !told)
            return m_run.refused(told.error());
        const Result<> repaired = repair();
        return conclude(repaired);
    }

private:
    Result<> repair()
    {
        switch (m_request.anomaly.repair) {
        case Repair::Stamp:
        case Repair::StampPurge:
        case Repair::KeepHeads:
            return stamp();
        case Repair::DropDuplicates:
            return dropDuplicates();
        case Repair::DropInvalidIndexes:
            return dropIndexes();
        case Repair::None:
            break;
        }
        return {};
    }

    Result<> stamp()
    {
        const QStringList targets = stampTargets(m_state, m_request);
        const bool purge = m_request.anomaly.repair != Repair::Stamp;
        const Result<Plan> plan = planOperation(m_state, OperationKind::Stamp, targets, purge);
        if (!plan)
            return tl::unexpected(plan.error());
        const OperationReport report = runOperation(m_state,
            {.kind = OperationKind::Stamp,
                .targets = targets,
                .purge = purge,
                .plan = *plan,
                .identity = m_request.identity,
                .lockedOutside = true},
            m_run.journal(), std::nullopt, m_run.progress());
        if (report.outcome == Outcome::Done || report.outcome == Outcome::NothingToDo)
            return {};
        return tl::unexpected(
            report.error.value_or(Error {ErrorKind::Alembic, report.sentence, {}, {}}));
    }

    Result<PostgreSql> connect() { return PostgreSql::connect(m_run.url(), {}, m_run.progress()); }

    Result<> dropDuplicates()
    {
        Result<PostgreSql> connection = connect();
        if (!connection)
            return tl::unexpected(connection.error());
        const QString table = connection->quoteIdentifier(m_state.database->versionTableSchema)
            + u'.' + connection->quoteIdentifier(m_state.memory.versionTable.name);
        const QString sql =
            u"DELETE FROM %1 AS v USING (SELECT ctid AS place, pg_catalog.row_number() OVER "
            "(PARTITION BY version_num ORDER BY ctid) AS number FROM %1) AS copies WHERE v.ctid = "
            "copies.place AND copies.number > 1"_s.arg(table);
        return connection->query(sql, m_run.progress()).map([](const QueryRows &) {});
    }

    Result<> dropIndexes()
    {
        Result<PostgreSql> connection = connect();
        if (!connection)
            return tl::unexpected(connection.error());
        for (const QString &index : m_request.anomaly.subjects) {
            // The name is as the server quoted it; by now it may be valid, or gone.
            const auto broken = connection->query(
                u"SELECT 1 FROM pg_catalog.pg_index AS i WHERE i.indexrelid = "
                "pg_catalog.to_regclass($1::pg_catalog.text) AND NOT i.indisvalid"_s,
                {index}, m_run.progress());
            if (!broken)
                return tl::unexpected(broken.error());
            if (broken->rows.empty())
                continue;
            m_run.phase(u"Dropping "_s + index);
            const auto dropped =
                connection->query(u"DROP INDEX CONCURRENTLY "_s + index, m_run.progress());
            if (!dropped)
                return tl::unexpected(dropped.error());
        }
        return {};
    }

    LifecycleReport conclude(const Result<> &repaired)
    {
        NoProgress quiet;
        const ProjectState after = withDatabase(m_state, quiet);
        const auto facts = readVersionTableFacts(after, quiet);
        const std::vector<Anomaly> left = diagnose(after, facts ? *facts : VersionTableFacts());
        const bool gone = (after.database || after.databaseError)
            && std::none_of(left.begin(), left.end(), [&](const Anomaly &anomaly) {
                   return anomaly.code == m_request.anomaly.code
                       && anomaly.subjects == m_request.anomaly.subjects;
               });
        if (repaired && gone)
            return m_run.finish({.sentence = u"Repaired: "_s + m_request.anomaly.code,
                .facts = {{u"code"_s, m_request.anomaly.code}}});
        const bool some = std::none_of(left.begin(), left.end(),
            [&](const Anomaly &anomaly) { return anomaly == m_request.anomaly; });
        return m_run.finish({.outcome = some ? Outcome::Partly : Outcome::RolledBack,
            .sentence = u"Not repaired: "_s + m_request.anomaly.sentence,
            .nextAction = repaired ? u"Somebody else may have changed it meanwhile; look again."_s
                                   : repaired.error().message,
            .error = repaired ? std::nullopt : std::optional(repaired.error())});
    }

    const ProjectState &m_state;
    const RepairRequest &m_request;
    LifecycleRun m_run;
};

} // namespace

Result<QString> repairText(const ProjectState &state, const RepairRequest &request)
{
    const QString table = state.memory.versionTable.display();
    const Repair repair = request.anomaly.repair;
    if (repair == Repair::None || !state.database
        || (state.environment()->url->dialect == Dialect::Sqlite && !isStamp(repair)))
        return failure(ErrorKind::Refused,
            u"This can only be repaired by hand. "_s + request.anomaly.sentence, {},
            u"no_repair"_s);
    if ((repair == Repair::Stamp || repair == Repair::StampPurge) && request.target.isEmpty())
        return failure(ErrorKind::Refused,
            u"Name the revision that the database really is: only you can know it."_s, {},
            u"no_target"_s);
    switch (repair) {
    case Repair::Stamp:
        return u"Set the version table %1 to %2, without running any script"_s.arg(
            table, request.target);
    case Repair::StampPurge:
    case Repair::KeepHeads:
        return u"Empty the version table %1, then set it to %2, without running any script"_s.arg(
            table, stampTargets(state, request).join(u", "_s));
    case Repair::DropDuplicates:
        return u"Delete the copies of %1 from the version table %2, and keep one of each"_s.arg(
            request.anomaly.subjects.join(u", "_s), table);
    case Repair::DropInvalidIndexes:
    case Repair::None:
        break;
    }
    return u"Drop %1 concurrently"_s.arg(request.anomaly.subjects.join(u", "_s));
}

LifecycleReport repairAnomaly(
    const ProjectState &state, const RepairRequest &request, Journal &journal, Progress &progress)
{
    return Repairing(state, request, journal, progress).execute();
}

} // namespace migrations
