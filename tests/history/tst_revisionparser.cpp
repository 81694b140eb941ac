// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/history/revisionfiles.h"
#include "tests/history/parserstyles.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What Python says of every file below a folder, by path.
QHash<QString, QJsonObject> python(const QString &mode, const QString &folder)
{
    QProcess process;
    process.start(u"/usr/bin/python3"_s,
        {QStringLiteral(SPIRITSAFE_SOURCE_DIR "/tests/history/ast_headers.py"), mode, folder});
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        qWarning("%s", process.readAllStandardError().constData());
    const QByteArray output = process.readAllStandardOutput();
    QHash<QString, QJsonObject> results;
    const QJsonDocument document = QJsonDocument::fromJson(output);
    for (const QJsonValue &value : document.array())
        results.insert(value[u"file"].toString(), value.toObject());
    return results;
}

QString joined(QStringList items, bool sorted)
{
    if (sorted)
        items.sort();
    return items.join(u" | "_s);
}

// One line that says all of a value; both sides are printed so, and compared.
QString printed(const QJsonValue &value, bool sorted)
{
    if (value.isNull() || value.isUndefined())
        return u"absent"_s;
    if (value[u"computed"].toBool())
        return u"computed"_s;
    if (value[u"bad"].toBool())
        return u"bad"_s;
    QStringList items;
    for (const QJsonValue &item : value[u"items"].toArray())
        items.append(item.toString());
    return u"["_s + joined(items, sorted) + u"]"_s;
}

bool hasProblem(const RevisionFile &file, const QString &code)
{
    return std::any_of(file.problems.begin(), file.problems.end(),
        [&](const Problem &problem) { return problem.code == code; });
}

// As `printed`, from our side. Absent and None are the same to all but two names.
QString ours(const RevisionFile &file, const QString &name, bool sorted)
{
    if (file.computed.contains(name))
        return u"computed"_s;
    if (name == u"revision")
        return hasProblem(file, u"missing_revision"_s) || file.idLine == 0
            ? u"absent"_s
            : u"["_s + file.id + u"]"_s;
    if (name == u"down_revision" && hasProblem(file, u"missing_down_revision"_s))
        return u"absent"_s;
    const QStringList &items = name == u"down_revision" ? file.down
        : name == u"branch_labels"                      ? file.branchLabels
                                                        : file.dependsOn;
    if (name == u"down_revision" && file.emptyDownString)
        return u"[]"_s;
    return items.isEmpty() ? u"[]"_s : u"["_s + joined(items, sorted) + u"]"_s;
}

const QStringList names {u"revision"_s, u"down_revision"_s, u"branch_labels"_s, u"depends_on"_s};

// The differences between what we and what Python read, one a line; empty: none.
QString differences(const RevisionFile &file, const QJsonObject &truth, bool sorted)
{
    QStringList lines;
    for (const QString &name : names) {
        QString theirs = printed(truth.value(name), sorted);
        const QString mine = ours(file, name, sorted);
        if (theirs == u"absent" && (name == u"branch_labels" || name == u"depends_on"))
            theirs = u"[]"_s;
        const bool badOnBoth = theirs == u"bad" && hasProblem(file, u"bad_value"_s);
        if (mine != theirs && !badOnBoth)
            lines.append(name + u": "_s + mine + u", Python: "_s + theirs);
    }
    if (file.message != truth.value(u"message").toString())
        lines.append(
            u"message: "_s + file.message + u", Python: "_s + truth.value(u"message").toString());
    return lines.join(u'\n');
}

} // namespace

class TestRevisionParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStyleIsReadAsPythonRunsIt_data();
    void everyStyleIsReadAsPythonRunsIt();
    void whatOnlyPythonCanTellIsMarkedComputed_data();
    void whatOnlyPythonCanTellIsMarkedComputed();
    void aBrokenFileHasItsLine_data();
    void aBrokenFileHasItsLine();
    void theCreateDateIsReadInEveryForm_data();
    void theCreateDateIsReadInEveryForm();
    void aFileOfBeforeIdsTakesItFromItsName();
    void aFileWithoutIdOrParentSaysSo();
    void anEmptyParentIsABaseAndMarked();
    void aBrokenFileKeepsWhatStandsBeforeTheFault();
    void theIdKnowsItsLine();
    void nestedQuotesOfNewerPythonsDoNotConfuse();
    void bytesThatAreNotUtf8MayStandInComments();
    void aFileCutAnywhereIsReadToItsEnd();
    void realHistoriesAreReadAsPythonReadsThem();

private:
    QTemporaryDir m_folder;
    QHash<QString, QJsonObject> m_truth;
};

void TestRevisionParser::initTestCase()
{
    for (const ParserStyle &style : parserStyles()) {
        QFile file(m_folder.filePath(style.name + u".py"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(style.source);
    }
    m_truth = python(u"run"_s, m_folder.path());
    QCOMPARE(static_cast<size_t>(m_truth.size()), parserStyles().size());
}

void TestRevisionParser::everyStyleIsReadAsPythonRunsIt_data()
{
    QTest::addColumn<QByteArray>("source");
    for (const ParserStyle &style : parserStyles())
        QTest::newRow(qPrintable(style.name)) << style.source;
}

void TestRevisionParser::everyStyleIsReadAsPythonRunsIt()
{
    QFETCH(QByteArray, source);
    const QString path = m_folder.filePath(QString::fromLatin1(QTest::currentDataTag()) + u".py"_s);
    const QJsonObject truth = m_truth.value(path);
    QVERIFY2(truth.value(u"error").isNull(), "Python itself does not read this row");
    const RevisionFile file = parseRevision(path, source);
    QCOMPARE(differences(file, truth, true), QString());
    QVERIFY(!hasProblem(file, u"syntax"_s));
}

void TestRevisionParser::whatOnlyPythonCanTellIsMarkedComputed_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QStringList>("computed");
    for (const ComputedStyle &style : computedStyles())
        QTest::newRow(qPrintable(style.name)) << style.source << style.computed;
}

void TestRevisionParser::whatOnlyPythonCanTellIsMarkedComputed()
{
    QFETCH(QByteArray, source);
    QFETCH(QStringList, computed);
    const RevisionFile file = parseRevision(u"/versions/x.py"_s, source);
    QCOMPARE(file.computed, computed);
    QVERIFY(file.problems.empty());
}

void TestRevisionParser::aBrokenFileHasItsLine_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("code");
    for (const BrokenStyle &style : brokenStyles())
        QTest::newRow(qPrintable(style.name)) << style.source << style.line << style.code;
}

void TestRevisionParser::aBrokenFileHasItsLine()
{
    QFETCH(QByteArray, source);
    QFETCH(int, line);
    QFETCH(QString, code);
    const RevisionFile file = parseRevision(u"/versions/x.py"_s, source);
    QCOMPARE(file.problems.size(), size_t {1});
    QCOMPARE(file.problems.front().code, code);
    QCOMPARE(file.problems.front().line, line);
    QCOMPARE(file.problems.front().file, file.path);
    QVERIFY(file.problems.front().fatal);
    // The row is a good one only when Python refuses it too.
    QTemporaryDir folder;
    QFile script(folder.filePath(u"x.py"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write(source);
    script.close();
    QVERIFY(!python(u"read"_s, folder.path()).value(script.fileName()).value(u"error").isNull());
}

void TestRevisionParser::theCreateDateIsReadInEveryForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("usual") << QByteArray("2026-11-22 10:42:07.318204")
                           << u"2026-11-22T10:42:07.318"_s;
    QTest::newRow("offset") << QByteArray("2026-11-22 10:42:07.318204+02:00")
                            << u"2026-11-22T10:42:07.318+02:00"_s;
    QTest::newRow("UTC offset") << QByteArray("2026-11-22 10:42:07.318204+00:00")
                                << u"2026-11-22T10:42:07.318Z"_s;
    QTest::newRow("Z") << QByteArray("2026-11-22T10:42:07Z") << u"2026-11-22T10:42:07.000Z"_s;
    QTest::newRow("west") << QByteArray("2026-11-22 10:42:07-0530")
                          << u"2026-11-22T10:42:07.000-05:30"_s;
    QTest::newRow("T") << QByteArray("2026-11-22T10:42:07.5") << u"2026-11-22T10:42:07.500"_s;
    QTest::newRow("seconds") << QByteArray("2026-11-22 10:42:07") << u"2026-11-22T10:42:07.000"_s;
    QTest::newRow("minutes") << QByteArray("2026-11-22 10:42") << u"2026-11-22T10:42:00.000"_s;
    QTest::newRow("date") << QByteArray("2026-11-22") << u"2026-11-22T00:00:00.000"_s;
    QTest::newRow("spaces") << QByteArray("   2026-11-22   10:42:07   ")
                            << u"2026-11-22T10:42:07.000"_s;
    QTest::newRow("words") << QByteArray("some day in May") << QString();
    QTest::newRow("no such day") << QByteArray("2026-02-30 10:00:00") << QString();
    QTest::newRow("nothing") << QByteArray("") << QString();
    QTest::newRow("placeholder") << QByteArray("${create_date}") << QString();
}

void TestRevisionParser::theCreateDateIsReadInEveryForm()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const QByteArray source = "\"\"\"m\n\nRevision ID: a\nRevises: \nCreate Date: " + text
        + "\n\n\"\"\"\nrevision = 'a'\ndown_revision = None\n";
    const RevisionFile file = parseRevision(u"/versions/x.py"_s, source);
    QCOMPARE(file.created.toString(Qt::ISODateWithMs), expected);
    QCOMPARE(file.message, u"m"_s);
}

void TestRevisionParser::aFileOfBeforeIdsTakesItFromItsName()
{
    const QByteArray source = "down_revision = None\n";
    const RevisionFile legacy = parseRevision(u"/versions/1a2b.py"_s, source);
    QCOMPARE(legacy.id, u"1a2b"_s);
    QVERIFY(legacy.problems.empty());
    QCOMPARE(parseRevision(u"/versions/1a2b_x.py"_s, source).problems.front().code,
        u"missing_revision"_s);
    QCOMPARE(parseRevision(u"/versions/1A.py"_s, source).id, QString());
}

void TestRevisionParser::aFileWithoutIdOrParentSaysSo()
{
    const RevisionFile file = parseRevision(u"/versions/x.py"_s, "\"\"\"Only text\"\"\"\n");
    QCOMPARE(file.message, u"Only text"_s);
    QCOMPARE(file.problems.size(), size_t {2});
    QCOMPARE(file.problems[0].code, u"missing_revision"_s);
    QCOMPARE(file.problems[1].code, u"missing_down_revision"_s);
    QVERIFY(file.problems[0].fatal && file.problems[1].fatal);
}

void TestRevisionParser::anEmptyParentIsABaseAndMarked()
{
    const RevisionFile file =
        parseRevision(u"/versions/x.py"_s, "revision = 'a'\ndown_revision = ''\ndepends_on = ''\n");
    QVERIFY(file.emptyDownString);
    QVERIFY(file.down.isEmpty());
    QCOMPARE(file.dependsOn, QStringList {QString()});
}

void TestRevisionParser::aBrokenFileKeepsWhatStandsBeforeTheFault()
{
    const RevisionFile file = parseRevision(u"/versions/x.py"_s,
        "'''Add tables'''\nrevision = 'b'\ndown_revision = 'a'\n\ndef upgrade():\n    x = (1,\n");
    QCOMPARE(file.id, u"b"_s);
    QCOMPARE(file.down, QStringList {u"a"_s});
    QCOMPARE(file.message, u"Add tables"_s);
    QCOMPARE(file.problems.front().line, 6);
}

void TestRevisionParser::theIdKnowsItsLine()
{
    const RevisionFile file = parseRevision(u"/versions/x.py"_s,
        "'''m\n\n'''\r\n\r\nimport os\r\ndown_revision = 'a'\r\nrevision = 'b'\r\n");
    QCOMPARE(file.idLine, 7);
}

// Python 3.12 and later: the same quotes within a field, over several lines.
void TestRevisionParser::nestedQuotesOfNewerPythonsDoNotConfuse()
{
    const RevisionFile file = parseRevision(u"/versions/x.py"_s,
        "x = f\"{a[\"(\"]} {\n'}' # (\n} {f\"{f\"{1}\"}\"} \\N{BULLET}\"\n"
        "y = rf'\\{x}' f'\\{x:{\"}\"}>\\n}'\nrevision = 'b'\ndown_revision = 'a'\n");
    QVERIFY(file.problems.empty());
    QCOMPARE(file.id, u"b"_s);
    QCOMPARE(file.down, QStringList {u"a"_s});
}

// As when Python imports it; the same byte in a string is refused.
void TestRevisionParser::bytesThatAreNotUtf8MayStandInComments()
{
    const QByteArray source = "# A\xF1o\nrevision = 'b' # A\xF1o\ndown_revision = 'a'\n";
    QVERIFY(parseRevision(u"/versions/x.py"_s, source).problems.empty());
    const RevisionFile refused = parseRevision(u"/versions/x.py"_s, source + "x = '\xF1'\n");
    QCOMPARE(refused.problems.front().code, u"encoding"_s);
    QCOMPARE(refused.problems.front().line, 4);
}

// As an editor may leave it. What stands before the cut in whole lines is still read.
void TestRevisionParser::aFileCutAnywhereIsReadToItsEnd()
{
    for (const ParserStyle &style : parserStyles()) {
        for (qsizetype length = 0; length < style.source.size(); ++length) {
            const RevisionFile file = parseRevision(u"/versions/x.py"_s, style.source.left(length));
            QVERIFY2(file.down.size() < 4 && file.problems.size() < 4, qPrintable(style.name));
        }
    }
    const QByteArray source = "revision = 'b'\ndown_revision = 'a'\nbranch_labels = ('x', 'y')\n";
    for (qsizetype length = 35; length < source.size(); ++length) {
        const RevisionFile file = parseRevision(u"/versions/x.py"_s, source.left(length));
        QCOMPARE(file.id, u"b"_s);
        QCOMPARE(file.down, QStringList {u"a"_s});
    }
}

// Also for folders of real projects: SPIRITSAFE_HISTORIES=FOLDER:FOLDER.
void TestRevisionParser::realHistoriesAreReadAsPythonReadsThem()
{
    QStringList folders {m_folder.path()};
    folders += qEnvironmentVariable("SPIRITSAFE_HISTORIES").split(u':', Qt::SkipEmptyParts);
    for (const QString &folder : folders) {
        const QHash<QString, QJsonObject> truth = python(u"read"_s, folder);
        QVERIFY(!truth.isEmpty());
        int different = 0;
        int computed = 0;
        for (auto it = truth.begin(); it != truth.end(); ++it) {
            const RevisionFile file = parseRevision(it.key(), contentOf(it.key()));
            const bool refused = hasProblem(file, u"syntax"_s) || hasProblem(file, u"encoding"_s);
            computed += file.computed.isEmpty() ? 0 : 1;
            const bool python = it->value(u"error").isNull();
            const QString lines = python ? differences(file, *it, false) : QString();
            if (refused == python || !(lines.isEmpty() || refused)) {
                ++different;
                qWarning().noquote()
                    << it.key() << refused << lines
                    << (file.problems.empty() ? QString() : file.problems[0].message);
            }
        }
        qInfo().noquote() << folder << truth.size() << "files," << computed << "computed,"
                          << different << "different";
        QCOMPARE(different, 0);
    }
}

QTEST_GUILESS_MAIN(TestRevisionParser)
#include "tst_revisionparser.moc"
