// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/rowcounts.h"

#include <QDeadlineTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qint64 smallBytes = 16 * 1024 * 1024;
constexpr qint64 budgetMs = 2'000;
constexpr std::size_t batchSize = 50;

using Batch = std::vector<std::size_t>;

std::vector<Batch> batchesOfSmall(const std::vector<qint64> &heapBytes)
{
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < heapBytes.size(); ++i) {
        if (heapBytes[i] > smallBytes)
            continue;
        if (batches.empty() || batches.back().size() == batchSize)
            batches.emplace_back();
        batches.back().push_back(i);
    }
    return batches;
}

QString countSql(const Batch &batch, const std::vector<ResetTable> &tables)
{
    QStringList parts;
    for (const std::size_t i : batch)
        parts.append(u"SELECT %1, pg_catalog.count(*) FROM ONLY "_s.arg(i) + tables[i].identity);
    return parts.join(u" UNION ALL "_s);
}

void take(const QueryRows &rows, std::vector<ResetTable> &tables)
{
    for (const auto &row : rows.rows) {
        ResetTable &table = tables[row[0].value_or(QString()).toULong()];
        table.rows = row[1].value_or(QString()).toLongLong();
        table.exact = true;
    }
}

// A batch with one table that cannot be counted is tried one by one, so that the others still are.
Result<> count(PostgreSql &connection, const Batch &batch, std::vector<ResetTable> &tables,
    QDeadlineTimer deadline, Progress &progress)
{
    const int leftMs = int(std::max<qint64>(deadline.remainingTime(), 1));
    const auto say = [&](const QString &sql) {
        return connection.query(sql, progress).map([](const QueryRows &) {});
    };
    if (Result<> saved = say(u"SAVEPOINT counting"_s); !saved)
        return saved;
    const Result<QueryRows> rows = connection.query(countSql(batch, tables), {}, progress, leftMs);
    if (rows) {
        take(*rows, tables);
        return say(u"RELEASE SAVEPOINT counting"_s);
    }
    if (rows.error().kind == ErrorKind::Cancelled || !connection.alive())
        return tl::unexpected(rows.error());
    if (Result<> back = say(u"ROLLBACK TO SAVEPOINT counting"_s); !back)
        return back;
    for (const std::size_t i : batch) {
        if (batch.size() == 1 || deadline.hasExpired())
            break;
        if (Result<> one = count(connection, {i}, tables, deadline, progress); !one)
            return one;
    }
    return {};
}

} // namespace

Result<> countRows(PostgreSql &connection, const std::vector<qint64> &heapBytes,
    std::vector<ResetTable> &tables, Progress &progress)
{
    const QDeadlineTimer deadline(budgetMs);
    // Policies would hide rows from a count; better no count than a wrong one.
    if (const auto off = connection.query(u"SET LOCAL row_security = off"_s, progress); !off)
        return tl::unexpected(off.error());
    for (const Batch &batch : batchesOfSmall(heapBytes)) {
        if (deadline.hasExpired())
            break;
        if (Result<> counted = count(connection, batch, tables, deadline, progress); !counted)
            return counted;
    }
    return {};
}

} // namespace migrations
