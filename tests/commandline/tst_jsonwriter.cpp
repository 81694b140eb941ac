// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/jsonwriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using app::JsonWriter;

class TestJsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textComesBackAsQtReadsIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("plain") << u"Add users"_s;
        QTest::newRow("quotes and backslashes") << u"say \"a\\b\" / c"_s;
        QTest::newRow("line ends and tabs") << u"a\nb\r\nc\td"_s;
        QTest::newRow("controls") << u"a\u0001b\u001b[31mc\u007fd\u0085e"_s;
        QTest::newRow("zero") << QString(u'a') + QChar(0) + u'b';
        QTest::newRow("two bytes") << u"Ünïcödé"_s;
        QTest::newRow("three bytes") << u"再 € \u2028 \u2029"_s;
        QTest::newRow("four bytes") << u"\U0001F9EA x \U0010FFFD"_s;
        QTest::newRow("every char of the plane") << [] {
            QString all;
            for (char16_t c = 1; c < 0xd800; ++c)
                all += QChar(c);
            return all;
        }();
    }

    void textComesBackAsQtReadsIt()
    {
        QFETCH(const QString, text);
        JsonWriter json;
        json.beginList().value(QStringView(text)).endList();
        QJsonParseError error;
        const QJsonArray list = QJsonDocument::fromJson(json.bytes(), &error).array();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(list.at(0).toString(), text);
    }

    // Plain text is copied many characters at once.
    void anOddCharacterIsFoundAnywhere()
    {
        constexpr qsizetype length = 50;
        for (const char16_t odd :
            u"\u0001\u001f\"\\\u007f\u0080\u009f\u00e9\u20ac"_s.toStdU16String()) {
            for (qsizetype at = 0; at < length; ++at) {
                QString text(length, u'~');
                text[at] = odd;
                JsonWriter json;
                json.beginList().value(QStringView(text)).value(QStringView(text)).endList();
                const QJsonArray list = QJsonDocument::fromJson(json.bytes()).array();
                QCOMPARE(list.at(0).toString(), text);
                QCOMPARE(list.at(1).toString(), text);
            }
        }
    }

    void halfASurrogatePairBecomesTheReplacementCharacter()
    {
        const QString half = QString(QChar(0xd83e)) + u'x';
        JsonWriter json;
        json.beginList().value(QStringView(half)).endList();
        QCOMPARE(json.bytes(), "[\"\xef\xbf\xbdx\"]"_ba);
    }

    void controlsAreNeverRaw()
    {
        JsonWriter json;
        json.value(QStringView(u"\u001b]0;title\u0007\u009b31m"));
        for (const char byte : json.bytes())
            QVERIFY(static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f);
        QVERIFY(!json.bytes().contains("\xc2\x9b"));
    }

    void timesAreWrittenAsQtWritesThem_data()
    {
        QTest::addColumn<QDateTime>("time");
        const QDate day(2026, 3, 9);
        const QTime clock(7, 5, 3, 42);
        QTest::newRow("local") << QDateTime(day, clock);
        QTest::newRow("UTC") << QDateTime(day, clock, Qt::UTC);
        QTest::newRow("east") << QDateTime(day, clock, Qt::OffsetFromUTC, 5 * 3600 + 45 * 60);
        QTest::newRow("west") << QDateTime(day, clock, Qt::OffsetFromUTC, -(3 * 3600 + 30 * 60));
        QTest::newRow("offset of nothing") << QDateTime(day, clock, Qt::OffsetFromUTC, 0);
        QTest::newRow("a zone") << QDateTime(day, clock, QTimeZone("Europe/Prague"));
        QTest::newRow("midnight") << QDateTime(day, QTime(0, 0), Qt::UTC);
        QTest::newRow("last moment") << QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59, 999));
        QTest::newRow("after it") << QDateTime(QDate(10000, 1, 1), clock, Qt::UTC);
        QTest::newRow("long ago") << QDateTime(QDate(987, 1, 1), clock, Qt::UTC);
    }

    void timesAreWrittenAsQtWritesThem()
    {
        QFETCH(const QDateTime, time);
        JsonWriter json;
        json.beginList().timeOrNull(time).timeOrNull({}).endList();
        const QByteArray expected = time.toString(Qt::ISODateWithMs).toUtf8();
        QCOMPARE(
            json.bytes(), "[" + (expected.isEmpty() ? "null"_ba : '"' + expected + '"') + ",null]");
    }

    void itemsJoinWhatOtherWritersWrote()
    {
        JsonWriter one;
        one.value(qint64 {1}).value(qint64 {2});
        JsonWriter json;
        json.beginList().items(one.bytes()).items({}).items(one.bytes()).value(true).endList();
        QCOMPARE(json.bytes(), "[1,2,1,2,true]"_ba);
    }

    void objectsAndListsNest()
    {
        JsonWriter json;
        json.beginObject();
        json.key("a"_L1).value(qint64(-7)).key("b"_L1).beginList();
        json.value(true).value(false).null().beginObject().endObject().beginList().endList();
        json.endList().key("c"_L1).value(QStringList {u"x"_s, u"y"_s});
        json.key("d"_L1).beginObject().key("e"_L1).value(QStringView(u"z")).endObject();
        json.endObject();
        QCOMPARE(
            json.bytes(), R"({"a":-7,"b":[true,false,null,{},[]],"c":["x","y"],"d":{"e":"z"}})"_ba);
    }

    void whatIsNotKnownIsNull()
    {
        JsonWriter json;
        json.beginList().textOrNull({}).numberOrNull(-1).timeOrNull({}).numberOrNull(0).endList();
        QCOMPARE(json.bytes(), "[null,null,null,0]"_ba);
    }

    void timesAreIso8601_data()
    {
        QTest::addColumn<QDateTime>("time");
        QTest::addColumn<QByteArray>("expected");
        const QDate day(2026, 11, 22);
        const QTime hour(10, 42, 7, 318);
        QTest::newRow("without a zone") << QDateTime(day, hour) << "\"2026-11-22T10:42:07.318\""_ba;
        QTest::newRow("UTC") << QDateTime(day, hour, Qt::UTC) << "\"2026-11-22T10:42:07.318Z\""_ba;
        QTest::newRow("offset") << QDateTime(day, hour, Qt::OffsetFromUTC, 3600)
                                << "\"2026-11-22T10:42:07.318+01:00\""_ba;
    }

    void timesAreIso8601()
    {
        QFETCH(const QDateTime, time);
        QFETCH(const QByteArray, expected);
        JsonWriter json;
        json.timeOrNull(time);
        QCOMPARE(json.bytes(), expected);
    }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
