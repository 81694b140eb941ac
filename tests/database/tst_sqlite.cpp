// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/sqlite.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestSqlite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aMissingFileIsNotMade();
    void anEmptyFileHasNoVersionTable();
    void rowsAreSortedAndDuplicatesKept();
    void aRelativePathStartsAtTheBaseFolder();
    void aUriIsDecoded();
    void theIdentityIsDeviceAndInode();
    void aDatabaseInWalModeIsReadWithoutATrace();
    void rowsStillInTheWalAreSeen();
    void unusableVersionTablesAreNamed_data();
    void unusableVersionTablesAreNamed();
    void whatIsNoDatabaseIsNamed();
    void aLockedDatabaseIsNamed();
    void whatAKilledProgramLeftHalfWrittenIsTakenBack();
    void aDatabaseInMemoryIsRefused();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    DatabaseUrl url(const QString &file) const;
    void write(const QString &file, const QStringList &statements);
    Result<DatabaseReading> read(const QString &file) { return readSqlite(url(file), {}, {}); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSqlite::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestSqlite::cleanup()
{
    QCOMPARE(QSqlDatabase::connectionNames(), QStringList());
}

DatabaseUrl TestSqlite::url(const QString &file) const
{
    DatabaseUrl url;
    url.dialect = Dialect::Sqlite;
    url.file = file;
    return url;
}

void TestSqlite::write(const QString &file, const QStringList &statements)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"writer"_s);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        for (const QString &statement : statements) {
            QSqlQuery query(database);
            QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
        }
    }
    QSqlDatabase::removeDatabase(u"writer"_s);
}

void TestSqlite::aMissingFileIsNotMade()
{
    const Result<DatabaseReading> reading = read(path(u"absent.db"_s));
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, u"no_file"_s);
    QVERIFY(reading.error().message.contains(u"first upgrade"_s));
    QVERIFY(!QFileInfo::exists(path(u"absent.db"_s)));
}

void TestSqlite::anEmptyFileHasNoVersionTable()
{
    QFile file(path(u"empty.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const Result<DatabaseReading> reading = read(file.fileName());
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QVERIFY(!reading->versionTableExists);
    QCOMPARE(QFileInfo(file.fileName()).size(), 0);
}

void TestSqlite::rowsAreSortedAndDuplicatesKept()
{
    const QString file = path(u"app.db"_s);
    write(file,
        {u"CREATE TABLE alembic_version (version_num VARCHAR(32))"_s,
            u"INSERT INTO alembic_version VALUES ('b'), ('a'), ('b')"_s});
    const Result<DatabaseReading> reading = read(file);
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QCOMPARE(reading->rows, QStringList({u"a"_s, u"b"_s, u"b"_s}));
    QVERIFY(reading->versionTableExists);
    QCOMPARE(reading->databaseName, u"app.db"_s);
    QCOMPARE(reading->host, m_folder->path());
    QVERIFY(reading->serverVersion.startsWith(u"3."_s));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList(u"app.db"_s));
}

void TestSqlite::aRelativePathStartsAtTheBaseFolder()
{
    write(path(u"app.db"_s), {u"CREATE TABLE alembic_version (version_num)"_s});
    NoProgress progress;
    const Result<DatabaseReading> reading =
        readDatabase(url(u"app.db"_s), {}, m_folder->path(), progress);
    QVERIFY(reading);
    QVERIFY(reading->versionTableExists);
}

void TestSqlite::aUriIsDecoded()
{
    DatabaseUrl uri = url(u"my%20app.db"_s);
    QCOMPARE(sqliteFile(uri, u"/data"_s), u"/data/my%20app.db"_s);
    uri.fileUri = true;
    QCOMPARE(sqliteFile(uri, u"/data"_s), u"/data/my app.db"_s);
}

void TestSqlite::theIdentityIsDeviceAndInode()
{
    const QString file = path(u"app.db"_s);
    write(file, {u"CREATE TABLE t (a)"_s});
    QVERIFY(QFile::link(file, path(u"link.db"_s)));
    struct stat facts
    {
    };
    QCOMPARE(::stat(qPrintable(file), &facts), 0);
    const Result<DatabaseReading> reading = read(file);
    QVERIFY(reading);
    QCOMPARE(reading->identity.server, QString::number(facts.st_dev));
    QCOMPARE(reading->identity.database, QString::number(facts.st_ino));
    QCOMPARE(read(path(u"link.db"_s))->identity, reading->identity);
}

void TestSqlite::aDatabaseInWalModeIsReadWithoutATrace()
{
    const QString file = path(u"wal #1?.db"_s);
    write(file,
        {u"PRAGMA journal_mode = WAL"_s, u"CREATE TABLE alembic_version (version_num)"_s,
            u"INSERT INTO alembic_version VALUES ('r1')"_s});
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    const Result<DatabaseReading> reading = read(file);
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QCOMPARE(reading->rows, QStringList(u"r1"_s));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
}

void TestSqlite::rowsStillInTheWalAreSeen()
{
    const QString file = path(u"app.db"_s);
    Result<DatabaseReading> reading;
    {
        QSqlDatabase writer = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"open"_s);
        writer.setDatabaseName(file);
        QVERIFY(writer.open());
        QSqlQuery query(writer);
        QVERIFY(query.exec(u"PRAGMA journal_mode = WAL"_s));
        QVERIFY(query.exec(u"CREATE TABLE alembic_version (version_num)"_s));
        QVERIFY(query.exec(u"INSERT INTO alembic_version VALUES ('fresh')"_s));
        QVERIFY(QFileInfo(file + u"-wal"_s).size() > 0);
        reading = read(file);
    }
    QSqlDatabase::removeDatabase(u"open"_s);
    QVERIFY(reading);
    QCOMPARE(reading->rows, QStringList(u"fresh"_s));
}

void TestSqlite::unusableVersionTablesAreNamed_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("code");
    QTest::newRow("a view") << u"CREATE VIEW alembic_version AS SELECT 'r' AS version_num"_s
                            << u"version_table_kind"_s;
    QTest::newRow("another column")
        << u"CREATE TABLE alembic_version (version TEXT)"_s << u"version_table_column"_s;
}

void TestSqlite::unusableVersionTablesAreNamed()
{
    QFETCH(QString, statement);
    QFETCH(QString, code);
    write(path(u"app.db"_s), {statement});
    const Result<DatabaseReading> reading = read(path(u"app.db"_s));
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, code);
}

void TestSqlite::whatIsNoDatabaseIsNamed()
{
    QFile file(path(u"notes.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("not a database at all\n").repeated(100));
    file.close();
    const Result<DatabaseReading> text = read(file.fileName());
    QVERIFY(!text);
    QCOMPARE(text.error().code, u"not_a_database"_s);
    const Result<DatabaseReading> folder = read(m_folder->path());
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, u"not_a_database"_s);
}

void TestSqlite::aLockedDatabaseIsNamed()
{
    const QString file = path(u"app.db"_s);
    write(file, {u"CREATE TABLE alembic_version (version_num)"_s});
    Result<DatabaseReading> reading;
    {
        QSqlDatabase writer = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"open"_s);
        writer.setDatabaseName(file);
        QVERIFY(writer.open());
        QVERIFY(QSqlQuery(writer).exec(u"BEGIN EXCLUSIVE"_s));
        reading = read(file);
    }
    QSqlDatabase::removeDatabase(u"open"_s);
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, u"locked"_s);
}

// The files of a database in the middle of a transaction are those that a killed program leaves.
void TestSqlite::whatAKilledProgramLeftHalfWrittenIsTakenBack()
{
    const QString file = path(u"running.db"_s);
    write(file,
        {u"CREATE TABLE alembic_version (version_num)"_s,
            u"INSERT INTO alembic_version VALUES ('a')"_s, u"CREATE TABLE big (x)"_s});
    const QString left = path(u"left.db"_s);
    {
        QSqlDatabase writer = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"open"_s);
        writer.setDatabaseName(file);
        QVERIFY(writer.open());
        QVERIFY(QSqlQuery(writer).exec(u"PRAGMA cache_size=1"_s));
        QVERIFY(QSqlQuery(writer).exec(u"BEGIN"_s));
        QVERIFY(QSqlQuery(writer).exec(u"UPDATE alembic_version SET version_num = 'b'"_s));
        QVERIFY(QSqlQuery(writer).exec(
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
            "INSERT INTO big SELECT hex(zeroblob(300)) FROM n"_s));
        QVERIFY(QFile::copy(file, left));
        QVERIFY(QFile::copy(file + u"-journal"_s, left + u"-journal"_s));
    }
    QSqlDatabase::removeDatabase(u"open"_s);
    const Result<DatabaseReading> reading = read(left);
    QVERIFY2(reading, qPrintable(reading ? QString() : reading.error().detail));
    QCOMPARE(reading->rows, QStringList {u"a"_s});
    QVERIFY(!QFile::exists(left + u"-journal"_s));
}

void TestSqlite::aDatabaseInMemoryIsRefused()
{
    for (const QString &file : {QString(), u":memory:"_s}) {
        const Result<DatabaseReading> reading = read(file);
        QVERIFY(!reading);
        QCOMPARE(reading.error().code, u"in_memory"_s);
    }
}

QTEST_GUILESS_MAIN(TestSqlite)
#include "tst_sqlite.moc"
