// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/base/error.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include <QStringList>

#include <functional>

namespace migrations {

// Parses SQL with PostgreSQL's grammar and shows each statement. Only for sources of this folder.
// Errors: ErrorKind::Project, code "sql", the grammar's complaint as detail.
Result<> visitStatements(
    const QString &sql, const std::function<void(const PgQuery__Node &statement)> &visit);

QString treeText(const char *utf8);
// The parts of a dotted name: a list of strings.
QStringList treeName(const PgQuery__Node &object);

} // namespace migrations
