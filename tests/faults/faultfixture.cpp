// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/faults/faultfixture.h"

#include <QDeadlineTimer>
#include <QThread>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace migrations;

namespace tests {

void Listener::report(const Event &event)
{
    events.push_back(event);
    if (onEvent)
        onEvent(event);
}

int Listener::count(Event::Kind kind) const
{
    return int(std::count_if(
        events.begin(), events.end(), [kind](const Event &event) { return event.kind == kind; }));
}

QString Listener::all(Event::Kind kind) const
{
    QStringList texts;
    for (const Event &event : events) {
        if (event.kind == kind)
            texts.append(event.text);
    }
    return texts.join(u'\n');
}

ProjectState stateOf(const AlembicProject &project)
{
    NoProgress quiet;
    const Result<ProjectState> state =
        readProjectState(project.folder(), {.trustNow = true}, quiet);
    if (!state)
        qFatal("%s", qPrintable(state.error().message));
    return withDatabase(*state, quiet);
}

OperationReport runTo(
    const ProjectState &state, OperationKind kind, const QString &target, Progress &progress)
{
    const Result<Plan> plan = planOperation(state, kind, {target});
    if (!plan)
        qFatal("%s", qPrintable(plan.error().message));
    Result<Journal> journal = Journal::open();
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    return runOperation(state,
        {.kind = kind,
            .targets = {target},
            .plan = *plan,
            .identity = state.database ? state.database->identity : DatabaseIdentity()},
        *journal, std::nullopt, progress);
}

OperationReport upgrade(const AlembicProject &project, Progress &progress, const QString &target)
{
    return runTo(stateOf(project), OperationKind::Upgrade, target, progress);
}

OperationReport downgrade(const AlembicProject &project, Progress &progress, const QString &target)
{
    return runTo(stateOf(project), OperationKind::Downgrade, target, progress);
}

QString Truth::text() const
{
    return u"rows (%1), tables (%2)"_s.arg(rows.join(u", "_s), tables.join(u", "_s));
}

Truth truthOf(const QString &url)
{
    Truth truth;
    truth.tables = firstColumn(
        runSql(url, {u"SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"_s}));
    if (truth.tables.removeAll(u"alembic_version"_s) > 0)
        truth.rows =
            firstColumn(runSql(url, {u"SELECT version_num FROM alembic_version ORDER BY 1"_s}));
    return truth;
}

std::optional<int> stepsInChain(const Truth &truth, const QStringList &ids)
{
    Truth legal;
    for (qsizetype in = 0; in <= ids.size(); ++in) {
        if (in > 0) {
            legal.rows = QStringList {ids.at(in - 1)};
            legal.tables.append(u't' + ids.at(in - 1));
        }
        if (truth == legal)
            return int(in);
    }
    return std::nullopt;
}

QStringList invalidIndexes(const QString &url)
{
    return firstColumn(runSql(url,
        {u"SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"_s}));
}

bool sessionsAreGone(const QString &url, const QString &applicationPattern)
{
    const QDeadlineTimer deadline(10'000);
    while (true) {
        const QStringList left = firstColumn(runSql(url,
            {u"SELECT pid FROM pg_stat_activity WHERE application_name LIKE '%1' AND datname = "
             "current_database() AND pid <> pg_backend_pid()"_s.arg(applicationPattern)}));
        if (left.isEmpty())
            return true;
        if (deadline.hasExpired())
            return false;
        QThread::msleep(10);
    }
}

QString described(const OperationReport &report)
{
    return outcomeName(report.outcome) + u": "_s + report.sentence + u" | "_s + report.nextAction
        + u" | "_s
        + (report.error ? report.error->message + u" | "_s + report.error->detail : QString());
}

void figure(const QString &text)
{
    std::printf("FIGURE %s\n", qPrintable(text));
    std::fflush(stdout);
}

} // namespace tests
