// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backupstore.h"
#include "migrations/lifecycle/sqliterestore.h"
#include "tests/lifecycle/backupfixture.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

// Somebody's program with the database open.
class OpenDatabase
{
public:
    explicit OpenDatabase(const QString &file)
        : m_name(u"test-"_s + file)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        database.setDatabaseName(file);
        if (!database.open())
            qFatal("cannot open %s", qPrintable(file));
    }
    ~OpenDatabase() { QSqlDatabase::removeDatabase(m_name); }
    Q_DISABLE_COPY_MOVE(OpenDatabase)

    QString run(const QString &sql) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        if (!query.exec(sql))
            qFatal("%s", qPrintable(sql));
        return query.next() ? query.value(0).toString() : QString();
    }

private:
    QString m_name;
};

} // namespace

class TestSqliteBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theCopyHoldsWhatIsStillInTheWal();
    void aDatabaseAtRestIsLeftWithoutATrace();
    void aBackupIsProvenAndForItsOwnerAlone();
    void everyCutIsRefused();
    void everyFlippedByteIsRefused();
    void aCancelLeavesNothing();
    void aWriterInTheMiddleOfItsTransactionIsNotSeen();
    void theRestoredFileTakesTheOldOnesPlaceInOneStep();
    void aCopyIsNeverWrittenOverAFile();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    BackupRequest request() const;
    Backup made();

    std::unique_ptr<QTemporaryDir> m_folder;
    NoProgress m_quiet;
};

void TestSqliteBackup::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const OpenDatabase database(path(u"shop.db"_s));
    database.run(u"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"_s);
    database.run(u"INSERT INTO alembic_version VALUES ('0007')"_s);
    database.run(u"CREATE TABLE orders (id integer PRIMARY KEY, note text)"_s);
    database.run(u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                 "INSERT INTO orders SELECT i, hex(randomblob(20)) FROM n"_s);
}

BackupRequest TestSqliteBackup::request() const
{
    BackupRequest request;
    request.url.dialect = Dialect::Sqlite;
    request.url.file = path(u"shop.db"_s);
    request.folder = path(u"backups"_s);
    request.dataFolder = path(u"data"_s);
    return request;
}

Backup TestSqliteBackup::made()
{
    const Result<Backup> backup = makeBackup(request(), m_quiet);
    if (!backup)
        qFatal("%s %s", qPrintable(backup.error().message), qPrintable(backup.error().detail));
    return *backup;
}

void TestSqliteBackup::theCopyHoldsWhatIsStillInTheWal()
{
    const OpenDatabase database(path(u"shop.db"_s));
    database.run(u"PRAGMA journal_mode = WAL"_s);
    database.run(u"INSERT INTO orders (note) VALUES ('only in the WAL')"_s);
    QVERIFY(QFileInfo(path(u"shop.db-wal"_s)).size() > 0);
    const Backup backup = made();
    QCOMPARE(backup.content.tables.back().name, u"orders"_s);
    QCOMPARE(backup.content.tables.back().rows, 5'001);
    QCOMPARE(backup.revisions, QStringList {u"0007"_s});
    const OpenDatabase copy(backup.path);
    QCOMPARE(copy.run(u"SELECT count(*) FROM orders WHERE note = 'only in the WAL'"_s), u"1"_s);
}

void TestSqliteBackup::aDatabaseAtRestIsLeftWithoutATrace()
{
    {
        const OpenDatabase database(path(u"shop.db"_s));
        database.run(u"PRAGMA journal_mode = WAL"_s);
    }
    const Result<ReadableFile> before = ReadableFile::open(path(u"shop.db"_s));
    const QString sum = sha256Of(before->descriptor(), m_quiet).value();
    made();
    QCOMPARE(filesIn(m_folder->path()), QStringList {u"shop.db"_s});
    QCOMPARE(sha256Of(before->descriptor(), m_quiet).value(), sum);
}

void TestSqliteBackup::aBackupIsProvenAndForItsOwnerAlone()
{
    const Backup backup = made();
    QVERIFY(backup.name().startsWith(u"shop-"_s));
    QVERIFY(backup.name().endsWith(u"-0007.sqlite"_s));
    QCOMPARE(backup.proof, Proof::Checksummed);
    QCOMPARE(filesIn(path(u"backups"_s)).size(), 2);
    for (const QString &file : filesIn(path(u"backups"_s)))
        QCOMPARE(modeOf(path(u"backups/"_s + file)), 0600);
    const Result<Backup> proven =
        verifyBackup(*readBackup(backup.path), {.level = Proof::Compared}, m_quiet);
    QVERIFY(proven);
}

void TestSqliteBackup::everyCutIsRefused()
{
    const Backup backup = made();
    for (int n = 0; n < 40; ++n) {
        QFile file(backup.path);
        QVERIFY(file.resize(backup.bytes - backup.bytes * n / 40 - 1));
        const Result<Backup> cut = verifyBackup(*readBackup(backup.path), {}, m_quiet);
        QVERIFY2(!cut, qPrintable(u"cut %1"_s.arg(n)));
    }
}

void TestSqliteBackup::everyFlippedByteIsRefused()
{
    const Backup backup = made();
    for (int n = 0; n < 40; ++n) {
        QFile file(backup.path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qint64 at = backup.bytes * n / 40 + n;
        file.seek(at);
        const char before = file.read(1).front();
        file.seek(at);
        file.putChar(static_cast<char>(before ^ 4));
        file.close();
        const Result<Backup> flipped = verifyBackup(*readBackup(backup.path), {}, m_quiet);
        QVERIFY2(!flipped, qPrintable(u"flip %1"_s.arg(n)));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(at);
        file.putChar(before);
    }
    QVERIFY(verifyBackup(*readBackup(backup.path), {}, m_quiet));
}

void TestSqliteBackup::aCancelLeavesNothing()
{
    Recorder progress;
    progress.cancelWhen = [&] { return progress.texts.contains(u"Copying the database"_s); };
    const Result<Backup> backup = makeBackup(request(), progress);
    QVERIFY(!backup);
    QCOMPARE(backup.error().kind, ErrorKind::Cancelled);
    QCOMPARE(filesIn(path(u"backups"_s)), QStringList());
}

void TestSqliteBackup::aWriterInTheMiddleOfItsTransactionIsNotSeen()
{
    const OpenDatabase database(path(u"shop.db"_s));
    database.run(u"BEGIN IMMEDIATE"_s);
    database.run(u"DELETE FROM orders"_s);
    QCOMPARE(made().content.tables.back().rows, 5'000);
    database.run(u"ROLLBACK"_s);
}

void TestSqliteBackup::theRestoredFileTakesTheOldOnesPlaceInOneStep()
{
    const Backup backup = made();
    {
        const OpenDatabase database(path(u"shop.db"_s));
        database.run(u"DELETE FROM orders"_s);
    }
    QCOMPARE(::chmod(QFile::encodeName(path(u"shop.db"_s)).constData(), 0640), 0);
    const Result<ReadableFile> file = ReadableFile::open(backup.path);
    QVERIFY(copyBesideSqlite(*file, path(u"shop.db"_s), path(u"shop.db__new"_s), m_quiet));
    QCOMPARE(modeOf(path(u"shop.db__new"_s)), 0640);
    QVERIFY(exchangeFiles(path(u"shop.db"_s), path(u"shop.db__new"_s)));
    const OpenDatabase restored(path(u"shop.db"_s));
    QCOMPARE(restored.run(u"SELECT count(*) FROM orders"_s), u"5000"_s);
    const OpenDatabase old(path(u"shop.db__new"_s));
    QCOMPARE(old.run(u"SELECT count(*) FROM orders"_s), u"0"_s);
}

void TestSqliteBackup::aCopyIsNeverWrittenOverAFile()
{
    const Backup backup = made();
    const Result<ReadableFile> file = ReadableFile::open(backup.path);
    QVERIFY(QFile::link(path(u"nothing"_s), path(u"taken"_s)));
    const Result<> copied = copyBesideSqlite(*file, path(u"shop.db"_s), path(u"taken"_s), m_quiet);
    QVERIFY(!copied);
    QCOMPARE(copied.error().code, u"exists"_s);
    QVERIFY(!QFileInfo::exists(path(u"nothing"_s)));
}

QTEST_GUILESS_MAIN(TestSqliteBackup)
#include "tst_sqlitebackup.moc"
