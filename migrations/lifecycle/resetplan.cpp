// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/resetplan.h"

#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/resetscript.h"
#include "migrations/lifecycle/rowcounts.h"

#include <QHash>
#include <QScopeGuard>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int namesShown = 5;

// One look: every query sees the same moment, and nothing can be changed.
class PlanReader
{
public:
    PlanReader(PostgreSql &connection, const ResetScope &scope, Progress &progress)
        : m_connection(connection)
        , m_progress(progress)
    {
        m_plan.scope = scope;
    }

    Result<ResetPlan> read()
    {
        return checkSchemas()
            .and_then([this] { return readObjects(); })
            .and_then([this] { return readTables(); })
            .and_then([this] { return readStays(); })
            .and_then([this] { return readReplays(u"resetgrants"_s, m_plan.grants); })
            .and_then([this] { return readReplays(publishedQuery(), m_plan.publications); })
            .and_then([this] { return readDependents(); })
            .and_then([this] { return readLocks(); })
            .map([this] { return std::move(m_plan); });
    }

private:
    Result<QueryRows> query(const QString &name)
    {
        return m_connection.query(
            withLiterals(sqlText(name), resetLiterals(m_plan.scope)), m_progress);
    }

    Result<> checkSchemas()
    {
        for (const QString &schema : m_plan.scope.schemas) {
            if (schema.startsWith("pg_"_L1) || schema == "information_schema"_L1)
                return failure(ErrorKind::Refused,
                    u"%1 belongs to the server and cannot be reset."_s.arg(schema), {},
                    u"system_schema"_s);
            const Result<QueryRows> found =
                m_connection.query(u"SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1"_s,
                    {schema}, m_progress);
            if (!found)
                return tl::unexpected(found.error());
            if (found->rows.empty())
                return failure(ErrorKind::Refused,
                    u"There is no schema %1 in this database. Correct the name."_s.arg(schema), {},
                    u"no_schema"_s);
        }
        return {};
    }

    Result<> readObjects()
    {
        return query(u"resetlist"_s).map([this](const QueryRows &rows) {
            for (std::size_t i = 0; i < rows.rows.size(); ++i)
                m_plan.objects.push_back({.type = rows.text(i, u"type"_s),
                    .identity = rows.text(i, u"identity"_s),
                    .owner = rows.text(i, u"owner"_s),
                    .dropSql = rows.text(i, u"drop_sql"_s),
                    .mayDrop = rows.text(i, u"may_drop"_s) == "t"_L1,
                    .mayLock = rows.text(i, u"may_lock"_s) == "t"_L1,
                    .relationOid = rows.text(i, u"relation_oid"_s)});
        });
    }

    Result<> readTables()
    {
        return query(u"resettables"_s)
            .and_then([this](const QueryRows &rows) {
                for (std::size_t i = 0; i < rows.rows.size(); ++i) {
                    const QString oid = rows.text(i, u"oid"_s);
                    m_sizes[oid] = {rows.text(i, u"bytes"_s).toLongLong(),
                        rows.text(i, u"heap_bytes"_s).toLongLong()};
                    m_oids.append(oid);
                    m_plan.tables.push_back({.identity = rows.text(i, u"identity"_s),
                        .owner = rows.text(i, u"owner"_s),
                        .rows = rows.text(i, u"rows"_s).toLongLong()});
                }
                return readSizes();
            })
            .and_then([this] { return countTables(); });
    }

    // One table that somebody has locked, and all keep the sizes of their last VACUUM.
    Result<> readSizes()
    {
        if (const auto saved = m_connection.query(u"SAVEPOINT sizes"_s, m_progress); !saved)
            return tl::unexpected(saved.error());
        const Result<QueryRows> rows = query(u"resetsizes"_s);
        if (!rows && (rows.error().code != "55P03"_L1 || !m_connection.alive()))
            return tl::unexpected(rows.error());
        if (!rows)
            return m_connection.query(u"ROLLBACK TO SAVEPOINT sizes"_s, m_progress)
                .map([](const QueryRows &) {});
        for (std::size_t i = 0; i < rows->rows.size(); ++i)
            m_sizes[rows->text(i, u"oid"_s)] = {rows->text(i, u"bytes"_s).toLongLong(),
                rows->text(i, u"heap_bytes"_s).toLongLong()};
        return {};
    }

    Result<> countTables()
    {
        std::vector<qint64> heaps;
        for (std::size_t i = 0; i < m_plan.tables.size(); ++i) {
            const auto &[bytes, heap] = m_sizes[m_oids.at(qsizetype(i))];
            m_plan.tables[i].bytes = bytes;
            heaps.push_back(heap);
        }
        Result<> counted = countRows(m_connection, heaps, m_plan.tables, m_progress);
        std::stable_sort(m_plan.tables.begin(), m_plan.tables.end(),
            [](const ResetTable &a, const ResetTable &b) { return a.bytes > b.bytes; });
        return counted;
    }

    Result<> readStays()
    {
        return query(u"resetstays"_s).map([this](const QueryRows &rows) {
            for (std::size_t i = 0; i < rows.rows.size(); ++i)
                m_plan.stays.push_back({.kind = rows.text(i, u"kind"_s),
                    .name = rows.text(i, u"name"_s),
                    .owner = rows.text(i, u"owner"_s),
                    .detail = rows.text(i, u"detail"_s),
                    .number = rows.text(i, u"number"_s).toLongLong()});
        });
    }

    QString publishedQuery() const
    {
        return m_connection.serverVersion() < 150'000 ? u"resetpublished14"_s : u"resetpublished"_s;
    }

    Result<> readReplays(const QString &name, std::vector<ResetReplay> &into)
    {
        return query(name).map([&into](const QueryRows &rows) {
            for (std::size_t i = 0; i < rows.rows.size(); ++i)
                into.push_back({rows.text(i, u"object"_s), rows.text(i, u"statement"_s),
                    rows.text(i, u"owner"_s)});
        });
    }

    Result<> readDependents()
    {
        return query(u"resetdependents"_s).map([this](const QueryRows &rows) {
            for (std::size_t i = 0; i < rows.rows.size(); ++i)
                m_plan.dependents.push_back({rows.text(i, u"type"_s), rows.text(i, u"identity"_s),
                    rows.text(i, u"because_of"_s)});
        });
    }

    Result<> readLocks()
    {
        return query(u"resetlocks"_s).map([this](const QueryRows &rows) {
            m_plan.locks = {.relations = rows.text(0, u"relations"_s).toLongLong(),
                .perTransaction = rows.text(0, u"locks_per_transaction"_s).toInt(),
                .connections = rows.text(0, u"connections"_s).toInt(),
                .prepared = rows.text(0, u"prepared"_s).toInt()};
        });
    }

    PostgreSql &m_connection;
    Progress &m_progress;
    ResetPlan m_plan;
    QStringList m_oids; // of m_plan.tables, while they are read
    QHash<QString, std::pair<qint64, qint64>> m_sizes; // by oid: all of it, its heap
};

QString someOf(const QStringList &names)
{
    QString text = names.mid(0, namesShown).join(u", "_s);
    if (names.size() > namesShown)
        text += u" and %1 more"_s.arg(names.size() - namesShown);
    return text;
}

void refuseDependents(ResetPlan &plan)
{
    if (plan.dependents.empty())
        return;
    QStringList names;
    QStringList lines;
    for (const ResetDependent &dependent : plan.dependents) {
        names.append(dependent.type + u' ' + dependent.identity);
        lines.append(names.back() + u" depends on "_s + dependent.becauseOf);
    }
    plan.refusals.push_back({ErrorKind::Refused,
        u"Outside %1 these depend on what goes, and would be dropped with it: %2. Drop or change "
        "them first, or reset their schema too."_s.arg(
            plan.scope.schemas.join(u", "_s), someOf(names)),
        lines.join(u'\n'), u"dependents"_s});
}

void refuseForeignOwners(ResetPlan &plan)
{
    QStringList names;
    QStringList lines;
    for (const ResetObject &object : plan.objects) {
        if (object.mayDrop)
            continue;
        names.append(object.type + u' ' + object.identity);
        lines.append(names.back() + u" belongs to "_s + object.owner);
    }
    if (names.isEmpty())
        return;
    plan.refusals.push_back({ErrorKind::Refused,
        u"This role may not drop what belongs to others: %1. Reset as the owner of the schema, or "
        "let the owners give them up."_s.arg(someOf(names)),
        lines.join(u'\n'), u"foreign_owner"_s});
}

void warnOfEventTriggers(ResetPlan &plan)
{
    for (const ResetKept &trigger : plan.kept(u"event trigger"_s)) {
        if (trigger.number > 0)
            plan.warnings.append(
                u"The event trigger %1 of %2 fires on drops. Should it forbid them, nothing is "
                "changed, and %2 has to disable it first."_s.arg(trigger.name, trigger.owner));
    }
}

void warnOfOtherSchemas(ResetPlan &plan)
{
    for (const ResetKept &schema : plan.kept(u"other schema"_s)) {
        if (schema.number > 0)
            plan.warnings.append(
                u"The schema %1 stays, with %2 of the same owner. If it belongs to the project, "
                "choose it too."_s.arg(schema.name,
                    schema.number == 1 ? u"1 table"_s : u"%1 tables"_s.arg(schema.number)));
    }
}

void warnOfOthersPublications(ResetPlan &plan)
{
    for (const ResetReplay &publication : plan.publications) {
        if (!publication.othersOwner.isEmpty())
            plan.warnings.append(
                u"The publication of %1 is lost: only %2 can give it back afterwards, with %3."_s
                    .arg(publication.object.section(u": "_s, 1), publication.othersOwner,
                        publication.statement));
    }
}

void judge(ResetPlan &plan)
{
    refuseDependents(plan);
    refuseForeignOwners(plan);
    if (const QString shortage = lockShortage(plan.locks, 1); !shortage.isEmpty())
        plan.refusals.push_back({ErrorKind::Refused,
            shortage
                + u" Raise max_locks_per_transaction and restart the server, or recreate the "
                  "database instead."_s,
            {}, u"too_many_locks"_s});
    warnOfEventTriggers(plan);
    warnOfOtherSchemas(plan);
    warnOfOthersPublications(plan);
}

} // namespace

QString resetWayName(ResetWay way)
{
    switch (way) {
    case ResetWay::OneTransaction:
        return u"one-transaction"_s;
    case ResetWay::TwoTransactions:
        return u"two-transactions"_s;
    case ResetWay::NewFile:
        break;
    }
    return u"new-file"_s;
}

qint64 ResetPlan::bytes() const
{
    return std::accumulate(tables.begin(), tables.end(), qint64(0),
        [](qint64 sum, const ResetTable &table) { return sum + table.bytes; });
}

qint64 ResetPlan::rows() const
{
    return std::accumulate(tables.begin(), tables.end(), qint64(0),
        [](qint64 sum, const ResetTable &table) { return sum + std::max<qint64>(table.rows, 0); });
}

bool ResetPlan::rowsExact() const
{
    return std::all_of(
        tables.begin(), tables.end(), [](const ResetTable &table) { return table.exact; });
}

std::vector<ResetKept> ResetPlan::kept(const QString &kind) const
{
    std::vector<ResetKept> found;
    std::copy_if(stays.begin(), stays.end(), std::back_inserter(found),
        [&kind](const ResetKept &one) { return one.kind == kind; });
    return found;
}

QString lockShortage(const LockNeed &need, int times)
{
    const qint64 relations = need.relations * times;
    if (relations <= need.slots())
        return {};
    return u"%1 relations would be locked in one transaction, and the server's lock table is made "
           "for %2 (max_locks_per_transaction %3 × (max_connections %4 + "
           "max_prepared_transactions %5))."_s.arg(relations)
               .arg(need.slots())
               .arg(need.perTransaction)
               .arg(need.connections)
               .arg(need.prepared);
}

Result<ResetPlan> planReset(PostgreSql &connection, const ResetScope &scope, Progress &progress)
{
    NoProgress quiet; // the end of the transaction, also after a cancel
    const auto end = qScopeGuard([&] { std::ignore = connection.query(u"ROLLBACK"_s, quiet); });
    for (const QString &sql : {u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"_s,
             u"SET LOCAL search_path = pg_catalog"_s, u"SET LOCAL lock_timeout = '500ms'"_s}) {
        if (const Result<QueryRows> done = connection.query(sql, progress); !done)
            return tl::unexpected(done.error());
    }
    return PlanReader(connection, scope, progress).read().map([](ResetPlan plan) {
        judge(plan);
        return plan;
    });
}

Result<ResetTrace> traceOf(PostgreSql &connection, const ResetPlan &plan, Progress &progress)
{
    QStringList oids;
    for (const ResetObject &object : plan.objects) {
        if (!object.relationOid.isEmpty())
            oids.append(object.relationOid);
    }
    return connection
        .query(u"SELECT pg_catalog.count(*) AS there FROM pg_catalog.pg_class WHERE oid = ANY "
               "($1::pg_catalog.oid[])"_s,
            {u'{' + oids.join(u',') + u'}'}, progress)
        .map([&oids](const QueryRows &rows) {
            return ResetTrace {int(oids.size()), rows.text(0, u"there"_s).toInt()};
        });
}

} // namespace migrations
