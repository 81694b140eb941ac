// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/history/oracleanswers.h"

#include <QJsonDocument>

#include <algorithm>

namespace tests {

using namespace Qt::StringLiterals;
using migrations::AlembicRules;
using migrations::Direction;
using migrations::Error;
using migrations::Plan;
using migrations::Result;
using migrations::Revision;
using migrations::RevisionFile;
using migrations::RevisionGraph;
using migrations::Step;

namespace {

QStringList listOf(const QJsonValue &value)
{
    if (value.isString())
        return {value.toString()};
    QStringList result;
    for (const auto &item : value.toArray())
        result.append(item.toString());
    return result;
}

QJsonArray arrayOf(const QStringList &strings)
{
    QJsonArray result;
    for (const QString &string : strings)
        result.append(string.isNull() ? QJsonValue(QJsonValue::Null) : QJsonValue(string));
    return result;
}

QJsonObject answerOf(const Error &error)
{
    static const QStringList crashes {u"AssertionError"_s, u"KeyError"_s, u"IndexError"_s};
    const bool isCrash = crashes.contains(error.code);
    const QJsonObject details {{u"class"_s, isCrash ? error.code : u"CommandError"_s},
        {u"cause"_s, error.code}, {u"crash"_s, isCrash}, {u"message"_s, error.detail},
        {u"ours"_s, error.message}};
    return {{u"error"_s, details}};
}

QJsonObject answerOf(const Result<QStringList> &revisions)
{
    if (!revisions)
        return answerOf(revisions.error());
    return {{u"revisions"_s, arrayOf(*revisions)}};
}

QString logLine(const RevisionGraph &graph, const Step &step)
{
    const QString comma = u", "_s;
    if (step.direction == Direction::Stamp)
        return u"stamp_revision %1 -> %2"_s.arg(
            step.stampFrom.join(comma), step.stampTo.join(comma));
    const QString down = graph.find(step.revision)->down.join(comma);
    if (step.direction == Direction::Up)
        return u"upgrade %1 -> %2"_s.arg(down, step.revision);
    return u"downgrade %1 -> %2"_s.arg(step.revision, down);
}

QJsonObject stepOf(const RevisionGraph &graph, const Step &step)
{
    QJsonObject result {{u"rows"_s, arrayOf(step.rowsAfter)}, {u"log"_s, logLine(graph, step)}};
    if (step.direction == Direction::Stamp) {
        result.insert(u"dir"_s, u"stamp"_s);
        result.insert(u"from"_s, arrayOf(step.stampFrom));
        result.insert(u"to"_s, arrayOf(step.stampTo));
    } else {
        result.insert(u"dir"_s, step.direction == Direction::Up ? u"up"_s : u"down"_s);
        result.insert(u"revision"_s, step.revision);
    }
    return result;
}

QJsonObject answerOf(const RevisionGraph &graph, const Result<Plan> &plan)
{
    if (!plan)
        return answerOf(plan.error());
    QJsonArray steps;
    for (const Step &step : plan->steps)
        steps.append(stepOf(graph, step));
    QStringList rows = plan->rowsAfter();
    rows.sort();
    rows.removeDuplicates();
    QJsonObject result {{u"steps"_s, steps}, {u"rows"_s, arrayOf(rows)}};
    if (!plan->warnings.isEmpty())
        result.insert(u"warnings"_s, arrayOf(plan->warnings));
    return result;
}

// As `alembic history` prints a revision.
QString historyLine(const Revision &revision)
{
    const QString comma = u", "_s;
    QString text = revision.down.isEmpty() ? u"<base>"_s : revision.down.join(comma);
    if (!revision.dependsOn.isEmpty())
        text += u" (%1)"_s.arg(revision.dependsOn.join(comma));
    text += u" -> "_s + revision.id;
    if (!revision.allLabels.isEmpty())
        text += u" (%1)"_s.arg(revision.allLabels.join(comma));
    if (revision.isHead)
        text += revision.isRealHead ? u" (head)"_s : u" (effective head)"_s;
    if (revision.isBranchPoint)
        text += u" (branchpoint)"_s;
    if (revision.isMergePoint)
        text += u" (mergepoint)"_s;
    return text + u", "_s + revision.message;
}

QJsonObject historyText(const RevisionGraph &graph)
{
    const auto ids = graph.range({}, {});
    if (!ids)
        return answerOf(ids.error());
    QJsonArray lines;
    for (const QString &id : *ids)
        lines.append(historyLine(*graph.find(id)));
    return {{u"lines"_s, lines}};
}

// Lists that Alembic gives for a map that loads.
QJsonObject unlessBroken(const RevisionGraph &graph, const QStringList &ids)
{
    const auto loads = graph.resolve(u"heads"_s);
    if (!loads)
        return answerOf(loads.error());
    return {{u"revisions"_s, arrayOf(ids)}};
}

} // namespace

bool isOracleCase(const QJsonObject &line)
{
    return line.contains(u"graph"_s) && line.contains(u"queries"_s);
}

AlembicRules rulesOf(const QJsonObject &oracleCase)
{
    return AlembicRules::forVersion(oracleCase[u"alembic"_s].toArray().first().toString());
}

RevisionGraph graphOf(const QJsonObject &oracleCase)
{
    std::vector<RevisionFile> files;
    for (const auto &item : oracleCase[u"graph"_s].toArray()) {
        const QJsonObject script = item.toObject();
        RevisionFile file;
        file.id = script[u"revision"_s].toString();
        file.path = u"/versions/%1.py"_s.arg(file.id);
        file.down = listOf(script[u"down_revision"_s]);
        file.emptyDownString = script[u"down_revision"_s] == QJsonValue(u""_s);
        file.branchLabels = listOf(script[u"branch_labels"_s]);
        file.dependsOn = listOf(script[u"depends_on"_s]);
        file.message = u"doc of "_s + file.id;
        files.push_back(file);
    }
    return RevisionGraph::fromFiles(files, rulesOf(oracleCase));
}

QJsonObject answerTo(const RevisionGraph &graph, const QJsonObject &query)
{
    const QString kind = query[u"op"_s].toString();
    const QString target = query[u"target"_s].toString();
    const QStringList rows = listOf(query[u"state"_s]);
    if (kind == u"upgrade")
        return answerOf(graph, graph.planUpgrade(target, rows));
    if (kind == u"downgrade")
        return answerOf(graph, graph.planDowngrade(target, rows));
    if (kind == u"stamp")
        return answerOf(graph, graph.planStamp(listOf(query[u"target"_s]), rows));
    if (kind == u"resolve")
        return answerOf(graph.resolve(target));
    if (kind == u"resolve_one")
        return answerOf(
            graph.resolveOne(target).map([](const QString &id) { return QStringList {id}; }));
    if (kind == u"history")
        return answerOf(graph.range(query[u"base"_s].toString(), query[u"head"_s].toString()));
    if (kind == u"history_text")
        return historyText(graph);
    if (kind == u"current")
        return answerOf(graph.current(rows));
    if (kind == u"heads")
        return unlessBroken(graph, graph.heads());
    if (kind == u"heads_resolved")
        return unlessBroken(graph, graph.realHeads());
    if (kind == u"branches")
        return answerOf(graph.branchPoints());
    return {{u"unknown query"_s, kind}};
}

QJsonObject essence(const QJsonObject &answer)
{
    if (answer.contains(u"error"_s))
        return {{u"error"_s, true}};
    QJsonObject result;
    for (const QString &key : {u"steps"_s, u"rows"_s, u"revisions"_s, u"lines"_s}) {
        if (answer.contains(key))
            result.insert(key, answer[key]);
    }
    if (!answer.contains(u"steps"_s))
        return result;
    QJsonArray steps;
    for (const auto &item : answer[u"steps"_s].toArray()) {
        QJsonObject step = item.toObject();
        step.remove(u"ops"_s);
        steps.append(step);
    }
    result[u"steps"_s] = steps;
    return result;
}

QStringList disagreements(const QJsonObject &oracleCase)
{
    QStringList result;
    const RevisionGraph graph = graphOf(oracleCase);
    for (const auto &item : oracleCase[u"queries"_s].toArray()) {
        const QJsonObject query = item.toObject();
        const QJsonObject answer = essence(answerTo(graph, query));
        const QJsonArray outcomes = query[u"outcomes"_s].toArray();
        const bool agrees = std::any_of(outcomes.begin(), outcomes.end(),
            [&](const QJsonValue &outcome) { return essence(outcome.toObject()) == answer; });
        if (!agrees)
            result.append(u"%1: %2 gives %3"_s.arg(oracleCase[u"id"_s].toString(),
                QString::fromUtf8(QJsonDocument(query).toJson(QJsonDocument::Compact)),
                QString::fromUtf8(QJsonDocument(answer).toJson(QJsonDocument::Compact))));
    }
    return result;
}

} // namespace tests
