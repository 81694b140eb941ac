// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/backupstore.h"
#include "migrations/lifecycle/pgaccess.h"
#include "migrations/lifecycle/pgtools.h"
#include "migrations/lifecycle/privatefile.h"
#include "tests/lifecycle/backupfixture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

Backup made(int daysAgo, Proof proof, const QDateTime &now)
{
    Backup backup;
    backup.path = u"/b/%1.dump"_s.arg(daysAgo);
    backup.hasManifest = true;
    backup.ended = now.addDays(-daysAgo);
    backup.proof = proof;
    return backup;
}

QString namesOf(const std::vector<Backup> &backups)
{
    QStringList names;
    for (const Backup &backup : backups)
        names += backup.name();
    return names.join(u' ');
}

} // namespace

class TestBackupFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void aNameThatIsALinkIsRefusedAndItsTargetUntouched_data();
    void aNameThatIsALinkIsRefusedAndItsTargetUntouched();
    void nothingIsEverWrittenOver();
    void aFileThatIsNotPublishedGoes();
    void aFolderThatOthersMayChangeIsRefused();
    void aFolderThatIsALinkIsRefused();
    void aShortWriteIsAnError();
    void thePasswordFileEscapesAndNamesOneTarget();
    void theNewestToolsThatAreNotOlderAreTaken();
    void theMissingPackageIsNamed();
    void pruningKeepsTheNewestProven();
    void pruningWithoutARuleRemovesNothing();
    void whatAKilledProcessLeftIsListedAndCanBeRemoved();
    void whatIsBeingWrittenIsNoStray();
    void aBackupIsFoundByTheStartOfItsName();
    void backupsOfADatabaseOutliveItsOid();

private:
    QString path(const QString &name = {}) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &text) const;
    QByteArray read(const QString &name) const;
    void writeTool(const QString &folder, const QString &version) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    NoProgress m_quiet;
};

void TestBackupFiles::write(const QString &name, const QByteArray &text) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray TestBackupFiles::read(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestBackupFiles::aNameThatIsALinkIsRefusedAndItsTargetUntouched_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("to a file") << u"victim"_s;
    QTest::newRow("to nothing") << u"nothing"_s;
}

void TestBackupFiles::aNameThatIsALinkIsRefusedAndItsTargetUntouched()
{
    QFETCH(const QString, target);
    write(u"victim"_s, "precious");
    QVERIFY(QFile::link(path(target), path(u"shop.dump"_s)));
    const Result<PrivateFolder> folder = PrivateFolder::open(path());
    QVERIFY(folder);
    const Result<PrivateFile> direct = folder->create(u"shop.dump"_s);
    QVERIFY(!direct);
    QCOMPARE(direct.error().code, u"exists"_s);
    Result<PrivateFile> part = folder->create(u"shop.dump.part"_s);
    QVERIFY(part);
    const Result<> published = part->publish(u"shop.dump"_s);
    QVERIFY(!published);
    QCOMPARE(published.error().code, u"exists"_s);
    QCOMPARE(read(u"victim"_s), "precious");
    QVERIFY(!QFileInfo::exists(path(u"nothing"_s)));
}

void TestBackupFiles::nothingIsEverWrittenOver()
{
    write(u"a.dump"_s, "earlier");
    const Result<PrivateFolder> folder = PrivateFolder::open(path());
    {
        Result<PrivateFile> part = folder->create(u"a.dump.part"_s);
        QVERIFY(part->write("newer"));
        QVERIFY(part->sync());
        QVERIFY(!part->publish(u"a.dump"_s));
    }
    QCOMPARE(read(u"a.dump"_s), "earlier");
    QCOMPARE(filesIn(path()), QStringList {u"a.dump"_s});
}

void TestBackupFiles::aFileThatIsNotPublishedGoes()
{
    const Result<PrivateFolder> folder = PrivateFolder::open(path());
    {
        const Result<PrivateFile> gone = folder->create(u"gone"_s);
        QVERIFY(gone);
        Result<PrivateFile> stays = folder->create(u"part"_s);
        QVERIFY(stays->publish(u"stays"_s));
    }
    QCOMPARE(filesIn(path()), QStringList {u"stays"_s});
}

void TestBackupFiles::aFolderThatOthersMayChangeIsRefused()
{
    const QString open = path(u"open"_s);
    QVERIFY(QDir().mkdir(open));
    QCOMPARE(::chmod(QFile::encodeName(open).constData(), 0777), 0);
    const Result<PrivateFolder> refused = PrivateFolder::open(open);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"open_to_others"_s);
    QCOMPARE(::chmod(QFile::encodeName(open).constData(), 01777), 0);
    QVERIFY(PrivateFolder::open(open)); // sticky, as /tmp
}

void TestBackupFiles::aFolderThatIsALinkIsRefused()
{
    QVERIFY(QDir().mkdir(path(u"real"_s)));
    QVERIFY(QFile::link(path(u"real"_s), path(u"link"_s)));
    const Result<PrivateFolder> refused = PrivateFolder::open(path(u"link"_s));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"not_a_folder"_s);
}

void TestBackupFiles::aShortWriteIsAnError()
{
    QVERIFY2(QFileInfo::exists(u"/dev/full"_s), "no /dev/full");
    // The device stands for a disk on which not one byte more fits.
    const Result<PrivateFolder> folder = PrivateFolder::open(path());
    Result<PrivateFile> file = folder->create(u"a"_s);
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(::dup2(full, file->descriptor()) >= 0);
    ::close(full);
    const Result<> written = file->write("text");
    QVERIFY(!written);
    QCOMPARE(written.error().code, u"no_space"_s);
}

void TestBackupFiles::thePasswordFileEscapesAndNamesOneTarget()
{
    DatabaseUrl url;
    url.keywords = {{u"host"_s, u"db1"_s}, {u"port"_s, u"6432"_s}, {u"user"_s, u"me"_s},
        {u"password"_s, u"p:a\\s`#"_s}, {u"dbname"_s, u"shop"_s}};
    QCOMPARE(passFileText(url, u"a:b"_s), "db1:6432:a\\:b:me:p\\:a\\\\s`#\n");
    url.keywords.insert(u"host"_s, u"/run/postgresql"_s);
    QCOMPARE(passFileText(url, u"shop"_s),
        "/run/postgresql:6432:shop:me:p\\:a\\\\s`#\nlocalhost:6432:shop:me:p\\:a\\\\s`#\n");
}

void TestBackupFiles::writeTool(const QString &folder, const QString &version) const
{
    QVERIFY(QDir().mkpath(path(folder)));
    for (const QString &tool : {u"pg_dump"_s, u"pg_restore"_s}) {
        const QString file = folder + u'/' + tool;
        write(file,
            "#!/bin/sh\necho '" + tool.toUtf8() + " (PostgreSQL) " + version.toUtf8()
                + " (Debian)'\n");
        QVERIFY(QFile::setPermissions(path(file), QFile::ReadOwner | QFile::ExeOwner));
    }
}

void TestBackupFiles::theNewestToolsThatAreNotOlderAreTaken()
{
    writeTool(u"versions/9.6/bin"_s, u"9.6.24"_s);
    writeTool(u"versions/13/bin"_s, u"13.9"_s);
    writeTool(u"versions/16/bin"_s, u"16.2"_s);
    writeTool(u"elsewhere"_s, u"17.1"_s);
    const Result<PgTools> tools =
        findPgTools(150'018, m_quiet, path(u"versions"_s), {path(u"elsewhere"_s)});
    QVERIFY(tools);
    QCOMPARE(tools->version, u"17.1"_s);
    const Result<PgTools> installed =
        findPgTools(150'018, m_quiet, path(u"versions"_s), {path(u"empty"_s)});
    QCOMPARE(installed->version, u"16.2"_s);
}

void TestBackupFiles::theMissingPackageIsNamed()
{
    writeTool(u"versions/15/bin"_s, u"15.18"_s);
    const Result<PgTools> older =
        findPgTools(170'010, m_quiet, path(u"versions"_s), {path(u"empty"_s)});
    QVERIFY(!older);
    QCOMPARE(older.error().code, u"no_pg_dump"_s);
    QVERIFY(older.error().message.contains(u"postgresql-client-17"_s));
    QVERIFY(older.error().detail.contains(u"15.18"_s));
}

void TestBackupFiles::pruningKeepsTheNewestProven()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const std::vector<Backup> all {made(1, Proof::Written, now), made(2, Proof::Readable, now),
        made(10, Proof::Checksummed, now), made(20, Proof::Checksummed, now),
        made(30, Proof::Compared, now), made(40, Proof::Compared, now)};
    QCOMPARE(namesOf(prunable(all, {.keepNewest = 1}, now)), u"2.dump 20.dump 40.dump"_s);
    QCOMPARE(namesOf(prunable(all, {.keepNewest = 0}, now)), u"1.dump 2.dump 20.dump 40.dump"_s);
    QCOMPARE(namesOf(prunable(all, {.keepDays = 15}, now)), u"20.dump 40.dump"_s);
    QCOMPARE(namesOf(prunable(all, {.keepNewest = 4, .keepDays = 1}, now)), u"40.dump"_s);
    std::vector<Backup> foreign = all;
    foreign.back().hasManifest = false;
    QCOMPARE(namesOf(prunable(foreign, {.keepNewest = 1}, now)), u"2.dump 20.dump"_s);
}

void TestBackupFiles::pruningWithoutARuleRemovesNothing()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QVERIFY(prunable({made(900, Proof::Written, now)}, {}, now).empty());
}

void TestBackupFiles::whatAKilledProcessLeftIsListedAndCanBeRemoved()
{
    write(u"a.dump.part"_s, "stump");
    write(u"b.json"_s, "{}");
    write(u"note.txt"_s, "mine");
    const BackupList list = backupsIn(path());
    QCOMPARE(list.strays.size(), 2u);
    for (const StrayFile &stray : list.strays)
        QVERIFY(removeStray(stray));
    QCOMPARE(filesIn(path()), QStringList {u"note.txt"_s});
}

void TestBackupFiles::whatIsBeingWrittenIsNoStray()
{
    const Result<PrivateFolder> folder = PrivateFolder::open(path());
    const Result<PrivateFile> file = folder->create(u"a.dump.part"_s);
    QVERIFY(file);
    QVERIFY(backupsIn(path()).strays.empty());
    const Result<> removed = removeStray({file->path(), 0, {}});
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, u"in_use"_s);
}

void TestBackupFiles::aBackupIsFoundByTheStartOfItsName()
{
    write(u"shop-20260101-000000-a.dump"_s, "PGDMP");
    write(u"shop-20260102-000000-a.dump"_s, "PGDMP");
    const BackupList list = backupsIn(path());
    QCOMPARE(list.find(u"shop-20260102"_s)->name(), u"shop-20260102-000000-a.dump"_s);
    QCOMPARE(list.find(u"shop"_s).error().code, u"several_backups"_s);
    QCOMPARE(list.find(u"other"_s).error().code, u"no_such_backup"_s);
    QVERIFY(list.find(path(u"shop-20260101-000000-a.dump"_s)));
}

void TestBackupFiles::backupsOfADatabaseOutliveItsOid()
{
    Backup backup = made(1, Proof::Written, QDateTime::currentDateTimeUtc());
    backup.identity = {Dialect::PostgreSql, u"71"_s, u"16384"_s};
    backup.database = u"shop"_s;
    QVERIFY((BackupOf {{Dialect::PostgreSql, u"71"_s, u"20000"_s}, u"shop"_s}.matches(backup)));
    QVERIFY((BackupOf {{Dialect::PostgreSql, u"71"_s, u"16384"_s}, u"renamed"_s}.matches(backup)));
    QVERIFY(!(BackupOf {{Dialect::PostgreSql, u"72"_s, u"16384"_s}, u"shop"_s}.matches(backup)));
    QVERIFY(!(BackupOf {{Dialect::PostgreSql, u"71"_s, u"1"_s}, u"other"_s}.matches(backup)));
}

QTEST_GUILESS_MAIN(TestBackupFiles)
#include "tst_backupfiles.moc"
