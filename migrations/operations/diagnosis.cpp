// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/diagnosis.h"

#include "migrations/database/sqltext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

struct Name
{
    Repair repair;
    QLatin1StringView name;
};

constexpr std::array names {
    Name {Repair::None, ""_L1},
    Name {Repair::Stamp, "stamp"_L1},
    Name {Repair::StampPurge, "stamp-purge"_L1},
    Name {Repair::KeepHeads, "keep-heads"_L1},
    Name {Repair::DropDuplicates, "drop-duplicates"_L1},
    Name {Repair::DropInvalidIndexes, "drop-invalid-indexes"_L1},
};

using Anomalies = std::vector<Anomaly>;

// Rows that others of the rows stand on.
QStringList overlapping(const RevisionGraph &graph, const QStringList &rows)
{
    QStringList inner;
    for (const QString &row : rows) {
        for (const QString &other : rows) {
            if (row != other && graph.find(other) != nullptr
                && graph.appliedBy({other}).contains(row) && !inner.contains(row))
                inner.append(row);
        }
    }
    return inner;
}

void diagnoseRows(const ProjectState &state, const QString &table, Anomalies &found)
{
    QStringList rows = state.database->rows;
    if (rows.contains(QString()))
        found.push_back({u"empty_row"_s,
            u"The version table %1 holds an empty row, which is no revision; Alembic stops at it "
            "with an AssertionError."_s.arg(table),
            Repair::KeepHeads});
    rows.removeAll(QString());
    QStringList distinct = rows;
    distinct.removeDuplicates();
    for (const QString &row : distinct) {
        if (rows.count(row) > 1)
            found.push_back({u"duplicate_row"_s,
                u"The version table %1 holds %2 %3 times; the next upgrade or downgrade would be "
                "rolled back (\"expected to match one row, %3 found\")."_s.arg(
                    table, row, QString::number(rows.count(row))),
                Repair::DropDuplicates, {row}});
    }
    for (const QString &ghost : state.standing.ghosts) {
        if (!ghost.isEmpty())
            found.push_back({u"unknown_revision"_s,
                u"The version table %1 holds %2, which no script here defines, so every Alembic "
                "command stops at it (\"Can't locate revision identified by '%2'\"). Its script "
                "may be on another git branch."_s.arg(table, ghost),
                Repair::StampPurge, {ghost}});
    }
    const QStringList inner = overlapping(state.graph, distinct);
    if (!inner.isEmpty())
        found.push_back({u"two_rows_one_line"_s,
            u"The version table %1 holds %2, but %3 is already part of what the others stand for; "
            "`alembic current` hides it, and an upgrade stops (\"overlaps\")."_s.arg(
                table, distinct.join(u" and "_s), inner.join(u" and "_s)),
            Repair::KeepHeads, inner});
}

QString tablesText(const VersionTableFacts &facts)
{
    const QString named = facts.tables.join(u", "_s);
    return facts.tableCount > facts.tables.size()
        ? u"%1 and %2 more"_s.arg(named).arg(facts.tableCount - facts.tables.size())
        : named;
}

void diagnoseTable(const ProjectState &state, const VersionTableFacts &facts, Anomalies &found)
{
    const DatabaseReading &reading = *state.database;
    const QString table = state.memory.versionTable.display();
    if (!facts.schemaExists)
        found.push_back({u"schema_missing"_s,
            u"env.py keeps the version table in the schema %1, which this database does not have; "
            "an upgrade would fail at once. Create the schema first."_s.arg(
                state.memory.versionTable.schema)});
    if (!reading.versionTablesElsewhere.isEmpty())
        found.push_back({u"table_elsewhere"_s,
            u"There is also a table %1 in the schema %2. With another search_path (it is %3 now) "
            "Alembic would read that one."_s.arg(state.memory.versionTable.name,
                reading.versionTablesElsewhere.join(u", "_s), facts.searchPath)});
    if (reading.schema.isEmpty())
        found.push_back({u"no_target_schema"_s,
            u"No schema of the search_path (%1) exists or is open to this role, so a migration "
            "could make no table."_s.arg(facts.searchPath)});
    if (facts.hasKey == false)
        found.push_back({u"no_primary_key"_s,
            u"The version table %1 has no primary key, so it can hold a revision twice. Add it: "
            "ALTER TABLE %1 ADD PRIMARY KEY (version_num)."_s.arg(table)});
    if (!reading.rows.isEmpty() || facts.tableCount == 0)
        return;
    const QString what = reading.versionTableExists ? u"The version table %1 is empty"_s.arg(table)
                                                    : u"There is no version table %1"_s.arg(table);
    found.push_back({reading.versionTableExists ? u"table_empty"_s : u"table_missing"_s,
        what
            + u", yet the schema %1 holds tables (%2), so an upgrade would make them again and "
              "fail. When they are those of a revision, stamp that one."_s.arg(
                  reading.schema, tablesText(facts)),
        Repair::Stamp});
}

void diagnoseScripts(const ProjectState &state, int longest, Anomalies &found)
{
    for (const Problem &problem : state.graph.problems()) {
        if (problem.fatal)
            found.push_back({u"script_"_s + problem.code, problem.message});
    }
    const QStringList heads = state.graph.heads();
    if (heads.size() > 1)
        found.push_back({u"several_heads"_s,
            u"The scripts have %1 heads: %2. `upgrade head` stops (\"Multiple head revisions\"); "
            "merge them, or upgrade to heads."_s.arg(
                QString::number(heads.size()), heads.join(u", "_s)),
            Repair::None, heads});
    for (const Revision &revision : state.graph.revisions()) {
        if (longest > 0 && revision.id.size() > longest)
            found.push_back({u"id_too_long"_s,
                u"The revision id %1 has %2 characters, and a row of the version table takes %3: "
                "the run that reaches it is rolled back as a whole. Shorten it."_s.arg(
                    revision.id, QString::number(revision.id.size()), QString::number(longest)),
                Repair::None, {revision.id}});
    }
}

} // namespace

QString repairName(Repair repair)
{
    return names.at(std::size_t(repair)).name;
}

std::vector<Anomaly> diagnose(const ProjectState &state, const VersionTableFacts &facts)
{
    Anomalies found;
    if (state.database) {
        diagnoseRows(state, state.memory.versionTable.display(), found);
        diagnoseTable(state, facts, found);
        const QStringList &invalid = state.database->invalidIndexes;
        if (!invalid.isEmpty())
            found.push_back({u"invalid_index"_s,
                u"Invalid indexes, left by a CREATE INDEX CONCURRENTLY that did not end well: %1. "
                "They cost time at each write and serve no query; CREATE INDEX IF NOT EXISTS "
                "passes "
                "over them."_s.arg(invalid.join(u", "_s)),
                Repair::DropInvalidIndexes, invalid});
    } else if (state.databaseError && state.databaseError->code.startsWith(u"version_table"_s)) {
        found.push_back({state.databaseError->code, state.databaseError->message});
    }
    diagnoseScripts(state, facts.longest, found);
    return found;
}

Result<VersionTableFacts> readVersionTableFacts(const ProjectState &state, Progress &progress)
{
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url || environment->url->dialect == Dialect::Sqlite)
        return VersionTableFacts {.longest = -1};
    const VersionTable &table = state.memory.versionTable;
    Result<PostgreSql> connection =
        PostgreSql::connect(*environment->url, {.readOnly = true}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    const std::optional<QString> schema =
        table.schema.isEmpty() ? std::nullopt : std::optional(table.schema);
    return connection->query(sqlText(u"versiontablefacts"_s), {schema, table.name}, progress)
        .map([](const QueryRows &rows) {
            VersionTableFacts facts;
            facts.schemaExists = rows.text(0, u"schema_exists"_s) == u"t"_s;
            if (!rows.isNull(0, u"has_key"_s)) {
                facts.hasKey = rows.text(0, u"has_key"_s) == u"t"_s;
                facts.longest =
                    rows.isNull(0, u"longest"_s) ? -1 : rows.text(0, u"longest"_s).toInt();
            }
            facts.searchPath = rows.text(0, u"search_path"_s);
            facts.tableCount = rows.text(0, u"table_count"_s).toLongLong();
            const QJsonArray tables =
                QJsonDocument::fromJson(rows.text(0, u"tables"_s).toUtf8()).array();
            for (const auto &name : tables)
                facts.tables.append(name.toString());
            return facts;
        });
}

} // namespace migrations
