// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/content.h"

#include "migrations/database/sqltext.h"

#include <QJsonArray>
#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr qint64 sampledRows = 100'000; // at least; a smaller table is hashed whole
constexpr std::size_t tablesPerTransaction = 32;
constexpr int hasExtendedHash = 110'000;

// The text of a value must be the same on both sides, whatever the databases' own settings are.
QString settingsStatement()
{
    static const QStringList settings {u"'search_path', 'pg_catalog'"_s, u"'datestyle', 'ISO'"_s,
        u"'intervalstyle', 'postgres'"_s, u"'timezone', 'UTC'"_s, u"'extra_float_digits', '1'"_s,
        u"'bytea_output', 'hex'"_s, u"'lc_monetary', 'C'"_s, u"'xmlbinary', 'base64'"_s,
        u"'row_security', 'off'"_s};
    return u"SELECT pg_catalog.set_config("_s + settings.join(u", false), pg_catalog.set_config("_s)
        + u", false)"_s;
}

Result<> begin(PostgreSql &connection, const QString &snapshot, Progress &progress)
{
    const Result<QueryRows> begun = connection.query(
        u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"_s, progress);
    if (!begun)
        return tl::unexpected(begun.error());
    if (snapshot.isEmpty())
        return {};
    return connection
        .query(u"SET TRANSACTION SNAPSHOT '%1'"_s.arg(QString(snapshot).replace(u'\'', u"''"_s)),
            progress)
        .map([](const QueryRows &) {});
}

Result<> end(PostgreSql &connection, Progress &progress)
{
    return connection.query(u"COMMIT"_s, progress).map([](const QueryRows &) {});
}

int everyFor(qint64 estimatedRows, const QString &keys)
{
    // Without a key each row would have to be read whole only to leave it out.
    if (keys.isEmpty() || estimatedRows < 2 * sampledRows)
        return 1;
    return static_cast<int>(std::min<qint64>(estimatedRows / sampledRows, 1'000'000));
}

// `columns` and `keys` come quoted from the server.
QString countStatement(const TableContent &table, const QString &columns, const QString &keys,
    qint64 seed, bool hashing)
{
    if (!hashing)
        return u"SELECT count(*) AS n, 0 AS hashed, NULL AS hash FROM ONLY %1 AS t"_s.arg(
            table.name);
    const QString hash = u"hashtextextended(ROW(%1)::text, %2)"_s;
    const QString number = QString::number(seed);
    const QString filter = table.every <= 1
        ? QString()
        : QString(u" FILTER (WHERE %1 % %2 = 0)"_s.arg(
            hash.arg(keys, number), QString::number(table.every)));
    return u"SELECT count(*) AS n, count(*)%1 AS hashed, sum(%2)%1 AS hash FROM ONLY %3 AS t"_s.arg(
        filter, hash.arg(columns, number), table.name);
}

class ContentReader
{
public:
    ContentReader(PostgreSql &connection, const ContentOptions &options, Progress &progress)
        : m_connection(connection)
        , m_options(options)
        , m_progress(progress)
    {
        m_content.seed = options.seed;
        if (options.like != nullptr) {
            for (const TableContent &table : options.like->tables)
                m_every.insert(table.name, table.every);
        }
    }

    Result<DatabaseContent> read()
    {
        return m_connection.query(settingsStatement(), m_progress)
            .and_then([&](const QueryRows &) { return readCatalog(); })
            .and_then([&] { return countTables(); })
            .map([&] { return m_content; });
    }

private:
    Result<> readCatalog();
    Result<> countTables();
    Result<> countTable(std::size_t row);
    void takeSequences(const QueryRows &rows);
    void takeObjects(const QueryRows &rows);

    PostgreSql &m_connection;
    const ContentOptions &m_options;
    Progress &m_progress;
    QMap<QString, int> m_every;
    QueryRows m_tables;
    DatabaseContent m_content;
};

Result<> ContentReader::readCatalog()
{
    return begin(m_connection, m_options.snapshot, m_progress)
        .and_then([&] { return m_connection.query(sqlText(u"contenttables"_s), m_progress); })
        .and_then([&](const QueryRows &rows) {
            m_tables = rows;
            return m_connection.query(sqlText(u"contentsequences"_s), m_progress);
        })
        .and_then([&](const QueryRows &rows) {
            takeSequences(rows);
            return m_connection.query(sqlText(u"contentobjects"_s), m_progress);
        })
        .and_then([&](const QueryRows &rows) {
            takeObjects(rows);
            return end(m_connection, m_progress);
        });
}

void ContentReader::takeSequences(const QueryRows &rows)
{
    for (std::size_t row = 0; row < rows.rows.size(); ++row) {
        SequenceContent sequence {.name = rows.text(row, u"sequence_name"_s),
            .increment = rows.text(row, u"increment_by"_s).toLongLong()};
        if (!rows.isNull(row, u"last_value"_s))
            sequence.lastValue = rows.text(row, u"last_value"_s);
        m_content.sequences.push_back(sequence);
    }
}

void ContentReader::takeObjects(const QueryRows &rows)
{
    for (std::size_t row = 0; row < rows.rows.size(); ++row)
        m_content.objects.push_back({rows.text(row, u"kind"_s),
            rows.text(row, u"objects"_s).toLongLong(), rows.text(row, u"hash"_s)});
}

Result<> ContentReader::countTables()
{
    const std::size_t count = m_tables.rows.size();
    for (std::size_t row = 0; row < count; ++row) {
        const bool first = row % tablesPerTransaction == 0;
        const bool last = row + 1 == count || (row + 1) % tablesPerTransaction == 0;
        Result<> counted = first ? begin(m_connection, m_options.snapshot, m_progress) : Result<>();
        if (counted)
            counted = countTable(row);
        if (counted && last)
            counted = end(m_connection, m_progress);
        if (!counted)
            return counted;
    }
    return {};
}

Result<> ContentReader::countTable(std::size_t row)
{
    const QString keys = m_tables.text(row, u"key_list"_s);
    TableContent table {.name = m_tables.text(row, u"table_name"_s)};
    table.every = m_every.value(
        table.name, everyFor(m_tables.text(row, u"estimated_rows"_s).toLongLong(), keys));
    m_progress.report({.kind = Event::Kind::Phase,
        .text = u"Counting %1"_s.arg(table.name),
        .step = static_cast<int>(row),
        .steps = static_cast<int>(m_tables.rows.size())});
    const bool hashing =
        m_connection.serverVersion() >= hasExtendedHash && (table.every <= 1 || !keys.isEmpty());
    const QString statement =
        countStatement(table, m_tables.text(row, u"column_list"_s), keys, m_options.seed, hashing);
    return m_connection.query(statement, m_progress).map([&](const QueryRows &rows) {
        table.rows = rows.text(0, u"n"_s).toLongLong();
        table.hashedRows = rows.text(0, u"hashed"_s).toLongLong();
        table.hash = rows.text(0, u"hash"_s);
        m_content.tables.push_back(table);
    });
}

template <typename T>
QMap<QString, T> byName(const std::vector<T> &list, QString T::*name)
{
    QMap<QString, T> map;
    for (const T &one : list)
        map.insert(one.*name, one);
    return map;
}

QString rowsText(qint64 rows)
{
    return rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(rows);
}

void compareTables(const DatabaseContent &wanted, const DatabaseContent &found, QStringList &into)
{
    QMap<QString, TableContent> there = byName(found.tables, &TableContent::name);
    for (const TableContent &table : wanted.tables) {
        if (!there.contains(table.name)) {
            into += u"The table %1 (%2) is missing."_s.arg(table.name, rowsText(table.rows));
            continue;
        }
        const TableContent other = there.take(table.name);
        if (other.rows != table.rows)
            into += u"The table %1 has %2 instead of %3."_s.arg(
                table.name, rowsText(other.rows), rowsText(table.rows));
        else if (!table.hash.isEmpty()
            && (other.hash != table.hash || other.hashedRows != table.hashedRows))
            into += u"The table %1 has as many rows, but not the same ones."_s.arg(table.name);
    }
    for (const TableContent &table : there)
        into += u"The table %1 (%2) is there although the backup does not name it."_s.arg(
            table.name, rowsText(table.rows));
}

bool movedOn(const SequenceContent &before, const SequenceContent &after)
{
    if (before.lastValue == after.lastValue || !before.lastValue)
        return true;
    if (!after.lastValue)
        return false;
    const qint64 from = before.lastValue->toLongLong();
    const qint64 to = after.lastValue->toLongLong();
    return before.increment < 0 ? to <= from : to >= from;
}

void compareSequences(
    const DatabaseContent &wanted, const DatabaseContent &found, QStringList &into)
{
    const QMap<QString, SequenceContent> there = byName(found.sequences, &SequenceContent::name);
    for (const SequenceContent &sequence : wanted.sequences) {
        if (!there.contains(sequence.name))
            into += u"The sequence %1 is missing."_s.arg(sequence.name);
        else if (!movedOn(sequence, there.value(sequence.name)))
            into += u"The sequence %1 stands at %2 instead of %3."_s.arg(sequence.name,
                there.value(sequence.name).lastValue.value_or(u"its start"_s),
                sequence.lastValue.value_or(u"its start"_s));
    }
}

void compareObjects(const DatabaseContent &wanted, const DatabaseContent &found, QStringList &into)
{
    QMap<QString, ObjectContent> there = byName(found.objects, &ObjectContent::kind);
    for (const ObjectContent &objects : wanted.objects) {
        const ObjectContent other = there.take(objects.kind);
        if (other.count != objects.count)
            into += u"Objects of the kind %1: %2 instead of %3."_s.arg(
                objects.kind, QString::number(other.count), QString::number(objects.count));
        else if (other.hash != objects.hash)
            into += u"Objects of the kind %1: as many, but not the same ones."_s.arg(objects.kind);
    }
    for (const ObjectContent &objects : there)
        into += u"Objects of the kind %1: %2 instead of 0."_s.arg(objects.kind).arg(objects.count);
}

} // namespace

qint64 DatabaseContent::rows() const
{
    qint64 sum = 0;
    for (const TableContent &table : tables)
        sum += table.rows;
    return sum;
}

QJsonObject DatabaseContent::toJson() const
{
    QJsonArray tableList;
    for (const TableContent &table : tables)
        tableList += QJsonObject {{u"name"_s, table.name}, {u"rows"_s, table.rows},
            {u"hashed_rows"_s, table.hashedRows}, {u"every"_s, table.every},
            {u"hash"_s, table.hash}};
    QJsonArray sequenceList;
    for (const SequenceContent &sequence : sequences)
        sequenceList += QJsonObject {{u"name"_s, sequence.name},
            {u"last_value"_s, sequence.lastValue ? QJsonValue(*sequence.lastValue) : QJsonValue()},
            {u"increment"_s, QString::number(sequence.increment)}};
    QJsonArray objectList;
    for (const ObjectContent &kind : objects)
        objectList +=
            QJsonObject {{u"kind"_s, kind.kind}, {u"count"_s, kind.count}, {u"hash"_s, kind.hash}};
    // As text: a 64-bit number does not survive JSON's doubles.
    return {{u"seed"_s, QString::number(seed)}, {u"tables"_s, tableList},
        {u"sequences"_s, sequenceList}, {u"objects"_s, objectList}};
}

DatabaseContent DatabaseContent::fromJson(const QJsonObject &object)
{
    DatabaseContent content;
    content.seed = object.value(u"seed"_s).toString().toLongLong();
    for (const QJsonValue value : object.value(u"tables"_s).toArray())
        content.tables.push_back({.name = value[u"name"_s].toString(),
            .rows = value[u"rows"_s].toInteger(),
            .hashedRows = value[u"hashed_rows"_s].toInteger(),
            .every = value[u"every"_s].toInt(1),
            .hash = value[u"hash"_s].toString()});
    for (const QJsonValue value : object.value(u"sequences"_s).toArray()) {
        SequenceContent sequence {.name = value[u"name"_s].toString(),
            .increment = value[u"increment"_s].toString().toLongLong()};
        if (value[u"last_value"_s].isString())
            sequence.lastValue = value[u"last_value"_s].toString();
        content.sequences.push_back(sequence);
    }
    for (const QJsonValue value : object.value(u"objects"_s).toArray())
        content.objects.push_back({value[u"kind"_s].toString(), value[u"count"_s].toInteger(),
            value[u"hash"_s].toString()});
    return content;
}

Result<DatabaseContent> readContent(
    PostgreSql &connection, const ContentOptions &options, Progress &progress)
{
    return ContentReader(connection, options, progress).read();
}

QStringList contentDifferences(
    const DatabaseContent &wanted, const DatabaseContent &found, int limit)
{
    QStringList differences;
    compareTables(wanted, found, differences);
    compareSequences(wanted, found, differences);
    compareObjects(wanted, found, differences);
    const qsizetype more = differences.size() - limit;
    if (more > 0)
        differences = differences.mid(0, limit) + QStringList {u"… and %1 more."_s.arg(more)};
    return differences;
}

} // namespace migrations
