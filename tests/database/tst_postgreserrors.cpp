// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/postgreserrors.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestPostgresErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void causesOfAFailedConnectAreToldApart_data();
    void causesOfAFailedConnectAreToldApart();
};

void TestPostgresErrors::causesOfAFailedConnectAreToldApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("tls not supported")
        << u"connection to server at \"h\", port 5432 failed: server does not support SSL, but SSL "
           "was required"_s
        << u"tls"_s;
    QTest::newRow("certificate") << u"connection failed: SSL error: certificate verify failed"_s
                                 << u"tls"_s;
    QTest::newRow("route") << u"connection failed: No route to host"_s << u"unreachable"_s;
    QTest::newRow("time") << u"connection failed: Connection timed out"_s << u"timeout"_s;
    QTest::newRow("connections used up")
        << u"connection failed: FATAL:  53300: sorry, too many clients already"_s << u"53300"_s;
    QTest::newRow("starting")
        << u"connection failed: FATAL:  57P03: the database system is starting up"_s << u"57P03"_s;
    QTest::newRow("other") << u"something new"_s << u"not_connected"_s;
}

void TestPostgresErrors::causesOfAFailedConnectAreToldApart()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    ConnectFailure failed;
    failed.text = text;
    failed.place = u"db1:6432"_s;
    const Error error = connectError(failed);
    QCOMPARE(error.code, code);
    QVERIFY(error.message.contains(u"db1:6432"_s));
    QVERIFY(error.message.endsWith(u'.'));
}

QTEST_GUILESS_MAIN(TestPostgresErrors)
#include "tst_postgreserrors.moc"
