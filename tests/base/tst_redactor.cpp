// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/base/redactor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

class TestRedactor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySpellingOfASecretIsTakenOut_data()
    {
        QTest::addColumn<QString>("secret");
        QTest::newRow("plain") << u"canary-secret"_s;
        QTest::newRow("at sign") << u"p@ss/w#rd"_s;
        QTest::newRow("quotes") << u"it's \"so\" \\ secret"_s;
        QTest::newRow("not ASCII") << u"čaj 日本 heslo"_s;
        QTest::newRow("percent encoded as given") << u"a%40b%2Fcd"_s;
    }

    void everySpellingOfASecretIsTakenOut()
    {
        QFETCH(QString, secret);
        migrations::Redactor redactor;
        redactor.addSecret(secret);
        const QByteArray json = QJsonDocument(QJsonArray {secret}).toJson(QJsonDocument::Compact);
        QString python = secret;
        python.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
        QString shell = secret;
        shell.replace(u'\'', u"'\\''"_s);
        for (const QString &spelling :
            {secret, QString::fromLatin1(QUrl::toPercentEncoding(secret)),
                QUrl::fromPercentEncoding(secret.toUtf8()),
                QString::fromUtf8(json.mid(2, json.size() - 4)), python, shell}) {
            const QString said = redactor.redact(u"could not connect with <%1>."_s.arg(spelling));
            QCOMPARE(said, u"could not connect with <***>."_s);
        }
    }

    void aPasswordInAUrlIsTakenOutUnknown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << u"at postgresql://u:p@h/db now"_s
                               << u"at postgresql://u:***@h/db now"_s;
        QTest::newRow("driver, raw slash and at") << u"postgresql+psycopg2://u:a/b@c#d@h:1/db"_s
                                                  << u"postgresql+psycopg2://u:***@h:1/db"_s;
        QTest::newRow("keyword") << u"host=h password=abc dbname=d"_s
                                 << u"host=h password=*** dbname=d"_s;
        QTest::newRow("quoted keyword")
            << u"password = 'a b\\'c' user=u"_s << u"password = *** user=u"_s;
        QTest::newRow("no password") << u"postgresql://u@h/db"_s << u"postgresql://u@h/db"_s;
        QTest::newRow("a query") << u"select 1 = 1"_s << u"select 1 = 1"_s;
    }

    void aPasswordInAUrlIsTakenOutUnknown()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(migrations::Redactor().redact(text), expected);
    }
};

QTEST_GUILESS_MAIN(TestRedactor)
#include "tst_redactor.moc"
