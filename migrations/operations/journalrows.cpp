// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/journalrows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace migrations {

QString listText(const QStringList &list)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listFrom(const QString &text)
{
    QStringList list;
    for (const QJsonValue &value : QJsonDocument::fromJson(text.toUtf8()).array())
        list.append(value.toString());
    return list;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QDateTime timeFrom(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

QString directionText(Direction direction)
{
    switch (direction) {
    case Direction::Up:
        return u"up"_s;
    case Direction::Down:
        return u"down"_s;
    case Direction::Stamp:
        break;
    }
    return u"stamp"_s;
}

Direction directionFrom(const QString &text)
{
    if (text == "up"_L1)
        return Direction::Up;
    return text == "down"_L1 ? Direction::Down : Direction::Stamp;
}

QString nonNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

JournalEntry entryFrom(const QSqlQuery &query)
{
    const auto text = [&query](int column) { return query.value(column).toString(); };
    const auto time = [&text](int column) { return timeFrom(text(column)); };
    JournalEntry entry;
    entry.id = query.value(0).toLongLong();
    entry.runId = text(1);
    entry.kind = text(2);
    entry.project = text(3);
    entry.environment = text(4);
    entry.tier = text(5);
    entry.database = text(6);
    entry.identity = text(7);
    entry.target = text(8);
    entry.rowsBefore = listFrom(text(9));
    entry.rowsAfter = listFrom(text(10));
    entry.started = time(11);
    entry.ended = time(12);
    entry.outcome = text(13);
    entry.sentence = text(14);
    entry.error = text(15);
    entry.operatingUser = text(16);
    entry.processId = query.value(17).toLongLong();
    return entry;
}

std::vector<JournalStep> stepsOf(const QSqlDatabase &database, qint64 operation)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(
        u"SELECT direction, revision, stamp_from, stamp_to, rows_after, elapsed_ms, in_database, "
        "script_sha256 FROM steps WHERE operation = ? ORDER BY step"_s);
    query.addBindValue(operation);
    query.exec();
    std::vector<JournalStep> steps;
    while (query.next()) {
        const auto text = [&query](int column) { return query.value(column).toString(); };
        steps.push_back({.step = {.direction = directionFrom(text(0)),
                             .revision = text(1),
                             .stampFrom = listFrom(text(2)),
                             .stampTo = listFrom(text(3)),
                             .rowsAfter = listFrom(text(4))},
            .elapsedMs = query.value(5).toLongLong(),
            .inDatabase = query.value(6).toInt() != 0,
            .scriptSha256 = text(7)});
    }
    return steps;
}

std::vector<JournalStatement> statementsOf(const QSqlDatabase &database, qint64 operation)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(
        u"SELECT step, text, elapsed_ms FROM statements WHERE operation = ? ORDER BY id"_s);
    query.addBindValue(operation);
    query.exec();
    std::vector<JournalStatement> statements;
    while (query.next())
        statements.push_back({.step = query.value(0).toInt(),
            .text = query.value(1).toString(),
            .elapsedMs = query.value(2).toLongLong()});
    return statements;
}

std::vector<JournalStage> stagesOf(const QSqlDatabase &database, qint64 operation)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(u"SELECT name, data, time FROM stages WHERE operation = ? ORDER BY id"_s);
    query.addBindValue(operation);
    query.exec();
    std::vector<JournalStage> stages;
    while (query.next())
        stages.push_back({.name = query.value(0).toString(),
            .data = QJsonDocument::fromJson(query.value(1).toString().toUtf8()).object(),
            .time = QDateTime::fromString(query.value(2).toString(), Qt::ISODateWithMs)});
    return stages;
}

} // namespace migrations
