// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/scratch.h"

#include "migrations/base/ownprocess.h"
#include "migrations/lifecycle/databasefacts.h"
#include "migrations/project/jsonfile.h"
#include "migrations/project/memory.h"

#include <QCoreApplication>
#include <QDir>
#include <QUuid>

#include <optional>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString recordFolder(const QString &folder)
{
    return (folder.isEmpty() ? dataFolder() : folder) + u"/scratch"_s;
}

QString recordFile(const QString &folder, const QString &name)
{
    return recordFolder(folder) + u'/' + name + u".json"_s;
}

Result<> write(const QString &folder, const ScratchRecord &record)
{
    return jsonfile::write(recordFile(folder, record.name),
        {{u"name"_s, record.name}, {u"oid"_s, record.oid}, {u"server"_s, record.server},
            {u"place"_s, record.place}, {u"made"_s, record.made.toString(Qt::ISODate)},
            {u"process"_s, record.processId}, {u"process_start"_s, record.processStart}});
}

ScratchRecord recordIn(const QJsonObject &object)
{
    return {.name = object.value(u"name"_s).toString(),
        .oid = object.value(u"oid"_s).toString(),
        .server = object.value(u"server"_s).toString(),
        .place = object.value(u"place"_s).toString(),
        .made = QDateTime::fromString(object.value(u"made"_s).toString(), Qt::ISODate),
        .processId = object.value(u"process"_s).toInteger(),
        .processStart = object.value(u"process_start"_s).toString()};
}

// By name and oid together: a name alone could be somebody's own database by now. A record without
// an oid was written before the database was made; its name is random, and ours.
Result<> dropExactly(PostgreSql &connection, const ScratchRecord &record)
{
    NoProgress quiet;
    const Result<QueryRows> there = connection.query(
        u"SELECT oid::text AS oid FROM pg_catalog.pg_database WHERE datname = $1"_s, {record.name},
        quiet);
    if (!there)
        return tl::unexpected(there.error());
    if (there->rows.empty() || (!record.oid.isEmpty() && there->text(0, u"oid"_s) != record.oid))
        return {};
    return connection
        .query(
            u"DROP DATABASE %1 WITH (FORCE)"_s.arg(connection.quoteIdentifier(record.name)), quiet)
        .map([](const QueryRows &) {});
}

Error makingError(Error error)
{
    if (error.code != "42501"_L1)
        return error;
    return {ErrorKind::Refused,
        u"This role may not make databases (CREATEDB), and a scratch database is needed to restore "
        "into. Ask for the right, or use another role."_s,
        error.detail, u"no_createdb"_s};
}

// Empty, and otherwise like the connection's own; of the default tablespace, since nobody wants it
// for long.
Result<NamedDatabase> makeLike(PostgreSql &connection, const QString &name, Progress &progress)
{
    const auto facts = readDatabaseFacts(connection, connection.databaseName(), progress);
    const Result<QueryRows> user =
        connection.query(u"SELECT current_user AS user_name"_s, progress);
    if (!facts || !user)
        return tl::unexpected(facts ? user.error() : facts.error());
    DatabaseFacts wanted = facts->value_or(DatabaseFacts());
    wanted.owner = user->text(0, u"user_name"_s);
    wanted.tablespace = u"pg_default"_s;
    const Result<QueryRows> made =
        connection.query(createDatabaseSql(connection, wanted, name), progress);
    if (!made)
        return tl::unexpected(makingError(made.error()));
    return findDatabase(connection, name, progress)
        .map([&](const std::optional<NamedDatabase> &found) {
            return found.value_or(NamedDatabase {name, {}});
        });
}

} // namespace

struct ScratchDatabase::Private
{
    ScratchRecord record;
    QString folder;
    std::optional<PostgreSql> connection;
};

ScratchDatabase::ScratchDatabase(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}
ScratchDatabase::ScratchDatabase(ScratchDatabase &&) noexcept = default;
ScratchDatabase &ScratchDatabase::operator=(ScratchDatabase &&) noexcept = default;

ScratchDatabase::~ScratchDatabase()
{
    if (d && d->connection)
        std::ignore = drop();
}

QString ScratchDatabase::name() const
{
    return d->record.name;
}

QString ScratchDatabase::oid() const
{
    return d->record.oid;
}

Result<ScratchDatabase> ScratchDatabase::create(
    const DatabaseUrl &url, const QString &folder, Progress &progress)
{
    Result<PostgreSql> connection = PostgreSql::connect(url, {}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    const Result<DatabaseIdentity> identity = readIdentity(*connection, progress);
    if (!identity)
        return tl::unexpected(identity.error());
    auto d = std::make_unique<Private>();
    d->folder = folder;
    const qint64 self = QCoreApplication::applicationPid();
    d->record = {
        .name = u"spiritsafe_scratch_"_s + QUuid::createUuid().toString(QUuid::Id128).left(16),
        .server = identity->server,
        .place = connection->place(),
        .made = QDateTime::currentDateTimeUtc(),
        .processId = self,
        .processStart = processStart(self)};
    if (const Result<> recorded = write(folder, d->record); !recorded)
        return tl::unexpected(recorded.error());
    d->connection.emplace(std::move(*connection));
    // From here on its destructor looks whether there is something to drop.
    ScratchDatabase scratch(std::move(d));
    const Result<NamedDatabase> made = makeLike(*scratch.d->connection, scratch.name(), progress);
    if (!made)
        return tl::unexpected(made.error());
    scratch.d->record.oid = made->oid;
    const Result<> ready = write(folder, scratch.d->record).and_then([&] {
        return openDatabase(*scratch.d->connection, *made);
    });
    if (!ready)
        return tl::unexpected(ready.error());
    return scratch;
}

Result<> ScratchDatabase::drop()
{
    Result<> dropped = dropExactly(*d->connection, d->record);
    if (dropped)
        QFile::remove(recordFile(d->folder, d->record.name));
    d->connection.reset();
    return dropped;
}

std::vector<ScratchRecord> scratchLeftovers(const QString &folder)
{
    std::vector<ScratchRecord> left;
    const QDir records(recordFolder(folder));
    for (const QString &file : records.entryList({u"*.json"_s}, QDir::Files)) {
        const ScratchRecord record = recordIn(jsonfile::read(records.filePath(file)));
        if (!record.name.isEmpty() && processStart(record.processId) != record.processStart)
            left.push_back(record);
    }
    return left;
}

Result<> dropScratchLeftover(
    const DatabaseUrl &url, const ScratchRecord &record, const QString &folder, Progress &progress)
{
    Result<PostgreSql> connection = PostgreSql::connect(url, {}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    const Result<DatabaseIdentity> identity = readIdentity(*connection, progress);
    if (!identity)
        return tl::unexpected(identity.error());
    if (identity->server != record.server)
        return failure(ErrorKind::Refused,
            u"The scratch database %1 is on another server (%2). Nothing was dropped."_s.arg(
                record.name, record.place),
            {}, u"other_server"_s);
    return dropExactly(*connection, record).map([&] {
        QFile::remove(recordFile(folder, record.name));
    });
}

} // namespace migrations
