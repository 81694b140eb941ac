// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/journal.h"
#include "migrations/operations/projectstate.h"

namespace migrations {

enum class OperationKind { Upgrade, Downgrade, Stamp, UndoStamp };
QString operationName(OperationKind kind); // "upgrade" …
bool runsScripts(OperationKind kind); // false: only the version table changes

// What a person confirmed: what you see is what runs.
struct OperationRequest
{
    OperationKind kind = OperationKind::Upgrade;
    QStringList targets; // one, but for stamp; of its undo the rows that come back
    bool purge = false; // stamp: empty the table first
    Plan plan; // as shown
    DatabaseIdentity identity; // of the database on screen when it was shown
    bool lockedOutside = false; // OperationLock::Options::heldOutside
    qint64 undoes = -1; // UndoStamp: which entry of the journal (planStampUndo)
};

// What became of the database, read back on a fresh connection (DESIGN.md rule 3).
enum class Outcome { Done, NothingToDo, RolledBack, Partly, Unknown, Refused };
QString outcomeName(Outcome outcome); // "done", "nothing-to-do", "rolled-back" …
std::optional<Outcome> outcomeFromName(const QString &name);

struct StepReport
{
    Step step;
    bool inDatabase = false; // as read back
    qint64 elapsedMs = -1; // -1: not known to have finished
};

struct OperationReport
{
    qint64 journalId = -1;
    OperationKind kind = OperationKind::Upgrade;
    Outcome outcome = Outcome::Unknown;
    bool cancelled = false;
    QString sentence; // "Upgraded 2 revisions, read back c7e19a40b52d"
    QString nextAction; // "" when done
    std::vector<StepReport> steps;
    QStringList rowsBefore;
    QStringList rowsAfter; // as read back
    qint64 elapsedMs = 0;
    std::optional<Error> error; // what stopped it
    std::optional<ProjectState> state; // after it, with the database read
};

// The plan of a request from a state; refuses (ErrorKind::Refused) ghosts, unusable graphs, an
// unread database, each with its next action.
Result<Plan> planOperation(
    const ProjectState &state, OperationKind kind, const QStringList &targets, bool purge = false);

// Runs it end to end: trust, lock, identity, rows, colleagues, journal, helper, watch, read back,
// journal. `warm` may hold a helper that was started ahead for this very state; it is used up.
// Blocks until the outcome is known. Never throws; whatever happens is in the report, which has an
// outcome also when nothing was executed (Refused).
OperationReport runOperation(const ProjectState &state, const OperationRequest &request,
    Journal &journal, std::optional<Alembic> warm, Progress &progress);

// An Alembic process started for this state's environment with the interpreter that fits (found,
// or remembered). Errors: Refused when the project is not trusted (code "untrusted"), Helper when
// no interpreter fits (detail = what was tried).
Result<Alembic> startAlembic(const ProjectState &state, Progress &progress);

} // namespace migrations
