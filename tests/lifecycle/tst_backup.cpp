// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backup.h"
#include "migrations/lifecycle/backupstore.h"
#include "migrations/lifecycle/scratch.h"
#include "tests/lifecycle/backupfixture.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

QString words(const Error &error)
{
    return error.code + u": "_s + error.message + u'\n' + error.detail;
}

template <typename T>
QString words(const Result<T> &result)
{
    return result ? u"it went well"_s : words(result.error());
}

// Every process whose arguments hold the text.
QStringList processesThatShow(const QByteArray &text)
{
    QStringList found;
    for (const QString &pid : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        QFile arguments(u"/proc/%1/cmdline"_s.arg(pid));
        if (arguments.open(QIODevice::ReadOnly)) {
            const QByteArray line = arguments.readAll();
            if (line.contains(text))
                found += QString::fromUtf8(line).replace(QChar(0), u' ');
        }
    }
    return found;
}

// The pg_dump that this process started.
qint64 dumpPid()
{
    for (const QString &pid : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        QFile status(u"/proc/%1/stat"_s.arg(pid));
        if (!status.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = status.readAll();
        const QList<QByteArray> rest = text.mid(text.lastIndexOf(')') + 2).split(' ');
        if (text.contains("(pg_dump)") && rest.value(1).toLongLong() == ::getpid())
            return pid.toLongLong();
    }
    return 0;
}

QString asRole(const QString &url, const QString &role, const QString &password = {})
{
    const QString person = password.isEmpty() ? role : role + u':' + password;
    return QString(url).replace(u"//postgres@"_s, u"//%1@"_s.arg(person));
}

} // namespace

class TestBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aBackupHoldsWhatItsManifestSays();
    void restoredAndComparedLeavesNoScratchDatabase();
    void rowsAreCountedInTheSnapshotThatIsDumped();
    void filesAreForTheirOwnerAlone_data();
    void filesAreForTheirOwnerAlone();
    void twoOfOneSecondHaveTwoNames();
    void aCancelLeavesNothing();
    void aLockedTableIsNotWaitedForForEver();
    void rowLevelSecurityIsRefused();
    void aTableThatMayNotBeReadIsRefusedByName();
    void moreTablesThanTheLockTableHoldsAreRefused();
    void aFullDiskLeavesTheEarlierBackupsAlone();
    void aDumpThatIsKilledLeavesNothing();
    void aBackendThatIsEndedLeavesNothing();
    void thePasswordIsInNoArgument();
    void aHostileDatabaseNameIsOnlyAName_data();
    void aHostileDatabaseNameIsOnlyAName();
    void anotherDatabaseThanOnScreenIsRefused();
    void theFirstEstimateIsAGuessAndTheNextIsNot();
    void tooLittleSpaceIsSaidBeforeItStarts();
    void progressNamesTheTables();

private:
    QString folder() const { return m_folder->path(); }
    QString backups() const { return m_folder->filePath(u"backups"_s); }

    QString m_url;
    std::unique_ptr<QTemporaryDir> m_folder;
    NoProgress m_quiet;
};

void TestBackup::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_url = TestServer::shared().freshDatabase();
    fillShop(m_url);
}

void TestBackup::aBackupHoldsWhatItsManifestSays()
{
    const Result<Backup> backup = makeBackup(requestFor(m_url, folder()), m_quiet);
    QVERIFY2(backup, qPrintable(words(backup)));
    QCOMPARE(filesIn(backups()).size(), 2);
    QVERIFY(backup->name().endsWith(u"-0002.dump"_s));
    const Result<Backup> read = readBackup(backup->path);
    QVERIFY(read);
    QVERIFY(read->hasManifest);
    QCOMPARE(read->revisions, QStringList {u"0002"_s});
    QCOMPARE(read->bytes, QFileInfo(backup->path).size());
    QCOMPARE(read->sha256.size(), 64);
    QCOMPARE(read->proof, Proof::Checksummed);
    QCOMPARE(read->environment, u"default"_s);
    QVERIFY(read->identity.known());
    QVERIFY(read->serverVersion.startsWith(u"15"_s));
    QVERIFY(read->toolVersion.startsWith(u"pg_dump "_s));
    QMap<QString, qint64> rows;
    for (const TableContent &table : read->content.tables)
        rows.insert(table.name, table.rows);
    QCOMPARE(rows.value(u"public.orders"_s), 2'000);
    QCOMPARE(rows.value(u"public.\"Odd \"\"name\""_s), 3);
    QCOMPARE(rows.value(u"public.child"_s), 1);
    QCOMPARE(rows.value(u"public.parent"_s), 0);
    QCOMPARE(rows.value(u"public.log_2026"_s), 1);
    QVERIFY(!rows.contains(u"public.log"_s));
}

void TestBackup::restoredAndComparedLeavesNoScratchDatabase()
{
    const QStringList before = databasesOf(m_url);
    BackupRequest request = requestFor(m_url, folder());
    request.proof = Proof::Compared;
    const Result<Backup> backup = makeBackup(request, m_quiet);
    QVERIFY2(backup, qPrintable(words(backup)));
    QCOMPARE(backup->proof, Proof::Compared);
    QCOMPARE(readBackup(backup->path)->proof, Proof::Compared);
    QCOMPARE(databasesOf(m_url), before);
    QVERIFY(scratchLeftovers(request.dataFolder).empty());

    // Less than that, looked at again, takes nothing away; without a server it is not claimed.
    QCOMPARE(verifyBackup(*readBackup(backup->path), {.level = Proof::Readable}, m_quiet)->proof,
        Proof::Compared);
    QCOMPARE(readBackup(backup->path)->proof, Proof::Compared);
    QCOMPARE(verifyBackup(*backup, {.level = Proof::Compared}, m_quiet).error().code, u"no_url"_s);

    // A manifest that says something else is noticed, and nothing stays behind then either.
    Backup changed = *backup;
    changed.content.tables.back().rows += 1;
    const DatabaseUrl url = parsed(m_url);
    const Result<Backup> refused = verifyBackup(changed,
        {.level = Proof::Compared, .server = &url, .dataFolder = request.dataFolder}, m_quiet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"not_the_same"_s);
    QCOMPARE(databasesOf(m_url), before);
    QVERIFY(scratchLeftovers(request.dataFolder).empty());
}

void TestBackup::rowsAreCountedInTheSnapshotThatIsDumped()
{
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        while (!stop)
            runSql(m_url,
                {u"INSERT INTO orders (note) SELECT 'more' FROM generate_series(1, 50)"_s,
                    u"DELETE FROM orders WHERE id IN (SELECT min(id) FROM orders)"_s});
    });
    BackupRequest request = requestFor(m_url, folder());
    request.proof = Proof::Compared;
    const Result<Backup> backup = makeBackup(request, m_quiet);
    stop = true;
    writer.join();
    QVERIFY2(backup, qPrintable(words(backup)));
}

void TestBackup::filesAreForTheirOwnerAlone_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("umask 000") << 0;
    QTest::newRow("umask 022") << 022;
    QTest::newRow("umask 077") << 077;
}

void TestBackup::filesAreForTheirOwnerAlone()
{
    QFETCH(const int, mask);
    const mode_t before = ::umask(static_cast<mode_t>(mask));
    const Result<Backup> backup = makeBackup(requestFor(m_url, folder()), m_quiet);
    ::umask(before);
    QVERIFY2(backup, qPrintable(words(backup)));
    QCOMPARE(modeOf(backups()), 0700);
    for (const QString &file : filesIn(backups()))
        QCOMPARE(modeOf(backups() + u'/' + file), 0600);
}

void TestBackup::twoOfOneSecondHaveTwoNames()
{
    const Result<Backup> first = makeBackup(requestFor(m_url, folder()), m_quiet);
    const Result<Backup> second = makeBackup(requestFor(m_url, folder()), m_quiet);
    const Result<Backup> third = makeBackup(requestFor(m_url, folder()), m_quiet);
    QVERIFY(first && second && third);
    QCOMPARE(filesIn(backups()).size(), 6);
    QCOMPARE(backupsIn(backups()).backups.size(), 3u);
}

void TestBackup::aCancelLeavesNothing()
{
    Recorder progress;
    bool now = false;
    progress.onEvent = [&](const Event &event) {
        now = now || event.text.contains(u"Backing up"_s);
    };
    progress.cancelWhen = [&] { return now; };
    // Large enough to be still running when the cancel is seen.
    runSql(m_url,
        {u"INSERT INTO orders (note) SELECT md5(random()::text) FROM generate_series(1, "
         "200000)"_s});
    const Result<Backup> backup = makeBackup(requestFor(m_url, folder()), progress);
    QVERIFY(!backup);
    QCOMPARE(backup.error().kind, ErrorKind::Cancelled);
    QCOMPARE(filesIn(backups()), QStringList());
    QCOMPARE(dumpPid(), 0);
    const QueryRows sessions = runSql(m_url,
        {u"SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'spiritsafe "
         "backup%'"_s});
    QCOMPARE(firstColumn(sessions), QStringList());
}

void TestBackup::aLockedTableIsNotWaitedForForEver()
{
    PostgreSql holder = connectTo(m_url);
    QVERIFY(holder.query(u"BEGIN"_s, m_quiet));
    QVERIFY(holder.query(u"LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"_s, m_quiet));
    BackupRequest request = requestFor(m_url, folder());
    request.lockWaitMs = 300;
    const Result<Backup> backup = makeBackup(request, m_quiet);
    QVERIFY(!backup);
    QVERIFY2(backup.error().code == u"locked"_s, qPrintable(words(backup)));
    QCOMPARE(filesIn(backups()), QStringList());
}

void TestBackup::rowLevelSecurityIsRefused()
{
    runSql(m_url,
        {u"DROP ROLE IF EXISTS plain"_s, u"CREATE ROLE plain LOGIN"_s,
            u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO plain"_s,
            u"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO plain"_s,
            u"ALTER TABLE orders ENABLE ROW LEVEL SECURITY"_s});
    const auto tidy = qScopeGuard([&] { runSql(m_url, {u"DROP OWNED BY plain"_s}); });
    const Result<Backup> backup =
        makeBackup(requestFor(asRole(m_url, u"plain"_s), folder()), m_quiet);
    QVERIFY(!backup);
    QVERIFY2(backup.error().code == u"row_security"_s, qPrintable(words(backup)));
    QVERIFY(backup.error().message.contains(u"public.orders"_s));
    QCOMPARE(filesIn(backups()), QStringList());
}

void TestBackup::aTableThatMayNotBeReadIsRefusedByName()
{
    runSql(m_url,
        {u"DROP ROLE IF EXISTS reader"_s, u"CREATE ROLE reader LOGIN"_s,
            u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"_s,
            u"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO reader"_s,
            u"REVOKE SELECT ON customers FROM reader"_s});
    const auto tidy = qScopeGuard([&] { runSql(m_url, {u"DROP OWNED BY reader"_s}); });
    const Result<Backup> backup =
        makeBackup(requestFor(asRole(m_url, u"reader"_s), folder()), m_quiet);
    QVERIFY(!backup);
    QVERIFY2(backup.error().code == u"no_right"_s, qPrintable(words(backup)));
    QVERIFY(backup.error().message.contains(u"public.customers"_s));
    QCOMPARE(filesIn(backups()), QStringList());
}

void TestBackup::moreTablesThanTheLockTableHoldsAreRefused()
{
    Result<PrivateServer> server = PrivateServer::start({}, m_quiet);
    QVERIFY(server);
    QVERIFY(server->createDatabase(u"many"_s, m_quiet));
    const QString url = server->url(u"many"_s);
    runSql(url,
        {u"ALTER SYSTEM SET max_locks_per_transaction = 10"_s,
            u"ALTER SYSTEM SET max_connections = 10"_s, u"ALTER SYSTEM SET max_wal_senders = 0"_s});
    QVERIFY(server->restart(u"fast"_s, m_quiet));
    for (int part = 0; part < 3; ++part)
        runSql(url,
            {u"DO $$ BEGIN FOR n IN %1..%2 LOOP EXECUTE format('CREATE TABLE t%s (a int)', "
             "n); END LOOP; END $$"_s.arg(part * 50)
                    .arg(part * 50 + 49)});
    const Result<Backup> backup = makeBackup(requestFor(url, folder()), m_quiet);
    QVERIFY(!backup);
    QVERIFY2(backup.error().code == u"too_many_tables"_s, qPrintable(words(backup)));
    QVERIFY(backup.error().message.contains(
        u"100 (max_locks_per_transaction 10 × (max_connections 10 + max_prepared_transactions 0))"_s));
    QCOMPARE(filesIn(backups()), QStringList());
}

// A disk of two megabytes where that can be made (root), else the limit for one file.
void TestBackup::aFullDiskLeavesTheEarlierBackupsAlone()
{
    QVERIFY(QDir().mkpath(backups()));
    QVERIFY(
        QFile::setPermissions(backups(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QByteArray path = QFile::encodeName(backups());
    const bool mounted =
        ::mount("tmpfs", path.constData(), "tmpfs", MS_NOSUID, "size=2m,mode=0700") == 0;
    const auto unmount = qScopeGuard([&] {
        if (mounted)
            ::umount2(path.constData(), MNT_DETACH);
    });
    const Result<Backup> earlier = makeBackup(requestFor(m_url, folder()), m_quiet);
    QVERIFY2(earlier, qPrintable(words(earlier)));
    // Text that hardly gets smaller.
    runSql(m_url,
        {u"INSERT INTO orders (note) SELECT md5(random()::text) || md5(random()::text) "
         "FROM generate_series(1, 100000)"_s});
    // Otherwise the size of the last backup would be reason enough to refuse.
    QVERIFY(QFile::remove(manifestPath(earlier->path)));
    rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    if (!mounted) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit small {1'000'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    const QStringList files = filesIn(backups());
    const Result<Backup> backup = makeBackup(requestFor(m_url, folder()), m_quiet);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!backup);
    QVERIFY2(backup.error().code == u"no_space"_s, qPrintable(words(backup)));
    QCOMPARE(filesIn(backups()), files);
    const Result<ReadableFile> file = ReadableFile::open(earlier->path);
    QCOMPARE(sha256Of(file->descriptor(), m_quiet).value(), earlier->sha256);
}

void TestBackup::aDumpThatIsKilledLeavesNothing()
{
    runSql(m_url,
        {u"INSERT INTO orders (note) SELECT md5(random()::text) FROM generate_series(1, "
         "200000)"_s});
    Recorder progress;
    progress.onEvent = [&](const Event &event) {
        const qint64 pid = event.text.contains(u"Backing up"_s) ? dumpPid() : 0;
        if (pid > 0)
            ::kill(static_cast<pid_t>(pid), SIGKILL);
    };
    const Result<Backup> backup = makeBackup(requestFor(m_url, folder()), progress);
    QVERIFY(!backup);
    QCOMPARE(backup.error().code, u"crashed"_s);
    QCOMPARE(filesIn(backups()), QStringList());
}

void TestBackup::aBackendThatIsEndedLeavesNothing()
{
    runSql(m_url,
        {u"INSERT INTO orders (note) SELECT md5(random()::text) FROM generate_series(1, "
         "200000)"_s});
    Recorder progress;
    progress.onEvent = [&](const Event &event) {
        if (event.text.contains(u"Backing up"_s))
            runSql(m_url,
                {u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                 "application_name LIKE 'spiritsafe backup%'"_s});
    };
    const Result<Backup> backup = makeBackup(requestFor(m_url, folder()), progress);
    QVERIFY(!backup);
    QVERIFY2(backup.error().code == u"connection_lost"_s, qPrintable(words(backup)));
    QCOMPARE(filesIn(backups()), QStringList());
}

void TestBackup::thePasswordIsInNoArgument()
{
    const QString canary = u"canary%1x"_s.arg(::getpid());
    QStringList shown;
    int looks = 0;
    QString passFile;
    Recorder progress;
    progress.onEvent = [&](const Event &event) {
        if (!event.text.contains(u"Backing up"_s))
            return;
        const qint64 pid = dumpPid();
        QFile environment(u"/proc/%1/environ"_s.arg(pid));
        if (pid == 0 || !environment.open(QIODevice::ReadOnly))
            return;
        ++looks;
        shown += processesThatShow(canary.toUtf8());
        const QByteArray variables = environment.readAll();
        if (variables.contains(canary.toUtf8()))
            shown += u"the environment"_s;
        for (const QByteArray &variable : variables.split('\0')) {
            if (variable.startsWith("PGPASSFILE="))
                passFile = QString::fromUtf8(variable.mid(11));
        }
        QCOMPARE(modeOf(passFile), 0600);
        QCOMPARE(modeOf(QFileInfo(passFile).path()), 0700);
    };
    runSql(m_url,
        {u"INSERT INTO orders (note) SELECT md5(random()::text) FROM generate_series(1, "
         "100000)"_s});
    const Result<Backup> backup =
        makeBackup(requestFor(asRole(m_url, u"postgres"_s, canary), folder()), progress);
    QVERIFY2(backup, qPrintable(words(backup)));
    QVERIFY(looks > 0);
    QCOMPARE(shown, QStringList());
    QVERIFY(!passFile.isEmpty());
    QVERIFY(!QFileInfo::exists(QFileInfo(passFile).path()));
    for (const QString &file : filesIn(backups())) {
        QFile written(backups() + u'/' + file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(!written.readAll().contains(canary.toUtf8()));
    }
}

void TestBackup::aHostileDatabaseNameIsOnlyAName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("option") << u"--help"_s;
    QTest::newRow("connection string") << u"dbname=postgres host=evil"_s;
    QTest::newRow("url") << u"postgresql://evil/db"_s;
    QTest::newRow("quotes") << u"a\"b'c;d"_s;
    QTest::newRow("path") << u"../../up"_s;
    QTest::newRow("63 bytes") << QString(63, u'x');
    QTest::newRow("letters") << u"žluťoučký"_s;
}

void TestBackup::aHostileDatabaseNameIsOnlyAName()
{
    QFETCH(const QString, name);
    PostgreSql connection = connectTo(m_url);
    QVERIFY(
        connection.query(u"CREATE DATABASE %1"_s.arg(connection.quoteIdentifier(name)), m_quiet));
    BackupRequest request = requestFor(m_url, folder());
    request.url.keywords.insert(u"dbname"_s, name);
    request.proof = Proof::Compared;
    ConnectOptions options;
    options.databaseName = name;
    {
        Result<PostgreSql> inside = PostgreSql::connect(request.url, options, m_quiet);
        QVERIFY(inside);
        QVERIFY(inside->query(u"CREATE TABLE only_here (a int)"_s, m_quiet));
    }
    const Result<Backup> backup = makeBackup(request, m_quiet);
    QVERIFY2(backup, qPrintable(words(backup)));
    QCOMPARE(backup->database, name);
    QCOMPARE(backup->content.tables.size(), 1u);
    QCOMPARE(QFileInfo(backup->path).path(), backups());
    QVERIFY(backup->name().toUtf8().size() <= 200);
    QVERIFY(connection.query(u"DROP DATABASE %1"_s.arg(connection.quoteIdentifier(name)), m_quiet));
}

void TestBackup::anotherDatabaseThanOnScreenIsRefused()
{
    BackupRequest request = requestFor(m_url, folder());
    PostgreSql other = connectTo(TestServer::shared().freshDatabase());
    request.identity = readIdentity(other, m_quiet).value();
    const Result<Backup> backup = makeBackup(request, m_quiet);
    QVERIFY(!backup);
    QCOMPARE(backup.error().code, u"other_database"_s);
}

void TestBackup::theFirstEstimateIsAGuessAndTheNextIsNot()
{
    const BackupRequest request = requestFor(m_url, folder());
    const Result<BackupEstimate> first = estimateBackup(request, m_quiet);
    QVERIFY2(first, qPrintable(words(first)));
    QVERIFY(first->guess);
    QVERIFY(first->sentence().contains(u"a guess"_s));
    const Result<Backup> backup = makeBackup(request, m_quiet);
    QVERIFY(backup);
    const Result<BackupEstimate> second = estimateBackup(request, m_quiet);
    QVERIFY(second);
    QVERIFY(!second->guess);
    QVERIFY(second->neededBytes >= backup->bytes * 12 / 10 - 1);
    QVERIFY(second->neededBytes < backup->bytes * 2);
    QVERIFY(second->freeBytes > 0);
}

void TestBackup::tooLittleSpaceIsSaidBeforeItStarts()
{
    const BackupRequest request = requestFor(m_url, folder());
    Result<Backup> backup = makeBackup(request, m_quiet);
    QVERIFY(backup);
    // As if the last one had been of a size that no disk has.
    backup->bytes = qint64(1) << 60;
    const Result<PrivateFolder> opened = PrivateFolder::open(backups());
    QVERIFY(writeManifest(*opened, *backup, ManifestIs::Newer));
    const Result<Backup> refused = makeBackup(request, m_quiet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"no_space"_s);
    QCOMPARE(filesIn(backups()).size(), 2);
}

void TestBackup::progressNamesTheTables()
{
    Recorder progress;
    QVERIFY(makeBackup(requestFor(m_url, folder()), progress));
    QVERIFY(progress.texts.contains(u"Backing up public.orders"_s));
    QVERIFY(progress.texts.contains(u"Reading the backup to its end"_s));
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
