// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/history/oracleanswers.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QStringList factFolders()
{
    QStringList folders {QStringLiteral(SPIRITSAFE_SOURCE_DIR "/tests/facts")};
    const QString further = qEnvironmentVariable("SPIRITSAFE_FACTS");
    if (!further.isEmpty())
        folders.append(further);
    return folders;
}

QJsonObject objectOf(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

// The files of which the first line is an oracle case; other kinds of facts lie beside them.
QStringList factFiles()
{
    QStringList files;
    for (const QString &folder : factFolders()) {
        for (const QFileInfo &info : QDir(folder).entryInfoList({u"*.jsonl"_s}, QDir::Files)) {
            QFile file(info.filePath());
            if (file.open(QIODevice::ReadOnly) && tests::isOracleCase(objectOf(file.readLine())))
                files.append(info.filePath());
        }
    }
    return files;
}

struct Verdict
{
    int cases = 0;
    qsizetype queries = 0;
    QStringList disagreements;

    void add(const QByteArray &line)
    {
        const QJsonObject oracleCase = objectOf(line);
        if (!tests::isOracleCase(oracleCase))
            return;
        ++cases;
        queries += oracleCase[u"queries"_s].toArray().size();
        disagreements += tests::disagreements(oracleCase);
    }
    QByteArray text() const
    {
        return u"%1 of %2 answers differ, the first: %3"_s.arg(disagreements.size())
            .arg(queries)
            .arg(disagreements.mid(0, 3).join(u'\n'))
            .toUtf8();
    }
};

} // namespace

class TestOracle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storedAnswersOfAlembicAreOurs_data();
    void storedAnswersOfAlembicAreOurs();
    void aWrongAnswerIsNoticed();
    void freshGraphsAreAnsweredAsTheInstalledAlembicDoes();
};

void TestOracle::storedAnswersOfAlembicAreOurs_data()
{
    QTest::addColumn<QString>("path");
    const QStringList files = factFiles();
    QVERIFY(!files.isEmpty());
    for (const QString &path : files)
        QTest::newRow(qPrintable(path.section(u'/', -1))) << path;
}

void TestOracle::storedAnswersOfAlembicAreOurs()
{
    QFETCH(const QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    Verdict verdict;
    while (!file.atEnd())
        verdict.add(file.readLine());
    QVERIFY(verdict.cases > 0);
    QVERIFY(verdict.queries > verdict.cases);
    QVERIFY2(verdict.disagreements.isEmpty(), verdict.text().constData());
}

void TestOracle::aWrongAnswerIsNoticed()
{
    QFile file(factFiles().constFirst());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonObject oracleCase = objectOf(file.readLine());
    QVERIFY(tests::disagreements(oracleCase).isEmpty());
    QJsonArray queries = oracleCase[u"queries"_s].toArray();
    QJsonObject heads = queries[0].toObject();
    heads[u"outcomes"_s] = QJsonArray {QJsonObject {{u"revisions"_s, QJsonArray {u"another"_s}}}};
    queries[0] = heads;
    oracleCase[u"queries"_s] = queries;
    QCOMPARE(tests::disagreements(oracleCase).size(), 1);
}

// A hundred graphs that nobody has seen before; the seed is in the message of a failure.
void TestOracle::freshGraphsAreAnsweredAsTheInstalledAlembicDoes()
{
    const QString seed = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    QProcess oracle;
    // Alembic loops for ever on a few graphs. Each of their 31 answers is cut after a second, under
    // each of three hash seeds, so that such a graph costs a minute and a half and not a quarter of
    // an hour.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ORACLE_LIMIT"_s, u"1"_s);
    oracle.setProcessEnvironment(environment);
    oracle.start(u"python3"_s,
        {QStringLiteral(SPIRITSAFE_SOURCE_DIR "/tests/support/alembic_oracle.py"), u"generate"_s,
            u"--seed"_s, seed, u"--count"_s, u"100"_s, u"--hashseeds"_s, u"3"_s});
    QVERIFY2(oracle.waitForFinished(280'000), qPrintable(seed));
    QVERIFY2(oracle.exitCode() == 0, oracle.readAllStandardError().constData());
    Verdict verdict;
    for (const QByteArray &line : oracle.readAllStandardOutput().split('\n'))
        verdict.add(line);
    QCOMPARE(verdict.cases, 100);
    const QByteArray failure = "seed " + seed.toUtf8() + ": " + verdict.text();
    QVERIFY2(verdict.disagreements.isEmpty(), failure.constData());
}

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
