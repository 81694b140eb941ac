// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/privateserver.h"

#include "migrations/database/postgresql.h"
#include "migrations/database/serverprograms.h"
#include "migrations/database/serveruser.h"
#include "migrations/database/serverwatch.h"

#include <libpq-fe.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <array>
#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

constexpr int startLimitMs = 60'000;
constexpr int stopLimitMs = 60'000;
constexpr int sliceMs = 10;
// sockaddr_un.sun_path holds 108 bytes with its final zero.
constexpr qsizetype socketPathLimit = 107;

QString superuser()
{
    return u"postgres"_s;
}

Result<QString> newTemporaryFolder()
{
    for (const QString &parent : {QDir::tempPath(), u"/tmp"_s}) {
        const QString pattern = parent + u"/spiritsafe-pg-XXXXXX"_s;
        if (QFile::encodeName(pattern + u"/.s.PGSQL.5432"_s).size() > socketPathLimit)
            continue;
        QTemporaryDir folder(pattern);
        if (!folder.isValid())
            continue;
        folder.setAutoRemove(false);
        return folder.path();
    }
    return failure(ErrorKind::File,
        u"No temporary folder could be made for a private PostgreSQL server. Check that /tmp can "
        "be written to."_s,
        QDir::tempPath(), u"no_folder"_s);
}

Result<QString> prepareFolder(const QString &wanted, const ServerUser &user)
{
    Result<QString> folder = wanted.isEmpty() ? newTemporaryFolder() : QDir(wanted).absolutePath();
    if (!folder)
        return folder;
    if (QFile::encodeName(*folder + u"/.s.PGSQL.5432"_s).size() > socketPathLimit) {
        return failure(ErrorKind::File,
            u"The folder's path is too long for a PostgreSQL socket (%1 bytes with the socket's "
            "name at most). Choose a folder with a shorter path."_s.arg(socketPathLimit),
            *folder, u"path_too_long"_s);
    }
    const bool made = QDir().mkpath(*folder)
        && QFile::setPermissions(*folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)
        && user.own(*folder);
    if (!made) {
        return failure(ErrorKind::File,
            u"The folder for the private PostgreSQL server could not be made: %1. Choose another "
            "folder."_s.arg(*folder),
            {}, u"no_folder"_s);
    }
    return folder;
}

// Ours alone decides: PGDATA, PGOPTIONS and their kin belong to the person's own servers.
QProcessEnvironment cleanEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(u"PG"_s) || name.startsWith(u"LC_"_s) || name == u"LANGUAGE"_s)
            environment.remove(name);
    }
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    return environment;
}

void prepareProcess(QProcess &process, const QString &folder, const ServerUser &user)
{
    process.setProcessEnvironment(cleanEnvironment());
    process.setWorkingDirectory(folder);
    // A session of its own: Ctrl+C in our terminal is not for the server.
    process.setChildProcessModifier([user] {
        ::setsid();
        user.become();
    });
}

QString tailOf(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(qMax<qint64>(0, file.size() - 4'000));
    return QString::fromUtf8(file.readAll()).trimmed();
}

QByteArray serverSettings(bool durable)
{
    QByteArray settings = "\n# Written by Spiritsafe for its private server.\n"
                          "listen_addresses = ''\n"
                          "max_connections = 100\n"
                          "shared_buffers = '16MB'\n"
                          "unix_socket_permissions = 0700\n"
                          "logging_collector = off\n"
                          "timezone = 'UTC'\n";
    // synchronous_commit stays on: what was committed must survive a crash of the server, only not
    // one of the machine.
    if (!durable)
        settings += "fsync = off\nfull_page_writes = off\n";
    return settings;
}

// Asked to end, initdb removes what it has made; killed, it would leave its children writing.
void endGently(QProcess &initdb)
{
    initdb.terminate();
    initdb.waitForFinished(5'000);
}

// False: it did not end within its time.
Result<bool> waitForEnd(QProcess &initdb, Progress &progress)
{
    QElapsedTimer timer;
    timer.start();
    while (!initdb.waitForFinished(50) && initdb.state() != QProcess::NotRunning) {
        if (progress.cancelled() || timer.hasExpired(startLimitMs))
            endGently(initdb);
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Making a PostgreSQL server was cancelled."_s);
        if (timer.hasExpired(startLimitMs))
            return false;
    }
    return true;
}

Result<void> makeCluster(
    const QString &programs, const QString &folder, const ServerUser &user, Progress &progress)
{
    QProcess initdb;
    prepareProcess(initdb, folder, user);
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    initdb.start(programs + u"/initdb"_s,
        {u"-D"_s, folder + u"/data"_s, u"-U"_s, superuser(), u"--auth=trust"_s, u"-E"_s, u"UTF8"_s,
            u"--locale=C.UTF-8"_s, u"--no-sync"_s, u"--no-instructions"_s});
    const bool started = initdb.waitForStarted();
    const Result<bool> ended = started ? waitForEnd(initdb, progress) : false;
    if (!ended)
        return tl::unexpected(ended.error());
    if (!*ended || initdb.exitStatus() != QProcess::NormalExit || initdb.exitCode() != 0) {
        return failure(ErrorKind::File,
            u"A private PostgreSQL server could not be made in %1. The detail has initdb's own "
            "words."_s.arg(folder),
            started ? QString::fromUtf8(initdb.readAll()).trimmed() : initdb.errorString(),
            u"initdb_failed"_s);
    }
    return {};
}

Result<void> writeSettings(const QString &folder, bool durable)
{
    QFile file(folder + u"/data/postgresql.conf"_s);
    const QByteArray settings = serverSettings(durable);
    if (!file.open(QIODevice::Append) || file.write(settings) != settings.size() || !file.flush()) {
        return failure(ErrorKind::File,
            u"The private PostgreSQL server's settings could not be written. Check that the disk "
            "is not full."_s,
            file.errorString(), u"settings_not_written"_s);
    }
    return {};
}

bool acceptsConnections(const QString &folder)
{
    const QByteArray host = QFile::encodeName(folder);
    const std::array<const char *, 5> names {"host", "port", "dbname", "connect_timeout", nullptr};
    const std::array<const char *, 5> values {host.constData(), "5432", "postgres", "2", nullptr};
    return PQpingParams(names.data(), values.data(), 0) == PQPING_OK;
}

} // namespace

struct PrivateServer::Private
{
    QString folder;
    QString programs;
    bool temporary = true;
    std::unique_ptr<QProcess> watch;
    qint64 pid = 0;

    ~Private();
    Result<void> startWatch(const ServerUser &user);
    Result<void> startServer(Progress &progress);
    Result<void> failedToStart(const QString &why) const;
    // The next line that the watch says, empty when it stayed silent for so long.
    QByteArray lineWithin(int ms) const;
};

PrivateServer::Private::~Private()
{
    if (!watch || watch->state() == QProcess::NotRunning)
        return;
    watch->closeWriteChannel();
    watch->waitForFinished(stopLimitMs);
}

QByteArray PrivateServer::Private::lineWithin(int ms) const
{
    QElapsedTimer timer;
    timer.start();
    while (!watch->canReadLine()) {
        const qint64 left = ms - timer.elapsed();
        if (left <= 0 || !watch->waitForReadyRead(static_cast<int>(left)))
            break;
    }
    return watch->canReadLine() ? watch->readLine().trimmed() : QByteArray();
}

Result<void> PrivateServer::Private::startWatch(const ServerUser &user)
{
    watch = std::make_unique<QProcess>();
    prepareProcess(*watch, folder, user);
    watch->start(u"/bin/sh"_s,
        {u"-c"_s, serverWatchScript(), u"spiritsafe-server"_s, folder,
            temporary ? u"remove"_s : u"keep"_s, programs + u"/postgres"_s, u"-D"_s,
            folder + u"/data"_s, u"-k"_s, folder});
    if (watch->waitForStarted())
        return {};
    return failure(ErrorKind::File,
        u"The private PostgreSQL server could not be started: /bin/sh does not run."_s,
        watch->errorString(), u"start_failed"_s);
}

Result<void> PrivateServer::Private::failedToStart(const QString &why) const
{
    return failure(ErrorKind::Database,
        u"The private PostgreSQL server %1. The detail has the end of its log."_s.arg(why),
        tailOf(folder + u"/server.log"_s), u"start_failed"_s);
}

Result<void> PrivateServer::Private::startServer(Progress &progress)
{
    watch->write("start\n");
    const QByteArray started = lineWithin(5'000);
    if (!started.startsWith("started "))
        return failedToStart(u"could not be started"_s);
    pid = started.mid(8).toLongLong();
    QElapsedTimer timer;
    timer.start();
    while (!acceptsConnections(folder)) {
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Starting the server was cancelled."_s);
        if (!lineWithin(sliceMs).isEmpty()) {
            pid = 0;
            return failedToStart(u"ended while it was starting"_s);
        }
        if (timer.hasExpired(startLimitMs))
            return failedToStart(u"did not become ready within a minute"_s);
    }
    return {};
}

Result<PrivateServer> PrivateServer::start(const Options &options, Progress &progress)
{
    const Result<QString> programs = serverProgramsFolder();
    if (!programs)
        return tl::unexpected(programs.error());
    const ServerUser user = ServerUser::forThisProcess();
    const Result<QString> folder = prepareFolder(options.folder, user);
    if (!folder)
        return tl::unexpected(folder.error());

    auto d = std::make_unique<Private>();
    d->folder = *folder;
    d->programs = *programs;
    d->temporary = options.folder.isEmpty();
    // From here on the watch removes a temporary folder, whatever fails.
    if (const Result<void> watching = d->startWatch(user); !watching)
        return tl::unexpected(watching.error());
    if (!QFileInfo::exists(*folder + u"/data/PG_VERSION"_s)) {
        const Result<void> made = makeCluster(*programs, *folder, user, progress).and_then([&] {
            return writeSettings(*folder, options.durable);
        });
        if (!made)
            return tl::unexpected(made.error());
    }
    if (const Result<void> started = d->startServer(progress); !started)
        return tl::unexpected(started.error());
    return PrivateServer(std::move(d));
}

PrivateServer::PrivateServer(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}
PrivateServer::PrivateServer(PrivateServer &&) noexcept = default;
PrivateServer &PrivateServer::operator=(PrivateServer &&) noexcept = default;
PrivateServer::~PrivateServer() = default;

QString PrivateServer::socketFolder() const
{
    return d->folder;
}

QString PrivateServer::user() const
{
    return superuser();
}

qint64 PrivateServer::serverPid() const
{
    return d->pid;
}

QString PrivateServer::url(const QString &database, const QString &driver) const
{
    const QString scheme = driver.isEmpty() ? u"postgresql"_s : u"postgresql+"_s + driver;
    // SQLAlchemy decodes the query, but not the database's name.
    const QByteArray host = QUrl::toPercentEncoding(d->folder, "/");
    return scheme + u"://"_s + superuser() + u"@/"_s + database + u"?host="_s
        + QString::fromLatin1(host);
}

Result<void> PrivateServer::createDatabase(const QString &name, Progress &progress)
{
    DatabaseUrl url;
    url.keywords = {{u"host"_s, d->folder}, {u"port"_s, u"5432"_s}, {u"user"_s, superuser()},
        {u"dbname"_s, u"postgres"_s}};
    Result<PostgreSql> connection = PostgreSql::connect(url, {}, progress);
    if (!connection)
        return tl::unexpected(connection.error());
    const QString statement =
        u"CREATE DATABASE "_s + connection->quoteIdentifier(name) + u" TEMPLATE template0"_s;
    return connection->query(statement, progress).map([](const QueryRows &) {});
}

Result<void> PrivateServer::stop(const QString &mode)
{
    if (d->pid == 0)
        return {};
    const int signal = mode == u"smart"_s ? SIGTERM : mode == u"immediate"_s ? SIGQUIT : SIGINT;
    ::kill(static_cast<pid_t>(d->pid), signal);
    if (!d->lineWithin(stopLimitMs).startsWith("ended ")) {
        return failure(ErrorKind::Database,
            u"The private PostgreSQL server did not stop within a minute. Close what is still "
            "connected to it, or stop it with \"immediate\"."_s,
            tailOf(d->folder + u"/server.log"_s), u"stop_failed"_s);
    }
    d->pid = 0;
    return {};
}

Result<void> PrivateServer::restart(const QString &mode, Progress &progress)
{
    return stop(mode).and_then([&] { return d->startServer(progress); });
}

} // namespace migrations
