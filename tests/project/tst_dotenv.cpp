// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/dotenv.h"
#include "tests/project/factcases.h"
#include "tests/project/python.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

QMap<QString, QString> stringMap(const QJsonObject &object)
{
    QMap<QString, QString> map;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        map.insert(entry.key(), entry.value().toString());
    return map;
}

QJsonObject asJson(const DotEnv &file)
{
    QJsonObject object;
    for (const DotEnv::Value &value : file.values)
        object.insert(
            value.key, value.value ? QJsonValue(*value.value) : QJsonValue(QJsonValue::Null));
    return object;
}

QJsonArray asJson(const std::vector<int> &lines)
{
    QJsonArray array;
    for (const int line : lines)
        array.append(line);
    return array;
}

// load_dotenv(): values go where the environment has none.
QMap<QString, QString> loaded(const DotEnv &file, QMap<QString, QString> environment)
{
    for (const DotEnv::Value &value : file.values) {
        if (value.value && !environment.contains(value.key))
            environment.insert(value.key, *value.value);
    }
    return environment;
}

DotEnv parsed(const QByteArray &bytes)
{
    return DotEnv::fromBytes(bytes, {}).value_or(DotEnv {});
}

QString randomText(QRandomGenerator &random)
{
    static const QStringList pieces {u"A"_s, u"B"_s, u"KEY_1"_s, u"export "_s, u"export"_s, u"="_s,
        u" = "_s, u"'"_s, u"\""_s, u"\\"_s, u"\\n"_s, u"\\'"_s, u"\\\""_s, u"#"_s, u" #"_s, u" "_s,
        u"\t"_s, u"\n"_s, u"\n"_s, u"\r\n"_s, u"\r"_s, u"${A}"_s, u"${B:-d}"_s, u"${"_s, u"}"_s,
        u":-"_s, u"$A"_s, u"x"_s, u"value"_s, u"\u00a0"_s, u"\u2028"_s, u"\u001c"_s, u"\u000b"_s,
        u"č"_s, u"😀"_s, u"\ufeff"_s, u"A=1\n"_s, u"B='q'\n"_s, u"${HOME_X}"_s, u"HOME_X="_s};
    QString text;
    const int count = random.bounded(1, 16);
    for (int i = 0; i < count; ++i)
        text += pieces[random.bounded(pieces.size())];
    return text;
}

const QString script = uR"(
import io, json, logging, sys
from unittest import mock
from dotenv.main import DotEnv
class Lines(logging.Handler):
    def emit(self, record): self.found.append(record.args[0])
handler = Lines()
logging.getLogger('dotenv.main').addHandler(handler)
logging.getLogger('dotenv.main').propagate = False
answers = []
for text in json.load(sys.stdin):
    row = {}
    for name, override in (('file', True), ('environment', False)):
        handler.found = []
        stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding='utf-8')
        with mock.patch.dict('os.environ', {'HOME_X': 'env', 'B': 'envb'}, clear=True):
            row[name] = dict(DotEnv(None, stream=stream, override=override).dict())
        row['lines'] = handler.found
    answers.append(row)
json.dump(answers, sys.stdout)
)"_s;

} // namespace

class TestDotEnv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsHold_data();
    void factsHold();
    void randomFilesAreReadAsPythonDotenvReadsThem();
    void bytesThatAreNotUtf8AreAnError_data();
    void bytesThatAreNotUtf8AreAnError();
    void aMissingFileIsAnError();
    void placesAreWhereTheTextIs();
    void theEnvironmentWinsInsideBracesUnlessTheFileOverrides();
    void aLongQuotedValueIsRead();
};

void TestDotEnv::factsHold_data()
{
    QTest::addColumn<QJsonObject>("fact");
    const std::vector<facts::Case> cases = facts::read(u"dotenv"_s);
    QVERIFY2(!cases.empty(), "no case of kind dotenv was found");
    for (const facts::Case &fact : cases)
        QTest::newRow(fact.name.constData()) << fact.object;
}

void TestDotEnv::factsHold()
{
    QFETCH(QJsonObject, fact);
    const QByteArray input = fact.value("input"_L1).toString().toUtf8();
    const QMap<QString, QString> environment = stringMap(fact.value("environment"_L1).toObject());
    const Result<DotEnv> file = DotEnv::fromBytes(input, environment, DotEnv::Precedence::File);
    QVERIFY(file);
    QCOMPARE(asJson(*file), fact.value("expected"_L1).toObject());
    QCOMPARE(asJson(file->errorLines), fact.value("error_lines"_L1).toArray());
    const QJsonObject after = fact.value("expected_environ_after_load"_L1).toObject();
    const QMap<QString, QString> load =
        loaded(DotEnv::fromBytes(input, environment).value(), environment);
    for (auto entry = after.begin(); entry != after.end(); ++entry)
        QCOMPARE(load.value(entry.key()), entry.value().toString());
}

void TestDotEnv::randomFilesAreReadAsPythonDotenvReadsThem()
{
    QRandomGenerator random(20261123);
    QJsonArray texts;
    for (int i = 0; i < 3000; ++i)
        texts.append(randomText(random));
    QByteArray problem;
    const QJsonArray answers = askPython(script, QJsonDocument(texts), &problem).array();
    QVERIFY2(answers.size() == texts.size(), problem.constData());
    const QMap<QString, QString> environment {{u"HOME_X"_s, u"env"_s}, {u"B"_s, u"envb"_s}};
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QByteArray bytes = texts[i].toString().toUtf8();
        const QJsonObject answer = answers[i].toObject();
        const DotEnv file = DotEnv::fromBytes(bytes, environment, DotEnv::Precedence::File).value();
        const DotEnv load = DotEnv::fromBytes(bytes, environment).value();
        const QByteArray text = QJsonDocument(QJsonArray {texts[i]}).toJson();
        QVERIFY2(asJson(file) == answer.value("file"_L1).toObject(), text.constData());
        QVERIFY2(asJson(load) == answer.value("environment"_L1).toObject(), text.constData());
        QVERIFY2(asJson(file.errorLines) == answer.value("lines"_L1).toArray(), text.constData());
    }
}

void TestDotEnv::bytesThatAreNotUtf8AreAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("Latin-1") << QByteArray("A=caf\xe9\n");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "A\0=\0"
                                          "1\0",
        8);
    QTest::newRow("a surrogate") << QByteArray("A=\xed\xa0\x80\n");
    QTest::newRow("cut in a character") << QByteArray("A=\xc4");
}

void TestDotEnv::bytesThatAreNotUtf8AreAnError()
{
    QFETCH(QByteArray, bytes);
    const Result<DotEnv> file = DotEnv::fromBytes(bytes, {});
    QVERIFY(!file);
    QCOMPARE(file.error().kind, ErrorKind::File);
    QCOMPARE(file.error().code, u"not_utf8"_s);
}

void TestDotEnv::aMissingFileIsAnError()
{
    const QTemporaryDir folder;
    const Result<DotEnv> file = DotEnv::fromFile(folder.filePath(u".env"_s), {});
    QVERIFY(!file);
    QCOMPARE(file.error().kind, ErrorKind::File);
}

void TestDotEnv::placesAreWhereTheTextIs()
{
    const DotEnv file = parsed("\n\nA: 1\n\nB=\"x\ny\"\nC=3\n");
    QCOMPARE(file.errorLines, std::vector<int> {1});
    QCOMPARE(file.errorPlaces, std::vector<int> {3});
    QCOMPARE(file.values.size(), std::size_t(2));
    QCOMPARE(file.values[0].line, 5);
    QCOMPARE(file.values[1].line, 7);
}

void TestDotEnv::theEnvironmentWinsInsideBracesUnlessTheFileOverrides()
{
    const QByteArray bytes = "U=file\nURL=x-${U}\n";
    const QMap<QString, QString> environment {{u"U"_s, u"env"_s}};
    QCOMPARE(*DotEnv::fromBytes(bytes, environment)->value(u"URL"_s), u"x-env"_s);
    QCOMPARE(*DotEnv::fromBytes(bytes, environment, DotEnv::Precedence::File)->value(u"URL"_s),
        u"x-file"_s);
}

void TestDotEnv::aLongQuotedValueIsRead()
{
    const QByteArray value(1'000'000, 'x');
    const DotEnv file = parsed("A=\"" + value + "\\n\"\nB=1\n");
    QCOMPARE(file.value(u"A"_s)->size(), 1'000'001);
    QCOMPARE(*file.value(u"B"_s), u"1"_s);
}

QTEST_GUILESS_MAIN(TestDotEnv)
#include "tst_dotenv.moc"
