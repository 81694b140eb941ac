// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/databaseurl.h"
#include "tests/project/factcases.h"
#include "tests/project/python.h"

#include <libpq-fe.h>

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

DatabaseUrl parsed(const QString &text)
{
    return DatabaseUrl::fromText(text).value_or(DatabaseUrl {});
}

QMap<QString, QString> stringMap(const QJsonObject &object)
{
    QMap<QString, QString> map;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        map.insert(entry.key(), entry.value().toString());
    return map;
}

QStringList sortedStrings(const QJsonArray &array)
{
    QStringList list;
    for (const QJsonValue &value : array)
        list.append(value.toString());
    list.sort();
    return list;
}

void compareSqlite(const DatabaseUrl &url, const QJsonObject &expected)
{
    QCOMPARE(url.dialect, Dialect::Sqlite);
    QCOMPARE(url.file.isEmpty(), expected.value("memory"_L1).toBool());
    QCOMPARE(url.fileUri, expected.value("uri"_L1).toBool());
    if (url.file.isEmpty())
        return;
    QString path = expected.value("path"_L1).toString();
    if (url.fileUri)
        path = path.section(u'?', 0, 0).remove(u"file:"_s);
    QCOMPARE(url.file, path);
}

QString randomUrl(QRandomGenerator &random)
{
    static const QStringList pieces {u"u"_s, u"me"_s, u":"_s, u"@"_s, u"/"_s, u"?"_s, u"p"_s,
        u"h"_s, u"db"_s, u"%40"_s, u"%zz"_s, u"%"_s, u"#"_s, u"+"_s, u"č"_s, u"[::1]"_s, u":5432"_s,
        u"host=a:1"_s, u"host=b:2"_s, u"host=/run"_s, u"port=7"_s, u"user=x%20y"_s, u"&"_s,
        u"sslmode=require"_s, u"dbname=q"_s, u"="_s, u","_s, u" "_s, u"$1"_s, u"%25"_s,
        u"%C4%8D"_s};
    static const QStringList beginnings {u"postgresql://"_s, u"postgresql+psycopg2://"_s,
        u"postgresql://u:p@h"_s, u"postgresql://u:"_s, u"postgresql://h/db?"_s};
    QString url = beginnings[random.bounded(beginnings.size())];
    const int count = random.bounded(1, 9);
    for (int i = 0; i < count; ++i)
        url += pieces[random.bounded(pieces.size())];
    return url;
}

// false: SQLAlchemy refuses the URL. Else the arguments of psycopg2.connect().
const QString script = uR"(
import json, sys
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.engine.url import make_url
answers = []
for text in json.load(sys.stdin):
    try:
        arguments = PGDialect_psycopg2().create_connect_args(make_url(text))[1]
        answers.append(dict(arguments))
    except Exception:
        answers.append(False)
json.dump(answers, sys.stdout)
)"_s;

// Ours in psycopg2's names; a parameter that occurs twice is nothing any driver takes.
bool agree(const DatabaseUrl &url, const QJsonObject &theirs)
{
    QMap<QString, QString> expected;
    for (auto entry = theirs.begin(); entry != theirs.end(); ++entry) {
        if (entry.value().isArray())
            return true;
        const QString key = entry.key() == u"database" ? u"dbname"_s : entry.key();
        if (key == u"dbname" && expected.contains(key))
            return true; // psycopg2 refuses both at once
        if (!url.warnings.contains(u"unknown_parameter:"_s + key))
            expected.insert(key, entry.value().toVariant().toString());
    }
    return url.keywords == expected;
}

} // namespace

class TestDatabaseUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void factsHold_data();
    void factsHold();
    void theWordsNeverShowUserOrPassword_data();
    void theWordsNeverShowUserOrPassword();
    void hostsAreNamedAsPeopleWriteThem_data();
    void hostsAreNamedAsPeopleWriteThem();
    void onlySocketsLoopbackAndFilesAreLocal_data();
    void onlySocketsLoopbackAndFilesAreLocal();
    void everyWarningHasASentence();
    void severalHostsOfAQueryAreJoined();
    void theRedactorKnowsThePasswordInEveryReading();
    void randomUrlsAreReadAsSqlAlchemyReadsThem();
    void libpqIsAskedWhereItCouldReadOtherwise();
    void errorsAreToldApart_data();
    void errorsAreToldApart();
};

void TestDatabaseUrl::initTestCase()
{
    for (const char *name : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE"})
        qunsetenv(name);
}

void TestDatabaseUrl::factsHold_data()
{
    QTest::addColumn<QJsonObject>("fact");
    const std::vector<facts::Case> cases = facts::read(u"database-url"_s);
    QVERIFY2(!cases.empty(), "no case of kind database-url was found");
    for (const facts::Case &fact : cases)
        QTest::newRow(fact.name.constData()) << fact.object;
}

void TestDatabaseUrl::factsHold()
{
    QFETCH(QJsonObject, fact);
    const QJsonObject expected = fact.value("expected"_L1).toObject();
    const QString kind = expected.value("kind"_L1).toString();
    const Result<DatabaseUrl> url = DatabaseUrl::fromText(fact.value("input"_L1).toString());
    if (kind == u"error") {
        QVERIFY(!url);
        QCOMPARE(url.error().code, expected.value("error"_L1).toString());
        QVERIFY(!url.error().message.isEmpty());
        return;
    }
    QVERIFY2(url, url ? "" : qPrintable(url.error().code));
    QCOMPARE(url->driver, expected.value("driver"_L1).toString());
    QCOMPARE(url->warnings, sortedStrings(fact.value("warnings"_L1).toArray()));
    if (kind == u"sqlite") {
        compareSqlite(*url, expected.value("sqlite"_L1).toObject());
        return;
    }
    QCOMPARE(kind, u"postgresql"_s);
    QCOMPARE(url->dialect, Dialect::PostgreSql);
    QCOMPARE(url->keywords, stringMap(expected.value("libpq"_L1).toObject()));
}

void TestDatabaseUrl::theWordsNeverShowUserOrPassword_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("plain") << u"postgresql://canaryuser:canarypw@h/db"_s;
    QTest::newRow("at sign in the password") << u"postgresql://canaryuser:x@canarypw@h/db"_s;
    QTest::newRow("in the query") << u"postgresql://h/db?user=canaryuser&password=canarypw"_s;
    QTest::newRow("port invalid") << u"postgresql://canaryuser:canarypw@h:x/db"_s;
    QTest::newRow("placeholder") << u"postgresql://canaryuser:canarypw${X}@h/db"_s;
    QTest::newRow("percent") << u"postgresql://canaryuser:canarypw%zz@h/db"_s;
    QTest::newRow("another dialect") << u"mysql://canaryuser:canarypw@h/db"_s;
    QTest::newRow("no database") << u"postgresql://canarypw:canarypw@h:6000,h2/"_s;
}

void TestDatabaseUrl::theWordsNeverShowUserOrPassword()
{
    QFETCH(QString, url);
    const Result<DatabaseUrl> read = DatabaseUrl::fromText(url);
    QStringList words;
    if (read)
        words = QStringList {read->display(), read->hostText(), read->databaseName()};
    else
        words = QStringList {read.error().message, read.error().detail};
    QVERIFY(!words.first().isEmpty());
    QVERIFY2(!words.join(u' ').contains(u"canary"_s), "a secret was shown");
}

void TestDatabaseUrl::hostsAreNamedAsPeopleWriteThem_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("display");
    QTest::newRow("local") << u"postgresql://u:p@localhost/shop_dev"_s
                           << u"shop_dev on localhost"_s;
    QTest::newRow("the default port is left out")
        << u"postgresql://u:p@db1:5432/shop"_s << u"shop on db1"_s;
    QTest::newRow("another port") << u"postgresql://u:p@db1:6432/shop"_s << u"shop on db1:6432"_s;
    QTest::newRow("ipv6") << u"postgresql://u:p@[::1]:6432/shop"_s << u"shop on [::1]:6432"_s;
    QTest::newRow("socket folder")
        << u"postgresql:///shop?host=/run/postgresql"_s << u"shop on /run/postgresql"_s;
    QTest::newRow("no host") << u"postgresql:///shop"_s << u"shop on the local socket"_s;
    QTest::newRow("several hosts")
        << u"postgresql://u@/shop?host=h1:1&host=h2:2"_s << u"shop on h1:1, h2:2"_s;
    QTest::newRow("sqlite") << u"sqlite:////srv/app/shop.db"_s << u"shop.db in /srv/app"_s;
    QTest::newRow("sqlite beside") << u"sqlite:///shop.db"_s << u"shop.db"_s;
    QTest::newRow("sqlite in memory") << u"sqlite://"_s << u"a database in memory"_s;
}

void TestDatabaseUrl::hostsAreNamedAsPeopleWriteThem()
{
    QFETCH(QString, url);
    QTEST(parsed(url).display(), "display");
}

void TestDatabaseUrl::onlySocketsLoopbackAndFilesAreLocal_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("local");
    QTest::newRow("localhost") << u"postgresql://u@localhost/d"_s << true;
    QTest::newRow("127.0.0.1") << u"postgresql://u@127.0.0.1/d"_s << true;
    QTest::newRow("::1") << u"postgresql://u@[::1]/d"_s << true;
    QTest::newRow("socket") << u"postgresql:///d?host=/run/postgresql"_s << true;
    QTest::newRow("no host") << u"postgresql:///d"_s << true;
    QTest::newRow("file") << u"sqlite:///d.db"_s << true;
    QTest::newRow("a name") << u"postgresql://u@db/d"_s << false;
    QTest::newRow("a private address") << u"postgresql://u@10.0.0.5/d"_s << false;
    QTest::newRow("looks like loopback") << u"postgresql://u@127.0.0.1.example.org/d"_s << false;
    QTest::newRow("one of two") << u"postgresql://u@localhost,db2/d"_s << false;
    QTest::newRow("hostaddr elsewhere")
        << u"postgresql://u@localhost/d?hostaddr=10.0.0.5"_s << false;
    QTest::newRow("a service may be anywhere") << u"postgresql:///d?service=shop"_s << false;
}

void TestDatabaseUrl::onlySocketsLoopbackAndFilesAreLocal()
{
    QFETCH(QString, url);
    QTEST(parsed(url).isLocal(), "local");
}

void TestDatabaseUrl::everyWarningHasASentence()
{
    QStringList codes {u"port_zero"_s, u"asyncpg_rejects_ssl_true"_s};
    for (const facts::Case &fact : facts::read(u"database-url"_s))
        codes += sortedStrings(fact.object.value("warnings"_L1).toArray());
    QVERIFY(codes.size() > 10);
    for (const QString &code : codes) {
        QVERIFY2(warningText(code) != code, qPrintable(code));
        QVERIFY(warningText(code).endsWith(u'.'));
    }
}

void TestDatabaseUrl::severalHostsOfAQueryAreJoined()
{
    const DatabaseUrl url = parsed(u"postgresql://u:p@/db?host=h1:5432&host=h2:5433"_s);
    QCOMPARE(url.keywords.value(u"host"_s), u"h1,h2"_s);
    QCOMPARE(url.keywords.value(u"port"_s), u"5432,5433"_s);
    // libpq's own URI parser would go to h2 only.
    QVERIFY(url.warnings.contains(u"libpq_uri_reads_it_differently"_s));
}

void TestDatabaseUrl::theRedactorKnowsThePasswordInEveryReading()
{
    const QString text = u"postgresql://u:se%63ret@thing@h/db?sslpassword=other%20one"_s;
    const Redactor redactor = redactorFor(text);
    for (const QString &secret :
        {u"se%63ret"_s, u"secret"_s, u"secret@thing"_s, u"other one"_s, text}) {
        const QString out = redactor.redact(u"before "_s + secret + u" after"_s);
        QVERIFY(!out.contains(u"secret"_s));
        QVERIFY(!out.contains(u"se%63ret"_s));
        QVERIFY(!out.contains(u"other one"_s));
        QVERIFY(out.startsWith(u"before "_s));
    }
}

void TestDatabaseUrl::randomUrlsAreReadAsSqlAlchemyReadsThem()
{
    QRandomGenerator random(20261123);
    QJsonArray texts;
    for (int i = 0; i < 5000; ++i)
        texts.append(randomUrl(random));
    QByteArray problem;
    const QJsonArray answers = askPython(script, QJsonDocument(texts), &problem).array();
    QVERIFY2(answers.size() == texts.size(), problem.constData());
    int compared = 0;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const Result<DatabaseUrl> url = DatabaseUrl::fromText(texts[i].toString());
        const QByteArray text = texts[i].toString().toUtf8();
        if (answers[i].isBool()) {
            QVERIFY2(!url, text.constData());
        } else if (url) { // what SQLAlchemy takes, libpq may still refuse: a port of 70000
            QVERIFY2(agree(*url, answers[i].toObject()), text.constData());
            ++compared;
        } else {
            QVERIFY2(url.error().code.startsWith(u"port_"), text.constData());
        }
    }
    QVERIFY(compared > 1000);
}

// What the short way says without libpq is what libpq says.
void TestDatabaseUrl::libpqIsAskedWhereItCouldReadOtherwise()
{
    static const QStringList pieces {u"u"_s, u"pass-1"_s, u":"_s, u":"_s, u"@"_s, u"/"_s, u"?"_s,
        u"h.example"_s, u"db_1"_s, u":5432"_s, u":0"_s, u"host=/run/x"_s, u"sslmode=require"_s,
        u"host="_s, u"connect_timeout=3"_s, u"application_name=a~b"_s, u"user=v"_s, u"ssl=true"_s,
        u"&"_s, u"="_s, u"%41"_s, u","_s, u"[::1]"_s};
    static const QStringList beginnings {u"postgresql://"_s, u"postgresql://u@"_s,
        u"postgresql://u:p@h"_s, u"postgresql:///db?"_s, u"postgresql://u@h:1/db?host=/run&"_s};
    QRandomGenerator random(20261126);
    int plain = 0;
    for (int i = 0; i < 20'000; ++i) {
        QString text = beginnings[random.bounded(beginnings.size())];
        for (int count = random.bounded(0, 6); count > 0; --count)
            text += pieces[random.bounded(pieces.size())];
        const Result<DatabaseUrl> url = DatabaseUrl::fromText(text);
        if (!url || url->warnings.contains(u"libpq_uri_reads_it_differently"_s))
            continue;
        ++plain;
        QMap<QString, QString> theirs;
        PQconninfoOption *options = PQconninfoParse(text.toUtf8().constData(), nullptr);
        QVERIFY2(options != nullptr, qPrintable(text));
        for (const PQconninfoOption *option = options; option->keyword; ++option) {
            if (option->val && *option->val)
                theirs.insert(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
        }
        PQconninfoFree(options);
        QVERIFY2(theirs == url->keywords, qPrintable(text));
    }
    QVERIFY(plain > 1000);
}

void TestDatabaseUrl::errorsAreToldApart_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("code");
    QTest::newRow("port is a word") << u"postgresql://h:abc/db"_s << u"port_invalid"_s;
    QTest::newRow("ipv6 without brackets") << u"postgresql://u:p@fe80::1/db"_s << u"port_invalid"_s;
    QTest::newRow("several ports") << u"postgresql://h1:1,h2:2/db"_s << u"port_invalid"_s;
    QTest::newRow("port in the query") << u"postgresql://h/db?port=x"_s << u"port_invalid"_s;
    QTest::newRow("interpolation") << u"postgresql://%(H)s/db"_s << u"unexpanded_placeholder"_s;
    QTest::newRow("blank") << u"  \n"_s << u"empty"_s;
    QTest::newRow("another database") << u"mysql://h/db"_s << u"unsupported_dialect"_s;
}

void TestDatabaseUrl::errorsAreToldApart()
{
    QFETCH(QString, url);
    const Result<DatabaseUrl> read = DatabaseUrl::fromText(url);
    QVERIFY(!read);
    QTEST(read.error().code, "code");
    QCOMPARE(read.error().kind, ErrorKind::Project);
}

QTEST_GUILESS_MAIN(TestDatabaseUrl)
#include "tst_databaseurl.moc"
