// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

namespace migrations {

// The names by which a script calls what it takes from Alembic and SQLAlchemy, each with what it
// stands for: "op" is "alembic.op", "sa" is "sqlalchemy", "batch_op" of a with statement is
// "alembic.operations.BatchOperations".
QMap<QString, QString> scriptImports(const QString &text);

} // namespace migrations
