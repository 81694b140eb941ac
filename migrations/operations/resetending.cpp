// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/resetending.h"

#include "migrations/operations/readback.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString rowsText(const QStringList &rows)
{
    return rows.isEmpty() ? u"no revision (base)"_s : rows.join(u", "_s);
}

QString counted(qsizetype count, const QString &one, const QString &many)
{
    return count == 1 ? u"1 "_s + one : u"%1 %2"_s.arg(count).arg(many);
}

QString revisions(const ResetEvidence &evidence)
{
    return counted(
        qsizetype(evidence.request.outlook.migrations.steps.size()), u"revision"_s, u"revisions"_s);
}

QString wayBack(const ResetEvidence &evidence)
{
    const QString path = evidence.request.backup[u"path"].toString();
    return path.isEmpty() ? u" There is no backup from before it."_s
                          : u" The backup from before it: %1"_s.arg(path);
}

int givenBack(const ResetEvidence &evidence)
{
    return evidence.replayed.tried - int(evidence.replayed.failed.size());
}

QJsonObject facts(const ResetEvidence &evidence)
{
    const ResetPlan &plan = evidence.request.outlook.reset;
    const bool gone = evidence.found && evidence.found->gone;
    return {{u"way"_s, resetWayName(plan.way)},
        {u"schemas"_s, QJsonArray::fromStringList(plan.scope.schemas)},
        {u"dropped"_s, gone ? qint64(plan.objects.size()) : 0},
        {u"tables"_s, qint64(plan.tables.size())}, {u"rows"_s, plan.rows()},
        {u"bytes"_s, plan.bytes()},
        {u"revisions"_s,
            QJsonArray::fromStringList(evidence.found ? evidence.found->rows : QStringList())},
        {u"given_back"_s, givenBack(evidence)},
        {u"not_given_back"_s, QJsonArray::fromStringList(evidence.replayed.failed)},
        {u"backup"_s, evidence.request.backup}};
}

LifecycleRun::Ending unknown(const ResetEvidence &evidence)
{
    if (evidence.lingeringPid != 0)
        return {.outcome = Outcome::Unknown,
            .sentence =
                u"The server still works on the reset (pid %1)"_s.arg(evidence.lingeringPid),
            .nextAction =
                u"Wait for it, or end it with pg_terminate_backend(%1), then refresh (F5)."_s.arg(
                    evidence.lingeringPid)};
    return {.outcome = Outcome::Unknown,
        .sentence = u"The outcome of the reset is not known: the database could not be read back, "
                    "or somebody else has changed it meanwhile"_s,
        .nextAction = u"When it answers, refresh (F5) to see where it stands. Do not reset again "
                      "before."_s
            + wayBack(evidence)};
}

QString whatNext(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return {};
    if (error.code == "55P03"_L1)
        return u"Another session held a lock for longer than 5 s. When it is done, reset again."_s;
    if (error.code == "53200"_L1)
        return u"The server's lock table is full. Raise max_locks_per_transaction and restart it, "
               "or recreate the database instead."_s;
    return u"Correct the cause and reset again."_s;
}

LifecycleRun::Ending asBefore(const ResetEvidence &evidence)
{
    if (!evidence.error)
        return {.outcome = Outcome::RolledBack,
            .sentence = u"Alembic ran and reported no error, but nothing was committed; the "
                        "database is as before"_s,
            .nextAction = u"Look in env.py for a statement before context.configure(): with "
                          "SQLAlchemy 2 it makes the commit go missing."_s};
    const Error &error = *evidence.error;
    return {.outcome = Outcome::RolledBack,
        .sentence = u"The reset %1; everything is as before, at %2"_s.arg(
            error.kind == ErrorKind::Cancelled ? u"was cancelled"_s : u"failed"_s,
            rowsText(evidence.found->rows)),
        .nextAction = whatNext(error)};
}

LifecycleRun::Ending done(const ResetEvidence &evidence)
{
    const ResetPlan &plan = evidence.request.outlook.reset;
    LifecycleRun::Ending ending {.outcome = Outcome::Done,
        .sentence =
            u"Reset %1: %2 dropped, %3 run, read back %4"_s.arg(plan.scope.schemas.join(u", "_s),
                counted(qsizetype(plan.objects.size()), u"object"_s, u"objects"_s),
                revisions(evidence), rowsText(evidence.found->rows))};
    if (evidence.replayed.tried > 0)
        ending.sentence += u"; %1 of %2 given back"_s.arg(givenBack(evidence))
                               .arg(counted(evidence.replayed.tried, u"grant"_s, u"grants"_s));
    if (evidence.error && evidence.error->kind == ErrorKind::Cancelled)
        ending.sentence += u"; the cancel came too late"_s;
    else if (evidence.error)
        ending.sentence += u"; it is in although the connection broke"_s;
    if (!evidence.replayed.failed.isEmpty())
        ending.nextAction = u"Not given back, because the object is no longer made or is not this "
                            "role's: "_s
            + evidence.replayed.failed.join(u"; "_s);
    return ending;
}

// The migrations are in, yet something is not as it should be.
LifecycleRun::Ending atTheEnd(const ResetEvidence &evidence)
{
    LifecycleRun::Ending ending = done(evidence);
    const ResetFound &found = *evidence.found;
    if (!found.invalidIndexes.isEmpty()) {
        ending.outcome = Outcome::Partly;
        ending.nextAction =
            u"These indexes are invalid: %1. Drop them with DROP INDEX CONCURRENTLY "
            "and create them again."_s.arg(found.invalidIndexes.join(u", "_s));
    } else if (evidence.error && evidence.request.outlook.reset.way == ResetWay::TwoTransactions) {
        ending.outcome = Outcome::Partly;
        ending.sentence = u"The schema is made anew and stands at %1, but the end went wrong"_s.arg(
            rowsText(found.rows));
        ending.nextAction = u"What was granted on the old objects may be missing on the new ones: "
                            "compare them."_s;
    }
    return ending;
}

LifecycleRun::Ending between(const ResetEvidence &evidence)
{
    const QStringList &rows = evidence.found->rows;
    const std::optional<int> in = stepsIn(evidence.request.outlook.migrations, rows);
    const QString stand = in ? u"%1 of %2 are in, read back %3"_s.arg(
                              QString::number(*in), revisions(evidence), rowsText(rows))
                             : u"the database stands at %1"_s.arg(rowsText(rows));
    return {.outcome = Outcome::Partly,
        .sentence = u"The old objects are gone; "_s + stand,
        .nextAction = u"Correct the cause, then upgrade: it goes on with the revisions that are "
                      "missing."_s
            + wayBack(evidence)};
}

LifecycleRun::Ending judged(const ResetEvidence &evidence)
{
    if (evidence.lingeringPid != 0)
        return unknown(evidence);
    // Whatever somebody else made of the database meanwhile, it was not this.
    if (evidence.error && evidence.error->kind == ErrorKind::Refused && !evidence.anythingStarted)
        return {.outcome = Outcome::Refused, .sentence = evidence.error->message};
    if (!evidence.found)
        return unknown(evidence);
    if (!evidence.found->gone)
        return asBefore(evidence);
    QStringList final = evidence.request.outlook.migrations.rowsAfter();
    final.sort();
    return evidence.found->rows == final ? atTheEnd(evidence) : between(evidence);
}

} // namespace

LifecycleRun::Ending resetEnding(const ResetEvidence &evidence)
{
    LifecycleRun::Ending ending = judged(evidence);
    if (ending.outcome != Outcome::Done)
        ending.error = evidence.error;
    ending.facts = facts(evidence);
    return ending;
}

} // namespace migrations
