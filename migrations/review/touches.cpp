// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/review/touches.h"

#include "migrations/review/sqltree.h"

#include <pg_query/pg_query.pb-c.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Kind = Touch::Kind;

const QString added = u"+ "_s;
const QString dropped = u"− "_s;

QString objectOf(const PgQuery__RangeVar &relation)
{
    const QString schema = treeText(relation.schemaname);
    const QString name = treeText(relation.relname);
    return schema.isEmpty() ? name : schema + u'.' + name;
}

QString dotted(PgQuery__Node *const *parts, std::size_t count)
{
    QStringList names;
    for (std::size_t i = 0; i < count; ++i)
        names += treeName(*parts[i]);
    return names.join(u'.');
}

QString kindWord(PgQuery__ObjectType type)
{
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
        return u"table"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        return u"view"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
        return u"index"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
        return u"type"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
        return u"sequence"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
        return u"schema"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
        return u"function"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
        return u"trigger"_s;
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION:
        return u"extension"_s;
    default:
        return u"object"_s;
    }
}

// A table or view goes by its bare name, since other statements cannot tell which of them it is.
QString objectOf(PgQuery__ObjectType type, const QString &name)
{
    const QString word = kindWord(type);
    return word == u"table"_s || word == u"view"_s ? name : word + u' ' + name;
}

// What one text touches, statement by statement.
class Reader
{
public:
    std::vector<Touch> found;
    void visit(const PgQuery__Node &statement);

private:
    void part(const QString &object, const QString &part, const QString &text)
    {
        add({Kind::Part, object, part, text});
    }
    void whole(const QString &object, const QString &text) { add({Kind::Whole, object, {}, text}); }
    void rows(const PgQuery__RangeVar &relation, const QString &text)
    {
        add({Kind::Rows, objectOf(relation), {}, text});
    }
    void unseen(const QString &text) { add({Kind::Unseen, u"–"_s, {}, text}); }
    void add(const Touch &touch);
    bool visitDefinition(const PgQuery__Node &statement);
    bool visitChange(const PgQuery__Node &statement);
    bool visitRows(const PgQuery__Node &statement);
    void create(const PgQuery__CreateStmt &statement);
    void index(const PgQuery__IndexStmt &statement);
    void drop(const PgQuery__DropStmt &statement);
    void alter(const PgQuery__AlterTableStmt &statement);
    void alterTable(const QString &table, const PgQuery__AlterTableCmd &command);
    void rename(const PgQuery__RenameStmt &statement);
};

void Reader::add(const Touch &touch)
{
    if (std::find(found.begin(), found.end(), touch) == found.end())
        found.push_back(touch);
}

void Reader::create(const PgQuery__CreateStmt &statement)
{
    int columns = 0;
    for (std::size_t i = 0; i < statement.n_table_elts; ++i)
        columns += statement.table_elts[i]->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF ? 1 : 0;
    whole(objectOf(*statement.relation),
        columns == 1 ? u"+ table, 1 column"_s : u"+ table, %1 columns"_s.arg(columns));
}

void Reader::index(const PgQuery__IndexStmt &statement)
{
    const QString name = u"index "_s + treeText(statement.idxname);
    part(objectOf(*statement.relation), name, added + name);
}

void Reader::drop(const PgQuery__DropStmt &statement)
{
    const QString word = kindWord(statement.remove_type);
    for (std::size_t i = 0; i < statement.n_objects; ++i) {
        const QStringList names = treeName(*statement.objects[i]);
        if (statement.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER && names.size() > 1)
            part(names.mid(0, names.size() - 1).join(u'.'), u"trigger "_s + names.last(),
                dropped + u"trigger "_s + names.last());
        else
            whole(objectOf(statement.remove_type, names.join(u'.')), dropped + word);
    }
}

void Reader::alterTable(const QString &table, const PgQuery__AlterTableCmd &command)
{
    const QString column = u"column "_s + treeText(command.name);
    const QString constraint = u"constraint "_s + treeText(command.name);
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: {
        const QString name = u"column "_s + treeText(command.def->column_def->colname);
        return part(table, name, added + name);
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
        return part(table, column, dropped + column);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
        return part(table, column, u"type of %1"_s.arg(column));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
        return part(table, column, column + u" NOT NULL"_s);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
        return part(table, column, column + u" nullable"_s);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        return part(table, column, u"default of %1"_s.arg(column));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: {
        const QString name = treeText(command.def->constraint->conname);
        const QString what = name.isEmpty() ? u"constraint"_s : u"constraint "_s + name;
        return part(table, what, added + what);
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
        return part(table, constraint, dropped + constraint);
    default:
        return part(table, command.name[0] == '\0' ? u"settings"_s : column, u"altered"_s);
    }
}

void Reader::alter(const PgQuery__AlterTableStmt &statement)
{
    for (std::size_t i = 0; i < statement.n_cmds; ++i) {
        if (statement.cmds[i]->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_CMD)
            alterTable(objectOf(*statement.relation), *statement.cmds[i]->alter_table_cmd);
    }
}

void Reader::rename(const PgQuery__RenameStmt &statement)
{
    const QString now = treeText(statement.newname);
    if (statement.relation == nullptr)
        return whole(kindWord(statement.rename_type), u"renamed to "_s + now);
    const QString object = objectOf(*statement.relation);
    if (statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return whole(u"index "_s + object, u"renamed to "_s + now);
    const QString before = treeText(statement.subname);
    if (before.isEmpty())
        return whole(object, u"renamed to "_s + now);
    const bool column = statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN;
    const QString word = column ? u"column "_s : u"constraint "_s;
    part(object, word + before, u"%1%2 renamed to %3"_s.arg(word, before, now));
}

bool Reader::visitDefinition(const PgQuery__Node &statement)
{
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        create(*statement.create_stmt);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
        whole(objectOf(*statement.create_table_as_stmt->into->rel), u"+ table"_s);
        return true;
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        index(*statement.index_stmt);
        return true;
    case PG_QUERY__NODE__NODE_VIEW_STMT:
        whole(objectOf(*statement.view_stmt->view), u"+ view"_s);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
        whole(u"sequence "_s + objectOf(*statement.create_seq_stmt->sequence), u"+ sequence"_s);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT:
        whole(u"type "_s
                + dotted(
                    statement.create_enum_stmt->type_name, statement.create_enum_stmt->n_type_name),
            u"+ type"_s);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
        whole(u"function "_s
                + dotted(statement.create_function_stmt->funcname,
                    statement.create_function_stmt->n_funcname),
            u"+ function"_s);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_TRIG_STMT: {
        const QString name = u"trigger "_s + treeText(statement.create_trig_stmt->trigname);
        part(objectOf(*statement.create_trig_stmt->relation), name, added + name);
        return true;
    }
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT:
        whole(u"schema "_s + treeText(statement.create_schema_stmt->schemaname), u"+ schema"_s);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT:
        whole(
            u"extension "_s + treeText(statement.create_extension_stmt->extname), u"+ extension"_s);
        return true;
    default:
        return false;
    }
}

bool Reader::visitChange(const PgQuery__Node &statement)
{
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_DROP_STMT:
        drop(*statement.drop_stmt);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        alter(*statement.alter_table_stmt);
        return true;
    case PG_QUERY__NODE__NODE_RENAME_STMT:
        rename(*statement.rename_stmt);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT: {
        const PgQuery__AlterEnumStmt &change = *statement.alter_enum_stmt;
        const QString value = u"value '%1'"_s.arg(treeText(change.new_val));
        part(u"type "_s + dotted(change.type_name, change.n_type_name), value, added + value);
        return true;
    }
    default:
        return false;
    }
}

bool Reader::visitRows(const PgQuery__Node &statement)
{
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_INSERT_STMT:
        rows(*statement.insert_stmt->relation, u"rows inserted"_s);
        return true;
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
        rows(*statement.update_stmt->relation, u"rows updated"_s);
        return true;
    case PG_QUERY__NODE__NODE_DELETE_STMT:
        rows(*statement.delete_stmt->relation, u"rows deleted"_s);
        return true;
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT:
        for (std::size_t i = 0; i < statement.truncate_stmt->n_relations; ++i)
            rows(*statement.truncate_stmt->relations[i]->range_var, u"emptied"_s);
        return true;
    default:
        return false;
    }
}

void Reader::visit(const PgQuery__Node &statement)
{
    if (visitDefinition(statement) || visitChange(statement) || visitRows(statement))
        return;
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
    case PG_QUERY__NODE__NODE_COMMENT_STMT:
    case PG_QUERY__NODE__NODE_GRANT_STMT:
        return;
    case PG_QUERY__NODE__NODE_DO_STMT:
        return unseen(u"a DO block"_s);
    default:
        return unseen(u"a statement that is not read"_s);
    }
}

bool has(const std::vector<Touch> &touches, Kind kind)
{
    return std::any_of(
        touches.begin(), touches.end(), [&](const Touch &touch) { return touch.kind == kind; });
}

std::vector<Touch> ofObject(const std::vector<Touch> &touches, const QString &object)
{
    std::vector<Touch> found;
    std::copy_if(touches.begin(), touches.end(), std::back_inserter(found),
        [&](const Touch &touch) { return touch.object == object; });
    return found;
}

QStringList textsOf(const std::vector<Touch> &touches)
{
    QStringList texts;
    for (const Touch &touch : touches)
        texts.append(touch.text);
    return texts;
}

QString samePart(const std::vector<Touch> &mine, const std::vector<Touch> &theirs)
{
    for (const Touch &touch : mine) {
        const bool both = !touch.part.isEmpty()
            && std::any_of(theirs.begin(), theirs.end(),
                [&](const Touch &other) { return other.part == touch.part; });
        if (both)
            return touch.part;
    }
    return {};
}

SharedTouch together(
    const QString &object, const std::vector<Touch> &mine, const std::vector<Touch> &theirs)
{
    using Verdict = SharedTouch::Verdict;
    SharedTouch shared {object, textsOf(mine), textsOf(theirs), Verdict::Apart, {}};
    shared.part = samePart(mine, theirs);
    if (has(mine, Kind::Unseen) || has(theirs, Kind::Unseen))
        shared.verdict = Verdict::Unseen;
    else if (mine.empty() || theirs.empty())
        shared.verdict = Verdict::One;
    else if (has(mine, Kind::Whole) || has(theirs, Kind::Whole))
        shared.verdict = Verdict::Whole;
    else if (!shared.part.isEmpty())
        shared.verdict = Verdict::SamePart;
    else if (has(mine, Kind::Rows) || has(theirs, Kind::Rows))
        shared.verdict = Verdict::Rows;
    return shared;
}

} // namespace

Result<std::vector<Touch>> readTouches(const QString &sql)
{
    Reader reader;
    return visitStatements(sql, [&](const PgQuery__Node &statement) {
        reader.visit(statement);
    }).map([&] { return reader.found; });
}

std::vector<SharedTouch> sharedTouches(
    const std::vector<Touch> &mine, const std::vector<Touch> &theirs)
{
    QStringList objects;
    for (const std::vector<Touch> *touches : {&mine, &theirs}) {
        for (const Touch &touch : *touches)
            objects.append(touch.object);
    }
    objects.removeDuplicates();
    std::vector<SharedTouch> shared;
    for (const QString &object : objects)
        shared.push_back(together(object, ofObject(mine, object), ofObject(theirs, object)));
    std::stable_partition(shared.begin(), shared.end(),
        [](const SharedTouch &touch) { return !touch.mine.isEmpty() && !touch.theirs.isEmpty(); });
    return shared;
}

} // namespace migrations
