// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/orderproof.h"

#include "migrations/lifecycle/schemaobjects.h"
#include "migrations/lifecycle/scratch.h"
#include "migrations/operations/operation.h"

#include <QFile>
#include <QTemporaryDir>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

using Schema = std::vector<SchemaObject>;

tl::unexpected<Error> noProof(const QString &why)
{
    return failure(ErrorKind::Refused,
        u"The two orders cannot be tried on scratch databases: %1."_s.arg(why), {}, u"no_proof"_s);
}

// The same URL with another database; empty when its text has no place for one.
QString withDatabaseName(const QString &text, const DatabaseUrl &url, const QString &name)
{
    const qsizetype query = text.contains(u'?') ? text.indexOf(u'?') : text.size();
    const qsizetype begin = text.indexOf("://"_L1) + 3;
    const qsizetype user = text.left(query).indexOf(u'@', begin);
    const qsizetype slash = text.indexOf(u'/', user < 0 ? begin : user);
    const qsizetype end = slash < 0 || slash > query ? query : slash;
    const QString other = text.left(end) + u'/' + name + text.mid(query);
    Result<DatabaseUrl> read = DatabaseUrl::fromText(other);
    if (!read || read->keywords.value(u"dbname"_s) != name)
        return {};
    DatabaseUrl wanted = url;
    wanted.keywords.insert(u"dbname"_s, name);
    return read->keywords == wanted.keywords ? other : QString();
}

// A database to try things in, and the project's state with its URL instead. Gone with this object.
class Scratch
{
public:
    static Result<Scratch> make(const ProjectState &state, Progress &progress);
    const ProjectState &state() const { return m_state; }
    Result<> upgrade(const QString &target, Progress &progress);

private:
    Result<> useUrl(const QString &text);
    Result<> makeFile();
    Result<> makeDatabase(Progress &progress);

    ProjectState m_state;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<ScratchDatabase> m_database;
};

Result<> Scratch::useUrl(const QString &text)
{
    Result<DatabaseUrl> url = DatabaseUrl::fromText(text);
    if (!url)
        return tl::unexpected(url.error());
    const QString name = m_state.environment()->name;
    for (Environment &environment : m_state.project.environments) {
        if (environment.name != name)
            continue;
        environment.url = *url;
        environment.urlText = text;
        environment.overridesIni = true;
        environment.variables.insert(u"DATABASE_URL"_s, text);
    }
    return {};
}

Result<> Scratch::makeFile()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString path = m_folder->filePath(u"scratch.db"_s);
    QFile file(path);
    if (!m_folder->isValid() || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return noProof(file.errorString());
    const QString scheme = m_state.environment()->urlText.section(u"://"_s, 0, 0);
    return useUrl(scheme + u":///"_s + path);
}

Result<> Scratch::makeDatabase(Progress &progress)
{
    const Environment &environment = *m_state.environment();
    Result<ScratchDatabase> made =
        ScratchDatabase::create(*environment.url, m_state.dataFolder, progress);
    if (!made)
        return tl::unexpected(made.error());
    m_database.emplace(std::move(*made));
    const QString text =
        withDatabaseName(environment.urlText, *environment.url, m_database->name());
    return text.isEmpty() ? noProof(u"DATABASE_URL has no place for another database's name"_s)
                          : useUrl(text);
}

Result<Scratch> Scratch::make(const ProjectState &state, Progress &progress)
{
    if (!state.environment() || !state.environment()->url)
        return noProof(u"there is no DATABASE_URL"_s);
    Scratch scratch;
    scratch.m_state = state;
    const bool isFile = state.environment()->url->dialect == Dialect::Sqlite;
    const Result<> made = isFile ? scratch.makeFile() : scratch.makeDatabase(progress);
    if (!made)
        return tl::unexpected(made.error());
    return scratch;
}

// As runOperation, without lock and journal: nobody else knows of this database.
Result<> Scratch::upgrade(const QString &target, Progress &progress)
{
    m_state = withDatabase(std::move(m_state), progress);
    if (!m_state.database)
        return tl::unexpected(m_state.databaseError.value_or(Error {}));
    const Result<Plan> plan = m_state.graph.planUpgrade(target, m_state.database->rows);
    if (!plan)
        return tl::unexpected(plan.error());
    if (plan->steps.empty())
        return {};
    return startAlembic(m_state, progress).and_then([&](Alembic alembic) {
        const RunRequest request {.direction = Direction::Up,
            .targets = {target},
            .expected = {m_state.database->identity, *plan},
            .runId = QUuid::createUuid().toString(QUuid::WithoutBraces),
            .around = {},
            .elsewhere = {}};
        return alembic.run(request, progress).map([](const RunAnswer &) {});
    });
}

Error inOrder(Error error, const QStringList &targets)
{
    if (error.kind == ErrorKind::Alembic)
        error.message = u"The scripts do not run in the order %1: %2"_s.arg(
            targets.join(u", "_s), error.message);
    return error;
}

void tell(Progress &progress, const QStringList &targets)
{
    progress.report({.kind = Event::Kind::Phase,
        .text = u"Trying the order %1 in a scratch database"_s.arg(targets.join(u", "_s))});
}

} // namespace

Result<Schema> scratchSchema(
    const ProjectState &state, const QStringList &targets, Progress &progress)
{
    tell(progress, targets);
    Result<Scratch> scratch = Scratch::make(state, progress);
    if (!scratch)
        return tl::unexpected(scratch.error());
    for (const QString &target : targets) {
        if (Result<> ran = scratch->upgrade(target, progress); !ran)
            return tl::unexpected(inOrder(ran.error(), targets));
    }
    return readSchema({.url = *scratch->state().environment()->url,
                          .database = {},
                          .baseFolder = state.project.root,
                          .versionTable = state.memory.versionTable.name},
        progress);
}

Result<OrderProof> proveOrder(
    const ProjectState &state, const QString &mine, const QString &onto, Progress &progress)
{
    const Result<Schema> after = scratchSchema(state, {onto, mine}, progress);
    if (!after)
        return tl::unexpected(after.error());
    const Result<Schema> before = scratchSchema(state, {mine, onto}, progress);
    if (!before)
        return tl::unexpected(before.error());
    return OrderProof {.objects = int(after->size()),
        .differences =
            schemaDifferences(*after, u"%1 last"_s.arg(mine), *before, u"%1 last"_s.arg(onto))};
}

} // namespace migrations
