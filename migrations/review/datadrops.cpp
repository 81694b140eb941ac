// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/review/datadrops.h"

#include "migrations/review/sqltree.h"

#include <pg_query/pg_query.pb-c.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

// What no name contains, unlike the dot.
constexpr QChar nameEnd {0x1f};
constexpr QChar columnFollows {0x1e};

QString keyOf(const QString &schema, const QString &table)
{
    return schema + nameEnd + table;
}

QString keyOf(const PgQuery__RangeVar &relation)
{
    return keyOf(treeText(relation.schemaname), treeText(relation.relname));
}

} // namespace

// One statement after the other of one text.
struct DropStatements
{
    DropReader &reader;
    std::vector<DataDrop> found = {};

    void visit(const PgQuery__Node &statement);

    QString before(const QString &key) const { return reader.m_tables.value(key, key); }
    void add(DataDrop::Kind kind, const QString &key, const QString &column = {});
    void drop(const PgQuery__DropStmt &statement);
    void alter(const PgQuery__AlterTableStmt &statement);
    void alterColumn(const QString &table, const PgQuery__AlterTableCmd &command);
    void rename(const PgQuery__RenameStmt &statement);
    void renamed(const QString &from, const QString &to);
    void truncate(const PgQuery__TruncateStmt &statement);
    void made(const PgQuery__RangeVar *relation);
};

void DropStatements::add(DataDrop::Kind kind, const QString &key, const QString &column)
{
    const QString original = before(key);
    if (reader.m_made.contains(key) || reader.m_made.contains(original + columnFollows + column))
        return;
    const QString columnBefore = reader.m_columns.value(original + columnFollows + column, column);
    DataDrop drop {.kind = kind,
        .schema = original.section(nameEnd, 0, 0),
        .table = original.section(nameEnd, 1),
        .column = columnBefore};
    if (std::find(found.begin(), found.end(), drop) == found.end())
        found.push_back(drop);
}

void DropStatements::drop(const PgQuery__DropStmt &statement)
{
    for (std::size_t i = 0; i < statement.n_objects; ++i) {
        const QStringList name = treeName(*statement.objects[i]);
        if (name.isEmpty())
            continue;
        if (statement.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA)
            found.push_back({.kind = DataDrop::Kind::Schema, .schema = name.last()});
        else if (statement.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
            add(DataDrop::Kind::Table,
                keyOf(name.size() > 1 ? name.at(name.size() - 2) : u""_s, name.last()));
    }
}

void DropStatements::alterColumn(const QString &table, const PgQuery__AlterTableCmd &command)
{
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
        return add(DataDrop::Kind::Column, table, treeText(command.name));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
        return add(DataDrop::Kind::Converted, table, treeText(command.name));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
        if (command.def->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
            reader.m_made.insert(
                before(table) + columnFollows + treeText(command.def->column_def->colname));
        return;
    default:
        return;
    }
}

void DropStatements::alter(const PgQuery__AlterTableStmt &statement)
{
    if (statement.objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        return;
    for (std::size_t i = 0; i < statement.n_cmds; ++i) {
        if (statement.cmds[i]->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_CMD)
            alterColumn(keyOf(*statement.relation), *statement.cmds[i]->alter_table_cmd);
    }
}

void DropStatements::renamed(const QString &from, const QString &to)
{
    reader.m_tables.insert(to, before(from));
    reader.m_tables.remove(from);
    if (reader.m_made.remove(from))
        reader.m_made.insert(to);
}

void DropStatements::rename(const PgQuery__RenameStmt &statement)
{
    if (statement.relation == nullptr)
        return;
    const QString table = keyOf(*statement.relation);
    const QString now = treeText(statement.newname);
    if (statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        renamed(table, keyOf(treeText(statement.relation->schemaname), now));
    if (statement.rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN)
        return;
    const QString original = before(table) + columnFollows;
    const QString column = treeText(statement.subname);
    reader.m_columns.insert(original + now, reader.m_columns.value(original + column, column));
    reader.m_columns.remove(original + column);
    if (reader.m_made.remove(original + column))
        reader.m_made.insert(original + now);
}

void DropStatements::truncate(const PgQuery__TruncateStmt &statement)
{
    for (std::size_t i = 0; i < statement.n_relations; ++i) {
        if (statement.relations[i]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
            add(DataDrop::Kind::AllRows, keyOf(*statement.relations[i]->range_var));
    }
}

void DropStatements::made(const PgQuery__RangeVar *relation)
{
    if (relation != nullptr)
        reader.m_made.insert(keyOf(*relation));
}

void DropStatements::visit(const PgQuery__Node &statement)
{
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_DROP_STMT:
        return drop(*statement.drop_stmt);
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return alter(*statement.alter_table_stmt);
    case PG_QUERY__NODE__NODE_RENAME_STMT:
        return rename(*statement.rename_stmt);
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
        if (statement.alter_object_schema_stmt->relation != nullptr)
            renamed(keyOf(*statement.alter_object_schema_stmt->relation),
                keyOf(treeText(statement.alter_object_schema_stmt->newschema),
                    treeText(statement.alter_object_schema_stmt->relation->relname)));
        return;
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT:
        return truncate(*statement.truncate_stmt);
    case PG_QUERY__NODE__NODE_DELETE_STMT:
        return add(statement.delete_stmt->where_clause != nullptr ? DataDrop::Kind::SomeRows
                                                                  : DataDrop::Kind::AllRows,
            keyOf(*statement.delete_stmt->relation));
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        return made(statement.create_stmt->relation);
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
        if (statement.create_table_as_stmt->into != nullptr)
            made(statement.create_table_as_stmt->into->rel);
        return;
    case PG_QUERY__NODE__NODE_DO_STMT:
        found.push_back({.kind = DataDrop::Kind::Unseen});
        return;
    default:
        return;
    }
}

Result<std::vector<DataDrop>> DropReader::read(const QString &sql)
{
    DropStatements statements {*this};
    return visitStatements(sql, [&](const PgQuery__Node &statement) {
        statements.visit(statement);
    }).map([&] { return statements.found; });
}

} // namespace migrations
