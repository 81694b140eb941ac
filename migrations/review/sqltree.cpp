// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/review/sqltree.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

struct ParseEnd
{
    void operator()(PgQueryProtobufParseResult *result) const
    {
        pg_query_free_protobuf_parse_result(*result);
        delete result;
    }
};
using Parse = std::unique_ptr<PgQueryProtobufParseResult, ParseEnd>;

struct TreeEnd
{
    void operator()(PgQuery__ParseResult *tree) const
    {
        pg_query__parse_result__free_unpacked(tree, nullptr);
    }
};
using Tree = std::unique_ptr<PgQuery__ParseResult, TreeEnd>;

} // namespace

QString treeText(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

QStringList treeName(const PgQuery__Node &object)
{
    QStringList parts;
    if (object.node_case == PG_QUERY__NODE__NODE_STRING)
        return {treeText(object.string->sval)};
    if (object.node_case != PG_QUERY__NODE__NODE_LIST)
        return parts;
    for (std::size_t i = 0; i < object.list->n_items; ++i) {
        if (object.list->items[i]->node_case == PG_QUERY__NODE__NODE_STRING)
            parts.append(treeText(object.list->items[i]->string->sval));
    }
    return parts;
}

Result<> visitStatements(
    const QString &sql, const std::function<void(const PgQuery__Node &statement)> &visit)
{
    const Parse parse(
        new PgQueryProtobufParseResult(pg_query_parse_protobuf(sql.toUtf8().constData())));
    if (parse->error != nullptr)
        return failure(ErrorKind::Project,
            u"The SQL of a step is not PostgreSQL's, so what it does is not known."_s,
            treeText(parse->error->message), u"sql"_s);
    const Tree tree(pg_query__parse_result__unpack(
        nullptr, parse->parse_tree.len, reinterpret_cast<const uint8_t *>(parse->parse_tree.data)));
    if (!tree)
        return failure(ErrorKind::Project, u"The SQL of a step could not be read."_s, {}, u"sql"_s);
    for (std::size_t i = 0; i < tree->n_stmts; ++i) {
        if (tree->stmts[i]->stmt != nullptr)
            visit(*tree->stmts[i]->stmt);
    }
    return {};
}

} // namespace migrations
