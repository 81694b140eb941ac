// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/commandline/lifecyclereport.h"

#include "app/commandline/operationreport.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using migrations::LifecycleReport;

namespace app {

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue toJson(const std::optional<migrations::Error> &error)
{
    if (!error)
        return {};
    return QJsonObject {{u"kind"_s, migrations::kindName(error->kind)}, {u"code"_s, error->code},
        {u"message"_s, error->message}, {u"detail"_s, error->detail}};
}

QJsonObject toJson(const LifecycleReport &report)
{
    return {{u"kind"_s, migrations::lifecycleName(report.kind)},
        {u"outcome"_s, migrations::outcomeName(report.outcome)}, {u"cancelled"_s, report.cancelled},
        {u"sentence"_s, report.sentence}, {u"next_action"_s, textOrNull(report.nextAction)},
        {u"elapsed_ms"_s, report.elapsedMs},
        {u"journal_id"_s,
            report.journalId < 0 ? QJsonValue() : QJsonValue(double(report.journalId))},
        {u"error"_s, toJson(report.error)}, {u"facts"_s, report.facts}};
}

// The shape in which run and rollback show theirs.
migrations::OperationReport asOperation(const LifecycleReport &report)
{
    migrations::OperationReport shown;
    shown.outcome = report.outcome;
    shown.cancelled = report.cancelled;
    shown.sentence = report.sentence;
    shown.nextAction = report.nextAction;
    shown.elapsedMs = report.elapsedMs;
    shown.error = report.error;
    return shown;
}

} // namespace

ExitCode exitCodeOf(const LifecycleReport &report)
{
    return exitCodeOf(asOperation(report));
}

ExitCode showLifecycleReport(const Context &context, const LifecycleReport &report)
{
    if (context.options.json)
        context.console.out.write(
            QJsonDocument(toJson(report)).toJson(QJsonDocument::Compact) + '\n');
    else
        showReport(context.console, asOperation(report));
    return exitCodeOf(report);
}

} // namespace app
