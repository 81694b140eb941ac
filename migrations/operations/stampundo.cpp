// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/operations/stampundo.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

QString rowsText(const QStringList &rows)
{
    return rows.isEmpty() ? u"no revision (base)"_s : rows.join(u", "_s);
}

QStringList sorted(QStringList rows)
{
    rows.sort();
    return rows;
}

QStringList without(const QStringList &rows, const QStringList &others)
{
    QStringList left = sorted(rows);
    left.removeIf([&](const QString &row) { return others.contains(row); });
    return left;
}

// With --purge the table is emptied first, and the plan begins with its first row.
bool purged(const JournalEntry &stamp)
{
    if (stamp.steps.empty())
        return true;
    const Step &first = stamp.steps.front().step;
    return first.stampFrom.isEmpty() && first.rowsAfter == first.stampTo;
}

// A row becomes another where that is possible; what is left comes or goes by itself. The helper
// makes the same steps of what it finds (helper/stamping.py), and compares.
Plan planRows(const QStringList &rows, const QStringList &wanted)
{
    const QStringList gone = without(rows, wanted);
    const QStringList missing = without(wanted, rows);
    Plan plan {.target = wanted.join(u' '), .rowsBefore = rows};
    QStringList now = rows;
    for (qsizetype i = 0; i < std::max(gone.size(), missing.size()); ++i) {
        Step step {.direction = Direction::Stamp,
            .revision = missing.value(i),
            .stampFrom = gone.mid(i, 1),
            .stampTo = missing.mid(i, 1)};
        now = sorted(without(now, step.stampFrom) + step.stampTo);
        step.rowsAfter = now;
        plan.steps.push_back(std::move(step));
    }
    return plan;
}

Result<> checkPlace(const ProjectState &state, const StampRecord &stamp)
{
    if (stamp.environment != state.environmentName)
        return failure(ErrorKind::Refused,
            u"What was done last is a stamp of %1 (%2). Choose that environment (--env %1) and "
            "undo it there first. Nothing was changed."_s.arg(stamp.environment, stamp.database),
            {}, u"elsewhere"_s);
    if (!state.database)
        return failure(ErrorKind::Database,
            u"The database could not be read, and what was done last is a stamp of it. Undo it "
            "once the database answers."_s,
            state.databaseError ? state.databaseError->message : QString(), u"not_read"_s);
    if (state.database->identity.key() == stamp.identity)
        return {};
    return failure(ErrorKind::Refused,
        u"What was done last is a stamp of another database than the one that %1 leads to now: it "
        "was made anew since, or DATABASE_URL was changed. Nothing was changed. Lead %1 back to it "
        "to undo the stamp, or undo only what was done to files: spiritsafe migration undo "
        "--files"_s.arg(stamp.environment),
        {}, u"identity_differs"_s);
}

Result<> checkRows(const QStringList &rows, const StampRecord &stamp)
{
    if (std::find(stamp.left.begin(), stamp.left.end(), sorted(rows)) == stamp.left.end())
        return failure(ErrorKind::Refused,
            u"The database was changed since it was stamped: it stands at %1, and the stamp left "
            "it at %2. An upgrade or a downgrade cannot be undone here, and the stamp only after "
            "it. Nothing was changed. Bring the database to %2 first, or undo only what was done "
            "to files: spiritsafe migration undo --files"_s.arg(
                rowsText(rows), rowsText(stamp.left.back())),
            {}, u"rows_differ"_s);
    for (QStringList both : {rows, stamp.rowsBefore}) {
        if (both.removeDuplicates() > 0)
            return failure(ErrorKind::Refused,
                u"The version table holds or held a row twice, which Alembic cannot write. Nothing "
                "was changed. Put its rows back by hand: %1."_s.arg(rowsText(stamp.rowsBefore)),
                {}, u"cannot_restore"_s);
    }
    return {};
}

} // namespace

std::vector<QStringList> statesOf(const JournalEntry &entry)
{
    std::vector<QStringList> states;
    for (const JournalStep &step : entry.steps)
        states.push_back(sorted(step.step.rowsAfter));
    return states;
}

StampRecord stampFrom(const JournalEntry &entry, StampEnd end)
{
    StampRecord stamp {.journalId = entry.id,
        .target = entry.target,
        .environment = entry.environment,
        .database = entry.database,
        .identity = entry.identity,
        .rowsBefore = sorted(entry.rowsBefore),
        .left = {}};
    if (end == StampEnd::Halfway) {
        stamp.left = statesOf(entry);
        if (purged(entry))
            stamp.left.insert(stamp.left.begin(), QStringList());
    }
    if (entry.ended.isValid())
        stamp.left.push_back(sorted(entry.rowsAfter));
    return stamp;
}

bool isTakenBack(const ProjectState &state, const StampRecord &stamp)
{
    return state.database && stamp.environment == state.environmentName
        && stamp.identity == state.database->identity.key()
        && sorted(state.database->rows) == stamp.rowsBefore;
}

QString stampUndoText(const StampRecord &stamp)
{
    if (stamp.rowsBefore.isEmpty())
        return u"Empties the version table in environment %1, as it was before; no table is "
               "touched"_s.arg(stamp.environment);
    const QString what = stamp.rowsBefore.size() == 1 ? u"row"_s : u"rows"_s;
    return u"Puts the version %1 back to %2 in environment %3; no table is touched"_s.arg(
        what, stamp.rowsBefore.join(u", "_s), stamp.environment);
}

Result<OperationRequest> planStampUndo(const ProjectState &state, const StampRecord &stamp)
{
    if (Result<> here = checkPlace(state, stamp); !here)
        return tl::unexpected(here.error());
    const QStringList &rows = state.database->rows;
    if (Result<> left = checkRows(rows, stamp); !left)
        return tl::unexpected(left.error());
    return OperationRequest {.kind = OperationKind::UndoStamp,
        .targets = stamp.rowsBefore,
        .plan = planRows(rows, stamp.rowsBefore),
        .identity = state.database->identity,
        .undoes = stamp.journalId};
}

} // namespace migrations
