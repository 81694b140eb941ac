// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/readback.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString rowsText(const QStringList &rows)
{
    return rows.isEmpty() ? u"no revision (base)"_s : rows.join(u", "_s);
}

QString revisions(qsizetype count)
{
    return count == 1 ? u"1 revision"_s : u"%1 revisions"_s.arg(count);
}

QString doneSentence(const RunEvidence &evidence)
{
    const QString rows = rowsText(evidence.reading->rows);
    const auto count = qsizetype(evidence.plan.steps.size());
    switch (evidence.kind) {
    case OperationKind::Upgrade:
        return u"Upgraded %1, read back %2"_s.arg(revisions(count), rows);
    case OperationKind::Downgrade:
        return u"Rolled back %1, read back %2"_s.arg(revisions(count), rows);
    case OperationKind::UndoStamp:
        return u"Put the version rows back, read back %1"_s.arg(rows);
    case OperationKind::Stamp:
        break;
    }
    return u"Stamped, read back %1"_s.arg(rows);
}

QString nameOf(OperationKind kind)
{
    return kind == OperationKind::UndoStamp ? u"undo of the stamp"_s : operationName(kind);
}

QStringList newInvalidIndexes(const RunEvidence &evidence)
{
    QStringList found;
    for (const QString &index : evidence.reading->invalidIndexes) {
        if (!evidence.invalidIndexesBefore.contains(index)
            || evidence.invalidIndexesNamed.contains(index))
            found.append(index);
    }
    return found;
}

QString stepName(const RunEvidence &evidence, int step)
{
    const Step &at = evidence.plan.steps.at(std::size_t(step));
    return at.revision.isEmpty() ? u"step %1"_s.arg(step + 1)
                                 : u"step %1 (%2)"_s.arg(step + 1).arg(at.revision);
}

// Which of them are the failed step's own can only be told when no step is in.
QString leftoverList(const RunEvidence &evidence, int stepsIn)
{
    QStringList sentences;
    const QString since = stepsIn == 0
        ? u"It left: %1."_s
        : u"New since the run began, those of the steps that are in included: %1."_s;
    if (!evidence.appeared.isEmpty())
        sentences.append(since.arg(evidence.appeared.join(u", "_s)));
    if (!evidence.vanished.isEmpty())
        sentences.append(u"Gone since the run began: %1."_s.arg(evidence.vanished.join(u", "_s)));
    const QStringList invalid = newInvalidIndexes(evidence);
    for (const QString &index : invalid)
        sentences.append(u"The index %1 is invalid: DROP INDEX CONCURRENTLY %1;"_s.arg(index));
    if (sentences.isEmpty())
        return u"Look for leftovers before running again."_s;
    return sentences.join(u' ') + u" Put this right, then run it again."_s;
}

// What a failed step may have left although the version rows do not show it.
QString leftoverWarning(const RunEvidence &evidence, int firstStepNotIn)
{
    QStringList suspects;
    for (std::size_t i = 0; i < evidence.plan.steps.size(); ++i) {
        const QString &revision = evidence.plan.steps[i].revision;
        if (int(i) >= firstStepNotIn && evidence.outsideTransaction.contains(revision))
            suspects.append(revision);
    }
    if (!suspects.isEmpty())
        return u"%1 runs statements outside a transaction (autocommit_block): what ran before its "
               u"error "
               "stays although the version row does not show it. "_s.arg(suspects.join(u", "_s))
            + leftoverList(evidence, firstStepNotIn);
    if (evidence.dialect == Dialect::Sqlite && runsScripts(evidence.kind))
        return u"SQLite steps are not atomic with Python's default driver: tables of the failed "
               u"step may "
               "exist. Look for them before running again."_s;
    return {};
}

QString joined(const QString &first, const QString &second)
{
    return second.isEmpty() ? first : first + u" "_s + second;
}

QString whyStopped(const RunEvidence &evidence)
{
    if (evidence.cancelled)
        return u"was cancelled"_s;
    if (evidence.lockLost)
        return u"was stopped because its lock was lost"_s;
    return evidence.answer ? u"stopped"_s : u"failed"_s;
}

// A commit may have reached the server although its answer did not come back. Drivers name such
// errors by SQLSTATE class 08 or 57, or by their class alone.
bool isBrokenConnection(const Error &error)
{
    static const QStringList classes {u"Operational"_s, u"Interface"_s, u"Connection"_s};
    return error.kind != ErrorKind::Alembic || error.code.isEmpty()
        || error.code.startsWith("08"_L1) || error.code.startsWith("57"_L1)
        || std::any_of(classes.begin(), classes.end(),
            [&error](const QString &name) { return error.code.contains(name); });
}

// A version table that is out of sight reads as none at all, which would be told as "base".
QString hiddenSince(const RunEvidence &evidence)
{
    if (evidence.reading->versionTableExists)
        return {};
    for (const QString &schema : evidence.reading->versionTablesElsewhere) {
        if (!evidence.hiddenTablesBefore.contains(schema))
            return schema;
    }
    return {};
}

// The run failed, and yet the rows are those of its end: somebody else ran the same, or env.py
// failed after its migrations. Neither is a success of this run.
Verdict inInSpiteOfAnError(const RunEvidence &evidence)
{
    return {.outcome = Outcome::Partly,
        .stepsIn = int(evidence.plan.steps.size()),
        .sentence =
            u"The %1 ended with an error, but the database stands where it should: %2"_s.arg(
                nameOf(evidence.kind), rowsText(evidence.reading->rows)),
        .nextAction = u"Somebody else may have run the same meanwhile, or env.py failed after the "
                      u"last step: read the error, then refresh (F5)."_s};
}

Verdict allIn(const RunEvidence &evidence)
{
    Verdict verdict {.outcome = Outcome::Done, .stepsIn = int(evidence.plan.steps.size())};
    verdict.sentence = doneSentence(evidence);
    const QStringList invalid = newInvalidIndexes(evidence);
    if (!invalid.isEmpty()) {
        verdict.outcome = Outcome::Partly;
        verdict.sentence =
            u"All steps are in, but an index is invalid: %1"_s.arg(invalid.join(u", "_s));
        verdict.nextAction =
            u"Drop it with DROP INDEX CONCURRENTLY and create it again; until then it is not used."_s;
    } else if (!evidence.answer && evidence.cancelled) {
        verdict.sentence += u"; the cancel came too late"_s;
    } else if (!evidence.answer && !isBrokenConnection(evidence.answer.error())) {
        return inInSpiteOfAnError(evidence);
    } else if (!evidence.answer) {
        verdict.sentence += u"; the steps are in although the connection broke"_s;
    }
    return verdict;
}

QString whatNext(const RunEvidence &evidence)
{
    if (evidence.cancelled)
        return {};
    if (evidence.lockLost)
        return u" Look whether somebody else works on this database; then run it again."_s;
    if (!evidence.answer && evidence.answer.error().code == "55P03"_L1)
        return u" Another session held a lock for longer than 5 s. When it is done, run it again."_s;
    return u" Correct the cause and run it again."_s;
}

Verdict noneIn(const RunEvidence &evidence)
{
    Verdict verdict {.outcome = Outcome::RolledBack};
    const QString rows = rowsText(evidence.reading->rows);
    if (evidence.answer) {
        verdict.sentence =
            u"Alembic ran and reported no error, but nothing was committed; read back %1"_s.arg(
                rows);
        verdict.nextAction =
            u"Look in env.py for a statement before context.configure(), or for a missing "
            "context.begin_transaction(): with SQLAlchemy 2 both make the commit go "
            "missing."_s;
        return verdict;
    }
    verdict.sentence = u"The %1 %2; everything was rolled back, read back %3"_s.arg(
        nameOf(evidence.kind), whyStopped(evidence), rows);
    verdict.nextAction =
        joined(u"The database is as before."_s + whatNext(evidence), leftoverWarning(evidence, 0));
    if (!leftoverWarning(evidence, 0).isEmpty()) {
        verdict.sentence = u"The %1 %2; the version rows are as before: %3"_s.arg(
            nameOf(evidence.kind), whyStopped(evidence), rows);
        verdict.nextAction = leftoverWarning(evidence, 0);
    }
    return verdict;
}

Verdict someIn(const RunEvidence &evidence, int count)
{
    Verdict verdict {.outcome = Outcome::Partly, .stepsIn = count};
    const QString leftovers = leftoverWarning(evidence, count);
    verdict.sentence = u"%1 of %2 steps are in; %3 %4%5, read back %6"_s.arg(QString::number(count),
        QString::number(evidence.plan.steps.size()), stepName(evidence, count),
        whyStopped(evidence), leftovers.isEmpty() ? u" and was rolled back"_s : QString(),
        rowsText(evidence.reading->rows));
    const QString next = evidence.cancelled ? u" Run it again"_s : whatNext(evidence).chopped(1);
    verdict.nextAction =
        joined(next.mid(1) + u": it goes on with the steps that are missing."_s, leftovers);
    return verdict;
}

} // namespace

std::optional<int> stepsIn(const Plan &plan, const QStringList &rows)
{
    QStringList sorted = rows;
    sorted.sort();
    for (std::size_t i = plan.steps.size(); i > 0; --i) {
        if (plan.steps[i - 1].rowsAfter == sorted)
            return int(i);
    }
    QStringList before = plan.rowsBefore;
    before.sort();
    return before == sorted ? std::optional(0) : std::nullopt;
}

Verdict judge(const RunEvidence &evidence)
{
    const QString kind = nameOf(evidence.kind);
    if (!evidence.reading)
        return {.outcome = Outcome::Unknown,
            .sentence =
                u"The outcome of the %1 is not known: the database could not be read back"_s.arg(
                    kind),
            .nextAction =
                u"When the database answers again, refresh (F5) to see where it stands. Do not "
                "run it again before."_s};
    if (evidence.lingeringPid)
        return {.outcome = Outcome::Unknown,
            .sentence = u"The server still works on the %1 (pid %2)"_s.arg(kind).arg(
                *evidence.lingeringPid),
            .nextAction =
                u"Wait for it, or end it with pg_terminate_backend(%1), then refresh (F5)."_s.arg(
                    *evidence.lingeringPid)};
    if (const QString schema = hiddenSince(evidence); !schema.isEmpty())
        return {.outcome = Outcome::Unknown,
            .sentence =
                u"The outcome of the %1 is not known: the version table in schema %2 cannot "
                "be seen any more"_s.arg(kind, schema),
            .nextAction =
                u"This user's rights on that schema or its search_path have changed. Give "
                "them back, then refresh (F5). Do not run it again before."_s};
    const std::optional<int> count = stepsIn(evidence.plan, evidence.reading->rows);
    if (!count)
        return {.outcome = Outcome::Unknown,
            .sentence = u"The database stands at %1, which is no state of this plan"_s.arg(
                rowsText(evidence.reading->rows)),
            .nextAction =
                u"Somebody else changed it meanwhile. Look at the revisions and plan again."_s};
    if (*count == int(evidence.plan.steps.size()))
        return allIn(evidence);
    return *count == 0 ? noneIn(evidence) : someIn(evidence, *count);
}

} // namespace migrations
