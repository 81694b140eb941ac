// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/alembicjson.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString directionName(Direction direction)
{
    switch (direction) {
    case Direction::Up:
        return u"up"_s;
    case Direction::Down:
        return u"down"_s;
    case Direction::Stamp:
        return u"stamp"_s;
    }
    return {};
}

Direction directionFromName(const QString &name)
{
    if (name == "down"_L1)
        return Direction::Down;
    return name == "stamp"_L1 ? Direction::Stamp : Direction::Up;
}

QString dialectName(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? u"sqlite"_s : u"postgresql"_s;
}

QJsonArray array(const QStringList &texts)
{
    return QJsonArray::fromStringList(texts);
}

QStringList texts(const QJsonValue &value)
{
    QStringList result;
    const QJsonArray items = value.toArray();
    for (const QJsonValue &item : items)
        result.append(item.toString());
    return result;
}

QJsonObject toJson(const Step &step)
{
    return {{u"direction"_s, directionName(step.direction)}, {u"revision"_s, step.revision},
        {u"stamp_from"_s, array(step.stampFrom)}, {u"stamp_to"_s, array(step.stampTo)},
        {u"rows_after"_s, array(step.rowsAfter)}};
}

QString kindName(SqlAction::Kind kind)
{
    switch (kind) {
    case SqlAction::Kind::Execute:
        return u"execute"_s;
    case SqlAction::Kind::Try:
        return u"try"_s;
    case SqlAction::Kind::Empty:
        return u"empty"_s;
    case SqlAction::Kind::Equals:
        return u"equals"_s;
    case SqlAction::Kind::Remember:
        return u"remember"_s;
    case SqlAction::Kind::Unchanged:
        return u"unchanged"_s;
    }
    return {};
}

QJsonArray toJson(const std::vector<SqlAction> &actions)
{
    QJsonArray list;
    for (const SqlAction &action : actions) {
        QJsonObject item {{u"kind"_s, kindName(action.kind)}, {u"sql"_s, action.sql}};
        if (!action.name.isEmpty())
            item.insert(u"name"_s, action.name);
        if (!action.refusal.isEmpty())
            item.insert(u"refusal"_s, action.refusal);
        if (action.kind == SqlAction::Kind::Equals)
            item.insert(u"expected"_s, array(action.expected));
        list.append(item);
    }
    return list;
}

Step stepFromJson(const QJsonObject &step)
{
    return {.direction = directionFromName(step[u"direction"].toString()),
        .revision = step[u"revision"].toString(),
        .stampFrom = texts(step[u"stamp_from"]),
        .stampTo = texts(step[u"stamp_to"]),
        .rowsAfter = texts(step[u"rows_after"])};
}

RevisionFile fileFromJson(const QJsonObject &script)
{
    RevisionFile file;
    file.path = script[u"path"].toString();
    file.id = script[u"id"].toString();
    file.down = texts(script[u"down"]);
    file.branchLabels = texts(script[u"branch_labels"]);
    file.dependsOn = texts(script[u"depends_on"]);
    file.message = script[u"message"].toString();
    return file;
}

RevisionFile brokenFromJson(const QJsonObject &script)
{
    RevisionFile file;
    file.path = script[u"path"].toString();
    file.problems.push_back({.message = script[u"problem"].toString(),
        .file = file.path,
        .code = u"import"_s,
        .fatal = true});
    return file;
}

} // namespace

QJsonObject identityJson(const DatabaseIdentity &identity)
{
    return {{u"dialect"_s, dialectName(identity.dialect)}, {u"server"_s, identity.server},
        {u"database"_s, identity.database}};
}

QJsonObject toJson(const RunRequest &request)
{
    QJsonArray steps;
    for (const Step &step : request.expected.plan.steps)
        steps.append(toJson(step));
    const QJsonObject expected {{u"identity"_s, identityJson(request.expected.identity)},
        {u"rows_before"_s, array(request.expected.plan.rowsBefore)}, {u"steps"_s, steps}};
    QJsonObject json {{u"direction"_s, directionName(request.direction)},
        {u"targets"_s, array(request.targets)}, {u"purge"_s, request.purge},
        {u"expected"_s, expected}, {u"lock_timeout_ms"_s, request.lockTimeoutMs},
        {u"run_id"_s, request.runId}};
    if (request.rows)
        json.insert(u"rows"_s, array(*request.rows));
    if (request.around)
        json.insert(u"around"_s,
            QJsonObject {{u"before"_s, toJson(request.around->before)},
                {u"after"_s, toJson(request.around->after)}});
    if (request.elsewhere)
        json.insert(u"sqlite_elsewhere"_s,
            QJsonObject {{u"device"_s, request.elsewhere->file.server},
                {u"inode"_s, request.elsewhere->file.database},
                {u"path"_s, request.elsewhere->path}});
    return json;
}

RunContext contextFromJson(const QJsonObject &context)
{
    const QJsonObject identity = context[u"identity"].toObject();
    const bool sqlite = identity[u"dialect"].toString() == "sqlite"_L1;
    return {.identity = {.dialect = sqlite ? Dialect::Sqlite : Dialect::PostgreSql,
                .server = identity[u"server"].toString(),
                .database = identity[u"database"].toString()},
        .versionTable = {.name = context[u"version_table"].toString(),
            .schema = context[u"version_schema"].toString()},
        .backendPid = context[u"pid"].toInt(),
        .transactionPerMigration = context[u"transaction_per_migration"].toBool(),
        .transactionalDdl = context[u"transactional_ddl"].toBool(),
        .dialect = context[u"dialect"].toString(),
        .driver = context[u"driver"].toString(),
        .notOneTransaction = context[u"not_one_transaction"].toString()};
}

RunAnswer runAnswerFromJson(const QJsonObject &answer)
{
    RunAnswer result {.context = contextFromJson(answer[u"context"].toObject())};
    const QJsonArray steps = answer[u"steps"].toArray();
    for (const QJsonValue &step : steps) {
        result.steps.push_back(stepFromJson(step.toObject()));
        result.elapsedMs.append(step.toObject()[u"ms"].toInteger(-1));
    }
    result.around = {answer[u"tried"].toInt(), texts(answer[u"failed"])};
    return result;
}

std::vector<RevisionFile> revisionsFromJson(const QJsonObject &answer)
{
    std::vector<RevisionFile> files;
    const QJsonArray scripts = answer[u"revisions"].toArray();
    for (const QJsonValue &script : scripts)
        files.push_back(fileFromJson(script.toObject()));
    const QJsonArray broken = answer[u"broken"].toArray();
    for (const QJsonValue &script : broken)
        files.push_back(brokenFromJson(script.toObject()));
    return files;
}

} // namespace migrations
