// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/lifecycle/schemaobjects.h"
#include "migrations/operations/projectstate.h"

namespace migrations {

// Are two heads independent: does the schema come out the same whichever branch runs first? Both
// orders run on scratch databases (SQLite: temporary files) with the project's own Alembic, and
// what they made is compared; the order of columns counts for nothing, rows are not compared.
struct OrderProof
{
    int objects = 0; // that were compared
    QStringList differences; // sentences that name an object; empty: the same
};

// Errors: ErrorKind::Refused "no_createdb", "identity_differs" (env.py takes the database neither
// from DATABASE_URL nor from sqlalchemy.url), "no_proof" (the URL cannot name another database);
// ErrorKind::Alembic when the scripts fail in one of the orders, which the message names.
Result<OrderProof> proveOrder(
    const ProjectState &state, const QString &mine, const QString &onto, Progress &progress);

// The schema that these targets make, one after the other, in a scratch database.
Result<std::vector<SchemaObject>> scratchSchema(
    const ProjectState &state, const QStringList &targets, Progress &progress);

} // namespace migrations
