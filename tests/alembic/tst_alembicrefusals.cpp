// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/alembic/alembicfixture.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

QString fresh()
{
    return TestServer::shared().freshDatabase();
}

QByteArray text(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class AlembicRefusalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatDiffersRefusesAndNothingIsExecuted_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("inDetail");
        QTest::newRow("identity") << u"identity_differs"_s << u"12345"_s;
        QTest::newRow("identity unknown") << u"identity_differs"_s << u"server"_s;
        QTest::newRow("rows") << u"rows_differ"_s << u"0001"_s;
        QTest::newRow("fewer steps") << u"plan_differs"_s << u"up 0003"_s;
        QTest::newRow("other rows after") << u"plan_differs"_s << u"then other"_s;
        QTest::newRow("other direction") << u"plan_differs"_s << u"down 0002"_s;
    }

    void whatDiffersRefusesAndNothingIsExecuted()
    {
        QFETCH(QString, code);
        QFETCH(QString, inDetail);
        const QString url = fresh();
        // An env.py that catches everything must not get past a refusal either.
        AlembicProject project(url);
        project.writeFile(u"migrations/env.py"_s,
            text(project.folder() + u"/migrations/env.py"_s)
                .replace("        context.run_migrations()",
                    "        for attempt in range(2):\n            try:\n"
                    "                context.run_migrations()\n            except BaseException:\n"
                    "                pass"));
        project.writeChain(3);
        Alembic alembic = alembicOf(project, url);
        RunRequest asked = request(alembic, chainPlan(3), {u"head"_s});
        spoil(QString::fromLatin1(QTest::currentDataTag()), asked.expected);
        Recorder progress;
        const auto answer = alembic.run(asked, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Refused);
        QCOMPARE(answer.error().code, code);
        QVERIFY2(answer.error().detail.contains(inDetail), qPrintable(answer.error().detail));
        QVERIFY(!progress.has(Event::Kind::StepStarted));
        QCOMPARE(versionRows(url), QStringList {u"no table"_s});
        QCOMPARE(tables(url), QStringList());
    }

    void aSecondDatabaseIsRefused()
    {
        const QString url = fresh();
        const QString other = fresh();
        AlembicProject project(url);
        project.writeChain(1);
        QByteArray env = text(project.folder() + u"/migrations/env.py"_s);
        env.replace("os.environ[\"DATABASE_URL\"]", "url");
        const qsizetype engine = env.indexOf("engine =");
        const QByteArray body = env.mid(engine).replace('\n', "\n    ");
        project.writeFile(u"migrations/env.py"_s,
            env.left(engine) + "for url in (os.environ[\"DATABASE_URL\"], \"" + other.toUtf8()
                + "\"):\n    " + body + '\n');
        Alembic alembic = alembicOf(project, url);
        NoProgress progress;
        const auto context = alembic.context(progress);
        QVERIFY(!context);
        QCOMPARE(context.error().code, u"multi_database"_s);
        PostgreSql connection = connectTo(url);
        const RunRequest asked {.targets = {u"head"_s},
            .expected = {readIdentity(connection, progress).value(), chainPlan(1)}};
        const auto answer = alembic.run(asked, progress);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, u"multi_database"_s);
        QCOMPARE(tables(other), QStringList());
    }

private:
    static void spoil(const QString &what, RunExpectation &expected)
    {
        if (what == u"identity"_s)
            expected.identity.database = u"12345"_s;
        else if (what == u"identity unknown"_s)
            expected.identity = {};
        else if (what == u"rows"_s)
            expected.plan.rowsBefore = {u"0001"_s};
        else if (what == u"fewer steps"_s)
            expected.plan.steps.pop_back();
        else if (what == u"other rows after"_s)
            expected.plan.steps.back().rowsAfter = {u"other"_s};
        else
            expected.plan.steps[1].direction = Direction::Down;
    }
};

QTEST_GUILESS_MAIN(AlembicRefusalsTest)
#include "tst_alembicrefusals.moc"
