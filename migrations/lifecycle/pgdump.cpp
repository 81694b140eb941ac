// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/pgdump.h"

#include "migrations/lifecycle/pgaccess.h"
#include "migrations/lifecycle/toolprocess.h"

#include <QDeadlineTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QThread>
#include <QUuid>

#include <atomic>
#include <future>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int backendGoneMs = 10'000;

// The progress of the counting thread: stopped when the dump failed, was cancelled, or both.
class Flag final : public Progress
{
public:
    void report(const Event &) override { }
    bool cancelled() override { return m_set; }
    void set() { m_set = true; }

private:
    std::atomic<bool> m_set = false;
};

// Cancelled by the person, or because the counting beside it failed.
class Either final : public Progress
{
public:
    Either(Progress &person, Flag &other)
        : m_person(person)
        , m_other(other)
    {
    }
    void report(const Event &event) override { m_person.report(event); }
    bool cancelled() override { return m_person.cancelled() || m_other.cancelled(); }

private:
    Progress &m_person;
    Flag &m_other;
};

class Dump
{
public:
    Dump(const BackupRequest &request, Progress &progress)
        : m_request(request)
        , m_progress(progress)
        , m_application(
              u"spiritsafe backup "_s + QUuid::createUuid().toString(QUuid::Id128).left(8))
    {
        m_backup.started = QDateTime::currentDateTimeUtc();
        m_backup.environment = request.environment;
        m_backup.reason = request.reason;
        m_backup.content.seed = QRandomGenerator::system()->bounded(1, 1'000'000'000);
    }
    Result<Backup> make();

private:
    Result<> connect();
    Result<> checkBefore();
    Result<DatabaseReading> look();
    Result<> openSnapshot();
    Result<Backup> writeFile(const PrivateFolder &folder);
    Result<> dumpAndCount(const PrivateFile &file);
    Result<> runDump(const PrivateFile &file, Progress &progress);
    Result<DatabaseContent> count(Progress &progress) const;
    void reportTable(const QString &line);
    void awaitBackendGone();
    void phase(const QString &text)
    {
        m_progress.report({.kind = Event::Kind::Phase, .text = text});
    }

    const BackupRequest &m_request;
    Progress &m_progress;
    const QString m_application;
    std::optional<PostgreSql> m_connection;
    PgTools m_tools;
    DumpFacts m_facts;
    QString m_snapshot;
    Backup m_backup;
    int m_table = 0;
};

Result<Backup> Dump::make()
{
    return connect()
        .and_then([&] { return checkBefore(); })
        .and_then([&] { return openSnapshot(); })
        .and_then([&] {
            return PrivateFolder::open(m_request.folder.isEmpty()
                    ? backupFolder(m_backup.identity, m_request.dataFolder)
                    : m_request.folder);
        })
        .and_then([&](const PrivateFolder &folder) { return writeFile(folder); });
}

Result<> Dump::connect()
{
    phase(u"Connecting"_s);
    ConnectOptions options;
    options.readOnly = true;
    Result<PostgreSql> connection = PostgreSql::connect(m_request.url, options, m_progress);
    if (!connection)
        return tl::unexpected(connection.error());
    m_connection.emplace(std::move(*connection));
    const Result<DatabaseIdentity> identity = readIdentity(*m_connection, m_progress);
    if (!identity)
        return tl::unexpected(identity.error());
    m_backup.identity = *identity;
    m_backup.place = m_connection->place();
    if (!m_request.identity.known() || m_request.identity == *identity)
        return {};
    return failure(ErrorKind::Refused,
        u"DATABASE_URL now leads to another database than the one on screen. Nothing was backed "
        "up. Refresh (F5) and try again."_s,
        {}, u"other_database"_s);
}

Result<> Dump::checkBefore()
{
    phase(u"Checking what the backup needs"_s);
    const Result<PgTools> tools = findPgTools(m_connection->serverVersion(), m_progress);
    if (!tools)
        return tl::unexpected(tools.error());
    m_tools = *tools;
    m_backup.toolVersion = u"pg_dump "_s + tools->version;
    const Result<DumpFacts> facts = readDumpFacts(*m_connection, m_progress);
    if (!facts)
        return tl::unexpected(facts.error());
    m_facts = *facts;
    m_backup.databaseBytes = facts->databaseBytes;
    return checkDumpable(*facts);
}

// A version table that Alembic could not use is no reason not to make a backup.
Result<DatabaseReading> Dump::look()
{
    const Result<DatabaseReading> reading =
        readDatabaseWithin(*m_connection, m_request.versionTable, m_progress);
    if (reading || !m_connection->alive() || reading.error().kind == ErrorKind::Cancelled)
        return reading;
    return readDatabaseWithin(*m_connection, {.name = QString()}, m_progress);
}

// Held open until pg_dump and the counting have both ended. An exported snapshot is of this very
// database: a pg_dump that got somewhere else cannot take it.
Result<> Dump::openSnapshot()
{
    return m_connection
        ->query(u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"_s, m_progress)
        .and_then([&](const QueryRows &) { return look(); })
        .and_then([&](const DatabaseReading &reading) {
            m_backup.database = reading.databaseName;
            m_backup.serverVersion = reading.serverVersion;
            m_backup.versionTable = m_request.versionTable;
            m_backup.revisions = reading.rows;
            return m_connection->query(
                u"SELECT pg_catalog.pg_export_snapshot() AS snapshot"_s, m_progress);
        })
        .map([&](const QueryRows &rows) { m_snapshot = rows.text(0, u"snapshot"_s); });
}

Result<Backup> Dump::writeFile(const PrivateFolder &folder)
{
    Result<BackupPart> part = createPart(folder, m_backup);
    if (!part)
        return tl::unexpected(part.error());
    if (const Result<> dumped = dumpAndCount(part->file); !dumped)
        return tl::unexpected(dumped.error());
    phase(u"Reading the backup to its end"_s);
    if (const Result<> whole = readToTheEnd(m_tools, part->file.descriptor(), m_progress); !whole)
        return tl::unexpected(whole.error());
    phase(u"Writing the checksum"_s);
    return publishBackup(folder, std::move(*part), m_backup, m_progress);
}

// At the same time, since both read all there is: what one has read is then in the server's memory
// for the other.
Result<> Dump::dumpAndCount(const PrivateFile &file)
{
    Flag stop;
    std::future<Result<DatabaseContent>> counting =
        std::async(std::launch::async, [&]() -> Result<DatabaseContent> {
            Result<DatabaseContent> content = count(stop);
            if (!content)
                stop.set();
            return content;
        });
    Either either(m_progress, stop);
    const Result<> dumped = runDump(file, either);
    if (!dumped)
        stop.set();
    else
        phase(u"Counting the rows"_s);
    while (counting.wait_for(std::chrono::milliseconds(40)) != std::future_status::ready) {
        if (m_progress.cancelled())
            stop.set();
    }
    Result<DatabaseContent> content = counting.get();
    const bool countFailed = !content && content.error().kind != ErrorKind::Cancelled;
    if (!dumped && !countFailed)
        return dumped;
    if (!content)
        return tl::unexpected(content.error());
    m_backup.content = *content;
    return {};
}

Result<> Dump::runDump(const PrivateFile &file, Progress &progress)
{
    const Result<PgAccess> access =
        PgAccess::to(m_request.url, m_connection->databaseName(), m_application);
    if (!access)
        return tl::unexpected(access.error());
    ToolRun run {.program = m_tools.dump,
        .arguments = {u"--format=custom"_s, u"--verbose"_s, u"--no-password"_s,
            u"--lock-wait-timeout=%1"_s.arg(m_request.lockWaitMs), u"--snapshot="_s + m_snapshot},
        .environment = access->environment(),
        .output = file.descriptor(),
        .line = [this](const QString &line) { reportTable(line); }};
    run.redactor.addSecret(m_request.url.keywords.value(u"password"_s));
    const Result<ToolEnd> end = runTool(run, progress);
    if (end && end->exitCode == 0)
        return {};
    awaitBackendGone();
    return tl::unexpected(end ? dumpError(end->complaints) : end.error());
}

// pg_dump: dumping contents of table "public.orders"
void Dump::reportTable(const QString &line)
{
    static const QRegularExpression table(u"dumping contents of table \"(.+)\""_s);
    const QRegularExpressionMatch match = table.match(line);
    if (!match.hasMatch())
        return;
    m_progress.report({.kind = Event::Kind::Phase,
        .text = u"Backing up %1"_s.arg(match.captured(1)),
        .step = m_table,
        .steps = std::max(m_facts.tables, m_table + 1)});
    ++m_table;
}

// Its server process may still be busy with a statement after pg_dump is gone. Within a transaction
// the server would show the same sessions again and again.
void Dump::awaitBackendGone()
{
    NoProgress quiet;
    std::ignore = m_connection->query(u"ROLLBACK"_s, {}, quiet, backendGoneMs);
    const QDeadlineTimer deadline(backendGoneMs);
    while (!deadline.hasExpired()) {
        const Result<QueryRows> left = m_connection->query(
            u"SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE "
            "application_name = $1"_s,
            {m_application}, quiet, backendGoneMs);
        if (!left || left->rows.empty())
            return;
        QThread::msleep(20);
    }
}

Result<DatabaseContent> Dump::count(Progress &progress) const
{
    ConnectOptions options;
    options.readOnly = true;
    return PostgreSql::connect(m_request.url, options, progress)
        .and_then([&](PostgreSql connection) {
            return readContent(
                connection, {.seed = m_backup.content.seed, .snapshot = m_snapshot}, progress);
        });
}

} // namespace

Result<Backup> dumpPostgreSql(const BackupRequest &request, Progress &progress)
{
    return Dump(request, progress).make();
}

} // namespace migrations
