// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/lifecycle/sqliterestore.h"
#include "migrations/operations/backupoperation.h"
#include "migrations/operations/interrupted.h"
#include "migrations/operations/keptrecords.h"
#include "migrations/operations/restoreoperation.h"
#include "tests/support/alembicproject.h"

#include <QDir>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <csignal>
#include <functional>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;

namespace {

class Killer final : public Progress
{
public:
    explicit Killer(QString at)
        : m_at(std::move(at))
    {
    }
    void report(const Event &event) override
    {
        if (event.text == m_at)
            ::kill(::getpid(), SIGKILL);
    }
    bool cancelled() override { return false; }

private:
    QString m_at;
};

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

ProjectState stateOf(const QString &folder)
{
    NoProgress quiet;
    const Result<ProjectState> state = readProjectState(folder, {.trustNow = true}, quiet);
    if (!state)
        qFatal("%s", qPrintable(state.error().message));
    return withDatabase(*state, quiet);
}

Journal journal()
{
    Result<Journal> opened = Journal::open();
    if (!opened)
        qFatal("%s", qPrintable(opened.error().message));
    return *std::move(opened);
}

LifecycleReport restore(const QString &folder, const Backup &backup, Progress &progress)
{
    const ProjectState state = stateOf(folder);
    const Result<RestorePlan> plan = planRestore(state, backup, Foreign::Refused, progress);
    if (!plan)
        qFatal("%s", qPrintable(plan.error().message));
    Journal entries = journal();
    return restoreDatabase(state, *plan, entries, progress);
}

const QStringList stages {u"Writing the restored file"_s,
    u"Making sure that nobody has the database open"_s,
    u"Putting the restored file in its place"_s};

} // namespace

class TestRestoreFile : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;

private Q_SLOTS:
    void init();
    void theRestoredFileTakesItsPlaceAndTheOldOneComesBack();
    void aFileThatIsOpenElsewhereIsNotReplaced();
    void aFileThatIsGoneIsMadeAgain();
    void killedAtAnyStageItIsUndone_data();
    void killedAtAnyStageItIsUndone();
    void killedInTheMiddleOfTheExchange_data();
    void killedInTheMiddleOfTheExchange();

private:
    QString file() const { return m_project->folder() + u"/shop.db"_s; }
    QStringList filesLikeIt() const
    {
        return QDir(m_project->folder()).entryList({u"shop.db*"_s}, QDir::Files, QDir::Name);
    }
    QString rows() const
    {
        const OpenDatabase database(file());
        return database.run(u"SELECT count(*) FROM orders"_s);
    }
    Backup backUp();
    void killAt(const Backup &backup, const QString &stage);

    std::optional<AlembicProject> m_project;
    NoProgress m_quiet;
};

void TestRestoreFile::init()
{
    m_project.emplace(u"sqlite:///shop.db"_s);
    m_project->writeChain(2);
    const OpenDatabase database(file());
    database.run(u"PRAGMA journal_mode = WAL"_s);
    database.run(u"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"_s);
    database.run(u"INSERT INTO alembic_version VALUES ('0002')"_s);
    database.run(u"CREATE TABLE orders (id integer PRIMARY KEY, note text)"_s);
    database.run(u"INSERT INTO orders (note) VALUES ('a'), ('b'), ('c')"_s);
}

Backup TestRestoreFile::backUp()
{
    const ProjectState state = stateOf(m_project->folder());
    Journal entries = journal();
    const LifecycleReport report =
        backupDatabase(state, backupRequestFor(state, {}).value(), entries, m_quiet);
    if (report.outcome != Outcome::Done)
        qFatal("%s", qPrintable(report.sentence));
    const OpenDatabase database(file());
    database.run(u"DELETE FROM orders WHERE id > 1"_s);
    return readBackup(report.facts[u"backup"_s][u"path"_s].toString()).value();
}

void TestRestoreFile::killAt(const Backup &backup, const QString &stage)
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
        {u"--restore"_s, m_project->folder(), backup.path, stage});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
}

void TestRestoreFile::theRestoredFileTakesItsPlaceAndTheOldOneComesBack()
{
    const Backup backup = backUp();
    const QString inode = stateOf(m_project->folder()).database->identity.database;
    const LifecycleReport report = restore(m_project->folder(), backup, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence + report.nextAction));
    QCOMPARE(rows(), u"3"_s);
    const ProjectState state = stateOf(m_project->folder());
    Journal entries = journal();
    const auto kept = keptRecords(entries, state, m_quiet);
    QVERIFY(kept);
    QCOMPARE(kept->size(), 1u);
    QCOMPARE(kept->front().database.database.oid, inode);
    QCOMPARE(undoWithKept(state, kept->front(), entries, m_quiet).outcome, Outcome::Done);
    QCOMPARE(stateOf(m_project->folder()).database->identity.database, inode);
    QCOMPARE(rows(), u"1"_s);
}

void TestRestoreFile::aFileThatIsOpenElsewhereIsNotReplaced()
{
    const Backup backup = backUp();
    const OpenDatabase somebody(file());
    QCOMPARE(somebody.run(u"SELECT count(*) FROM orders"_s), u"1"_s);
    const LifecycleReport report = restore(m_project->folder(), backup, m_quiet);
    QCOMPARE(report.outcome, Outcome::RolledBack);
    QCOMPARE(report.error->code, u"in_use"_s);
    QCOMPARE(somebody.run(u"SELECT count(*) FROM orders"_s), u"1"_s);
    QVERIFY(!filesLikeIt().join(u' ').contains(u"__new_"_s));
}

void TestRestoreFile::aFileThatIsGoneIsMadeAgain()
{
    const Backup backup = backUp();
    QVERIFY(QFile::remove(file()));
    const LifecycleReport report = restore(m_project->folder(), backup, m_quiet);
    QVERIFY2(report.outcome == Outcome::Done, qPrintable(report.sentence + report.nextAction));
    QCOMPARE(rows(), u"3"_s);
}

void TestRestoreFile::killedAtAnyStageItIsUndone_data()
{
    QTest::addColumn<QString>("stage");
    for (const QString &stage : stages)
        QTest::newRow(qPrintable(stage)) << stage;
}

void TestRestoreFile::killedAtAnyStageItIsUndone()
{
    QFETCH(const QString, stage);
    const Backup backup = backUp();
    killAt(backup, stage);
    QCOMPARE(rows(), u"1"_s);
    Journal entries = journal();
    const auto found = interruptedOperations(entries, stateOf(m_project->folder()), m_quiet);
    QVERIFY(found);
    QCOMPARE(found->size(), 1u);
    QVERIFY(found->front().canUndo);
    const LifecycleReport undone =
        undoInterrupted(stateOf(m_project->folder()), found->front(), entries, m_quiet);
    QVERIFY2(undone.outcome == Outcome::RolledBack, qPrintable(undone.sentence));
    QCOMPARE(rows(), u"1"_s);
    QCOMPARE(filesLikeIt(), QStringList {u"shop.db"_s});
    QCOMPARE(restore(m_project->folder(), backup, m_quiet).outcome, Outcome::Done);
    QCOMPARE(rows(), u"3"_s);
}

void TestRestoreFile::killedInTheMiddleOfTheExchange_data()
{
    QTest::addColumn<bool>("finish");
    QTest::newRow("finished") << true;
    QTest::newRow("undone") << false;
}

void TestRestoreFile::killedInTheMiddleOfTheExchange()
{
    QFETCH(const bool, finish);
    const Backup backup = backUp();
    killAt(backup, stages.back());
    // What the killed one would have done next, but not the renaming after it.
    QString making;
    for (const QString &name : filesLikeIt()) {
        if (name.contains(u"__new_"_s))
            making = m_project->folder() + u'/' + name;
    }
    QVERIFY(exchangeFiles(file(), making));
    Journal entries = journal();
    const auto found = interruptedOperations(entries, stateOf(m_project->folder()), m_quiet);
    QVERIFY(found);
    QVERIFY(found->front().canFinish && found->front().canUndo);
    const LifecycleReport report = finish
        ? finishInterrupted(stateOf(m_project->folder()), found->front(), entries, m_quiet)
        : undoInterrupted(stateOf(m_project->folder()), found->front(), entries, m_quiet);
    QVERIFY2(report.outcome == (finish ? Outcome::Done : Outcome::RolledBack),
        qPrintable(report.sentence));
    QCOMPARE(rows(), finish ? u"3"_s : u"1"_s);
    QCOMPARE(filesLikeIt().size(), 2);
    QVERIFY(!filesLikeIt().join(u' ').contains(u"__new_"_s));
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--restore"_s) {
        Killer killer(arguments.value(4));
        restore(arguments.value(2), *readBackup(arguments.value(3)), killer);
        return 0;
    }
    TestRestoreFile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_restorefile.moc"
