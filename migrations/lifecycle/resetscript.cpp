// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/resetscript.h"

#include "migrations/database/sqltext.h"

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

SqlAction execute(const QString &sql)
{
    return {.kind = SqlAction::Kind::Execute, .sql = sql};
}

QString resetQuery(const QString &name, const ResetScope &scope)
{
    return withLiterals(sqlText(name), resetLiterals(scope));
}

// All at once and before anything goes: whoever holds one of them is found out first, and nobody
// can hang something new on them meanwhile.
std::vector<SqlAction> locks(const ResetPlan &plan)
{
    QStringList tables;
    for (const ResetObject &object : plan.objects) {
        if (object.mayLock)
            tables.append(object.identity);
    }
    std::vector<SqlAction> actions;
    constexpr qsizetype batch = 500;
    for (qsizetype from = 0; from < tables.size(); from += batch)
        actions.push_back(execute(u"LOCK TABLE "_s + tables.mid(from, batch).join(u", "_s)
            + u" IN ACCESS EXCLUSIVE MODE"_s));
    return actions;
}

std::vector<SqlAction> checksBefore(const ResetPlan &plan)
{
    QStringList listed;
    for (const ResetObject &object : plan.objects)
        listed.append(object.type + u' ' + object.identity);
    const QString changed =
        u"The database has changed since the plan was made. Nothing was dropped. Look at the new "
        "plan and confirm it."_s;
    return {
        {.kind = SqlAction::Kind::Equals,
            .sql = u"SELECT l.type || ' ' || l.identity FROM (%1) AS l"_s.arg(
                resetQuery(u"resetlist"_s, plan.scope)),
            .refusal = changed,
            .expected = listed},
        {.kind = SqlAction::Kind::Empty,
            .sql =
                u"SELECT l.type || ' ' || l.identity || ' depends on ' || l.because_of FROM (%1) "
                "AS l"_s.arg(resetQuery(u"resetdependents"_s, plan.scope)),
            .refusal = changed},
        {.kind = SqlAction::Kind::Remember,
            .sql = resetQuery(u"resetoutside"_s, plan.scope),
            .name = u"outside"_s},
    };
}

std::vector<SqlAction> checksAfter(const ResetPlan &plan)
{
    return {
        {.kind = SqlAction::Kind::Empty,
            .sql = resetQuery(u"resetleft"_s, plan.scope),
            .refusal =
                u"The drops would have left something behind, so nothing was committed. Report "
                "this, with the objects named here."_s},
        {.kind = SqlAction::Kind::Unchanged,
            .sql = resetQuery(u"resetoutside"_s, plan.scope),
            .name = u"outside"_s,
            .refusal =
                u"The drops would have changed something outside the schemas, so nothing was "
                "committed. Report this, with the facts named here."_s},
    };
}

void append(std::vector<SqlAction> &to, const std::vector<SqlAction> &more)
{
    to.insert(to.end(), more.begin(), more.end());
}

} // namespace

QStringList resetLiterals(const ResetScope &scope)
{
    return {quoteArrayLiteral(scope.schemas), quoteLiteral(scope.versionTable.schema),
        quoteLiteral(scope.versionTable.name)};
}

ResetScript resetScript(const ResetPlan &plan)
{
    ResetScript script;
    script.drops = {
        execute(u"SET LOCAL lock_timeout = '5s'"_s),
        // Alembic's migrations need the path that env.py may have set.
        execute(u"SELECT pg_catalog.set_config('spiritsafe.search_path', "
                "pg_catalog.current_setting('search_path'), true)"_s),
        execute(u"SET LOCAL search_path = pg_catalog"_s),
    };
    append(script.drops, locks(plan));
    append(script.drops, checksBefore(plan));
    for (const ResetObject &object : plan.objects)
        script.drops.push_back(execute(object.dropSql));
    append(script.drops, checksAfter(plan));
    script.drops.push_back(
        execute(u"SELECT pg_catalog.set_config('search_path', "
                "pg_catalog.current_setting('spiritsafe.search_path'), true)"_s));
    for (const auto *replays : {&plan.grants, &plan.publications}) {
        for (const ResetReplay &replay : *replays)
            script.replays.push_back({.kind = SqlAction::Kind::Try, .sql = replay.statement});
    }
    return script;
}

} // namespace migrations
