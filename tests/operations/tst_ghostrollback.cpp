// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/dataloss.h"
#include "migrations/operations/ghostscripts.h"
#include "tests/operations/ghostfixture.h"
#include "tests/support/testserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using namespace tests;

namespace {

// What lies on disk, what only the database has, and what is to become of it.
struct Shape
{
    Scripts own;
    Scripts ghosts;
    QString target; // of the first rollback
    QStringList steps;
    QStringList left;
};

#define HAS(result) QVERIFY2(result, qPrintable((result) ? QString() : (result).error().message))
#define COMPARE_OUTCOME(report, expected)                                                          \
    QVERIFY2((report).outcome == (expected),                                                       \
        qPrintable(                                                                                \
            (report).sentence + u' ' + ((report).error ? (report).error->detail : QString())))

} // namespace

// Ghosts that are rolled back with the scripts that were found, as Alembic itself has the plan.
class TestGhostRollback : public QObject
{
    Q_OBJECT
    PrivateData m_data;

    static QString freshUrl(bool postgreSql)
    {
        return postgreSql ? TestServer::shared().freshDatabase() : u"sqlite:///app.db"_s;
    }

private Q_SLOTS:
    void onlyTheGhostsAreRolledBack_data();
    void onlyTheGhostsAreRolledBack();
    void whatItLosesIsCounted();
    void theJournalTellsWhatRan();
    void aMissingAncestorIsNamed();
    void whatBuildsOnAGhostIsInTheWay();
    void aMissingImportIsSaidBeforeAnythingRuns_data();
    void aMissingImportIsSaidBeforeAnythingRuns();
    void aFailedStepLeavesTheDatabaseAsItWas();
};

void TestGhostRollback::onlyTheGhostsAreRolledBack_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<bool>("postgreSql");
    const std::vector<std::pair<const char *, Shape>> shapes {
        {"on the head", {{script(u"1"_s, {})}, {script(u"g"_s, {u"1"_s})}, u"1"_s, {u"g"_s}, {}}},
        {"with an ancestor",
            {{script(u"1"_s, {})}, {script(u"g"_s, {u"1"_s}), script(u"h"_s, {u"g"_s})}, u"1"_s,
                {u"h"_s, u"g"_s}, {}}},
        {"all there is", {{}, {script(u"g"_s, {})}, u"base"_s, {u"g"_s}, {}}},
        {"a base of its own",
            {{script(u"1"_s, {})}, {script(u"g"_s, {})}, u"g@base"_s, {u"g"_s}, {}}},
        {"beside a sibling",
            {{script(u"1"_s, {}), script(u"2"_s, {u"1"_s})}, {script(u"g"_s, {u"1"_s})}, u"g@1"_s,
                {u"g"_s}, {}}},
        {"below another head",
            {{script(u"1"_s, {}), script(u"2"_s, {u"1"_s}), script(u"3"_s, {u"2"_s})},
                {script(u"g"_s, {u"1"_s})}, u"g@1"_s, {u"g"_s}, {}}},
        {"two of one parent",
            {{script(u"1"_s, {})}, {script(u"g"_s, {u"1"_s}), script(u"h"_s, {u"1"_s})}, u"1"_s,
                {u"h"_s, u"g"_s}, {}}},
        {"two of two parents",
            {{script(u"1"_s, {}), script(u"2"_s, {u"1"_s})},
                {script(u"g"_s, {u"1"_s}), script(u"h"_s, {u"2"_s})}, u"2"_s, {u"h"_s}, {u"g"_s}}},
        {"a merge",
            {{script(u"1"_s, {}), script(u"2"_s, {u"1"_s}), script(u"3"_s, {u"1"_s})},
                {script(u"g"_s, {u"2"_s, u"3"_s})}, u"2"_s, {u"g"_s}, {}}},
        {"a merge of a ghost",
            {{script(u"1"_s, {}), script(u"2"_s, {u"1"_s})},
                {script(u"g"_s, {u"1"_s}), script(u"h"_s, {u"2"_s, u"g"_s})}, u"2"_s, {u"h"_s},
                {u"g"_s}}},
        {"a merge of ghosts",
            {{script(u"1"_s, {})},
                {script(u"f"_s, {u"1"_s}), script(u"g"_s, {u"1"_s}),
                    script(u"h"_s, {u"f"_s, u"g"_s})},
                u"1"_s, {u"h"_s, u"g"_s, u"f"_s}, {}}},
        {"that depends on a branch",
            {{script(u"1"_s, {}), script(u"2"_s, {})}, {script(u"g"_s, {u"1"_s}, u"'2'"_s)}, u"1"_s,
                {u"g"_s}, {}}},
        {"that depends on a ghost",
            {{script(u"1"_s, {}), script(u"2"_s, {})},
                {script(u"g"_s, {u"2"_s}), script(u"h"_s, {u"1"_s}, u"'g'"_s)}, u"2"_s,
                {u"h"_s, u"g"_s}, {}}},
    };
    for (const auto &[name, shape] : shapes)
        QTest::addRow("SQLite, %s", name) << shape << false;
    for (const std::size_t i : {0, 1, 2, 4, 7, 8})
        QTest::addRow("PostgreSQL, %s", shapes[i].first) << shapes[i].second << true;
}

void TestGhostRollback::onlyTheGhostsAreRolledBack()
{
    QFETCH(const Shape, shape);
    QFETCH(const bool, postgreSql);
    const AlembicProject project(freshUrl(postgreSql));
    for (const AlembicProject::Script &own : shape.own)
        project.write(own);
    if (!shape.own.empty())
        upgrade(project);
    const bool noFile = shape.own.empty() && !postgreSql;
    const ProjectState before = stateOf(project.folder());
    const auto schemaBefore = noFile ? std::vector<SchemaObject>() : schemaOf(project);
    makeGhosts(project, shape.ghosts);
    const QString files = folderHash(project.folder());

    const Result<GhostRollback> first = planned(project);
    HAS(first);
    QCOMPARE(first->plan.target, shape.target);
    QStringList steps = revisionsOf(first->plan);
    QCOMPARE(QSet(steps.begin(), steps.end()), QSet(shape.steps.begin(), shape.steps.end()));
    QCOMPARE(first->left, shape.left);
    OperationReport report = run(first->state, OperationKind::Downgrade, first->plan);
    COMPARE_OUTCOME(report, Outcome::Done);
    QCOMPARE(report.state->standing.ghosts, shape.left);
    QCOMPARE(report.nextAction.isEmpty(), shape.left.isEmpty());
    if (!shape.left.isEmpty()) {
        const Result<GhostRollback> second = planned(project);
        HAS(second);
        report = run(second->state, OperationKind::Downgrade, second->plan);
        COMPARE_OUTCOME(report, Outcome::Done);
    }
    QCOMPARE(report.rowsAfter, noFile ? QStringList() : before.database->rows);
    QCOMPARE(schemaOf(project), schemaBefore);
    QCOMPARE(folderHash(project.folder()), files);
    QVERIFY(report.state->project.addedLocations.isEmpty());
    QCOMPARE(report.state->graph.revisions().size(), shape.own.size());
}

void TestGhostRollback::whatItLosesIsCounted()
{
    const QString url = freshUrl(true);
    const AlembicProject project(url);
    project.write(script(u"1"_s, {}));
    makeGhosts(project, {script(u"g"_s, {u"1"_s})});
    runSql(url, {u"INSERT INTO tg VALUES (1), (2)"_s});
    const Result<GhostRollback> wanted = planned(project);
    HAS(wanted);
    NoProgress quiet;
    const DataLoss loss = dataLossOf(wanted->state, OperationKind::Downgrade, wanted->plan, quiet);
    QVERIFY(!loss.unknown);
    QCOMPARE(loss.items.size(), std::size_t(1));
    QCOMPARE(loss.items.front().rows, 2);
}

void TestGhostRollback::theJournalTellsWhatRan()
{
    const AlembicProject project(freshUrl(false));
    project.write(script(u"1"_s, {}));
    makeGhosts(project, {script(u"g"_s, {u"1"_s})});
    const Result<GhostRollback> wanted = planned(project);
    HAS(wanted);
    const OperationReport report = run(wanted->state, OperationKind::Downgrade, wanted->plan);
    const Result<JournalEntry> entry = Journal::open().and_then(
        [&](const Journal &journal) { return journal.entry(report.journalId); });
    HAS(entry);
    QCOMPARE(entry->kind, u"downgrade"_s);
    QCOMPARE(entry->outcome, u"done"_s);
    QCOMPARE(entry->steps.size(), std::size_t(1));
    QCOMPARE(entry->steps.front().step.revision, u"g"_s);
    QCOMPARE(entry->steps.front().scriptSha256,
        QString::fromLatin1(QCryptographicHash::hash(
            wanted->state.ghostScripts->scripts().front().text, QCryptographicHash::Sha256)
                                .toHex()));
}

void TestGhostRollback::aMissingAncestorIsNamed()
{
    const AlembicProject project(freshUrl(false));
    project.write(script(u"1"_s, {}));
    makeGhosts(project, {script(u"g"_s, {u"1"_s}), script(u"h"_s, {u"g"_s})});
    const ProjectState state = stateOf(project.folder());
    GhostSearch found = search(state);
    std::erase_if(found.found, [](const FoundScript &ghost) { return ghost.revision == u"g"_s; });
    found.missing = {u"g"_s};
    NoProgress quiet;
    const Result<GhostRollback> refused = planGhostRollback(state, found, quiet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"incomplete"_s);
    QVERIFY(refused.error().message.startsWith(u"g was found nowhere"_s));
}

void TestGhostRollback::whatBuildsOnAGhostIsInTheWay()
{
    const AlembicProject project(freshUrl(false));
    project.write(script(u"1"_s, {}));
    project.write(script(u"3"_s, {u"g"_s}));
    makeGhosts(project,
        {script(u"g"_s, {u"1"_s}), script(u"h"_s, {u"g"_s}), script(u"i"_s, {u"h"_s, u"3"_s})});
    QVERIFY(!stateOf(project.folder()).graph.usable());
    const Result<GhostRollback> merge = planned(project);
    HAS(merge); // the merge alone
    QCOMPARE(revisionsOf(merge->plan), QStringList {u"i"_s});
    COMPARE_OUTCOME(run(merge->state, OperationKind::Downgrade, merge->plan), Outcome::Done);
    const Result<GhostRollback> refused = planned(project);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"in_the_way"_s);
    QVERIFY2(refused.error().message.startsWith(u"3 is applied too"_s),
        qPrintable(refused.error().message));
}

void TestGhostRollback::aMissingImportIsSaidBeforeAnythingRuns_data()
{
    QTest::addColumn<QString>("message"); // goes before the module's own lines
    QTest::addColumn<QString>("downgrade");
    QTest::newRow("of the script") << u"\"\"\"\nimport thenmodels\n\"\"\""_s << u"pass"_s;
    QTest::newRow("of its downgrade") << u"Then"_s << u"import thenmodels"_s;
}

void TestGhostRollback::aMissingImportIsSaidBeforeAnythingRuns()
{
    QFETCH(const QString, message);
    QFETCH(const QString, downgrade);
    const AlembicProject project(freshUrl(false));
    project.write(script(u"1"_s, {}));
    project.writeFile(u"thenmodels.py"_s, "");
    AlembicProject::Script ghost = script(u"g"_s, {u"1"_s});
    ghost.downgrade = downgrade;
    ghost.message = message;
    makeGhosts(project, {ghost});
    HAS(planned(project));
    QFile::remove(project.folder() + u"/thenmodels.py"_s);
    QDir(project.folder() + u"/__pycache__"_s).removeRecursively();
    const Result<GhostRollback> refused = planned(project);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"missing_import"_s);
    QVERIFY2(refused.error().message.contains(u"No module named 'thenmodels'"_s),
        qPrintable(refused.error().message));
}

void TestGhostRollback::aFailedStepLeavesTheDatabaseAsItWas()
{
    const AlembicProject project(freshUrl(true));
    project.write(script(u"1"_s, {}));
    AlembicProject::Script ghost = script(u"g"_s, {u"1"_s});
    ghost.downgrade = u"op.drop_table('tg')\nop.drop_table('nowhere')"_s;
    makeGhosts(project, {ghost});
    const auto before = schemaOf(project);
    const QString files = folderHash(project.folder());
    const Result<GhostRollback> wanted = planned(project);
    HAS(wanted);
    const OperationReport report = run(wanted->state, OperationKind::Downgrade, wanted->plan);
    COMPARE_OUTCOME(report, Outcome::RolledBack);
    QCOMPARE(report.rowsAfter, QStringList {u"g"_s});
    QCOMPARE(report.state->standing.ghosts, QStringList {u"g"_s});
    QCOMPARE(schemaOf(project), before);
    QCOMPARE(folderHash(project.folder()), files);
}

QTEST_GUILESS_MAIN(TestGhostRollback)
#include "tst_ghostrollback.moc"
