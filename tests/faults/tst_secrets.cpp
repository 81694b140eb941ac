// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A password that is watched through every kind of failure, a project that is hostile, and names
// that are.

#include "tests/commandline/commandrun.h"
#include "tests/faults/faultfixture.h"
#include "tests/support/faultproxy.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;
using tests::CommandLine;
using tests::FaultProxy;

namespace {

const QString canary = u"c4Nary/p@ss:w%rd"_s;
const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(canary));

bool leaks(const QByteArray &text)
{
    return text.contains(canary.toUtf8()) || text.toLower().contains(encoded.toUtf8().toLower());
}

// Looks into the command lines of all processes while it lives.
class ArgvWatch
{
public:
    ArgvWatch()
        : m_thread([this] { watch(); })
    {
    }
    ~ArgvWatch() { stop(); }
    Q_DISABLE_COPY_MOVE(ArgvWatch)
    bool leaked()
    {
        stop();
        return m_leaked;
    }
    int looks() const { return m_looks; }

private:
    void stop()
    {
        m_ended = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    void watch()
    {
        while (!m_ended) {
            const QDir proc(u"/proc"_s);
            for (const QString &name : proc.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                QFile file(u"/proc/%1/cmdline"_s.arg(name));
                if (name.at(0).isDigit() && file.open(QIODevice::ReadOnly))
                    m_leaked = m_leaked || leaks(file.readAll());
            }
            ++m_looks;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    std::atomic<bool> m_ended = false;
    std::atomic<bool> m_leaked = false;
    std::atomic<int> m_looks = 0;
    std::thread m_thread;
};

QStringList leakingFiles(const QString &folder, const QStringList &allowed)
{
    QStringList found;
    QDirIterator files(
        folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!allowed.contains(QFileInfo(file).fileName()) && file.open(QIODevice::ReadOnly)
            && leaks(file.readAll()))
            found.append(file.fileName());
    }
    return found;
}

QString withPassword(const QString &url)
{
    return QString(url).replace(u"postgres@"_s, u"postgres:%1@"_s.arg(encoded));
}

// What a terminal shows, without our own colours and erased lines.
QString withoutOurs(const QString &output)
{
    static const QRegularExpression ours(u"\u001b\\[[0-9;]*[mK]"_s);
    return QString(output).remove(ours);
}

bool hasControls(const QString &output)
{
    return std::any_of(output.begin(), output.end(),
        [](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\r'; });
}

const QString hostile = u"\\x1b]52;c;aGFja2Vk\\x07<img src=x onerror=alert(1)>\\x1b[2J"_s;

} // namespace

class TestSecrets : public QObject
{
    Q_OBJECT
    tests::Patience m_patience;

private Q_SLOTS:
    void thePasswordIsNowhere_data();
    void thePasswordIsNowhere();
    void theProcessesLeaveNoCore();
    void nothingOfAnUntrustedProjectRuns();
    void spoofedHelperLinesAreNotBelieved_data();
    void spoofedHelperLinesAreNotBelieved();
    void hostileTextIsInertInATerminal();
    void hostileNamesAreOnlyNames_data();
    void hostileNamesAreOnlyNames();
};

void TestSecrets::thePasswordIsNowhere_data()
{
    QTest::addColumn<QString>("upgrade");
    QTest::addColumn<QString>("envPy");
    QTest::addColumn<QString>("url"); // empty: the real one
    QTest::addColumn<int>("fault");
    const QString table = u"op.execute('CREATE TABLE t0001 (id int)')"_s;
    const QString real;
    const auto row = [](const char *name, const QString &upgrade, const QString &envPy,
                         const QString &url,
                         int fault) { QTest::newRow(name) << upgrade << envPy << url << fault; };
    row("printed", u"print(os.environ['DATABASE_URL'], op.get_bind().engine.url)\n"_s + table, {},
        real, -1);
    row("in a notice",
        u"op.get_bind().exec_driver_sql(\"DO $$BEGIN RAISE NOTICE '%', '\"\n"
        "    + os.environ['DATABASE_URL'] + \"'; END$$\")\n"_s
            + table,
        {}, real, -1);
    row("in a step's error", u"raise RuntimeError(os.environ['DATABASE_URL'])"_s, {}, real, -1);
    row("in a statement",
        u"op.get_bind().exec_driver_sql(\"SELECT '%s', 1/0\" % os.environ['DATABASE_URL'])"_s, {},
        real, -1);
    row("in env.py's error", table, u"raise RuntimeError(repr(dict(os.environ)))"_s, real, -1);
    row("in a log record", table,
        u"import logging\nlogging.getLogger('alembic').error(os.environ['DATABASE_URL'])"_s, real,
        -1);
    row("the connection is cut", table, {}, real, int(FaultProxy::Fault::CutBefore));
    row("the helper is killed", table, {}, real, int(FaultProxy::Fault::Nothing));
    row("no server", table, {}, u"postgresql://postgres:%1@127.0.0.1:1/shop"_s.arg(encoded), -1);
    row("no such port", table, {}, u"postgresql://postgres:%1@localhost:port/shop"_s.arg(encoded),
        -1);
    row("no such driver", table, {},
        u"postgresql+none://postgres:%1@localhost:1/shop"_s.arg(encoded), -1);
    row("no such database", table, {}, u"postgresql://postgres:%1@/nosuch?host=/tmp"_s.arg(encoded),
        -1);
}

void TestSecrets::thePasswordIsNowhere()
{
    QFETCH(const QString, upgrade);
    QFETCH(const QString, envPy);
    QFETCH(const QString, url);
    QFETCH(const int, fault);
    const QString direct = tests::TestServer::shared().freshDatabase();
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project(
        url.isEmpty() ? withPassword(proxy.through(direct)) : url, {.beforeConfigure = envPy});
    project.write({.id = u"0001"_s, .upgrade = upgrade});
    const CommandLine line(project.folder());
    line.trust();
    FaultProxy::Plan plan {
        .counts = [](const auto &one) { return one.sql.contains("CREATE TABLE t0001"); }, .at = 1};
    if (fault == int(FaultProxy::Fault::Nothing))
        plan.act = [](const auto &one) { ::kill(pid_t(one.client), SIGKILL); };
    else if (fault >= 0)
        plan.fault = FaultProxy::Fault(fault);
    ArgvWatch argv;
    for (const QStringList &command :
        {QStringList {u"migration"_s, u"run"_s}, {u"--json"_s, u"migration"_s, u"run"_s},
            {u"migration"_s, u"status"_s}, {u"--json"_s, u"migration"_s, u"status"_s},
            {u"journal"_s}, {u"--json"_s, u"journal"_s, u"1"_s}, {u"project"_s}}) {
        proxy.arm(plan);
        const CommandLine::Answer answer = line.run(command);
        QVERIFY2(!leaks(answer.output.toUtf8()), qPrintable(answer.output));
        QVERIFY2(!leaks(answer.error.toUtf8()), qPrintable(answer.error));
    }
    QVERIFY(!argv.leaked() && argv.looks() > 1);
    QCOMPARE(leakingFiles(line.dataFolder(), {}), QStringList());
    QCOMPARE(leakingFiles(project.folder(), {u".env"_s}), QStringList());
}

void TestSecrets::theProcessesLeaveNoCore()
{
    const QString direct = tests::TestServer::shared().freshDatabase();
    FaultProxy proxy(tests::TestServer::shared().server().socketFolder());
    const AlembicProject project(proxy.through(direct),
        {.beforeConfigure = u"import ctypes, resource\n"
                            "print('core', resource.getrlimit(resource.RLIMIT_CORE)[0],\n"
                            "      'dumpable', ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"_s});
    project.writeChain(1);
    const CommandLine line(project.folder());
    line.trust();
    QByteArray limits;
    proxy.arm({.counts = [](const auto &one) { return !one.isHelper(); },
        .at = 1,
        .act =
            [&limits](const auto &one) {
                QFile file(u"/proc/%1/limits"_s.arg(one.client));
                if (file.open(QIODevice::ReadOnly))
                    limits = file.readAll().simplified();
            }});
    const auto answer = line.run({u"migration"_s, u"run"_s});
    QVERIFY2(limits.contains("Max core file size 0 0"), limits.constData());
    QVERIFY2(answer.error.contains(u"core 0 dumpable 0"_s), qPrintable(answer.error));
}

void TestSecrets::nothingOfAnUntrustedProjectRuns()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    project.writeChain(2);
    const QString fired = project.folder() + u"/fired"_s;
    const QByteArray python = "open('" + fired.toUtf8() + "', 'a').write(__file__ + '\\n')\n";
    for (const QString &file : {u"sitecustomize.py"_s, u"usercustomize.py"_s, u"alembic.py"_s,
             u"migrations/env.py"_s, u"migrations/__init__.py"_s, u"conftest.py"_s, u"models.py"_s})
        project.writeFile(file, python);
    // A whole revision, so that only the missing trust keeps it from running.
    project.writeFile(u"migrations/versions/0003.py"_s,
        "revision = '0003'\ndown_revision = '0002'\n" + python
            + "def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n");
    const QByteArray shell = "#!/bin/sh\necho \"$0\" >> '" + fired.toUtf8() + "'\n";
    for (const QString &file : {u".venv/bin/python"_s, u"venv/bin/python3"_s, u"bin/git"_s,
             u".git/hooks/post-index-change"_s}) {
        project.writeFile(file, shell);
        QFile::setPermissions(
            project.folder() + u'/' + file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    project.writeFile(
        u".git/config"_s, "[core]\n\tfsmonitor = \"echo git >> " + fired.toUtf8() + "\"\n");
    project.writeFile(u".git/HEAD"_s, "ref: refs/heads/main\n");
    const CommandLine line(project.folder());
    for (const QStringList &command : {QStringList {u"project"_s}, {u"migration"_s, u"status"_s},
             {u"migration"_s, u"history"_s}, {u"migration"_s, u"show"_s, u"0001"_s},
             {u"migration"_s, u"run"_s, u"--dry-run"_s}, {u"journal"_s}}) {
        const auto answer = line.run(command);
        QVERIFY2(answer.exitCode >= 0, qPrintable(answer.error));
    }
    const auto refused = line.run({u"--yes"_s, u"migration"_s, u"run"_s});
    QCOMPARE(refused.exitCode, 3);
    QVERIFY2(refused.error.contains(u"--trust"_s), qPrintable(refused.error));
    QFile file(fired);
    QVERIFY2(!file.open(QIODevice::ReadOnly), file.readAll().constData());
    QCOMPARE(tests::truthOf(url), tests::Truth());
}

void TestSecrets::spoofedHelperLinesAreNotBelieved_data()
{
    QTest::addColumn<QString>("python");
    QTest::addColumn<QString>("outcome");
    const QString lie = u"'{\"id\":%d,\"result\":{\"context\":{},\"steps\":[]}}\\n' % n"_s;
    QTest::newRow("printed") << u"for n in range(5):\n    print(%1)"_s.arg(lie) << u"done"_s;
    QTest::newRow("100 MB printed")
        << u"import sys\nfor n in range(100):\n    sys.stdout.write('x' * (1 << 20))"_s
        << u"done"_s;
    QTest::newRow("into the private pipe, then gone")
        << u"for n in range(5):\n    os.write(3, (%1).encode())\nos._exit(0)"_s.arg(lie)
        << u"rolled-back"_s;
    QTest::newRow("garbage in the private pipe")
        << u"os.write(3, b'\\xff\\x00 no message\\n')"_s << u"rolled-back"_s;
}

void TestSecrets::spoofedHelperLinesAreNotBelieved()
{
    QFETCH(const QString, python);
    QFETCH(const QString, outcome);
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url, {.beforeConfigure = python});
    const QStringList ids = project.writeChain(1);
    const CommandLine line(project.folder());
    line.trust();
    const auto answer = line.run({u"--json"_s, u"migration"_s, u"run"_s});
    QVERIFY2(answer.json()[u"outcome"] == outcome, qPrintable(answer.output + answer.error));
    const int in = outcome == u"done"_s ? 1 : 0;
    QCOMPARE(tests::stepsInChain(tests::truthOf(url), ids), std::optional(in));
    QCOMPARE(answer.exitCode == 0, in == 1);
}

void TestSecrets::hostileTextIsInertInATerminal()
{
    const QString url = tests::TestServer::shared().freshDatabase();
    const AlembicProject project(url);
    const QString raw =
        QString(hostile).replace(u"\\x1b"_s, u"\u001b"_s).replace(u"\\x07"_s, u"\u0007"_s);
    project.write({.id = u"0001"_s,
        .upgrade = u"print('%1')\n"
                   "op.get_bind().exec_driver_sql(\"DO $$BEGIN RAISE NOTICE '%', '%1'; END$$\")\n"
                   "raise RuntimeError('%1')"_s.arg(hostile),
        .message = raw});
    const CommandLine line(project.folder());
    line.trust();
    for (const QStringList &command : {QStringList {u"--yes"_s, u"migration"_s, u"run"_s},
             {u"migration"_s, u"history"_s}, {u"migration"_s, u"status"_s},
             {u"migration"_s, u"show"_s, u"0001"_s}, {u"journal"_s}, {u"journal"_s, u"1"_s}}) {
        const auto answer = line.type({}, command);
        const QString shown = withoutOurs(answer.output + answer.error);
        QVERIFY2(!hasControls(shown), shown.toUtf8().toPercentEncoding(" \n<>=/").constData());
    }
}

void TestSecrets::hostileNamesAreOnlyNames_data()
{
    QTest::addColumn<QString>("name"); // of 59 letters at most: with Alembic's "_pkc" 63
    for (const QString &name : {u"--help"_s, u"dbname=postgres host=evil"_s, u"we\"ird"_s,
             u"it's; DROP TABLE canary; --"_s, u"a b\\c"_s, u"名前"_s, u"100% %s"_s,
             QString(59, u'n')})
        QTest::newRow(qPrintable(name)) << name;
}

// As a database's name, as a schema's and as the version table's.
void TestSecrets::hostileNamesAreOnlyNames()
{
    QFETCH(const QString, name);
    NoProgress quiet;
    PrivateServer &server = tests::TestServer::shared().server();
    QVERIFY(server.createDatabase(name, quiet).has_value());
    const QString url = server.url(name);
    const auto quoted = [](const QString &text) -> QString {
        return u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
    };
    const QString python = QString(name).replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    const AlembicProject project(url,
        {.configureArguments = u", version_table='%1', version_table_schema='%1'"_s.arg(python)});
    const QStringList ids = project.writeChain(2);
    DatabaseUrl direct = tests::parsed(server.url(u"postgres"_s));
    direct.keywords[u"dbname"_s] = name;
    PostgreSql connection = PostgreSql::connect(direct, {}, quiet).value();
    QVERIFY(connection.query(u"CREATE TABLE canary (id int)"_s, quiet).has_value());
    QVERIFY(connection.query(u"CREATE SCHEMA "_s + quoted(name), quiet).has_value());
    tests::PrivateData data;
    NoProgress progress;
    OperationReport report = tests::upgrade(project, progress);
    if (report.error && report.error->code == u"version_table_differs"_s)
        report = tests::upgrade(project, progress); // it was only guessed the first time
    COMPARE_OUTCOME(report, Outcome::Done);
    const auto rows = connection.query(u"SELECT version_num FROM %1.%1"_s.arg(quoted(name)), quiet);
    QVERIFY(rows.has_value());
    QCOMPARE(tests::firstColumn(*rows), QStringList {u"0002"_s});
    const OperationReport back = tests::downgrade(project, progress);
    COMPARE_OUTCOME(back, Outcome::Done);
    const auto left = connection.query(u"SELECT count(*) FROM canary"_s, quiet);
    QVERIFY(left.has_value());
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
