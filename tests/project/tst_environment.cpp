// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/environment.h"
#include "tests/project/folders.h"

#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

const QString localUrl = u"postgresql://u:p@localhost/shop_dev"_s;
const QString farUrl = u"postgresql://u:canary@db.example.org/shop"_s;

} // namespace

class TestEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theProcessEnvironmentWins();
    void theNearestFileThatHasAUrlWins();
    void theIniComesLast();
    void withoutAnyUrlTheDefaultSaysWhatToSet();
    void anEmptyVariableOfTheProcessIsNoUrl();
    void theHelperGetsWhatLoadDotenvWouldSet();
    void namedFilesAreFurtherEnvironments();
    void copiesAndTemplatesAreNoEnvironments_data();
    void copiesAndTemplatesAreNoEnvironments();
    void aFileThatIsNotUtf8IsAnEnvironmentWithAProblem_data();
    void aFileThatIsNotUtf8IsAnEnvironmentWithAProblem();
    void aBadUrlIsAProblemWithoutTheUrl();
    void warningsNameLinesModeAndUrl();
    void clientVariablesOfTheFileReachTheConnection();
    void tiersComeFromNameAndHost_data();
    void tiersComeFromNameAndHost();
    void withoutAnyUrlThereIsNothingToBeCarefulWith();
    void aChosenTierWins();
    void tierNamesAreReadBack();

private:
    std::unique_ptr<Folder> m_folder;
    EnvironmentSearch m_search; // backend/ and the git root above it
    Environment first() const { return findEnvironments(m_search).front(); }
};

void TestEnvironment::init()
{
    m_folder = std::make_unique<Folder>();
    QVERIFY(m_folder->make(u"backend"_s));
    m_search = {};
    m_search.folders = {m_folder->path(u"backend"_s), m_folder->path()};
    m_search.iniName = u"alembic.ini"_s;
}

void TestEnvironment::theProcessEnvironmentWins()
{
    QVERIFY(m_folder->write(u"backend/.env"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\nOTHER=1\n"));
    m_search.processEnvironment = {{u"DATABASE_URL"_s, localUrl}};
    const Environment environment = first();
    QCOMPARE(environment.name, u"default"_s);
    QCOMPARE(environment.urlText, localUrl);
    QCOMPARE(environment.urlSource, u"DATABASE_URL in the process environment"_s);
    QCOMPARE(environment.url->databaseName(), u"shop_dev"_s);
    QCOMPARE(environment.variables, (QMap<QString, QString> {{u"OTHER"_s, u"1"_s}}));
}

void TestEnvironment::theNearestFileThatHasAUrlWins()
{
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\nA=far\nB=far\n"));
    QVERIFY(m_folder->write(u"backend/.env"_s, "A=near\n"));
    QCOMPARE(first().urlText, farUrl);
    QCOMPARE(first().urlSource, u"DATABASE_URL in ../.env"_s);
    QCOMPARE(first().variables.value(u"A"_s), u"near"_s);
    QCOMPARE(first().variables.value(u"B"_s), u"far"_s);
    QVERIFY(m_folder->write(u"backend/.env"_s, "DATABASE_URL=" + localUrl.toUtf8() + "\n"));
    QCOMPARE(first().urlText, localUrl);
    QCOMPARE(first().urlSource, u"DATABASE_URL in .env"_s);
    QVERIFY(!first().variables.contains(u"B"_s));
}

void TestEnvironment::theIniComesLast()
{
    m_search.iniUrl = localUrl;
    QCOMPARE(first().urlSource, u"sqlalchemy.url in alembic.ini"_s);
    QCOMPARE(first().urlText, localUrl);
    QVERIFY(first().variables.isEmpty());
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\n"));
    QCOMPARE(first().urlText, farUrl);
}

void TestEnvironment::withoutAnyUrlTheDefaultSaysWhatToSet()
{
    QVERIFY(m_folder->write(u"backend/.env"_s, "A=1\nDATABASE_URL\n"));
    const std::vector<Environment> all = findEnvironments(m_search);
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(!all.front().url);
    QCOMPARE(all.front().urlProblem->code, u"no_url"_s);
    QVERIFY(all.front().urlProblem->message.contains(u"DATABASE_URL"_s));
    QVERIFY(all.front().urlProblem->message.contains(m_folder->path(u"backend/.env"_s)));
    QCOMPARE(all.front().variables.value(u"A"_s), u"1"_s);
}

void TestEnvironment::anEmptyVariableOfTheProcessIsNoUrl()
{
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=" + localUrl.toUtf8() + "\n"));
    m_search.processEnvironment = {{u"DATABASE_URL"_s, QString()}};
    QCOMPARE(first().urlText, localUrl);
    // so that env.py sees what is shown
    QCOMPARE(first().variables.value(u"DATABASE_URL"_s), localUrl);
}

void TestEnvironment::theHelperGetsWhatLoadDotenvWouldSet()
{
    QVERIFY(m_folder->write(u".env"_s,
        "HOST=localhost\nDATABASE_URL=postgresql://u@${HOST}/d\nSET=file\nBARE\n'a=b'=1\n"));
    m_search.processEnvironment = {{u"SET"_s, u"process"_s}, {u"HOST"_s, u"other"_s}};
    const Environment environment = first();
    QCOMPARE(environment.variables,
        (QMap<QString, QString> {{u"DATABASE_URL"_s, u"postgresql://u@other/d"_s}}));
    QCOMPARE(environment.urlText, u"postgresql://u@other/d"_s);
}

void TestEnvironment::namedFilesAreFurtherEnvironments()
{
    QVERIFY(m_folder->write(u".env.staging"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\nA=1\n"));
    QVERIFY(m_folder->write(u"backend/.env.dev"_s, "DATABASE_URL=" + localUrl.toUtf8() + "\n"));
    QVERIFY(m_folder->write(u".env.dev"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\n"));
    QVERIFY(m_folder->write(u".env.nothing"_s, "A=1\n"));
    m_search.processEnvironment = {{u"DATABASE_URL"_s, localUrl}, {u"A"_s, u"process"_s}};
    const std::vector<Environment> all = findEnvironments(m_search);
    QCOMPARE(all.size(), std::size_t(3));
    QCOMPARE(all[0].name, u"default"_s);
    QCOMPARE(all[1].name, u"dev"_s);
    QCOMPARE(all[1].urlText, localUrl);
    QCOMPARE(all[1].urlSource, u"DATABASE_URL in .env.dev"_s);
    QCOMPARE(all[2].name, u"staging"_s);
    QCOMPARE(all[2].urlSource, u"DATABASE_URL in ../.env.staging"_s);
    QCOMPARE(
        all[2].variables, (QMap<QString, QString> {{u"A"_s, u"1"_s}, {u"DATABASE_URL"_s, farUrl}}));
}

void TestEnvironment::copiesAndTemplatesAreNoEnvironments_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {".env.example", ".env.sample", ".env.template", ".env.dist",
             ".env.bak", ".env.production.bak", ".env.prod~", ".env.default", ".env.dev.example",
             ".env.", ".environment"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestEnvironment::copiesAndTemplatesAreNoEnvironments()
{
    QFETCH(QString, name);
    QVERIFY(m_folder->write(name, "DATABASE_URL=" + farUrl.toUtf8() + "\n"));
    QCOMPARE(findEnvironments(m_search).size(), std::size_t(1));
    QVERIFY(m_folder->write(u".env.production"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\n"));
    QCOMPARE(findEnvironments(m_search).size(), std::size_t(2));
}

void TestEnvironment::aFileThatIsNotUtf8IsAnEnvironmentWithAProblem_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QString text = u"DATABASE_URL="_s + localUrl + u"\n"_s;
    QByteArray utf16 = "\xff\xfe";
    utf16.append(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    QTest::newRow("UTF-16") << utf16;
    QTest::newRow("Latin-1") << QByteArray("# caf\xe9\n" + text.toUtf8());
}

void TestEnvironment::aFileThatIsNotUtf8IsAnEnvironmentWithAProblem()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(m_folder->write(u".env"_s, bytes));
    QVERIFY(m_folder->write(u".env.staging"_s, bytes));
    m_search.iniUrl = localUrl; // python-dotenv would have stopped env.py before it
    const std::vector<Environment> all = findEnvironments(m_search);
    QCOMPARE(all.size(), std::size_t(2));
    for (const Environment &environment : all) {
        QVERIFY(!environment.url);
        QCOMPARE(environment.urlProblem->code, u"not_utf8"_s);
        QVERIFY(environment.urlProblem->message.contains(u"UTF-8"_s));
    }
    m_search.processEnvironment = {{u"DATABASE_URL"_s, localUrl}};
    QVERIFY(first().url);
    QVERIFY(first().warnings.join(u' ').contains(u"UTF-8"_s));
}

void TestEnvironment::aBadUrlIsAProblemWithoutTheUrl()
{
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=postgresql://u:canary@h:x/d\n"));
    const Environment environment = first();
    QVERIFY(!environment.url);
    QCOMPARE(environment.urlProblem->code, u"port_invalid"_s);
    QVERIFY(!environment.urlProblem->message.contains(u"canary"_s));
    QCOMPARE(environment.urlSource, u"DATABASE_URL in ../.env"_s);
}

void TestEnvironment::warningsNameLinesModeAndUrl()
{
    QVERIFY(m_folder->write(
        u"backend/.env"_s, "\nnot a line: x\nDATABASE_URL=postgres://u:p@localhost/d\n"));
    QString warnings = first().warnings.join(u'\n');
    QVERIFY2(warnings.contains(u"Line 2 of .env"_s), qPrintable(warnings));
    QVERIFY(warnings.contains(warningText(u"sqlalchemy_rejects_scheme_postgres"_s)));
    QVERIFY(!warnings.contains(u"chmod"_s));
    QFile file(m_folder->path(u"backend/.env"_s));
    QVERIFY(file.setPermissions(
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup));
    warnings = first().warnings.join(u'\n');
    QVERIFY2(warnings.contains(u"mode 640"_s), qPrintable(warnings));
}

void TestEnvironment::clientVariablesOfTheFileReachTheConnection()
{
    QVERIFY(m_folder->write(u".env"_s,
        "DATABASE_URL=postgresql:///d\nPGHOST=db.example.org\nPGUSER=shop\nPGPASSWORD=canary\n"));
    const Environment environment = first();
    QCOMPARE(environment.url->keywords.value(u"host"_s), u"db.example.org"_s);
    QCOMPARE(environment.url->keywords.value(u"password"_s), u"canary"_s);
    QVERIFY(!environment.url->warnings.contains(u"default_host"_s));
    QCOMPARE(environment.tier, Tier::Production);
}

void TestEnvironment::tiersComeFromNameAndHost_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<Tier>("tier");
    QTest::newRow("local host") << u"default"_s << localUrl << Tier::Development;
    QTest::newRow("another host") << u"default"_s << farUrl << Tier::Production;
    QTest::newRow("no url") << u"default"_s << QString() << Tier::Production;
    QTest::newRow("production on localhost") << u"production"_s << localUrl << Tier::Production;
    QTest::newRow("prod.eu") << u"prod.eu"_s << localUrl << Tier::Production;
    QTest::newRow("local_prod") << u"local_prod"_s << localUrl << Tier::Production;
    QTest::newRow("staging") << u"staging"_s << farUrl << Tier::Staging;
    QTest::newRow("preprod") << u"preprod"_s << farUrl << Tier::Staging;
    QTest::newRow("dev") << u"dev"_s << farUrl << Tier::Development;
    QTest::newRow("test") << u"test"_s << farUrl << Tier::Development;
    QTest::newRow("latest is no test") << u"latest"_s << farUrl << Tier::Production;
}

void TestEnvironment::tiersComeFromNameAndHost()
{
    QFETCH(QString, name);
    QFETCH(QString, url);
    std::optional<DatabaseUrl> parsed;
    if (!url.isEmpty())
        parsed = DatabaseUrl::fromText(url).value();
    QTEST(derivedTier(name, parsed), "tier");
}

void TestEnvironment::withoutAnyUrlThereIsNothingToBeCarefulWith()
{
    QVERIFY(first().urlText.isEmpty());
    QCOMPARE(first().tier, Tier::Development);
}

void TestEnvironment::aChosenTierWins()
{
    QVERIFY(m_folder->write(u".env"_s, "DATABASE_URL=" + farUrl.toUtf8() + "\n"));
    QVERIFY(!first().tierChosen);
    QCOMPARE(first().tier, Tier::Production);
    m_search.tiers = {{u"default"_s, Tier::Staging}};
    QVERIFY(first().tierChosen);
    QCOMPARE(first().tier, Tier::Staging);
}

void TestEnvironment::tierNamesAreReadBack()
{
    for (const Tier tier : {Tier::Development, Tier::Staging, Tier::Production})
        QCOMPARE(tierFromName(tierName(tier)), std::optional<Tier>(tier));
    QVERIFY(!tierFromName(u"prod"_s));
}

QTEST_GUILESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
