// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/commandline/commandrun.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::CommandLine;

namespace {

// A table of five orders at the head; production through a second environment file.
struct Shop
{
    QString url = tests::TestServer::shared().freshDatabase();
    QString name = tests::parsed(url).databaseName();
    tests::AlembicProject project {url};
    CommandLine line {project.folder()};

    Shop()
    {
        project.write({.id = u"a1"_s,
            .upgrade = u"op.execute('CREATE TABLE orders AS SELECT generate_series(1, 5) AS id')"_s,
            .downgrade = u"op.drop_table('orders')"_s});
        project.writeFile(u".env.production"_s, "DATABASE_URL=" + url.toUtf8() + "\n");
        line.trust();
        const auto answer = line.run({u"migration"_s, u"run"_s});
        if (answer.exitCode != 0)
            qFatal("%s", qPrintable(answer.output + answer.error));
    }

    CommandLine::Answer rollBack(const QStringList &options) const
    {
        return line.run(QStringList {u"migration"_s, u"rollback"_s} + options);
    }
    QStringList orders() const
    {
        return tests::firstColumn(tests::runSql(url, {u"SELECT count(*) FROM orders"_s}));
    }
    QStringList dumps() const
    {
        QStringList found;
        QDirIterator files(
            line.dataFolder(), {u"*.dump"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            found.append(files.next());
        return found;
    }
};

} // namespace

class TestLosses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDryRunNamesWhatIsLost()
    {
        const Shop shop;
        const auto answer = shop.rollBack({u"--dry-run"_s, u"--json"_s});
        QCOMPARE(answer.exitCode, 0);
        const QJsonObject lost = answer.json()[u"loses"].toArray().at(0).toObject();
        QCOMPARE(lost[u"object"].toString(), u"orders"_s);
        QCOMPARE(lost[u"rows"].toInt(), 5);
        QCOMPARE(lost[u"revision"].toString(), u"a1"_s);
        QCOMPARE(answer.json()[u"loss_unknown"], QJsonValue(QJsonValue::Null));
        QCOMPARE(shop.orders(), QStringList {u"5"_s});
    }

    void onDevelopmentABackupIsMadeUnlessWaived()
    {
        const Shop shop;
        const auto answer = shop.rollBack({u"--yes"_s});
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        QVERIFY(answer.error.contains(u"orders: dropped, 5 rows"_s));
        QCOMPARE(shop.dumps().size(), 1);

        const Shop other;
        QCOMPARE(other.rollBack({u"--yes"_s, u"--no-backup"_s}).exitCode, 0);
        QCOMPARE(other.dumps().size(), 0);
    }

    void onProductionABackupCannotBeWaivedWhereDataIsLost()
    {
        const Shop shop;
        const QStringList production {
            u"--env"_s, u"production"_s, u"--yes"_s, u"--confirm"_s, shop.name};
        const auto refused = shop.rollBack(production + QStringList {u"--no-backup"_s});
        QVERIFY2(refused.exitCode == 3, qPrintable(refused.output + refused.error));
        QVERIFY(refused.error.contains(u"--no-backup"_s));
        QCOMPARE(shop.orders(), QStringList {u"5"_s});
        QCOMPARE(shop.dumps().size(), 0);

        const auto answer = shop.rollBack(production);
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.output + answer.error));
        QCOMPARE(shop.dumps().size(), 1);
        QVERIFY(answer.error.contains(u"restored and compared"_s));
    }

    void whatWasLostIsInTheBackup()
    {
        const Shop shop;
        QCOMPARE(shop.rollBack({u"--yes"_s}).exitCode, 0);
        QCOMPARE(shop.dumps().size(), 1);
        tests::runSql(shop.url, {u"CREATE TABLE since (id int)"_s});
        const auto restored =
            shop.line.run({u"db"_s, u"restore"_s, shop.dumps().front(), u"--yes"_s, u"--json"_s});
        QVERIFY2(restored.exitCode == 0, qPrintable(restored.output + restored.error));
        QCOMPARE(shop.orders(), QStringList {u"5"_s});
    }
};

QTEST_GUILESS_MAIN(TestLosses)
#include "tst_losses.moc"
