// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/history/graph.h"

#include <QJsonArray>
#include <QJsonObject>

namespace tests {

// A case of tests/support/alembic_oracle.py (its first lines describe the format) as ours answers
// it.

bool isOracleCase(const QJsonObject &line); // has "graph" and "queries"

// The rules of the Alembic that answered the case; the newest when it does not say.
migrations::AlembicRules rulesOf(const QJsonObject &oracleCase);
migrations::RevisionGraph graphOf(const QJsonObject &oracleCase);

// One ANSWER for a query of the case.
QJsonObject answerTo(const migrations::RevisionGraph &graph, const QJsonObject &query);

// What of an answer has to agree: steps without their SQL, rows, revisions, lines; any error equals
// any other, as ours refuses before the first step what Alembic may only notice at the fifth.
QJsonObject essence(const QJsonObject &answer);

// The queries of the case whose answer is none of the "outcomes", one line each.
QStringList disagreements(const QJsonObject &oracleCase);

} // namespace tests
