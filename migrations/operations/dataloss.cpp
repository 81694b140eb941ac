// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/dataloss.h"

#include "migrations/database/sqlite.h"
#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/sqlitecount.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int countMs = 3'000;
using Kind = DataDrop::Kind;

// Of one dialect: what is in a table or a column now.
class Counter
{
public:
    Counter() = default;
    virtual ~Counter() = default;
    Q_DISABLE_COPY_MOVE(Counter)
    virtual void count(LostData &item, Progress &progress) = 0;
};

class PostgreSqlCounter final : public Counter
{
public:
    explicit PostgreSqlCounter(PostgreSql connection)
        : m_connection(std::move(connection))
    {
    }

    void count(LostData &item, Progress &progress) override
    {
        const Result<QueryRows> relation = m_connection.query(sqlText(u"holdsrows"_s),
            {quoted(item.drop),
                item.drop.column.isEmpty() ? std::nullopt : std::optional(item.drop.column)},
            progress);
        if (!relation)
            return;
        if (relation->rows.empty()) { // not there: nothing that could be lost
            item.rows = 0;
            item.exact = true;
            return;
        }
        item.rows = relation->text(0, u"estimated_rows"_s).toLongLong();
        const Result<QueryRows> counted = m_connection.query(
            u"SELECT pg_catalog.count(%1) FROM %2"_s.arg(item.drop.column.isEmpty()
                    ? u"*"_s
                    : m_connection.quoteIdentifier(item.drop.column),
                relation->text(0, u"name"_s)),
            {}, progress, countMs);
        if (!counted)
            return;
        item.rows = counted->rows.front().front()->toLongLong();
        item.exact = true;
    }

private:
    QString quoted(const DataDrop &drop) const
    {
        const QString table = m_connection.quoteIdentifier(drop.table);
        return drop.schema.isEmpty() ? table
                                     : m_connection.quoteIdentifier(drop.schema) + u'.' + table;
    }

    PostgreSql m_connection;
};

class SqliteCounter final : public Counter
{
public:
    explicit SqliteCounter(QString file)
        : m_file(std::move(file))
    {
    }

    void count(LostData &item, Progress &progress) override
    {
        const Result<qint64> counted =
            sqliteCount(m_file, item.drop.table, item.drop.column, progress);
        item.exact = counted.has_value();
        item.rows = counted.value_or(-1);
    }

private:
    QString m_file;
};

Result<std::unique_ptr<Counter>> counterFor(const ProjectState &state, Progress &progress)
{
    const DatabaseUrl &url = *state.environment()->url;
    if (url.dialect == Dialect::Sqlite)
        return std::make_unique<SqliteCounter>(sqliteFile(url, state.project.root));
    return PostgreSql::connect(url, {.readOnly = true}, progress)
        .map([](PostgreSql connection) -> std::unique_ptr<Counter> {
            return std::make_unique<PostgreSqlCounter>(std::move(connection));
        });
}

bool counted(Kind kind)
{
    return kind != Kind::Schema && kind != Kind::Unseen && kind != Kind::SomeRows;
}

Result<std::vector<LostData>> dropsOf(const std::vector<StepSql> &steps)
{
    DropReader reader;
    std::vector<LostData> found;
    for (const StepSql &step : steps) {
        const Result<std::vector<DataDrop>> drops = reader.read(step.sql);
        if (!drops)
            return tl::unexpected(drops.error());
        for (const DataDrop &drop : *drops)
            found.push_back({.revision = step.revision, .drop = drop});
    }
    return found;
}

// Alembic's own row is no data; what is empty is no loss.
void leaveOutNothings(std::vector<LostData> &items, const VersionTable &versions)
{
    std::erase_if(items,
        [&](const LostData &item) { return item.rows == 0 || item.drop.table == versions.name; });
    std::stable_sort(items.begin(), items.end(),
        [](const LostData &a, const LostData &b) { return a.rows > b.rows; });
}

Result<std::vector<LostData>> workOut(
    const ProjectState &state, OperationKind kind, const Plan &plan, Progress &progress)
{
    const Direction direction = kind == OperationKind::Downgrade ? Direction::Down : Direction::Up;
    Result<std::vector<LostData>> items =
        startAlembic(state, progress)
            .and_then([&](Alembic alembic) {
                return alembic.sql(direction, plan.target, plan.rowsBefore, progress);
            })
            .and_then(dropsOf);
    if (!items || items->empty())
        return items;
    const Result<std::unique_ptr<Counter>> counter = counterFor(state, progress);
    if (!counter)
        return tl::unexpected(counter.error());
    for (LostData &item : *items) {
        if (counted(item.drop.kind))
            (*counter)->count(item, progress);
    }
    leaveOutNothings(*items, state.memory.versionTable);
    return items;
}

QString countWord(Kind kind, qint64 rows)
{
    if (kind == Kind::Column || kind == Kind::Converted)
        return rows == 1 ? u"value"_s : u"values"_s;
    return rows == 1 ? u"row"_s : u"rows"_s;
}

QString verb(Kind kind)
{
    switch (kind) {
    case Kind::Schema:
        return u"dropped with everything in it"_s;
    case Kind::Table:
    case Kind::Column:
        return u"dropped"_s;
    case Kind::AllRows:
        return u"emptied"_s;
    case Kind::SomeRows:
        return u"rows are deleted"_s;
    case Kind::Converted:
        return u"converted to another type"_s;
    case Kind::Unseen:
        break;
    }
    return u"what it does cannot be read from its text"_s;
}

} // namespace

QString LostData::object() const
{
    if (drop.kind == Kind::Unseen)
        return u"a DO block"_s;
    if (drop.kind == Kind::Schema)
        return u"schema "_s + drop.schema;
    QStringList parts {drop.schema, drop.table, drop.column};
    parts.removeAll(QString());
    return parts.join(u'.');
}

QString LostData::sentence() const
{
    QString amount;
    if (rows >= 0)
        amount = u", %1%2 %3"_s.arg(exact ? u""_s : u"about "_s,
            QLocale(QLocale::English).toString(rows), countWord(drop.kind, rows));
    return object() + u": "_s + verb(drop.kind) + amount;
}

DataLoss dataLossOf(
    const ProjectState &state, OperationKind kind, const Plan &plan, Progress &progress)
{
    if (!runsScripts(kind) || plan.steps.empty())
        return {};
    Result<std::vector<LostData>> items = workOut(state, kind, plan, progress);
    if (items)
        return {.items = *std::move(items)};
    return {.unknown = items.error()};
}

} // namespace migrations
