// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/sessionactivity.h"

#include "migrations/database/sqltext.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int queryLimitMs = 5'000;
constexpr int firstWithProgress = 120'000;

std::vector<SessionLock> locksIn(const QueryRows &rows)
{
    std::vector<SessionLock> locks;
    for (std::size_t row = 0; row < rows.rows.size(); ++row)
        locks.push_back({.mode = rows.text(row, u"mode"_s),
            .object = rows.text(row, u"object"_s),
            .kind = rows.text(row, u"kind"_s),
            .granted = rows.text(row, u"granted"_s) == u"t"_s});
    return locks;
}

} // namespace

Result<std::vector<SessionLock>> locksOf(PostgreSql &connection, int pid, Progress &progress)
{
    return connection
        .query(sqlText(u"sessionlocks"_s), {QString::number(pid)}, progress, queryLimitMs)
        .map(locksIn);
}

Result<Queue> queueBehind(PostgreSql &connection, int pid, Progress &progress)
{
    return connection
        .query(sqlText(u"waitersbehind"_s), {QString::number(pid)}, progress, queryLimitMs)
        .map([](const QueryRows &rows) {
            return Queue {.sessions = rows.text(0, u"sessions"_s).toInt(),
                .applications = rows.text(0, u"applications"_s).split(u'\n', Qt::SkipEmptyParts)};
        });
}

Result<std::optional<IndexBuild>> indexBuildOf(PostgreSql &connection, int pid, Progress &progress)
{
    if (connection.serverVersion() < firstWithProgress)
        return std::optional<IndexBuild>();
    return connection
        .query(sqlText(u"indexprogress"_s), {QString::number(pid)}, progress, queryLimitMs)
        .map([](const QueryRows &rows) {
            if (rows.rows.empty())
                return std::optional<IndexBuild>();
            return std::optional(IndexBuild {.index = rows.text(0, u"index_name"_s),
                .table = rows.text(0, u"table_name"_s),
                .phase = rows.text(0, u"phase"_s),
                .percent = rows.isNull(0, u"percent"_s) ? -1 : rows.text(0, u"percent"_s).toInt()});
        });
}

} // namespace migrations
