// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestProtectCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aProtectedDatabaseIsAskedForByItsNameThroughAnyEnvironment()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const QString name = tests::parsed(url).databaseName();
        const tests::AlembicProject project(url);
        project.writeChain(1);
        project.writeFile(u".env.other"_s, "DATABASE_URL=" + url.toUtf8() + "\n");
        const tests::CommandLine line(project.folder());
        line.trust();
        const auto marked = line.run({u"db"_s, u"protect"_s, u"--json"_s});
        QCOMPARE(marked.exitCode, 0);
        QCOMPARE(marked.json()[u"protected"], QJsonValue(true));

        // To the window and to every command it is production now.
        const auto status =
            line.run({u"migration"_s, u"status"_s, u"--env"_s, u"other"_s, u"--json"_s});
        QCOMPARE(status.json()[u"environment"].toObject()[u"tier"].toString(), u"production"_s);
        const auto refused = line.run({u"migration"_s, u"run"_s, u"--env"_s, u"other"_s});
        QVERIFY2(refused.exitCode == 3, qPrintable(refused.output + refused.error));
        QVERIFY(refused.error.contains(u"--confirm "_s + name));

        QCOMPARE(line.run({u"db"_s, u"unprotect"_s, u"--yes"_s}).exitCode, 3);
        QCOMPARE(line.run({u"db"_s, u"unprotect"_s, u"--yes"_s, u"--confirm"_s, name}).exitCode, 0);
        const auto ran = line.run({u"migration"_s, u"run"_s, u"--env"_s, u"other"_s});
        QVERIFY2(ran.exitCode == 0, qPrintable(ran.output + ran.error));
    }

    void unlockingNeedsTheNameAndSaysUntilWhen()
    {
        const QString url = tests::TestServer::shared().freshDatabase();
        const tests::AlembicProject project(url);
        const tests::CommandLine line(project.folder());
        QCOMPARE(line.run({u"db"_s, u"unlock"_s, u"--yes"_s}).exitCode, 3);
        const auto unlocked = line.run({u"db"_s, u"unlock"_s, u"--yes"_s, u"--confirm"_s,
            tests::parsed(url).databaseName(), u"--json"_s});
        QVERIFY2(unlocked.exitCode == 0, qPrintable(unlocked.output + unlocked.error));
        QVERIFY(!unlocked.json()[u"unlocked_until"].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProtectCommands)
#include "tst_protectcommands.moc"
