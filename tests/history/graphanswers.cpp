// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers graph questions from another program: cases of tests/support/alembic_oracle.py as JSON
// Lines on standard input, the same with an "answer" for each query on standard output.
//     graph-answers [ALEMBIC-VERSION] < stripped.jsonl > actual.jsonl
//     alembic_oracle.py compare expected.jsonl actual.jsonl
// A case that names its Alembic ("alembic": ["1.8.1"]) is answered by that version's rules.

#include "tests/history/oracleanswers.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

QJsonObject answered(QJsonObject oracleCase, const QString &version)
{
    if (!oracleCase.contains(u"alembic"_s) && !version.isEmpty())
        oracleCase.insert(u"alembic"_s, QJsonArray {version});
    const auto graph = tests::graphOf(oracleCase);
    QJsonArray queries;
    for (const auto &item : oracleCase[u"queries"_s].toArray()) {
        QJsonObject query = item.toObject();
        query.insert(u"answer"_s, tests::answerTo(graph, query));
        queries.append(query);
    }
    oracleCase[u"queries"_s] = queries;
    return oracleCase;
}

} // namespace

int main(int argc, char **argv)
{
    const QString version = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    QFile input;
    QFile output;
    if (!input.open(stdin, QIODevice::ReadOnly) || !output.open(stdout, QIODevice::WriteOnly))
        return 2;
    for (QByteArray line = input.readLine(); !line.isEmpty(); line = input.readLine()) {
        const auto document = QJsonDocument::fromJson(line);
        if (!tests::isOracleCase(document.object()))
            return 2;
        const QJsonObject result = answered(document.object(), version);
        output.write(QJsonDocument(result).toJson(QJsonDocument::Compact) + '\n');
    }
    return 0;
}
