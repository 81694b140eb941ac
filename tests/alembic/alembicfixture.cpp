// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/alembic/alembicfixture.h"

#include "tests/support/testserver.h"

using namespace Qt::StringLiterals;
using namespace migrations;

namespace tests {

void Recorder::report(const Event &event)
{
    events.push_back(event);
    if (seen)
        seen(event);
}

std::vector<Event> Recorder::of(Event::Kind kind) const
{
    std::vector<Event> result;
    for (const Event &event : events) {
        if (event.kind == kind)
            result.push_back(event);
    }
    return result;
}

QStringList Recorder::texts(Event::Kind kind) const
{
    QStringList result;
    for (const Event &event : of(kind))
        result.append(event.text);
    return result;
}

QString testPython()
{
    return qEnvironmentVariable("SPIRITSAFE_TEST_PYTHON", u"/usr/bin/python3"_s);
}

QByteArray asyncEnvPy()
{
    return R"py(import asyncio, os
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine
def work(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
async def main():
    engine = create_async_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(work)
asyncio.run(main())
)py";
}

Alembic alembicOf(const AlembicProject &project, const QString &url)
{
    Project opened;
    opened.root = project.folder();
    opened.config.file = project.folder() + u"/alembic.ini"_s;
    Environment environment;
    environment.variables = {{u"DATABASE_URL"_s, url}};
    auto alembic = Alembic::start(opened, environment, testPython());
    if (!alembic)
        qFatal("%s", qPrintable(alembic.error().message));
    return std::move(*alembic);
}

Plan plan(Direction direction, const QStringList &rowsBefore,
    const std::vector<std::pair<QString, QString>> &steps)
{
    Plan result {.rowsBefore = rowsBefore};
    for (const auto &[revision, row] : steps)
        result.steps.push_back({.direction = direction,
            .revision = revision,
            .rowsAfter = row.isEmpty() ? QStringList() : QStringList {row}});
    return result;
}

Plan chainPlan(int count)
{
    std::vector<std::pair<QString, QString>> steps;
    for (int i = 1; i <= count; ++i) {
        const QString id = u"%1"_s.arg(i, 4, 10, QChar(u'0'));
        steps.emplace_back(id, id);
    }
    return plan(Direction::Up, {}, steps);
}

RunRequest request(Alembic &alembic, const Plan &plan, const QStringList &targets)
{
    NoProgress progress;
    const auto context = alembic.context(progress);
    if (!context)
        qFatal("%s\n%s", qPrintable(context.error().message), qPrintable(context.error().detail));
    return {.direction = plan.steps.empty() ? Direction::Up : plan.steps.front().direction,
        .targets = targets,
        .expected = {context->identity, plan},
        .runId = u"test"_s};
}

QStringList versionRows(const QString &url)
{
    const auto exists =
        runSql(url, {u"SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL"_s});
    if (exists.rows.empty())
        return {u"no table"_s};
    return firstColumn(runSql(url, {u"SELECT version_num FROM alembic_version ORDER BY 1"_s}));
}

QStringList tables(const QString &url)
{
    return firstColumn(runSql(url,
        {u"SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
         "AND tablename <> 'alembic_version' ORDER BY 1"_s}));
}

} // namespace tests
