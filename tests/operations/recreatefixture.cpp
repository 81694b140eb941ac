// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/operations/recreatefixture.h"

#include "migrations/lifecycle/insidefacts.h"

using namespace Qt::StringLiterals;
using namespace migrations;

namespace tests {

namespace {

QString asOwner(const QString &url)
{
    static const bool made = [] {
        runSql(TestServer::shared().server().url(u"postgres"_s),
            {u"CREATE ROLE app_owner LOGIN CREATEDB"_s, u"CREATE ROLE app_ro LOGIN"_s});
        return true;
    }();
    Q_UNUSED(made)
    return QString(url).replace(u"//postgres@"_s, u"//app_owner@"_s);
}

template <typename T>
T valueOf(Result<T> result)
{
    if (!result)
        qFatal("%s\n%s", qPrintable(result.error().message), qPrintable(result.error().detail));
    return std::move(*result);
}

} // namespace

RecreateFixture::RecreateFixture()
    : superuserUrl(TestServer::shared().freshDatabase())
    , url(asOwner(superuserUrl))
    , name(parsed(url).databaseName())
    , project(url)
{
    project.writeChain(3);
    run({u"ALTER DATABASE %1 OWNER TO app_owner"_s, u"REVOKE ALL ON DATABASE %1 FROM PUBLIC"_s,
        u"GRANT CONNECT ON DATABASE %1 TO app_ro"_s, u"ALTER DATABASE %1 SET work_mem TO '9MB'"_s,
        u"COMMENT ON DATABASE %1 IS 'The shop'"_s, u"GRANT ALL ON SCHEMA public TO app_owner"_s,
        u"SET ROLE app_owner; CREATE EXTENSION hstore"_s,
        u"SET ROLE app_owner; CREATE SCHEMA extra; COMMENT ON SCHEMA extra IS 'mine'"_s});
    NoProgress quiet;
    const ProjectState before = state();
    Journal written = journal();
    const OperationReport upgraded = runOperation(before,
        {.kind = OperationKind::Upgrade,
            .targets = {u"head"_s},
            .plan = valueOf(planOperation(before, OperationKind::Upgrade, {u"head"_s})),
            .identity = before.database->identity},
        written, std::nullopt, quiet);
    if (upgraded.outcome != Outcome::Done)
        qFatal("%s", qPrintable(upgraded.sentence));
    run({u"INSERT INTO t0001 SELECT generate_series(1, 500)"_s});
}

void RecreateFixture::run(const QStringList &statements) const
{
    for (const QString &statement : statements) {
        const QString text = statement.contains(u"%1"_s) ? statement.arg(name) : statement;
        runSql(superuserUrl, text.split(u"; "_s));
    }
}

ProjectState RecreateFixture::state() const
{
    NoProgress quiet;
    return withDatabase(
        valueOf(readProjectState(project.folder(), {.trustNow = true}, quiet)), quiet);
}

RecreatePlan RecreateFixture::plan() const
{
    NoProgress quiet;
    return valueOf(planRecreate(state(), quiet));
}

Journal RecreateFixture::journal() const
{
    return valueOf(Journal::open());
}

LifecycleReport RecreateFixture::recreate(Progress &progress) const
{
    Journal written = journal();
    return recreateDatabase(state(), plan(), written, progress);
}

QStringList RecreateFixture::whole(const QString &database) const
{
    NoProgress quiet;
    const QString which = database.isEmpty() ? name : database;
    PostgreSql beside = connectTo(TestServer::shared().server().url(u"postgres"_s));
    const auto facts = valueOf(readDatabaseFacts(beside, which, quiet));
    if (!facts)
        return {u"gone"_s};
    const QString there = TestServer::shared().server().url(which);
    return QStringList {u"oid "_s + facts->database.oid} + factLines(*facts)
        + valueOf(insideLines(parsed(there), which, quiet))
        + firstColumn(runSql(there,
            {u"SELECT count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM t0001 AS t "
             "UNION ALL SELECT version_num FROM alembic_version"_s}));
}

QString RecreateFixture::oid() const
{
    return firstColumn(runSql(TestServer::shared().server().url(u"postgres"_s),
                           {u"SELECT oid FROM pg_database WHERE datname = '%1'"_s.arg(name)}))
        .value(0);
}

QStringList RecreateFixture::databases() const
{
    return firstColumn(runSql(TestServer::shared().server().url(u"postgres"_s),
        {u"SELECT datname FROM pg_database WHERE datname = '%1' OR starts_with(datname, '%1__') "
         "ORDER BY 1"_s.arg(name)}));
}

} // namespace tests
