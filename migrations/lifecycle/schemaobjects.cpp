// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/schemaobjects.h"

#include "migrations/database/postgresql.h"
#include "migrations/database/sqlite.h"
#include "migrations/database/sqltext.h"
#include "migrations/lifecycle/sqlitehandles.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Objects = std::vector<SchemaObject>;

// The brackets after each CHECK of a table's text, sorted; strings in it are skipped over.
QStringList checksIn(const QString &text)
{
    QStringList checks;
    qsizetype at = text.indexOf(u"CHECK"_s, 0, Qt::CaseInsensitive);
    for (; at >= 0; at = text.indexOf(u"CHECK"_s, at + 1, Qt::CaseInsensitive)) {
        const qsizetype open = text.indexOf(u'(', at);
        if (open < 0 || !text.mid(at + 5, open - at - 5).trimmed().isEmpty())
            continue;
        int depth = 0;
        bool quoted = false;
        qsizetype end = open;
        do {
            quoted ^= text[end] == u'\'';
            depth += quoted ? 0 : text[end] == u'(' ? 1 : text[end] == u')' ? -1 : 0;
            ++end;
        } while (depth > 0 && end < text.size());
        checks.append(text.mid(open, end - open).simplified());
    }
    checks.sort();
    return checks;
}

SchemaObject objectOf(const QString &line)
{
    SchemaObject object {line.section(u'\t', 0, 0), line.section(u'\t', 1)};
    if (object.name.startsWith("check "_L1))
        object.definition = checksIn(object.definition).join(u", "_s);
    return object;
}

bool isOfTable(const SchemaObject &object, const QString &table)
{
    const QString place = object.name.section(u' ', -1);
    return place == table || place.startsWith(table + u'.');
}

Result<Objects> readSqliteSchema(const SchemaPlace &place, Progress &progress)
{
    return openSqlite(sqliteFile(place.url, place.baseFolder), SqliteOpen::Writable)
        .and_then([&](const SqliteDatabase &database) {
            return sqliteColumn(database.get(), sqlText(u"schemaobjectssqlite"_s), progress);
        })
        .map([&](const QStringList &lines) {
            Objects objects;
            for (const QString &line : lines) {
                if (SchemaObject object = objectOf(line); !isOfTable(object, place.versionTable))
                    objects.push_back(std::move(object));
            }
            return objects;
        });
}

Result<Objects> readPostgreSqlSchema(const SchemaPlace &place, Progress &progress)
{
    return PostgreSql::connect(
        place.url, {.databaseName = place.database, .readOnly = true}, progress)
        .and_then([&](PostgreSql connection) {
            return connection.query(sqlText(u"schemaobjects"_s), {place.versionTable}, progress);
        })
        .map([](const QueryRows &rows) {
            Objects objects;
            for (std::size_t i = 0; i < rows.rows.size(); ++i)
                objects.push_back({rows.text(i, u"object"_s), rows.text(i, u"definition"_s)});
            return objects;
        });
}

// Several objects may have one name (keys of a SQLite table): their definitions together.
std::map<QString, QString> byName(const Objects &objects)
{
    std::map<QString, QStringList> lists;
    for (const SchemaObject &object : objects)
        lists[object.name].append(object.definition);
    std::map<QString, QString> named;
    for (auto &[name, definitions] : lists) {
        definitions.sort();
        named[name] = definitions.join(u" | "_s);
    }
    return named;
}

} // namespace

Result<Objects> readSchema(const SchemaPlace &place, Progress &progress)
{
    return place.url.dialect == Dialect::Sqlite ? readSqliteSchema(place, progress)
                                                : readPostgreSqlSchema(place, progress);
}

QStringList schemaDifferences(
    const Objects &one, const QString &oneName, const Objects &other, const QString &otherName)
{
    const auto first = byName(one);
    const auto second = byName(other);
    QStringList differences;
    for (const auto &[name, definition] : first) {
        const auto there = second.find(name);
        if (there == second.end())
            differences.append(u"%1: only with %2"_s.arg(name, oneName));
        else if (there->second != definition)
            differences.append(u"%1: %2 with %3, %4 with %5"_s.arg(
                name, definition, oneName, there->second, otherName));
    }
    for (const auto &[name, definition] : second) {
        if (!first.contains(name))
            differences.append(u"%1: only with %2"_s.arg(name, otherName));
    }
    return differences;
}

} // namespace migrations
