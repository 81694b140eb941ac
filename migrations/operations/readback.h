// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migrations/operations/operation.h"

namespace migrations {

// What is known when a run is over; the words and the outcome follow from it alone.
struct RunEvidence
{
    OperationKind kind = OperationKind::Upgrade;
    Plan plan;
    Result<RunAnswer> answer; // the helper's word: a hint
    bool cancelled = false; // by a person
    bool lockLost = false; // stopped after a step because nothing kept others out any more
    Result<DatabaseReading> reading; // the database's own word, on a fresh connection
    QStringList invalidIndexesBefore;
    QStringList invalidIndexesNamed; // of those before, the ones that the run's statements name
    QStringList outsideTransaction; // revisions of the plan whose script leaves its transaction
    QStringList hiddenTablesBefore; // schemas whose version table this role does not reach
    QStringList appeared; // "table public.orders": there now, not before; when it was looked for
    QStringList vanished;
    std::optional<int> lingeringPid; // a backend of the run that still works
    Dialect dialect = Dialect::PostgreSql;
};

struct Verdict
{
    Outcome outcome = Outcome::Unknown;
    int stepsIn = 0; // how many of the plan's steps are in
    QString sentence;
    QString nextAction;

    bool operator==(const Verdict &) const = default;
};

// DESIGN.md rule 3: success is read back, never believed. Pure.
Verdict judge(const RunEvidence &evidence);

// How many steps of the plan these rows stand for; nullopt: they are no state of the plan.
std::optional<int> stepsIn(const Plan &plan, const QStringList &rows);

} // namespace migrations
