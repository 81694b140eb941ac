// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/resetoperation.h"
#include "tests/lifecycle/resetfixture.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

ProjectState stateOf(const AlembicProject &project)
{
    NoProgress quiet;
    const Result<ProjectState> state =
        readProjectState(project.folder(), {.trustNow = true}, quiet);
    if (!state)
        qFatal("%s", qPrintable(state.error().message));
    return withDatabase(*state, quiet);
}

Result<ResetOutlook> tryOutlook(const ProjectState &state, const QStringList &schemas = {})
{
    NoProgress quiet;
    Result<Alembic> alembic = startAlembic(state, quiet);
    if (!alembic)
        return tl::unexpected(alembic.error());
    return planReset(state, schemas, *alembic, quiet);
}

ResetOutlook outlookOf(const ProjectState &state, const QStringList &schemas = {})
{
    Result<ResetOutlook> outlook = tryOutlook(state, schemas);
    if (!outlook)
        qFatal("%s\n%s", qPrintable(outlook.error().message), qPrintable(outlook.error().detail));
    return *std::move(outlook);
}

LifecycleReport run(const ProjectState &state, const ResetRequest &request, Progress &progress)
{
    Result<Journal> journal = Journal::open();
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    return runReset(state, request, *journal, std::nullopt, progress);
}

LifecycleReport reset(const AlembicProject &project, const QStringList &schemas = {})
{
    NoProgress quiet;
    const ProjectState state = stateOf(project);
    return run(state, {outlookOf(state, schemas), {}}, quiet);
}

QString described(const LifecycleReport &report)
{
    return outcomeName(report.outcome) + u": "_s + report.sentence + u" | "_s + report.nextAction
        + u" | "_s
        + (report.error ? report.error->message + u" | "_s + report.error->detail : QString());
}

#define COMPARE_OUTCOME(report, expected)                                                          \
    QVERIFY2((report).outcome == (expected), qPrintable(described(report)))

QStringList withoutLog(QStringList lines)
{
    lines.removeIf([](const QString &line) { return line.startsWith("other.ddl_log:"_L1); });
    return lines;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

quint64 inodeOf(const QString &path)
{
    struct stat facts = {};
    ::stat(QFile::encodeName(path).constData(), &facts);
    return facts.st_ino;
}

class SqliteFile
{
public:
    explicit SqliteFile(const QStringList &statements)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"made"_s);
        database.setDatabaseName(path());
        if (!database.open())
            qFatal("no SQLite file");
        for (const QString &statement : statements) {
            QSqlQuery query(database);
            if (!query.exec(statement))
                qFatal("%s", qPrintable(statement));
        }
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(u"made"_s);
    }
    QString path() const { return m_folder.filePath(u"app.db"_s); }
    QString url() const { return u"sqlite:///"_s + path(); }
    QStringList files() const
    {
        return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    QStringList column(const QString &sql) const
    {
        QStringList cells;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"read"_s);
            database.setDatabaseName(path());
            database.open();
            QSqlQuery query(sql, database);
            while (query.next())
                cells.append(query.value(0).toString());
        }
        QSqlDatabase::removeDatabase(u"read"_s);
        return cells;
    }

private:
    QTemporaryDir m_folder;
};

const QStringList oldSqlite {u"CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)"_s,
    u"INSERT INTO alembic_version VALUES ('0002')"_s,
    u"CREATE TABLE users (id integer primary key, name text)"_s,
    u"INSERT INTO users (name) VALUES ('a'), ('b')"_s, u"CREATE INDEX by_name ON users (name)"_s,
    u"CREATE VIEW names AS SELECT name FROM users"_s,
    u"CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END"_s};

} // namespace

class TestResetOperation : public QObject
{
    Q_OBJECT
    PrivateData m_data;

private Q_SLOTS:
    void schemaAndMigrationsAreOneTransaction();
    void aFailingMigrationLeavesEverythingAsItWas_data();
    void aFailingMigrationLeavesEverythingAsItWas();
    void aCancelLeavesEverythingAsItWas();
    void aLockedTableIsNamedAndNothingIsLost();
    void aScriptThatLeavesItsTransactionMakesTheBackupTheWayBack();
    void twoTransactionsThatFailSayWhatIsInAndWhereTheBackupIs();
    void anEnvInAutocommitMakesTheBackupTheWayBack();
    void anEnvThatCommitsNothingIsFoundOut();
    void dependentsStopItBeforeAnythingRuns();
    void aDatabaseThatMovedSinceIsRefused();
    void whatSomebodyRolledBackSinceIsRefusedToo();
    void nothingRunsUntrusted();
    void theSchemasOfTheProjectAreChosen_data();
    void theSchemasOfTheProjectAreChosen();
    void theVersionTableGoesFromAnotherSchema();
    void whatScriptsMakeOutsideIsWarnedOf();
    void theJournalHasItsStages();
    void aSqliteFileTakesOverWhatWasBuiltBesideIt();
    void aSqliteMigrationThatFailsChangesNoByte();
    void aSqliteReaderSeesTheOldUntilTheNewIsThere();
    void aSqliteFileInWalModeStaysInIt();
    void aSqliteWriterMakesItWaitAndThenRefuse();
};

void TestResetOperation::schemaAndMigrationsAreOneTransaction()
{
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(3);
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0003'"_s});
    const QStringList before = outside(database.superuser);
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    QCOMPARE(outlook.reset.scope.schemas, QStringList {u"public"_s});
    QVERIFY2(outlook.reset.way == ResetWay::OneTransaction, qPrintable(outlook.reset.wayReason));
    NoProgress quiet;
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(report.sentence,
        u"Reset public: 46 objects dropped, 3 revisions run, read back 0003; 1 of 45 grants given back"_s);
    QCOMPARE(left(database.superuser),
        (QStringList {u"table public.alembic_version"_s, u"table public.t0001"_s,
            u"table public.t0002"_s, u"table public.t0003"_s}));
    QCOMPARE(withoutLog(outside(database.superuser)), withoutLog(before));
    QCOMPARE(report.facts[u"dropped"].toInt(), 46);
    QCOMPARE(report.state->database->rows, QStringList {u"0003"_s});
}

void TestResetOperation::aFailingMigrationLeavesEverythingAsItWas_data()
{
    QTest::addColumn<QString>("failing");
    QTest::newRow("the first") << u"0001"_s;
    QTest::newRow("the middle one") << u"0002"_s;
    QTest::newRow("the last") << u"0003"_s;
}

void TestResetOperation::aFailingMigrationLeavesEverythingAsItWas()
{
    QFETCH(const QString, failing);
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner, {.transactionPerMigration = true});
    const QStringList chain = project.writeChain(3);
    const qsizetype at = chain.indexOf(failing);
    project.write({.id = failing,
        .down = at == 0 ? QStringList() : QStringList {chain[at - 1]},
        .upgrade = u"op.execute('CREATE TABLE half (id int)')\nop.execute('SELECT 1/0')"_s});
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0003'"_s});
    const QStringList before = snapshot(database.superuser);
    const LifecycleReport report = reset(project);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QCOMPARE(report.sentence, u"The reset failed; everything is as before, at 0003"_s);
    QCOMPARE(report.error->code, u"22012"_s);
    QCOMPARE(snapshot(database.superuser), before);
}

void TestResetOperation::aCancelLeavesEverythingAsItWas()
{
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(2);
    project.write(
        {.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = u"op.execute('SELECT pg_sleep(60)')"_s});
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0003'"_s});
    const QStringList before = snapshot(database.superuser);
    const ProjectState state = stateOf(project);
    Listener listener;
    bool sleeping = false;
    listener.heard = [&](const Event &event) {
        sleeping = sleeping
            || (event.kind == Event::Kind::StatementStarted && event.text.contains(u"pg_sleep"_s));
    };
    listener.cancel = [&] { return sleeping; };
    const LifecycleReport report = run(state, {outlookOf(state), {}}, listener);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.cancelled);
    QCOMPARE(report.sentence, u"The reset was cancelled; everything is as before, at 0003"_s);
    QCOMPARE(snapshot(database.superuser), before);
}

void TestResetOperation::aLockedTableIsNamedAndNothingIsLost()
{
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(3);
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0003'"_s});
    const QStringList before = snapshot(database.superuser);
    PostgreSql reader = connectTo(database.superuser);
    NoProgress quiet;
    QVERIFY(reader.query(u"BEGIN"_s, quiet));
    QVERIFY(reader.query(u"SELECT * FROM docs"_s, quiet));
    const ProjectState state = stateOf(project);
    Listener listener;
    std::vector<Blocker> blockers;
    listener.heard = [&](const Event &event) {
        if (event.kind == Event::Kind::LockWait)
            blockers = event.blockers;
    };
    const LifecycleReport report = run(state, {outlookOf(state), {}}, listener);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QCOMPARE(report.error->code, u"55P03"_s);
    QVERIFY(report.nextAction.contains(u"held a lock"_s));
    QCOMPARE(blockers.size(), 1);
    QCOMPARE(blockers.front().pid, reader.backendPid());
    QCOMPARE(snapshot(database.superuser), before);
}

void TestResetOperation::aScriptThatLeavesItsTransactionMakesTheBackupTheWayBack()
{
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(2);
    project.write({.id = u"0003"_s,
        .down = {u"0002"_s},
        .upgrade = u"with op.get_context().autocommit_block():\n    op.execute('CREATE INDEX "
                   "CONCURRENTLY ON t0002 (id)')"_s});
    runSql(database.superuser, {u"UPDATE alembic_version SET version_num = '0003'"_s});
    const QStringList before = outside(database.superuser);
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    QCOMPARE(outlook.reset.way, ResetWay::TwoTransactions);
    QCOMPARE(outlook.reset.wayReason,
        u"Revision 0003 leaves its transaction (autocommit_block or COMMIT), so a failure after it "
        "would not be rolled back."_s);
    NoProgress quiet;
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(report.facts[u"given_back"].toInt(), 1);
    QCOMPARE(left(database.superuser).size(), 3);
    QCOMPARE(withoutLog(outside(database.superuser)), withoutLog(before));
}

void TestResetOperation::twoTransactionsThatFailSayWhatIsInAndWhereTheBackupIs()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(database.owner, {.transactionPerMigration = true});
    project.writeChain(2);
    project.write({.id = u"0003"_s,
        .down = {u"0002"_s},
        .upgrade = u"with op.get_context().autocommit_block():\n    op.execute('SELECT 1')\n"
                   "op.execute('SELECT 1/0')"_s});
    runSql(database.owner, {u"CREATE TABLE old (id int)"_s});
    const ProjectState state = stateOf(project);
    NoProgress quiet;
    const LifecycleReport report =
        run(state, {outlookOf(state), {{u"path"_s, u"/backups/one.dump"_s}}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Partly);
    QCOMPARE(
        report.sentence, u"The old objects are gone; 2 of 3 revisions are in, read back 0002"_s);
    QVERIFY2(report.nextAction.endsWith(u"The backup from before it: /backups/one.dump"_s),
        qPrintable(report.nextAction));
}

void TestResetOperation::anEnvInAutocommitMakesTheBackupTheWayBack()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(
        database.owner, {.engineArguments = u", isolation_level='AUTOCOMMIT'"_s});
    project.writeChain(2);
    runSql(database.owner, {u"CREATE TABLE old (id int)"_s});
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    QCOMPARE(outlook.reset.way, ResetWay::TwoTransactions);
    QVERIFY(outlook.reset.wayReason.contains(u"autocommit"_s));
    NoProgress quiet;
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
}

void TestResetOperation::anEnvThatCommitsNothingIsFoundOut()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(database.owner,
        {.beforeConfigure = u"connection.execute(text('SELECT 1'))"_s,
            .engineArguments = u", future=True"_s});
    project.writeChain(2);
    runSql(database.owner, {u"CREATE TABLE old (id int)"_s});
    const QStringList before = snapshot(database.superuser);
    const LifecycleReport report = reset(project);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QVERIFY(report.sentence.contains(u"nothing was committed"_s));
    QCOMPARE(snapshot(database.superuser), before);
}

void TestResetOperation::dependentsStopItBeforeAnythingRuns()
{
    const FixtureDatabase database = fixtureDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(1);
    runSql(database.superuser,
        {u"UPDATE alembic_version SET version_num = '0001'"_s,
            u"CREATE VIEW other.theirs AS SELECT * FROM public.docs"_s});
    const QStringList before = snapshot(database.superuser);
    const LifecycleReport report = reset(project);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"dependents"_s);
    QVERIFY(report.sentence.contains(u"view other.theirs"_s));
    QCOMPARE(report.journalId, -1);
    QCOMPARE(snapshot(database.superuser), before);
}

void TestResetOperation::aDatabaseThatMovedSinceIsRefused()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(2);
    runSql(database.owner, {u"CREATE TABLE old (id int)"_s});
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    runSql(database.owner, {u"CREATE TABLE newer (id int)"_s});
    const QStringList before = snapshot(database.superuser);
    NoProgress quiet;
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    QVERIFY(report.outcome == Outcome::RolledBack || report.outcome == Outcome::Refused);
    QCOMPARE(report.error->code, u"check_failed"_s);
    QCOMPARE(snapshot(database.superuser), before);
}

// Objects of the list are gone by then, but not by this reset.
void TestResetOperation::whatSomebodyRolledBackSinceIsRefusedToo()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(2);
    NoProgress quiet;
    QCOMPARE(
        run(stateOf(project), {outlookOf(stateOf(project)), {}}, quiet).outcome, Outcome::Done);
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    runSql(database.owner,
        {u"DROP TABLE t0001"_s, u"DROP TABLE t0002"_s, u"DELETE FROM alembic_version"_s});
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"rows_differ"_s);
}

void TestResetOperation::nothingRunsUntrusted()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(1);
    ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    state.trusted = false;
    NoProgress quiet;
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Refused);
    QCOMPARE(report.error->code, u"untrusted"_s);
}

void TestResetOperation::theSchemasOfTheProjectAreChosen_data()
{
    QTest::addColumn<QStringList>("made");
    QTest::addColumn<QString>("configure");
    QTest::addColumn<QStringList>("schemas");
    const QString table = u" (version_num varchar(32) NOT NULL)"_s;
    QTest::newRow("nothing yet") << QStringList() << QString() << QStringList {u"public"_s};
    QTest::newRow("beside its tables")
        << QStringList {u"CREATE SCHEMA app"_s, u"CREATE TABLE app.a (id int)"_s,
               u"CREATE TABLE app.alembic_version"_s + table,
               u"CREATE TABLE public.somebody (id int)"_s}
        << u", version_table_schema='app'"_s << QStringList {u"app"_s};
    QTest::newRow("in a schema of its own")
        << QStringList {u"CREATE SCHEMA book"_s, u"CREATE TABLE book.alembic_version"_s + table,
               u"CREATE TABLE public.a (id int)"_s}
        << u", version_table_schema='book'"_s << QStringList {u"public"_s};
}

void TestResetOperation::theSchemasOfTheProjectAreChosen()
{
    QFETCH(const QStringList, made);
    QFETCH(const QString, configure);
    QFETCH(const QStringList, schemas);
    const FixtureDatabase database = ownedDatabase();
    if (!made.isEmpty())
        runSql(database.owner, made);
    const AlembicProject project(database.owner, {.configureArguments = configure});
    project.writeChain(1);
    QCOMPARE(outlookOf(stateOf(project)).reset.scope.schemas, schemas);
}

void TestResetOperation::theVersionTableGoesFromAnotherSchema()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.owner,
        {u"CREATE SCHEMA book"_s,
            u"CREATE TABLE book.alembic_version (version_num varchar(32) NOT NULL)"_s,
            u"INSERT INTO book.alembic_version VALUES ('0002')"_s,
            u"CREATE TABLE public.t0001 (id int)"_s, u"CREATE TABLE public.t0002 (id int)"_s});
    const AlembicProject project(
        database.owner, {.configureArguments = u", version_table_schema='book'"_s});
    project.writeChain(2);
    const LifecycleReport report = reset(project);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(report.facts[u"dropped"].toInt(), 3);
    QCOMPARE(
        firstColumn(runSql(database.owner, {u"SELECT version_num FROM book.alembic_version"_s})),
        QStringList {u"0002"_s});
    QCOMPARE(left(database.superuser, {{u"public"_s}, {}}),
        (QStringList {u"table public.t0001"_s, u"table public.t0002"_s}));
}

void TestResetOperation::whatScriptsMakeOutsideIsWarnedOf()
{
    const FixtureDatabase database = ownedDatabase();
    runSql(database.superuser,
        {u"CREATE SCHEMA app"_s, u"CREATE EXTENSION citext"_s, u"CREATE SCHEMA fine"_s});
    const AlembicProject project(database.owner);
    project.write({.id = u"0001"_s,
        .upgrade =
            u"op.execute('CREATE SCHEMA app')\nop.execute('CREATE EXTENSION \"citext\"')\n"
            "op.execute('CREATE ROLE app_ro')\nop.execute('create schema if not exists fine')\n"
            "op.execute('CREATE SCHEMA not_there_yet')"_s,
        .downgrade = u"op.execute('CREATE SCHEMA fine')"_s});
    QStringList warned;
    for (const QString &warning : outlookOf(stateOf(project)).reset.warnings)
        warned.append(warning.section(u" without"_s, 0, 0));
    QCOMPARE(warned,
        (QStringList {u"Revision 0001 creates the schema app"_s,
            u"Revision 0001 creates the extension citext"_s,
            u"Revision 0001 creates the role app_ro"_s}));
}

void TestResetOperation::theJournalHasItsStages()
{
    const FixtureDatabase database = ownedDatabase();
    const AlembicProject project(database.owner);
    project.writeChain(1);
    const LifecycleReport report = reset(project);
    COMPARE_OUTCOME(report, Outcome::Done);
    Result<Journal> journal = Journal::open();
    QVERIFY(journal);
    const Result<JournalEntry> entry = journal->entry(report.journalId);
    QVERIFY(entry);
    QCOMPARE(entry->kind, u"reset"_s);
    QCOMPARE(entry->target, u"public"_s);
    QCOMPARE(entry->outcome, u"done"_s);
    QStringList stages;
    for (const JournalStage &stage : entry->stages)
        stages.append(stage.name);
    QCOMPARE(stages, (QStringList {u"planned"_s, u"resetting"_s}));
    QCOMPARE(entry->stages.front().data[u"way"].toString(), u"one-transaction"_s);
}

void TestResetOperation::aSqliteFileTakesOverWhatWasBuiltBesideIt()
{
    const SqliteFile file(oldSqlite);
    const quint64 inode = inodeOf(file.path());
    const AlembicProject project(file.url());
    project.writeChain(2);
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    QCOMPARE(outlook.reset.way, ResetWay::NewFile);
    QCOMPARE(outlook.reset.objects.size(), 5);
    QCOMPARE(outlook.reset.rows(), 3);
    NoProgress quiet;
    const LifecycleReport report = run(state, {outlook, {}}, quiet);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(file.column(u"SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"_s),
        (QStringList {u"alembic_version"_s, u"t0001"_s, u"t0002"_s}));
    QCOMPARE(inodeOf(file.path()), inode);
    QCOMPARE(file.files(), QStringList {u"app.db"_s});
}

void TestResetOperation::aSqliteMigrationThatFailsChangesNoByte()
{
    const SqliteFile file(oldSqlite);
    const QByteArray before = contentOf(file.path());
    const AlembicProject project(file.url());
    project.writeChain(2);
    project.write({.id = u"0002"_s,
        .down = {u"0001"_s},
        .upgrade = u"op.execute('CREATE TABLE half (id int)')\nop.execute('nonsense')"_s});
    const LifecycleReport report = reset(project);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QCOMPARE(contentOf(file.path()), before);
    QCOMPARE(file.files(), QStringList {u"app.db"_s});
}

void TestResetOperation::aSqliteReaderSeesTheOldUntilTheNewIsThere()
{
    const SqliteFile file(oldSqlite);
    const AlembicProject project(file.url());
    project.writeChain(2);
    {
        QSqlDatabase reader = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"reader"_s);
        reader.setDatabaseName(file.path());
        QVERIFY(reader.open());
        QSqlQuery first(u"SELECT count(*) FROM users"_s, reader);
        QVERIFY(first.next());
        QCOMPARE(first.value(0).toInt(), 2);
        first.finish();
        COMPARE_OUTCOME(reset(project), Outcome::Done);
        QSqlQuery after(u"SELECT count(*) FROM t0002"_s, reader);
        QVERIFY(after.next());
        QCOMPARE(after.value(0).toInt(), 0);
    }
    QSqlDatabase::removeDatabase(u"reader"_s);
}

void TestResetOperation::aSqliteFileInWalModeStaysInIt()
{
    QStringList statements = oldSqlite;
    statements.prepend(u"PRAGMA journal_mode = wal"_s);
    const SqliteFile file(statements);
    const AlembicProject project(file.url());
    project.writeChain(2);
    COMPARE_OUTCOME(reset(project), Outcome::Done);
    QCOMPARE(file.column(u"PRAGMA journal_mode"_s), QStringList {u"wal"_s});
    QCOMPARE(file.column(u"SELECT version_num FROM alembic_version"_s), QStringList {u"0002"_s});
}

void TestResetOperation::aSqliteWriterMakesItWaitAndThenRefuse()
{
    const SqliteFile file(oldSqlite);
    const AlembicProject project(file.url());
    project.writeChain(2);
    const ProjectState state = stateOf(project);
    const ResetOutlook outlook = outlookOf(state);
    const QByteArray before = contentOf(file.path());
    {
        QSqlDatabase writer = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"writer"_s);
        writer.setDatabaseName(file.path());
        QVERIFY(writer.open());
        QSqlQuery(u"BEGIN IMMEDIATE"_s, writer);
        NoProgress quiet;
        const LifecycleReport report = run(state, {outlook, {}}, quiet);
        COMPARE_OUTCOME(report, Outcome::RolledBack);
        QCOMPARE(report.error->code, u"locked"_s);
        QSqlQuery(u"ROLLBACK"_s, writer);
    }
    QSqlDatabase::removeDatabase(u"writer"_s);
    QCOMPARE(contentOf(file.path()), before);
}

QTEST_GUILESS_MAIN(TestResetOperation)
#include "tst_resetoperation.moc"
