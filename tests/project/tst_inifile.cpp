// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/inifile.h"
#include "tests/project/python.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

IniFile parsed(const QByteArray &bytes)
{
    return IniFile::fromBytes(bytes, u"/srv/shop"_s).value_or(IniFile {});
}

QString valueOf(const IniFile &file, const QString &key, const QString &section = u"alembic"_s)
{
    return file.value(section, key).value_or(std::nullopt).value_or(u"(none)"_s);
}

QString randomText(QRandomGenerator &random)
{
    static const QStringList pieces {u"[alembic]\n"_s, u"[b]\n"_s, u"[DEFAULT]\n"_s, u"[]\n"_s,
        u"[x] ; y]\n"_s, u"a = 1\n"_s, u"b: 2\n"_s, u"c=%(a)s\n"_s, u"d = %%x\n"_s, u"e = %\n"_s,
        u"f = %(nope)s\n"_s, u"g = %(here)s/x\n"_s, u"  more\n"_s, u"    deeper\n"_s, u"\n"_s,
        u"  \n"_s, u"# comment\n"_s, u"  ; comment\n"_s, u"h = v # kept\n"_s, u"I=1\n"_s,
        u"bare\n"_s, u"= no key\n"_s, u"k = %(k)s\n"_s, u"l:m=n\n"_s, u"m\t=\t1 \r\n"_s,
        u"o = %(c)s%(D)s\n"_s, u" indented = 1\n"_s, u"p =\n"_s, u"q = [x]\n"_s, u"\u00a0r = 1\n"_s,
        u"s = %(a)x\n"_s, u"t = %()s\n"_s, u"u = č\u2028x\n"_s};
    QString text = random.bounded(5) == 0 ? QString() : u"[alembic]\n"_s;
    const int count = random.bounded(1, 12);
    for (int i = 0; i < count; ++i)
        text += pieces[random.bounded(pieces.size())];
    return text;
}

// null: the file is refused. Each value: a string, or false for an interpolation error.
const QString script = uR"(
import configparser, io, json, sys
answers = []
for text in json.load(sys.stdin):
    parser = configparser.ConfigParser({'here': '/srv/shop'})
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(text.encode()), encoding='utf-8'))
    except configparser.Error:
        answers.append(None)
        continue
    sections = {}
    for section in parser.sections():
        sections[section] = {}
        for key in parser.options(section):
            try:
                sections[section][key] = parser.get(section, key)
            except configparser.Error:
                sections[section][key] = False
    answers.append({'order': parser.sections(), 'values': sections})
json.dump(answers, sys.stdout)
)"_s;

// One file's answer from Python against ours; empty when they agree.
QString difference(const QString &text, const QJsonValue &answer)
{
    const Result<IniFile> file = IniFile::fromBytes(text.toUtf8(), u"/srv/shop"_s);
    if (answer.isNull() || !file)
        return answer.isNull() == !file ? QString() : u"one of the two refuses"_s;
    QStringList order;
    for (const QJsonValue &section : answer["order"_L1].toArray())
        order.append(section.toString());
    if (file->sections() != order)
        return u"sections"_s;
    for (const QString &section : order) {
        const QJsonObject values = answer["values"_L1].toObject().value(section).toObject();
        for (auto entry = values.begin(); entry != values.end(); ++entry) {
            const Result<std::optional<QString>> ours = file->value(section, entry.key());
            const bool same = entry.value().isBool()
                ? !ours
                : ours && ours->has_value() && **ours == entry.value().toString();
            if (!same)
                return section + u'.' + entry.key();
        }
    }
    return {};
}

} // namespace

class TestIniFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreReadAsConfigParserReadsThem();
    void randomFilesAreReadAsConfigParserReadsThem();
    void refusedFilesNameTheLine_data();
    void refusedFilesNameTheLine();
    void anInterpolationErrorNamesKeyAndSectionButNotTheValue();
    void hereIsTheFoldersPath();
    void defaultGivesToEverySection();
};

void TestIniFile::valuesAreReadAsConfigParserReadsThem()
{
    const IniFile file = parsed("[alembic]\n"
                                "Script_Location = %(here)s/migrations\n"
                                "file_template = %%(rev)s_%%(slug)s\n"
                                "version_path_separator = os  # Use os.pathsep\n"
                                "version_locations =\n"
                                "    one\n"
                                "\n"
                                "    # a comment inside\n"
                                "    two\n"
                                "url: a:b=c\n");
    QCOMPARE(valueOf(file, u"script_location"_s), u"/srv/shop/migrations"_s);
    QCOMPARE(valueOf(file, u"SCRIPT_LOCATION"_s), u"/srv/shop/migrations"_s);
    QCOMPARE(valueOf(file, u"file_template"_s), u"%(rev)s_%(slug)s"_s);
    QCOMPARE(valueOf(file, u"version_path_separator"_s), u"os  # Use os.pathsep"_s);
    QCOMPARE(valueOf(file, u"version_locations"_s), u"\none\n\ntwo"_s);
    QCOMPARE(valueOf(file, u"url"_s), u"a:b=c"_s);
    QCOMPARE(valueOf(file, u"absent"_s), u"(none)"_s);
    QCOMPARE(valueOf(file, u"url"_s, u"absent"_s), u"(none)"_s);
    QCOMPARE(*file.raw(u"alembic"_s, u"file_template"_s), u"%%(rev)s_%%(slug)s"_s);
}

void TestIniFile::randomFilesAreReadAsConfigParserReadsThem()
{
    QRandomGenerator random(20261123);
    QJsonArray texts;
    for (int i = 0; i < 3000; ++i)
        texts.append(randomText(random));
    QByteArray problem;
    const QJsonArray answers = askPython(script, QJsonDocument(texts), &problem).array();
    QVERIFY2(answers.size() == texts.size(), problem.constData());
    int accepted = 0;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QString found = difference(texts[i].toString(), answers[i]);
        QVERIFY2(found.isEmpty(), qPrintable(found + u" in "_s + texts[i].toString()));
        accepted += answers[i].isNull() ? 0 : 1;
    }
    QVERIFY(accepted > 300);
}

void TestIniFile::refusedFilesNameTheLine_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("section twice")
        << QByteArray("[a]\n[b]\n[a]\n") << u"duplicate_section"_s << u"Line 3"_s;
    QTest::newRow("key twice") << QByteArray("[a]\nx=1\nX=2\n") << u"duplicate_option"_s
                               << u"Line 3"_s;
    QTest::newRow("no section") << QByteArray("# c\nx=1\n") << u"no_section"_s << u"Line 2"_s;
    QTest::newRow("byte order mark")
        << QByteArray("\xef\xbb\xbf[a]\nx=1\n") << u"no_section"_s << u"byte order mark"_s;
    QTest::newRow("no delimiter") << QByteArray("[a]\nx\n") << u"bad_line"_s << u"Line 2"_s;
    QTest::newRow("not UTF-8") << QByteArray("[a]\nx=\xe9\n") << u"not_utf8"_s << u"UTF-8"_s;
}

void TestIniFile::refusedFilesNameTheLine()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const Result<IniFile> file = IniFile::fromBytes(bytes, {});
    QVERIFY(!file);
    QTEST(file.error().code, "code");
    QVERIFY2(file.error().message.contains(words), qPrintable(file.error().message));
}

void TestIniFile::anInterpolationErrorNamesKeyAndSectionButNotTheValue()
{
    const IniFile file =
        parsed("[alembic]\nsqlalchemy.url = postgresql://u:canary%40x@h/db\nother=%(canary)s\n");
    for (const QString &key : {u"sqlalchemy.url"_s, u"other"_s}) {
        const Result<std::optional<QString>> value = file.value(u"alembic"_s, key);
        QVERIFY(!value);
        QVERIFY(value.error().message.contains(key));
        QVERIFY(value.error().message.contains(u"[alembic]"_s));
        QVERIFY(!value.error().message.contains(u"canary"_s));
        QVERIFY(value.error().detail.isEmpty());
    }
}

void TestIniFile::hereIsTheFoldersPath()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"alembic.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[alembic]\nscript_location = %(here)s/m\n");
    file.close();
    const Result<IniFile> read = IniFile::fromFile(file.fileName());
    QVERIFY(read);
    QCOMPARE(valueOf(*read, u"script_location"_s), folder.filePath(u"m"_s));
}

void TestIniFile::defaultGivesToEverySection()
{
    const IniFile file = parsed("[DEFAULT]\nroot=/r\n[alembic]\nx=%(root)s/a\n[b]\nroot=/b\n");
    QCOMPARE(valueOf(file, u"x"_s), u"/r/a"_s);
    QCOMPARE(valueOf(file, u"root"_s, u"b"_s), u"/b"_s);
    QCOMPARE(file.sections(), (QStringList {u"alembic"_s, u"b"_s}));
}

QTEST_GUILESS_MAIN(TestIniFile)
#include "tst_inifile.moc"
