// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/versiontableguess.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestVersionTableGuess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theTextOfEnvPySaysWhereTheRowsAre_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("schema");
        QTest::addColumn<bool>("certain");
        QTest::newRow("nothing said") << u"context.configure(connection=connection)\n"_s
                                      << u"alembic_version"_s << QString() << true;
        QTest::newRow("a literal name")
            << u"context.configure(connection=c, version_table='shop_version')\n"_s
            << u"shop_version"_s << QString() << true;
        QTest::newRow("name and schema over lines")
            << u"configure(\n    version_table = \"v\",\n    version_table_schema=\"app\",\n)"_s
            << u"v"_s << u"app"_s << true;
        QTest::newRow("None is the default")
            << u"configure(version_table_schema=None, version_table='v')"_s << u"v"_s << QString()
            << true;
        QTest::newRow("a variable") << u"configure(version_table=VERSION_TABLE)"_s
                                    << u"alembic_version"_s << QString() << false;
        QTest::newRow("an f-string") << u"configure(version_table=f'{p}_version')"_s
                                     << u"alembic_version"_s << QString() << false;
        QTest::newRow("a concatenation")
            << u"configure(version_table='a' + x)"_s << u"alembic_version"_s << QString() << false;
        QTest::newRow("a dictionary")
            << u"opts = {'version_table': 'v'}"_s << u"v"_s << QString() << true;
        QTest::newRow("in a comment") << u"# version_table='old'\nconfigure(connection=c)"_s
                                      << u"alembic_version"_s << QString() << true;
    }

    void theTextOfEnvPySaysWhereTheRowsAre()
    {
        QFETCH(QString, text);
        QFETCH(QString, name);
        QFETCH(QString, schema);
        QFETCH(bool, certain);
        const VersionTableGuess guess = guessVersionTable(text);
        QCOMPARE(guess.certain, certain);
        if (certain) {
            QCOMPARE(guess.table.name, name);
            QCOMPARE(guess.table.schema, schema);
        }
    }
};

QTEST_GUILESS_MAIN(TestVersionTableGuess)
#include "tst_versiontableguess.moc"
