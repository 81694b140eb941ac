// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/alembic/alembicfixture.h"
#include "tests/support/testserver.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

// How real env.py files run migrations; %1 is what the test's project adds to create_engine.
const QByteArray head = R"py(import os
from alembic import context
from sqlalchemy import create_engine, pool, text
engine = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool%1)
)py";

QByteArray env(const QByteArray &body, const QByteArray &engineArguments = {})
{
    return QByteArray(head).replace("%1", engineArguments) + body;
}

const QByteArray template_ = R"py(with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
)py";

struct Outcome
{
    bool ok = false;
    QStringList rows;
    QStringList tables;
    QString invalid;
    QString inSchema;
    bool operator==(const Outcome &) const = default;
};

QString printed(const Outcome &outcome)
{
    return u"ok %1; rows %2; tables %3; invalid %4; %5"_s.arg(outcome.ok)
        .arg(outcome.rows.join(u','), outcome.tables.join(u','), outcome.invalid, outcome.inSchema);
}

Outcome outcome(bool ok, const QString &url)
{
    return {ok, versionRows(url), tables(url),
        firstColumn(runSql(url, {u"SELECT count(*) FROM pg_index WHERE NOT indisvalid"_s}))
            .join(u','),
        firstColumn(runSql(url,
                        {u"SELECT schemaname || '.' || tablename FROM pg_tables "
                         "WHERE schemaname = 'other' ORDER BY 1"_s}))
            .join(u',')};
}

Outcome withTheCommand(const AlembicProject &project, const QString &url)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DATABASE_URL"_s, url);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(project.folder());
    process.start(testPython(),
        {u"-c"_s, u"from alembic.config import main; main(prog='alembic')"_s, u"upgrade"_s,
            u"head"_s});
    process.waitForFinished();
    return outcome(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, url);
}

Outcome withUs(const AlembicProject &project, const QString &url)
{
    Alembic alembic = alembicOf(project, url);
    NoProgress progress;
    const auto answer = alembic.run(request(alembic, chainPlan(4), {u"head"_s}), progress);
    if (!answer)
        qDebug().noquote() << answer.error().message;
    return outcome(answer.has_value(), url);
}

} // namespace

// Looking at Alembic's connection and listening to it must change nothing: each way of writing
// env.py leaves exactly what the alembic command leaves, also where that is not what was meant.
class AsTheCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDatabaseIsLeftAsByTheCommand_data();
    void theDatabaseIsLeftAsByTheCommand();
};

void AsTheCommandTest::theDatabaseIsLeftAsByTheCommand_data()
{
    QTest::addColumn<QByteArray>("env");
    QTest::addColumn<QString>("third");
    QTest::addColumn<QString>("driver");
    const QByteArray future = ", future=True";
    const QByteArray perMigration = QByteArray(template_).replace(
        "connection=connection)", "connection=connection, transaction_per_migration=True)");
    const QByteArray noTransaction = R"py(with engine.connect() as connection:
    context.configure(connection=connection)
    context.run_migrations()
)py";
    const QByteArray statementFirst = QByteArray(template_).replace(
        "    context.configure", "    connection.execute(text('SELECT 1'))\n    context.configure");
    const QByteArray searchPath = QByteArray(template_).replace("    context.configure",
        "    connection.execute(text('SET search_path TO other'))\n    context.configure");
    const QByteArray engineBegin =
        QByteArray(template_).replace("engine.connect()", "engine.begin()");
    const QByteArray autocommit = QByteArray(template_).replace(
        "engine.connect()", "engine.connect().execution_options(isolation_level='AUTOCOMMIT')");
    const std::vector<std::pair<QByteArray, QByteArray>> variants {{"template", env(template_)},
        {"future", env(template_, future)}, {"per migration", env(perMigration)},
        {"per migration, future", env(perMigration, future)},
        {"no transaction", env(noTransaction)},
        {"no transaction, future", env(noTransaction, future)},
        {"statement first", env(statementFirst)},
        {"statement first, future", env(statementFirst, future)}, {"search_path", env(searchPath)},
        {"search_path, future", env(searchPath, future)}, {"engine.begin", env(engineBegin)},
        {"engine.begin, future", env(engineBegin, future)}, {"autocommit", env(autocommit)},
        {"asyncpg", asyncEnvPy()}};
    const std::vector<std::pair<QByteArray, QString>> thirds {
        {"plain", u"op.execute('CREATE TABLE t0003 (id int)')"_s},
        {"fails", u"op.execute('SELECT nonsense')"_s},
        {"autocommit_block",
            u"op.execute('CREATE TABLE t0003 (id int)')\n"
            "with op.get_context().autocommit_block():\n"
            "    op.execute('CREATE INDEX CONCURRENTLY i ON t0001 (id)')"_s},
    };
    for (const auto &[name, text] : variants) {
        for (const auto &[what, third] : thirds)
            QTest::addRow("%s: %s", name.constData(), what.constData())
                << text << third << (name == "asyncpg" ? u"asyncpg"_s : u"psycopg2"_s);
    }
}

void AsTheCommandTest::theDatabaseIsLeftAsByTheCommand()
{
    QFETCH(QByteArray, env);
    QFETCH(QString, third);
    QFETCH(QString, driver);
    const QString ours = TestServer::shared().freshDatabase(driver);
    const QString theirs = TestServer::shared().freshDatabase(driver);
    for (const QString &url : {ours, theirs})
        runSql(url, {u"CREATE SCHEMA other"_s});
    AlembicProject project(ours);
    project.writeFile(u"migrations/env.py"_s, env);
    project.writeChain(2);
    project.write({.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = third});
    project.write({.id = u"0004"_s,
        .down = {u"0003"_s},
        .upgrade = u"op.execute('CREATE TABLE t0004 (id int)')"_s});
    const Outcome expected = withTheCommand(project, theirs);
    QCOMPARE(printed(withUs(project, ours)), printed(expected));
}

QTEST_GUILESS_MAIN(AsTheCommandTest)
#include "tst_alembicasthecommand.moc"
