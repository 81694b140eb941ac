// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/ownprocess.h"
#include "migrations/base/sourcefile.h"
#include "migrations/operations/journal_p.h"
#include "migrations/operations/journalrows.h"
#include "migrations/project/memory.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int schemaVersion = 3;
constexpr int flushMs = 1'000;
constexpr qsizetype longestStatement = 10'000;

const QStringList &schema()
{
    static const QStringList statements {
        u"CREATE TABLE IF NOT EXISTS operations(id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, "
        "kind TEXT NOT NULL, project TEXT NOT NULL, environment TEXT NOT NULL, tier TEXT NOT NULL, "
        "database TEXT NOT NULL, identity TEXT NOT NULL, target TEXT NOT NULL, "
        "rows_before TEXT NOT NULL, rows_after TEXT NOT NULL DEFAULT '[]', started TEXT NOT NULL, "
        "ended TEXT, outcome TEXT NOT NULL DEFAULT '', sentence TEXT NOT NULL DEFAULT '', "
        "error TEXT NOT NULL DEFAULT '', operating_user TEXT NOT NULL, process_id INTEGER NOT "
        "NULL, "
        "process_started TEXT NOT NULL)"_s,
        u"CREATE TABLE IF NOT EXISTS steps(operation INTEGER NOT NULL REFERENCES operations(id), "
        "step INTEGER NOT NULL, direction TEXT NOT NULL, revision TEXT NOT NULL, "
        "stamp_from TEXT NOT NULL, stamp_to TEXT NOT NULL, rows_after TEXT NOT NULL, "
        "elapsed_ms INTEGER NOT NULL DEFAULT -1, in_database INTEGER NOT NULL DEFAULT 0, "
        "script_sha256 TEXT NOT NULL, PRIMARY KEY(operation, step)) WITHOUT ROWID"_s,
        u"CREATE TABLE IF NOT EXISTS statements(id INTEGER PRIMARY KEY, operation INTEGER NOT NULL "
        "REFERENCES operations(id), step INTEGER NOT NULL, text TEXT NOT NULL, "
        "elapsed_ms INTEGER NOT NULL)"_s,
        u"CREATE TABLE IF NOT EXISTS stages(id INTEGER PRIMARY KEY, operation INTEGER NOT NULL "
        "REFERENCES operations(id), name TEXT NOT NULL, data TEXT NOT NULL, time TEXT NOT NULL)"_s,
        u"CREATE TABLE IF NOT EXISTS sources(project TEXT NOT NULL, revision TEXT NOT NULL, sha256 "
        u"TEXT "
        "NOT NULL, name TEXT NOT NULL, text BLOB NOT NULL, time TEXT NOT NULL, "
        "PRIMARY KEY(project, revision, sha256))"_s,
        u"CREATE INDEX IF NOT EXISTS stages_operation ON stages(operation)"_s,
        u"CREATE INDEX IF NOT EXISTS statements_operation ON statements(operation)"_s,
        u"CREATE INDEX IF NOT EXISTS operations_project ON operations(project, id)"_s,
        u"CREATE INDEX IF NOT EXISTS operations_identity ON operations(identity, id)"_s,
    };
    return statements;
}

// SQLite gives the files beside it (-wal, -shm) the mode of the database, so 0600 is set first. A
// file that is there is never opened here: closing a descriptor of it would drop the locks that
// another connection of this process has on it (POSIX), and then another process that closes the
// journal takes itself for the last one and removes the log that is in use.
bool makePrivateFile(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const int fd =
        ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        const bool ok = ::fchmod(fd, 0600) == 0;
        ::close(fd);
        return ok;
    }
    struct stat status = {};
    if (errno != EEXIST || ::lstat(name.constData(), &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    return (status.st_mode & 0777) == 0600 || ::chmod(name.constData(), 0600) == 0;
}

} // namespace

Error journalError(const QString &doing, const QString &detail)
{
    return {ErrorKind::File,
        u"The journal could not be %1, so no operation is started. Check the space and the rights of "_s
                .arg(doing)
            + u"Spiritsafe's data folder."_s,
        detail, u"journal"_s};
}

// Of a file that SQLite cannot read (SQLITE_CORRUPT, SQLITE_NOTADB); trying again does not help.
Error journalError(const QString &doing, const QSqlError &error, const QSqlDatabase &database)
{
    static const QStringList damaged {u"11"_s, u"26"_s};
    if (!damaged.contains(error.nativeErrorCode()))
        return journalError(doing, error.text());
    return {ErrorKind::File,
        u"The journal %1 is damaged, so no operation is started. Move the file elsewhere: a new "
        "journal is begun, and what the old one lists is no longer shown."_s.arg(
            database.databaseName()),
        error.text(), u"journal_damaged"_s};
}

Journal::Private::~Private()
{
    if (connectionName.isEmpty())
        return;
    std::ignore = writePending();
    database().close();
    QSqlDatabase::removeDatabase(connectionName);
}

Result<> Journal::Private::execute(const QString &sql, const QVariantList &values) const
{
    QSqlQuery query(database());
    bool ok = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    ok = ok && query.exec();
    if (!ok)
        return tl::unexpected(journalError(u"written"_s, query.lastError(), database()));
    return {};
}

Result<> Journal::Private::inTransaction(const std::function<Result<>()> &work) const
{
    if (Result<> begun = execute(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    Result<> done = work();
    if (done)
        done = execute(u"COMMIT"_s);
    if (!done)
        std::ignore = execute(u"ROLLBACK"_s);
    return done;
}

// On the disk before it returns.
Result<> Journal::Private::durably(const std::function<Result<>()> &work) const
{
    std::ignore = execute(u"PRAGMA synchronous=FULL"_s);
    Result<> done = inTransaction(work);
    std::ignore = execute(u"PRAGMA synchronous=NORMAL"_s);
    return done;
}

Result<> Journal::Private::prepare() const
{
    // NORMAL in WAL mode: a step is durable with the next checkpoint; begin and finish ask for
    // FULL.
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA foreign_keys=ON"_s}) {
        if (Result<> done = execute(pragma); !done)
            return done;
    }
    QSqlQuery version(u"PRAGMA user_version"_s, database());
    const int found = version.next() ? version.value(0).toInt() : 0;
    version.finish();
    if (found > schemaVersion)
        return failure(ErrorKind::File,
            u"The journal was written by a newer Spiritsafe. Use that version, or set "
            u"SPIRITSAFE_DATA "
            "to another folder."_s,
            {}, u"journal_newer"_s);
    if (found == schemaVersion)
        return {};
    return inTransaction([this]() -> Result<> {
        for (const QString &statement : schema()) {
            if (Result<> done = execute(statement); !done)
                return done;
        }
        return execute(u"PRAGMA user_version=%1"_s.arg(schemaVersion));
    });
}

Result<Journal> Journal::open(const QString &folder)
{
    const QString path = (folder.isEmpty() ? dataFolder() : folder) + u"/journal.sqlite"_s;
    if (!makePrivateFile(path))
        return tl::unexpected(journalError(u"opened"_s, path));
    auto d = std::make_unique<Private>();
    d->connectionName = u"journal-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, d->connectionName);
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=10000"_s);
        if (!database.open())
            return tl::unexpected(journalError(u"opened"_s, database.lastError(), database));
    }
    if (Result<> ready = d->prepare(); !ready)
        return tl::unexpected(ready.error());
    d->sinceFlush.start();
    return Journal(std::move(d));
}

Journal::Journal(std::unique_ptr<Private> p)
    : d(std::move(p))
{
}

Journal::Journal(Journal &&) noexcept = default;
Journal &Journal::operator=(Journal &&) noexcept = default;
Journal::~Journal() = default;

Result<qint64> Journal::Private::insert(const JournalEntry &entry) const
{
    QSqlQuery query(database());
    query.prepare(u"INSERT INTO operations(run_id, kind, project, environment, tier, database, "
                  u"identity, target, "
                  "rows_before, started, operating_user, process_id, process_started) "
                  "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"_s);
    for (const QString &value : {entry.runId, entry.kind, entry.project, entry.environment,
             entry.tier, entry.database, entry.identity, entry.target, listText(entry.rowsBefore),
             timeText(entry.started), entry.operatingUser})
        query.addBindValue(nonNull(value));
    query.addBindValue(entry.processId);
    query.addBindValue(nonNull(processStart(entry.processId)));
    if (!query.exec())
        return tl::unexpected(journalError(u"written"_s, query.lastError(), database()));
    return query.lastInsertId().toLongLong();
}

Result<> Journal::Private::writeSteps(qint64 id, const std::vector<JournalStep> &list) const
{
    QSqlQuery query(database());
    query.prepare(u"INSERT OR REPLACE INTO steps VALUES(?,?,?,?,?,?,?,?,?,?)"_s);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const JournalStep &step = list[i];
        const QVariantList values {id, qint64(i), directionText(step.step.direction),
            nonNull(step.step.revision), listText(step.step.stampFrom), listText(step.step.stampTo),
            listText(step.step.rowsAfter), step.elapsedMs, step.inDatabase ? 1 : 0,
            nonNull(step.scriptSha256)};
        for (const QVariant &value : values)
            query.addBindValue(value);
        if (!query.exec())
            return tl::unexpected(journalError(u"written"_s, query.lastError(), database()));
    }
    return {};
}

// What became of the steps that begin() wrote.
Result<> Journal::Private::endSteps(qint64 id, const std::vector<JournalStep> &list) const
{
    QSqlQuery query(database());
    query.prepare(u"UPDATE steps SET elapsed_ms=?, in_database=? WHERE operation=? AND step=?"_s);
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].elapsedMs < 0 && !list[i].inDatabase)
            continue;
        query.bindValue(0, list[i].elapsedMs);
        query.bindValue(1, list[i].inDatabase ? 1 : 0);
        query.bindValue(2, id);
        query.bindValue(3, qint64(i));
        if (!query.exec())
            return tl::unexpected(journalError(u"written"_s, query.lastError(), database()));
    }
    return {};
}

Result<> Journal::Private::keepSources(
    const QString &project, const std::vector<KeptSource> &sources) const
{
    QSqlQuery query(database());
    query.prepare(u"INSERT OR IGNORE INTO sources VALUES(?,?,?,?,?,?)"_s);
    const QString now = timeText(QDateTime::currentDateTimeUtc());
    for (const KeptSource &source : sources) {
        for (const QString &value :
            {nonNull(project), source.revision, sha256Of(source.text), source.name})
            query.addBindValue(value);
        query.addBindValue(source.text);
        query.addBindValue(now);
        if (!query.exec())
            return tl::unexpected(journalError(u"written"_s, query.lastError(), database()));
    }
    return {};
}

Result<qint64> Journal::begin(const JournalEntry &entry, const std::vector<KeptSource> &sources)
{
    qint64 id = -1;
    const Result<> done = d->durably([&]() -> Result<> {
        return d->insert(entry)
            .and_then([&](qint64 inserted) {
                id = inserted;
                return d->writeSteps(id, entry.steps);
            })
            .and_then([&] { return d->keepSources(entry.project, sources); });
    });
    if (!done)
        return tl::unexpected(done.error());
    return id;
}

Result<> Journal::stage(qint64 id, const QString &name, const QJsonObject &data)
{
    return d->durably([&] {
        return d->execute(u"INSERT INTO stages(operation, name, data, time) VALUES(?,?,?,?)"_s,
            {id, name, QString::fromUtf8(QJsonDocument(data).toJson(QJsonDocument::Compact)),
                timeText(QDateTime::currentDateTimeUtc())});
    });
}

void Journal::stepFinished(qint64 id, int step, qint64 elapsedMs)
{
    d->steps.push_back({id, step, elapsedMs});
    d->flushWhenDue();
}

void Journal::statement(qint64 id, const JournalStatement &statement)
{
    d->statements.push_back({id, statement});
    d->statements.back().statement.text.truncate(longestStatement);
    d->flushWhenDue();
}

void Journal::Private::flushWhenDue()
{
    if (sinceFlush.elapsed() >= flushMs)
        std::ignore = inTransaction([this] { return writePending(); });
}

Result<> Journal::Private::writePending()
{
    sinceFlush.restart();
    QSqlQuery step(database());
    step.prepare(u"UPDATE steps SET elapsed_ms=? WHERE operation=? AND step=?"_s);
    QSqlQuery statement(database());
    statement.prepare(
        u"INSERT INTO statements(operation, step, text, elapsed_ms) VALUES(?,?,?,?)"_s);
    for (const PendingStep &pending : steps) {
        step.bindValue(0, pending.elapsedMs);
        step.bindValue(1, pending.operation);
        step.bindValue(2, pending.step);
        if (!step.exec())
            return tl::unexpected(journalError(u"written"_s, step.lastError(), database()));
    }
    for (const PendingStatement &pending : statements) {
        statement.bindValue(0, pending.operation);
        statement.bindValue(1, pending.statement.step);
        statement.bindValue(2, nonNull(pending.statement.text));
        statement.bindValue(3, pending.statement.elapsedMs);
        if (!statement.exec())
            return tl::unexpected(journalError(u"written"_s, statement.lastError(), database()));
    }
    steps.clear();
    statements.clear();
    return {};
}

Result<> Journal::finish(const JournalEntry &entry)
{
    return d
        ->durably([&]() -> Result<> {
            if (Result<> written = d->writePending(); !written)
                return written;
            if (Result<> written = d->endSteps(entry.id, entry.steps); !written)
                return written;
            return d->execute(
                u"UPDATE operations SET rows_after=?, ended=?, outcome=?, sentence=?, error=? WHERE id=?"_s,
                {listText(entry.rowsAfter), timeText(entry.ended), nonNull(entry.outcome),
                    nonNull(entry.sentence), nonNull(entry.error), entry.id});
        })
        .map_error([](Error error) {
            error.message =
                u"The end of this operation could not be written into the journal, which "
                "lists it as unfinished until the next one. Check the space and the rights "
                "of Spiritsafe's data folder."_s;
            return error;
        });
}

} // namespace migrations
