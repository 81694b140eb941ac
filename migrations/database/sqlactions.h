// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/database/postgresql.h"

namespace migrations {

// A statement and what must be true of its answer. A list of them is the same work whoever's
// transaction it runs in: our own connection's, or Alembic's in the helper (helper/actions.py reads
// the same list). So values are literals in the text and the text holds no per cent sign, which
// some drivers would take for a placeholder.
struct SqlAction
{
    enum class Kind {
        Execute, // must succeed
        Try, // in a savepoint; a failure is told at the end and nothing more
        Empty, // must give no rows
        Equals, // its first column must be `expected`, in any order
        Remember, // keeps its first column under `name`
        Unchanged, // its first column must be what Remember kept under `name`
    };
    Kind kind = Kind::Execute;
    QString sql;
    QString name; // of what is remembered
    QString refusal; // the sentence when a check fails; what differs is the error's detail
    QStringList expected;

    bool operator==(const SqlAction &) const = default;
};

struct SqlActionsDone
{
    int tried = 0; // by Kind::Try
    QStringList failed; // "statement: what the server said"

    bool operator==(const SqlActionsDone &) const = default;
};

// Runs them in order on a connection that is in a transaction; begins and ends none. Reports each
// Execute and Try as a statement. A check that fails: ErrorKind::Refused, code "check_failed".
Result<SqlActionsDone> runSqlActions(
    PostgreSql &connection, const std::vector<SqlAction> &actions, Progress &progress);

QString quoteLiteral(const QString &text);
// '{"a","b"}', to be cast to text[].
QString quoteArrayLiteral(const QStringList &texts);
// The text of a file of resources/sql with its comments gone and $1 … replaced by these literals.
QString withLiterals(const QString &sql, const QStringList &literals);

} // namespace migrations
