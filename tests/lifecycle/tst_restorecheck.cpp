// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/restorecheck.h"
#include "tests/lifecycle/backupfixture.h"

#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

class TestRestoreCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aScriptIsSplitAtItsStatements();
    void namesAreTakenFromStatementsAlone();
    void ourOwnBackupPasses();
    void aFileWithoutAManifestNeedsAWord();
    void aFileThatWasExchangedNeedsAWord();
    void aDamagedFileIsRefusedWhateverIsAgreed();
    void aRoleThatIsGoneIsNamed();
    void aRoleThatMayNotGiveAwayIsRefused();
    void anExtensionThatTheServerLacksIsNamed();

private:
    Result<RestoreCheck> check(const QString &url, Foreign foreign);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_url;
    Backup m_backup;
    NoProgress m_quiet;
};

void TestRestoreCheck::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_url = TestServer::shared().freshDatabase();
    runSql(m_url, {u"CREATE TABLE orders (id int)"_s});
    const Result<Backup> backup = makeBackup(requestFor(m_url, m_folder->path()), m_quiet);
    QVERIFY(backup);
    m_backup = *backup;
}

Result<RestoreCheck> TestRestoreCheck::check(const QString &url, Foreign foreign)
{
    PostgreSql server = connectTo(url);
    const Result<Backup> backup = readBackup(m_backup.path);
    const Result<ReadableFile> file = ReadableFile::open(m_backup.path);
    return checkRestore(server, *backup, *file, foreign, m_quiet);
}

void TestRestoreCheck::aScriptIsSplitAtItsStatements()
{
    const QStringList statements =
        statementsOf(u"\\restrict abc\n-- a; comment\nSELECT ';''x' ;\nCREATE FUNCTION f() AS "
                     u"$body$ ; $$ ; $body$;"
                     "ALTER TABLE \"a;\"\"b\" OWNER TO x;\nSELECT E'\\';', $1"_s);
    QCOMPARE(statements,
        (QStringList {u"SELECT ';''x'"_s, u"CREATE FUNCTION f() AS $body$ ; $$ ; $body$"_s,
            u"ALTER TABLE \"a;\"\"b\" OWNER TO x"_s, u"SELECT E'\\';', $1"_s}));
}

void TestRestoreCheck::namesAreTakenFromStatementsAlone()
{
    const DumpNeeds needs = needsOf(
        u"CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA public;\n"
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$\nALTER TABLE x OWNER TO nobody;\n$$;\n"
        "ALTER TABLE public.orders OWNER TO \"the \"\"owner\";\n"
        "GRANT SELECT,INSERT ON TABLE public.orders TO reader;\n"
        "GRANT ALL ON SCHEMA public TO PUBLIC;\n"
        "REVOKE ALL ON FUNCTION public.f() FROM PUBLIC;\n"
        "ALTER DEFAULT PRIVILEGES FOR ROLE maker IN SCHEMA public GRANT SELECT ON TABLES TO "
        "taker;\n"
        "CREATE POLICY p ON public.orders FOR SELECT TO alice, \"bob b\" USING (true);\n"
        "CREATE POLICY q ON public.orders USING ((a > 1));\n"
        "SET default_tablespace = fast;\nSET default_tablespace = '';\n"_s);
    QCOMPARE(needs.owners, (QStringList {u"maker"_s, u"the \"owner"_s}));
    QCOMPARE(needs.roles, (QStringList {u"alice"_s, u"bob b"_s, u"reader"_s, u"taker"_s}));
    QCOMPARE(needs.extensions, QStringList {u"uuid-ossp"_s});
    QCOMPARE(needs.tablespaces, QStringList {u"fast"_s});
}

void TestRestoreCheck::ourOwnBackupPasses()
{
    const Result<RestoreCheck> checked = check(m_url, Foreign::Refused);
    QVERIFY(checked);
    QVERIFY(checked->ours);
    QVERIFY(checked->superuser);
    QCOMPARE(checked->needs.owners, QStringList {u"postgres"_s});
}

void TestRestoreCheck::aFileWithoutAManifestNeedsAWord()
{
    QVERIFY(QFile::remove(manifestPath(m_backup.path)));
    const Result<RestoreCheck> refused = check(m_url, Foreign::Refused);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"foreign"_s);
    const Result<RestoreCheck> agreed = check(m_url, Foreign::Agreed);
    QVERIFY(agreed);
    QVERIFY(!agreed->ours);
}

void TestRestoreCheck::aFileThatWasExchangedNeedsAWord()
{
    runSql(m_url, {u"CREATE TABLE another (id int)"_s});
    const Result<Backup> other = makeBackup(requestFor(m_url, m_folder->path()), m_quiet);
    QVERIFY(other);
    QVERIFY(QFile::remove(m_backup.path));
    QVERIFY(QFile::copy(other->path, m_backup.path));
    const Result<RestoreCheck> refused = check(m_url, Foreign::Refused);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"damaged"_s);
    const Result<RestoreCheck> agreed = check(m_url, Foreign::Agreed);
    QVERIFY(agreed);
    QVERIFY(!agreed->ours);
}

void TestRestoreCheck::aDamagedFileIsRefusedWhateverIsAgreed()
{
    QFile file(m_backup.path);
    QVERIFY(file.resize(m_backup.bytes / 2));
    const Result<RestoreCheck> refused = check(m_url, Foreign::Agreed);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"damaged"_s);
}

void TestRestoreCheck::aRoleThatIsGoneIsNamed()
{
    runSql(
        m_url, {u"CREATE ROLE \"left behind\""_s, u"GRANT SELECT ON orders TO \"left behind\""_s});
    m_backup = *makeBackup(requestFor(m_url, m_folder->path()), m_quiet);
    runSql(m_url, {u"DROP OWNED BY \"left behind\""_s, u"DROP ROLE \"left behind\""_s});
    const Result<RestoreCheck> refused = check(m_url, Foreign::Refused);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"missing_roles"_s);
    QVERIFY(refused.error().message.contains(u"left behind"_s));
}

void TestRestoreCheck::aRoleThatMayNotGiveAwayIsRefused()
{
    runSql(m_url, {u"DROP ROLE IF EXISTS small"_s, u"CREATE ROLE small LOGIN CREATEDB"_s});
    const Result<RestoreCheck> refused =
        check(QString(m_url).replace(u"//postgres@"_s, u"//small@"_s), Foreign::Refused);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"not_member"_s);
    QVERIFY(refused.error().message.contains(u"postgres"_s));
}

void TestRestoreCheck::anExtensionThatTheServerLacksIsNamed()
{
    const QStringList available =
        firstColumn(runSql(m_url, {u"SELECT name FROM pg_available_extensions"_s}));
    QVERIFY2(available.contains(u"pgcrypto"_s), "postgresql-contrib is not installed");
    const DumpNeeds needs =
        needsOf(u"CREATE EXTENSION IF NOT EXISTS nowhere WITH SCHEMA public;"_s);
    QCOMPARE(needs.extensions, QStringList {u"nowhere"_s});
    // A dump that names it is made by hand: the schema of ours with another name in it.
    runSql(m_url, {u"CREATE EXTENSION pgcrypto"_s});
    m_backup = *makeBackup(requestFor(m_url, m_folder->path()), m_quiet);
    QFile file(m_backup.path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll().replace("pgcrypto", "pgcrypt0");
    file.close();
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    const Result<RestoreCheck> refused = check(m_url, Foreign::Agreed);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"missing_extensions"_s);
    QVERIFY(refused.error().message.contains(u"pgcrypt0"_s));
}

QTEST_GUILESS_MAIN(TestRestoreCheck)
#include "tst_restorecheck.moc"
