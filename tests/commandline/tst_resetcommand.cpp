// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/lifecycle/resetfixture.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tests;

namespace {

const QStringList resetYes {u"db"_s, u"reset"_s, u"--yes"_s, u"--no-backup"_s, u"--json"_s};

// The chain of three on a database of app_owner that holds an old table, trusted.
struct Chain
{
    FixtureDatabase database = ownedDatabase();
    AlembicProject project {database.owner};
    CommandLine line {project.folder()};

    Chain()
    {
        project.writeChain(3);
        runSql(database.owner, {u"CREATE TABLE old AS SELECT i FROM generate_series(1, 1500) i"_s});
        line.trust();
    }
    QStringList objects() const { return left(database.superuser); }
};

const QStringList newObjects {u"table public.alembic_version"_s, u"table public.t0001"_s,
    u"table public.t0002"_s, u"table public.t0003"_s};

} // namespace

class TestResetCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDryRunShowsWhatGoesAndChangesNothing()
    {
        const Chain chain;
        const auto answer = chain.line.run({u"db"_s, u"reset"_s, u"--dry-run"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        const QJsonObject json = answer.json();
        QCOMPARE(strings(json[u"schemas"]), QStringList {u"public"_s});
        QCOMPARE(idsOf(json[u"tables"], u"table"_s), QStringList {u"public.old"_s});
        QCOMPARE(json[u"tables"].toArray()[0].toObject()[u"rows"].toInt(), 1500);
        QCOMPARE(json[u"way"].toString(), u"one-transaction"_s);
        QCOMPARE(strings(json[u"revisions"]), (QStringList {u"0001"_s, u"0002"_s, u"0003"_s}));
        QCOMPARE(chain.objects(), QStringList {u"table public.old"_s});
    }

    void aDryRunTellsAPersonTheSame()
    {
        const Chain chain;
        const auto answer = chain.line.run({u"db"_s, u"reset"_s, u"--dry-run"_s});
        QVERIFY2(answer.output.contains(u"What goes  1 table, 1,500 rows, "_s),
            qPrintable(answer.output));
        QVERIFY(answer.output.contains(u"What stays"_s));
        QVERIFY(answer.output.contains(
            u"In one transaction  Drops, migrations and grants are one transaction"_s));
    }

    void withYesItRunsAndReadsBack()
    {
        const Chain chain;
        const auto answer = chain.line.run(resetYes);
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        QCOMPARE(answer.json()[u"outcome"].toString(), u"done"_s);
        QCOMPARE(answer.json()[u"facts"].toObject()[u"dropped"].toInt(), 1);
        QCOMPARE(
            strings(answer.json()[u"facts"].toObject()[u"revisions"]), QStringList {u"0003"_s});
        QCOMPARE(chain.objects(), newObjects);
    }

    void aBackupIsMadeAndProvenFirst()
    {
        const Chain chain;
        const auto answer = chain.line.run({u"db"_s, u"reset"_s, u"--yes"_s, u"--json"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        const QJsonObject backup = answer.json()[u"facts"].toObject()[u"backup"].toObject();
        QVERIFY(QFile::exists(backup[u"path"].toString()));
        QCOMPARE(chain.objects(), newObjects);
        // It is an operation of its own in the journal.
        const auto journal = chain.line.run({u"journal"_s, u"--json"_s}).json();
        QCOMPARE(idsOf(journal[u"entries"], u"kind"_s), (QStringList {u"reset"_s, u"backup"_s}));
    }

    void nobodyToAskIsARefusal()
    {
        const Chain chain;
        const auto answer = chain.line.run({u"db"_s, u"reset"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 3);
        QCOMPARE(answer.json()[u"error"].toObject()[u"code"].toString(), u"not_confirmed"_s);
        QCOMPARE(chain.objects(), QStringList {u"table public.old"_s});
    }

    void aNoChangesNothing()
    {
        const Chain chain;
        const auto answer = chain.line.type(u"n\n"_s, {u"db"_s, u"reset"_s});
        QCOMPARE(answer.exitCode, 130);
        QVERIFY(answer.output.contains(u"What goes"_s));
        QCOMPARE(chain.objects(), QStringList {u"table public.old"_s});
    }

    void onProductionItIsOffUntilUnlocked()
    {
        const Chain chain;
        const QString name = chain.database.owner.section(u'/', 3).section(u'?', 0, 0);
        QCOMPARE(chain.line.run({u"db"_s, u"protect"_s}).exitCode, 0);
        const QStringList reset {
            u"db"_s, u"reset"_s, u"--yes"_s, u"--confirm"_s, name, u"--json"_s};
        const auto locked = chain.line.run(reset);
        QCOMPARE(locked.exitCode, 3);
        QCOMPARE(locked.json()[u"error"].toObject()[u"code"].toString(), u"tier_locked"_s);
        QCOMPARE(
            chain.line.run({u"db"_s, u"unlock"_s, u"--yes"_s, u"--confirm"_s, name}).exitCode, 0);
        const auto without = chain.line.run(reset + QStringList {u"--no-backup"_s});
        QCOMPARE(without.exitCode, 3);
        QCOMPARE(without.json()[u"error"].toObject()[u"code"].toString(), u"backup_required"_s);
        QCOMPARE(chain.objects(), QStringList {u"table public.old"_s});

        const auto done = chain.line.run(reset);
        QVERIFY2(done.exitCode == 0, qPrintable(done.output + done.error));
        const QJsonObject backup = done.json()[u"facts"].toObject()[u"backup"].toObject();
        QCOMPARE(backup[u"proof"].toString(), u"compared"_s);
        QVERIFY(QFile::exists(backup[u"path"].toString()));
        QCOMPARE(chain.objects(), newObjects);
    }

    void whatIsInTheWayIsNamed()
    {
        const Chain chain;
        runSql(chain.database.superuser,
            {u"CREATE SCHEMA theirs"_s, u"CREATE VIEW theirs.v AS SELECT * FROM public.old"_s});
        const auto dry = chain.line.run({u"db"_s, u"reset"_s, u"--dry-run"_s});
        QCOMPARE(dry.exitCode, 3);
        QVERIFY2(dry.output.contains(u"in the way: Outside public these depend on what goes"_s),
            qPrintable(dry.output));
        const auto answer = chain.line.run(resetYes);
        QCOMPARE(answer.exitCode, 3);
        QCOMPARE(answer.json()[u"error"].toObject()[u"code"].toString(), u"dependents"_s);
        // Their schema too: then it is its owner that stands in the way.
        const auto both = chain.line.run(
            resetYes + QStringList {u"--schema"_s, u"public"_s, u"--schema"_s, u"theirs"_s});
        QCOMPARE(both.json()[u"error"].toObject()[u"code"].toString(), u"foreign_owner"_s);
    }

    void chosenSchemasAreReset()
    {
        const Chain chain;
        runSql(chain.database.owner, {u"CREATE SCHEMA more"_s, u"CREATE TABLE more.a (id int)"_s});
        const auto answer = chain.line.run(
            resetYes + QStringList {u"--schema"_s, u"public"_s, u"--schema"_s, u"more"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        QCOMPARE(strings(answer.json()[u"facts"].toObject()[u"schemas"]),
            (QStringList {u"public"_s, u"more"_s}));
        QCOMPARE(left(chain.database.superuser, {{u"more"_s}, {}}), QStringList());
    }

    void aFailureSaysThatEverythingIsAsBefore()
    {
        const Chain chain;
        chain.project.write(
            {.id = u"0003"_s, .down = {u"0002"_s}, .upgrade = u"op.execute('SELECT 1/0')"_s});
        const auto answer = chain.line.run(resetYes);
        QCOMPARE(answer.exitCode, 2);
        QCOMPARE(answer.json()[u"outcome"].toString(), u"rolled-back"_s);
        QCOMPARE(answer.json()[u"sentence"].toString(),
            u"The reset failed; everything is as before, at no revision (base)"_s);
        QCOMPARE(chain.objects(), QStringList {u"table public.old"_s});
    }
};

QTEST_GUILESS_MAIN(TestResetCommand)
#include "tst_resetcommand.moc"
