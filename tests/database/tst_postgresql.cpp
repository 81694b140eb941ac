// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/postgresql.h"
#include "migrations/database/sqltext.h"
#include "tests/support/testserver.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <arpa/inet.h>
#include <csignal>
#include <functional>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;

using KeywordMap = QMap<QString, QString>;

namespace {

// Remembers what it was told, and cancels once the given condition holds.
class Recorder final : public Progress
{
public:
    void report(const Event &event) override { events.push_back(event); }
    bool cancelled() override { return cancelWhen && cancelWhen(); }

    std::vector<Event> events;
    std::function<bool()> cancelWhen;
};

// A listener that never answers stands for a server behind a black hole.
class SilentListener
{
public:
    SilentListener()
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_socket, generic, size) == 0 && ::listen(m_socket, 4) == 0
            && ::getsockname(m_socket, generic, &size) == 0)
            m_port = ntohs(address.sin_port);
    }
    ~SilentListener() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(SilentListener)

    int port() const { return m_port; }

private:
    int m_socket;
    int m_port = 0;
};

} // namespace

class TestPostgreSql : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void valuesAreBoundAndNullStaysNull();
    void affectedRowsAreCounted();
    void aFailedStatementLeavesTheConnectionUsable();
    void theSessionIsSetUp();
    void aReadOnlySessionRefusesToWrite();
    void anotherDatabaseOfTheServerCanBeChosen();
    void identifiersAreQuoted_data();
    void identifiersAreQuoted();
    void noticesAreReported();
    void cancelReachesTheServer();
    void aCancelNeverHitsTheNextStatement();
    void aConnectCanBeCancelled();
    void aStatementOverItsTimeIsCancelledOnTheServer();
    void aServerThatStopsMidQueryIsALostConnection();
    void aFrozenServerIsGivenUp();
    void aServerThatWentAwayIsNoticedWithoutAQuery();
    void aFailedConnectSaysWhatToDo_data();
    void aFailedConnectSaysWhatToDo();
    void aWrongPasswordIsNamedButNotShown();
    void everySqlFileIsCompiledIn();

private:
    DatabaseUrl url() const { return tests::parsed(m_url); }

    QString m_url;
    NoProgress m_progress;
};

void TestPostgreSql::initTestCase()
{
    m_url = tests::TestServer::shared().freshDatabase();
}

void TestPostgreSql::valuesAreBoundAndNullStaysNull()
{
    PostgreSql connection = tests::connectTo(m_url);
    const Result<QueryRows> rows =
        connection.query(u"SELECT $1::text AS a, $2::text AS b, 'č€😀' AS c"_s,
            {u"'; DROP"_s, std::nullopt}, m_progress);
    QVERIFY(rows);
    QCOMPARE(rows->columns, QStringList({u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(rows->text(0, u"a"_s), u"'; DROP"_s);
    QVERIFY(!rows->isNull(0, u"a"_s));
    QVERIFY(rows->isNull(0, u"b"_s));
    QCOMPARE(rows->text(0, u"c"_s), u"č€😀"_s);
    QVERIFY(rows->isNull(1, u"a"_s));
    QCOMPARE(rows->text(0, u"absent"_s), QString());
}

void TestPostgreSql::affectedRowsAreCounted()
{
    PostgreSql connection = tests::connectTo(m_url);
    QVERIFY(connection.query(u"CREATE TABLE counted (n int)"_s, m_progress));
    const Result<QueryRows> rows =
        connection.query(u"INSERT INTO counted SELECT generate_series(1, 12)"_s, m_progress);
    QVERIFY(rows);
    QCOMPARE(rows->affected, 12);
}

void TestPostgreSql::aFailedStatementLeavesTheConnectionUsable()
{
    PostgreSql connection = tests::connectTo(m_url);
    const Result<QueryRows> failed = connection.query(u"SELECT * FROM absent"_s, m_progress);
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Database);
    QCOMPARE(failed.error().code, u"42P01"_s);
    QVERIFY(failed.error().detail.contains(u"relation \"absent\" does not exist"_s));
    QVERIFY(connection.query(u"SELECT 1"_s, m_progress));
}

void TestPostgreSql::theSessionIsSetUp()
{
    PostgreSql connection = tests::connectTo(m_url);
    const Result<QueryRows> rows = connection.query(
        u"SELECT current_setting('lock_timeout') AS lock, current_setting('application_name') AS "
        "name, current_setting('client_connection_check_interval') AS check, pg_backend_pid() AS "
        "pid"_s,
        m_progress);
    QVERIFY(rows);
    QCOMPARE(rows->text(0, u"lock"_s), u"5s"_s);
    QCOMPARE(rows->text(0, u"name"_s), u"spiritsafe"_s);
    QCOMPARE(rows->text(0, u"check"_s), u"1s"_s);
    QCOMPARE(rows->text(0, u"pid"_s).toInt(), connection.backendPid());
    QVERIFY(connection.serverVersion() >= 120'000);
}

void TestPostgreSql::aReadOnlySessionRefusesToWrite()
{
    ConnectOptions options;
    options.readOnly = true;
    Result<PostgreSql> connection = PostgreSql::connect(url(), options, m_progress);
    QVERIFY(connection);
    const Result<QueryRows> refused =
        connection->query(u"CREATE TABLE never (id int)"_s, m_progress);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"25006"_s);
}

void TestPostgreSql::anotherDatabaseOfTheServerCanBeChosen()
{
    ConnectOptions options;
    options.databaseName = u"postgres"_s;
    const Result<PostgreSql> connection = PostgreSql::connect(url(), options, m_progress);
    QVERIFY(connection);
    QCOMPARE(connection->databaseName(), u"postgres"_s);
    QCOMPARE(connection->place(), tests::TestServer::shared().server().socketFolder());
}

void TestPostgreSql::identifiersAreQuoted_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain", "Mixed Case", "quo\"te", "x; DROP TABLE y", "čeština", "'"})
        QTest::addRow("%s", name) << QString::fromUtf8(name);
}

void TestPostgreSql::identifiersAreQuoted()
{
    QFETCH(QString, name);
    PostgreSql connection = tests::connectTo(m_url);
    const Result<QueryRows> rows =
        connection.query(u"SELECT 1 AS "_s + connection.quoteIdentifier(name), m_progress);
    QVERIFY(rows);
    QCOMPARE(rows->columns, QStringList(name));
}

void TestPostgreSql::noticesAreReported()
{
    PostgreSql connection = tests::connectTo(m_url);
    Recorder progress;
    QVERIFY(connection.query(u"DO $$ BEGIN RAISE NOTICE 'half way'; END $$"_s, progress));
    QCOMPARE(progress.events.size(), 1U);
    QCOMPARE(progress.events.front().kind, Event::Kind::Notice);
    QCOMPARE(progress.events.front().text, u"half way"_s);
}

void TestPostgreSql::cancelReachesTheServer()
{
    PostgreSql connection = tests::connectTo(m_url);
    PostgreSql watcher = tests::connectTo(m_url);
    const QString pid = QString::number(connection.backendPid());
    Recorder progress;
    progress.cancelWhen = [&] {
        return tests::firstColumn(*watcher.query(
                   u"SELECT state FROM pg_stat_activity WHERE pid = $1"_s, {pid}, m_progress))
            == QStringList(u"active"_s);
    };
    QElapsedTimer timer;
    timer.start();
    const Result<QueryRows> rows = connection.query(u"SELECT pg_sleep(60)"_s, progress);
    QVERIFY(timer.elapsed() < 5'000);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Cancelled);
    const Result<QueryRows> state =
        watcher.query(u"SELECT state FROM pg_stat_activity WHERE pid = $1"_s, {pid}, m_progress);
    QCOMPARE(tests::firstColumn(*state), QStringList(u"idle"_s));
    QVERIFY(connection.query(u"SELECT 1"_s, m_progress));
}

// The statement is over before the request to cancel it has reached the server.
void TestPostgreSql::aCancelNeverHitsTheNextStatement()
{
    PostgreSql connection = tests::connectTo(m_url);
    for (int round = 0; round < 100; ++round) {
        Recorder progress;
        progress.cancelWhen = [] { return true; };
        connection.query(u"SELECT 1"_s, progress);
        const Result<QueryRows> next = connection.query(u"SELECT pg_sleep(0.005)"_s, m_progress);
        QVERIFY2(next, qPrintable(next ? QString() : next.error().detail));
    }
}

void TestPostgreSql::aConnectCanBeCancelled()
{
    const SilentListener silent;
    QVERIFY(silent.port() > 0);
    DatabaseUrl target;
    target.keywords = {{u"host"_s, u"127.0.0.1"_s}, {u"port"_s, QString::number(silent.port())},
        {u"dbname"_s, u"x"_s}};
    QElapsedTimer timer;
    timer.start();
    Recorder progress;
    progress.cancelWhen = [&] { return timer.hasExpired(100); };
    const Result<PostgreSql> connection = PostgreSql::connect(target, {}, progress);
    QVERIFY(!connection);
    QCOMPARE(connection.error().kind, ErrorKind::Cancelled);
    QVERIFY(timer.elapsed() < 1'000);

    ConnectOptions impatient;
    impatient.connectTimeoutMs = 200;
    const Result<PostgreSql> late = PostgreSql::connect(target, impatient, m_progress);
    QVERIFY(!late);
    QCOMPARE(late.error().code, u"timeout"_s);
    QVERIFY(late.error().message.contains(u"127.0.0.1:"_s));
}

void TestPostgreSql::aStatementOverItsTimeIsCancelledOnTheServer()
{
    PostgreSql connection = tests::connectTo(m_url);
    const Result<QueryRows> rows = connection.query(u"SELECT pg_sleep(60)"_s, {}, m_progress, 100);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Database);
    QCOMPARE(rows.error().code, u"timeout"_s);
    QVERIFY(connection.query(u"SELECT 1"_s, m_progress));
}

void TestPostgreSql::aServerThatStopsMidQueryIsALostConnection()
{
    PostgreSql connection = tests::connectTo(m_url);
    bool stopped = false;
    Recorder progress;
    progress.cancelWhen = [&] {
        if (!stopped)
            stopped = tests::TestServer::shared().server().stop(u"immediate"_s).has_value();
        return false;
    };
    const Result<QueryRows> rows = connection.query(u"SELECT pg_sleep(60)"_s, progress);
    QVERIFY(tests::TestServer::shared().server().restart(u"fast"_s, m_progress));
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Database);
    QVERIFY(rows.error().message.contains(u"lost"_s));
    QVERIFY(!connection.alive());
    const Result<QueryRows> again = connection.query(u"SELECT 1"_s, m_progress);
    QVERIFY(!again);
    QCOMPARE(again.error().code, u"connection_lost"_s);
}

void TestPostgreSql::aFrozenServerIsGivenUp()
{
    PostgreSql connection = tests::connectTo(m_url);
    const pid_t backend = connection.backendPid();
    QCOMPARE(::kill(backend, SIGSTOP), 0);
    QElapsedTimer timer;
    timer.start();
    const Result<QueryRows> rows = connection.query(u"SELECT 1"_s, {}, m_progress, 100);
    const qint64 waited = timer.elapsed();
    QCOMPARE(::kill(backend, SIGCONT), 0);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, u"no_answer"_s);
    QVERIFY(waited < 15'000);
    QVERIFY(!connection.alive());
}

void TestPostgreSql::aServerThatWentAwayIsNoticedWithoutAQuery()
{
    PostgreSql connection = tests::connectTo(m_url);
    QVERIFY(connection.alive());
    tests::runSql(m_url, {u"SELECT pg_terminate_backend(%1)"_s.arg(connection.backendPid())});
    QTRY_VERIFY(!connection.alive());
}

void TestPostgreSql::aFailedConnectSaysWhatToDo_data()
{
    QTest::addColumn<KeywordMap>("change");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("no such database")
        << KeywordMap {{u"dbname"_s, u"shop"_s}} << u"3D000"_s << u"no database \"shop\""_s;
    QTest::newRow("no such role") << KeywordMap {{u"user"_s, u"nemo"_s}} << u"28000"_s
                                  << u"user \"nemo\""_s;
    QTest::newRow("nobody listens on the port") << KeywordMap {{u"host"_s, u"127.0.0.1"_s},
        {u"port"_s, u"1"_s}} << u"unreachable"_s << u"127.0.0.1:1"_s;
    QTest::newRow("no socket in the folder")
        << KeywordMap {{u"host"_s, u"/nonexistent"_s}} << u"unreachable"_s << u"/nonexistent"_s;
    QTest::newRow("unknown host") << KeywordMap {{u"host"_s, u"no-such-host.invalid"_s}}
                                  << u"name_unknown"_s << u"no-such-host.invalid"_s;
    QTest::newRow("bad option") << KeywordMap {{u"options"_s, u"-c nonsense=1"_s}} << u"42704"_s
                                << u"refused the connection"_s;
}

void TestPostgreSql::aFailedConnectSaysWhatToDo()
{
    QFETCH(KeywordMap, change);
    QFETCH(QString, code);
    QFETCH(QString, words);
    DatabaseUrl target = url();
    for (auto it = change.cbegin(); it != change.cend(); ++it)
        target.keywords.insert(it.key(), it.value());
    const Result<PostgreSql> connection = PostgreSql::connect(target, {}, m_progress);
    QVERIFY(!connection);
    QCOMPARE(connection.error().kind, ErrorKind::Database);
    QVERIFY2(connection.error().code == code, qPrintable(connection.error().detail));
    QVERIFY2(connection.error().message.contains(words), qPrintable(connection.error().message));
}

void TestPostgreSql::aWrongPasswordIsNamedButNotShown()
{
    const PrivateServer &server = tests::TestServer::shared().server();
    QFile access(server.socketFolder() + u"/data/pg_hba.conf"_s);
    QVERIFY(access.open(QIODevice::ReadWrite));
    const QByteArray before = access.readAll();
    QVERIFY(access.resize(0) && access.seek(0));
    access.write("local all pwuser scram-sha-256\n" + before);
    access.close();
    tests::runSql(m_url,
        {u"CREATE ROLE pwuser LOGIN PASSWORD 'right:p@ss%'"_s, u"SELECT pg_reload_conf()"_s});
    DatabaseUrl target = url();
    target.keywords.insert(u"user"_s, u"pwuser"_s);
    QString lastCode;
    // The reload is asynchronous.
    QTRY_VERIFY([&] {
        const auto connection = PostgreSql::connect(target, {}, m_progress);
        lastCode = connection ? QString() : connection.error().code;
        return lastCode == u"no_password"_s;
    }());
    target.keywords.insert(u"password"_s, u"canary-s3cret"_s);
    const Result<PostgreSql> wrong = PostgreSql::connect(target, {}, m_progress);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, u"28P01"_s);
    QVERIFY(wrong.error().message.contains(u"pwuser"_s));
    QVERIFY(!wrong.error().message.contains(u"canary-s3cret"_s));
    QVERIFY(!wrong.error().detail.contains(u"canary-s3cret"_s));
    target.keywords.insert(u"password"_s, u"right:p@ss%"_s);
    QVERIFY(PostgreSql::connect(target, {}, m_progress));
}

void TestPostgreSql::everySqlFileIsCompiledIn()
{
    const QStringList filter {u"*.sql"_s};
    const QStringList files =
        QDir(QStringLiteral(SPIRITSAFE_SOURCE_DIR "/resources/sql")).entryList(filter);
    QVERIFY(!files.isEmpty());
    for (const QString &file : files) {
        const QString text = sqlText(file.chopped(4));
        QVERIFY2(text.contains(u"Parameters:"_s), qPrintable(file));
        QVERIFY2(text.contains(u"Columns:"_s) || text.contains(u"Column:"_s), qPrintable(file));
    }
    QCOMPARE(QDir(u":/sql"_s).entryList(filter), files);
}

QTEST_GUILESS_MAIN(TestPostgreSql)
#include "tst_postgresql.moc"
