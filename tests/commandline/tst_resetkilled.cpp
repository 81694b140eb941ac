// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A reset whose program, helper or backend is killed at its n-th change of the database: the state
// is the one before it or the one after it, whatever n. SPIRITSAFE_FAULTS=all tries every n.

#include "migrations/database/locks.h"
#include "tests/commandline/commandrun.h"
#include "tests/lifecycle/resetfixture.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace tests;
using migrations::NoProgress;
using migrations::PostgreSql;

namespace {

constexpr int patienceMs = 60'000;
const QString gateLock = u"4711"_s;

// Each command that changes the database passes a gate: an event trigger that counts them and
// waits at the n-th until the test has done its deed.
class Gate
{
public:
    explicit Gate(const QString &superuser)
        : m_connection(connectTo(superuser))
    {
        runSql(superuser,
            {u"CREATE SEQUENCE other.gate_count"_s,
                u"CREATE TABLE other.gate (n int PRIMARY KEY)"_s,
                u"INSERT INTO other.gate VALUES (0)"_s,
                u"CREATE FUNCTION other.pass() RETURNS event_trigger LANGUAGE plpgsql SECURITY "
                "DEFINER AS $$BEGIN IF nextval('other.gate_count') = (SELECT n FROM other.gate) "
                "THEN "
                "PERFORM pg_advisory_lock(4711); PERFORM pg_advisory_unlock(4711); END IF; END$$"_s,
                u"CREATE EVENT TRIGGER gate ON ddl_command_end EXECUTE FUNCTION other.pass()"_s});
    }
    void closeAt(int n)
    {
        say(u"SELECT pg_advisory_lock(%1)"_s.arg(gateLock));
        say(u"UPDATE other.gate SET n = %1"_s.arg(n));
        say(u"SELECT setval('other.gate_count', 1, false)"_s);
    }
    void open() { say(u"SELECT pg_advisory_unlock_all()"_s); }
    // The pid of whoever waits at the gate; 0: nobody.
    int waiting()
    {
        const auto rows =
            say(u"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %1 "
                "AND NOT granted"_s.arg(gateLock));
        return rows.rows.empty() ? 0 : rows.text(0, u"pid"_s).toInt();
    }
    bool isThere(int pid)
    {
        NoProgress quiet;
        const auto there = migrations::backendExists(m_connection, pid, quiet);
        return there && *there;
    }
    void end(int pid)
    {
        NoProgress quiet;
        std::ignore = migrations::terminateBackend(m_connection, pid, quiet);
    }

private:
    migrations::QueryRows say(const QString &sql)
    {
        NoProgress quiet;
        auto rows = m_connection.query(sql, quiet);
        if (!rows)
            qFatal("%s", qPrintable(rows.error().message));
        return *std::move(rows);
    }
    PostgreSql m_connection;
};

// The helper: the child whose command is a Python.
qint64 helperOf(qint64 parent)
{
    const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &pid : pids) {
        QFile status(u"/proc/%1/stat"_s.arg(pid));
        if (pid.toLongLong() == 0 || !status.open(QIODevice::ReadOnly))
            continue;
        // "PID (command) state parent …", proc(5)
        const QByteArray text = status.readAll();
        const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
        if (text.contains("(python") && fields.value(1).toLongLong() == parent)
            return pid.toLongLong();
    }
    return 0;
}

// The gate's own bookkeeping, and the log that the fixture's event trigger writes.
QStringList withoutTraces(QStringList lines)
{
    lines.removeIf([](const QString &line) {
        return line.startsWith("other.ddl_log:"_L1) || line.startsWith("other.gate"_L1);
    });
    return lines;
}

enum class Victim { Program, Helper, Backend };

} // namespace

class TestResetKilled : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void atAnyChangeTheStateIsBeforeOrAfter_data();
    void atAnyChangeTheStateIsBeforeOrAfter();
    void betweenTwoTransactionsTheJournalSaysWhere();
    void aSqliteFileIsUntouchedWhileTheNewOneIsBuilt();
};

void TestResetKilled::atAnyChangeTheStateIsBeforeOrAfter_data()
{
    QTest::addColumn<int>("victim");
    QTest::newRow("the program") << int(Victim::Program);
    QTest::newRow("the helper") << int(Victim::Helper);
    QTest::newRow("the backend") << int(Victim::Backend);
}

void TestResetKilled::atAnyChangeTheStateIsBeforeOrAfter()
{
    QFETCH(const int, victim);
    const bool all = qEnvironmentVariable("SPIRITSAFE_FAULTS") == "all"_L1;
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(3);
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0003'"_s});
    Gate gate(database.superuser);
    const CommandLine line(project.folder());
    line.trust();
    const QStringList before = withoutTraces(snapshot(database.superuser));
    const QStringList outsideBefore = withoutTraces(outside(database.superuser));
    int killed = 0;
    for (int n = 1 + (all ? 0 : victim);; n += all ? 1 : 9) {
        gate.closeAt(n);
        QProcess process;
        line.start(process, {u"db"_s, u"reset"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
        int waiting = 0;
        for (const QDeadlineTimer deadline(patienceMs); waiting == 0 && !deadline.hasExpired();) {
            if (process.waitForFinished(20))
                break;
            waiting = gate.waiting();
        }
        if (waiting == 0) { // no n-th change: it is through
            gate.open();
            const auto answer = CommandLine::finish(process);
            QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
            break;
        }
        if (victim == int(Victim::Program)) {
            process.kill();
        } else if (victim == int(Victim::Helper)) {
            const qint64 helper = helperOf(process.processId());
            QVERIFY(helper > 0);
            QCOMPARE(::kill(pid_t(helper), SIGKILL), 0);
        } else {
            gate.end(waiting);
        }
        ++killed;
        if (victim == int(Victim::Program))
            QVERIFY(process.waitForFinished(patienceMs));
        gate.open();
        if (victim != int(Victim::Program)) {
            const auto answer = CommandLine::finish(process);
            QCOMPARE(answer.exitCode, 2);
            QCOMPARE(answer.json()[u"outcome"].toString(), u"rolled-back"_s);
            QCOMPARE(answer.json()[u"sentence"].toString(),
                u"The reset failed; everything is as before, at 0003"_s);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!gate.isThere(waiting), patienceMs);
        QCOMPARE(withoutTraces(snapshot(database.superuser)), before);
    }
    QVERIFY2(killed >= (all ? 50 : 5), qPrintable(QString::number(killed)));
    qInfo("killed %d times", killed);
    QCOMPARE(left(database.superuser),
        (QStringList {u"table public.alembic_version"_s, u"table public.t0001"_s,
            u"table public.t0002"_s, u"table public.t0003"_s}));
    QCOMPARE(withoutTraces(outside(database.superuser)), outsideBefore);
}

void TestResetKilled::betweenTwoTransactionsTheJournalSaysWhere()
{
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.write({.id = u"0001"_s,
        .upgrade =
            u"with op.get_context().autocommit_block():\n    op.execute('SELECT pg_sleep(60)')"_s});
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0001'"_s});
    const CommandLine line(project.folder());
    line.trust();
    QProcess process;
    line.start(process, {u"db"_s, u"reset"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    const QString sleeping = u"SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query "
                             "LIKE 'SELECT pg_sleep(60)%' AND datname = current_database()"_s;
    QTRY_VERIFY_WITH_TIMEOUT(!runSql(database.superuser, {sleeping}).rows.empty(), patienceMs);
    process.kill();
    QVERIFY(process.waitForFinished(patienceMs));
    QTRY_VERIFY_WITH_TIMEOUT(runSql(database.superuser, {sleeping}).rows.empty(), patienceMs);
    const auto answer = line.run({u"journal"_s, u"--json"_s});
    QCOMPARE(answer.exitCode, 1);
    const QString found = answer.json()[u"found"].toArray()[0].toObject()[u"sentence"].toString();
    QVERIFY2(found.contains(u"migrating"_s), qPrintable(found));
}

void TestResetKilled::aSqliteFileIsUntouchedWhileTheNewOneIsBuilt()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"app.db"_s);
    const QString url = u"sqlite:///"_s + path;
    const AlembicProject project(url);
    project.writeChain(1);
    const CommandLine line(project.folder());
    line.trust();
    QCOMPARE(line.run({u"migration"_s, u"run"_s}).exitCode, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    const QString marker = folder.filePath(u"building"_s);
    project.write({.id = u"0001"_s,
        .upgrade = u"op.execute('CREATE TABLE half (id int)')\nopen('%1', 'w').close()\n"
                   "time.sleep(60)"_s.arg(marker)});
    QProcess process;
    line.start(process, {u"db"_s, u"reset"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(marker), patienceMs);
    process.kill();
    QVERIFY(process.waitForFinished(patienceMs));
    file.seek(0);
    QCOMPARE(file.readAll(), before);
    // The next one tidies up what was left.
    project.writeChain(1);
    const auto answer = line.run({u"db"_s, u"reset"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s});
    QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
    QCOMPARE(QDir(folder.path()).entryList({u"app.db*"_s}, QDir::Files | QDir::Hidden),
        QStringList {u"app.db"_s});
}

QTEST_GUILESS_MAIN(TestResetKilled)
#include "tst_resetkilled.moc"
