// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/databaseinfo.h"

#include "migrations/database/sqlite.h"
#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/databasefacts.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

template <typename T>
void take(Result<T> result, T &into, QStringList &notes)
{
    if (result)
        into = *std::move(result);
    else
        notes.append(result.error().message);
}

Result<> readSizes(PostgreSql &connection, DatabaseInfo &info, Progress &progress)
{
    return connection.query(sqlText(u"tablesizes"_s), progress).map([&](const QueryRows &rows) {
        for (std::size_t row = 0; row < rows.rows.size(); ++row)
            info.tables.push_back({rows.text(row, u"name"_s),
                rows.text(row, u"rows"_s).toLongLong(), rows.text(row, u"bytes"_s).toLongLong()});
        info.tableCount = rows.text(0, u"table_count"_s).toLongLong();
    });
}

Result<> readServer(const ProjectState &state, DatabaseInfo &info, Progress &progress)
{
    Result<PostgreSql> connection =
        PostgreSql::connect(*state.environment()->url, {.readOnly = true}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    const QString name = connection->databaseName();
    const auto facts = readDatabaseFacts(*connection, name, progress);
    if (!facts)
        return tl::unexpected(facts.error());
    info.bytes = *facts ? (*facts)->bytes : -1;
    auto sessions = sessionsIn(*connection, name, progress);
    if (!sessions)
        return tl::unexpected(sessions.error());
    info.sessions = *std::move(sessions);
    return readSizes(*connection, info, progress);
}

} // namespace

DatabaseInfo readDatabaseInfo(const ProjectState &state, const Journal &journal, Progress &progress)
{
    DatabaseInfo info;
    const Environment *environment = state.environment();
    if (environment == nullptr || !environment->url)
        return info;
    take(interruptedOperations(journal, state, progress), info.interrupted, info.notes);
    take(keptRecords(journal, state, progress), info.kept, info.notes);
    VersionTableFacts facts;
    if (state.database) {
        take(ProtectionStore(state.dataFolder).load(state.database->identity.key()),
            info.protection, info.notes);
        take(readVersionTableFacts(state, progress), facts, info.notes);
    }
    info.anomalies = diagnose(state, facts);
    if (state.database)
        info.backups = backupsOf({state.database->identity,
                                     environment->url->dialect == Dialect::Sqlite
                                         ? sqliteFile(*environment->url, state.project.root)
                                         : state.database->databaseName},
            {}, state.dataFolder)
                           .backups;
    if (environment->url->dialect == Dialect::Sqlite) {
        const QFileInfo file(sqliteFile(*environment->url, state.project.root));
        info.bytes = file.exists() ? file.size() : -1;
    } else if (const Result<> read = readServer(state, info, progress); !read) {
        info.notes.append(read.error().message);
    }
    info.notes.removeDuplicates();
    return info;
}

} // namespace migrations
