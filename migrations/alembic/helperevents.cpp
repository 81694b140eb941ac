// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/alembic/helperevents.h"

#include <QJsonArray>
#include <QJsonValue>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QStringList texts(const QJsonValue &value)
{
    QStringList result;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        result.append(item.toString());
    return result;
}

Event step(const QJsonObject &event, Event::Kind kind)
{
    return {.kind = kind,
        .revision = event[u"revision"].toString(),
        .step = event[u"index"].toInt(-1),
        .steps = event[u"steps"].toInt(),
        .elapsedMs = event[u"ms"].toInteger(-1),
        .rowsAfter = texts(event[u"rows_after"])};
}

} // namespace

Event HelperEvents::statement(const QJsonObject &event, Event::Kind kind) const
{
    return {.kind = kind,
        .text = m_redactor.redact(event[u"sql"].toString()),
        .revision = event[u"revision"].toString(),
        .scriptLine = event[u"line"].toInt(-1)};
}

void HelperEvents::statementStarted(const QJsonObject &event)
{
    const int number = event[u"n"].toInt();
    if (number <= m_announced)
        return;
    m_announced = number;
    m_progress.report(statement(event, Event::Kind::StatementStarted));
}

void HelperEvents::statementFinished(const QJsonObject &event)
{
    statementStarted(event);
    Event finished = statement(event, Event::Kind::StatementFinished);
    finished.elapsedMs = event[u"ms"].toInteger(-1);
    finished.rowCount = event[u"rows"].toInteger(-1);
    m_progress.report(finished);
}

void HelperEvents::report(const QJsonObject &event)
{
    const QString name = event[u"event"].toString();
    const auto text = [&] { return m_redactor.redact(event[u"text"].toString()); };
    if (name == "statement_started"_L1)
        statementStarted(event);
    else if (name == "statement_finished"_L1)
        statementFinished(event);
    else if (name == "step_started"_L1)
        m_progress.report(step(event, Event::Kind::StepStarted));
    else if (name == "step_finished"_L1)
        m_progress.report(step(event, Event::Kind::StepFinished));
    else if (name == "connected"_L1)
        m_progress.report(
            {.kind = Event::Kind::Connected, .text = text(), .pid = event[u"pid"].toInt()});
    else if (name == "notice"_L1)
        m_progress.report({.kind = Event::Kind::Notice,
            .text = text(),
            .revision = event[u"revision"].toString()});
    else if (name == "log"_L1)
        m_progress.report({.kind = Event::Kind::Log, .text = text()});
}

void HelperEvents::printed(const QStringList &lines)
{
    for (const QString &line : lines)
        m_progress.report({.kind = Event::Kind::Output, .text = m_redactor.redact(line)});
}

Error errorFromJson(const QJsonObject &error, const Redactor &redactor)
{
    const QString kind = error[u"kind"].toString();
    Error result {.kind = ErrorKind::Helper,
        .message = redactor.redact(error[u"message"].toString()),
        .detail = redactor.redact(error[u"detail"].toString()),
        .code = error[u"code"].toString()};
    if (kind == "alembic"_L1)
        result.kind = ErrorKind::Alembic;
    else if (kind == "refused"_L1)
        result.kind = ErrorKind::Refused;
    else if (kind == "cancelled"_L1)
        result.kind = ErrorKind::Cancelled;
    return result;
}

} // namespace migrations
